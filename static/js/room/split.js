// Cuts a text into pieces of at most `most` characters, at paragraphs, sentences or words where
// it can. Joined again, and but for the space around the cuts, they are the text.

export function pieces(text, most) {
  const found = [];
  let rest = text.trim();
  while (rest.length > most) {
    const at = cutIn(rest.slice(0, most));
    found.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  if (rest) found.push(rest);
  return found.filter(Boolean);
}

function cutIn(head) {
  const farEnough = head.length / 2;
  for (const mark of ["\n\n", "\n", ". ", " "]) {
    const at = head.lastIndexOf(mark);
    if (at > farEnough) return at + mark.length;
  }
  // Never between the two halves of one character.
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? head.length - 1 : head.length;
}
