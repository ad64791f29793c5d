// Sends one kept item and says what became of it: {html, version} once the server has it,
// {trouble} when it is worth trying again, {refusal} when it will never be taken as it is, with
// isFinal when no change of the words would help.

const PATIENCE = 12_000;

export async function post(item) {
  const fields = { ...item.fields, age: Math.max(Date.now() - item.at, 0) };
  let answer;
  try {
    answer = await fetch(item.url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { ...headers(), "Note-Author": item.author },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await read(answer);
  } catch {
    return { trouble: "offline" };
  }
}

export function headers() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
  // After signing in again the cookie is newer than the page.
  return { "HX-Request": "true", "X-CSRFToken": cookie?.[1] ?? pageToken() };
}

function pageToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

async function read(answer) {
  // Only the version in the answer proves that it was saved: a sign-in page is a 200 as well.
  const version = answer.headers.get("Note-Version");
  if (version && (answer.ok || answer.status === 409)) {
    const id = answer.headers.get("Note-Id");
    return { html: await answer.text(), version: Number(version), id, isConflict: answer.status === 409 };
  }
  if (answer.type === "opaqueredirect" || answer.headers.has("HX-Redirect")) return { trouble: "signed-out" };
  const refused = answer.status === 422 && answer.headers.get("Note-Refused");
  if (refused) return { refusal: await answer.text(), isFinal: refused === "erased" };
  if (answer.status === 413) return { refusal: "too-long" };
  if ([403, 404, 410].includes(answer.status)) return { trouble: "refused" };
  return { trouble: "offline" };
}
