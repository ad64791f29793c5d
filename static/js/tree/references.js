// What is done without a network may be about a node that waits itself. It is named by the change that
// adds it, until the server has given it its number: `waits:<id of the change>`.
const NAME = /waits:[0-9a-f-]{36}/;

export const nameOfNew = (id) => `waits:${id}`;

// Whether a change cannot be sent before another one: it is about what that adds.
export function isBlocked(item) {
  return Boolean(item.isChange) && [item.url, ...Object.values(item.fields)].some((text) => NAME.test(text));
}

// The node that a change adds has its number now. Returns the changes that were about it.
export function settle(items, id, pk) {
  const name = nameOfNew(id);
  const about = items.filter((item) => item.isChange && isAbout(item, name));
  for (const item of about) {
    item.url = item.url.replace(name, pk);
    for (const [field, text] of Object.entries(item.fields)) item.fields[field] = String(text).replaceAll(name, pk);
  }
  return about;
}

// A node will never be added: what was to stand at it goes where it was to stand, and what else
// was to be done with it is pointless. Returns the changes of both kinds.
export function giveUp(items, gone) {
  const name = nameOfNew(gone.id);
  const about = items.filter((item) => item.isChange && item.id !== gone.id && isAbout(item, name));
  const moved = about.filter((item) => !item.url.includes(name) && !item.fields.nodes?.includes(name));
  for (const { fields } of moved) {
    if (fields.parent === name) fields.parent = gone.fields.parent ?? "";
    if (fields.after === name) fields.after = gone.fields.after ?? "";
  }
  return { moved, pointless: about.filter((item) => !moved.includes(item)) };
}

function isAbout(item, name) {
  return [item.url, ...Object.values(item.fields)].some((text) => String(text).includes(name));
}
