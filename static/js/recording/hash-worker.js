// The SHA-256 of a whole file, read piece by piece: {file} in, {sha256} or {trouble} out.
import { sha256 } from "../../vendor/noble-hashes/sha2.js";

addEventListener("message", async (event) => {
  try {
    const digest = sha256.create();
    const reader = event.data.file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) digest.update(part.value);
    const hex = [...digest.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    postMessage({ sha256: hex });
  } catch (error) {
    postMessage({ trouble: String(error) });
  }
});
