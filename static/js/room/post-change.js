// Sends one kept change of a tree and says what became of it, as post.js does for notes: {told} once
// it is part of the tree, {trouble} when it is worth trying again, {refusal} when the tree refuses
// it, with both texts in `conflict` where somebody else wrote at the same place.
import { headers } from "./post.js";

const PATIENCE = 12_000;

export async function postChange(item) {
  try {
    const answer = await fetch(item.url, {
      method: "POST",
      body: new URLSearchParams(item.fields),
      headers: { ...asScript(), "Change-Author": item.author },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await read(answer, item);
  } catch {
    return { trouble: "offline" };
  }
}

// Not as htmx: the tree answers its scripts in JSON.
function asScript() {
  return { Accept: "application/json", "X-CSRFToken": headers()["X-CSRFToken"] };
}

async function read(answer, item) {
  if (answer.type === "opaqueredirect") return { trouble: "signed-out" };
  // A page to sign in at is a 200 as well; only JSON comes from the tree.
  const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.ok && isTold) return { told: await answer.json() };
  if ([409, 422].includes(answer.status) && isTold) {
    const { error, conflict } = await answer.json();
    return { refusal: error, conflict };
  }
  // Somebody else is signed in.
  if (answer.status === 401) return { trouble: "refused" };
  if (answer.status === 403) return { refusal: "refused" };
  if ([404, 410].includes(answer.status)) return isGone(item);
  return { trouble: "offline" };
}

// What was to be deleted has gone: by us, if the answer was lost, or by somebody else.
function isGone(item) {
  return item.url.endsWith("/removal/") ? { told: {} } : { refusal: "gone" };
}
