// Takes one photo with the device's camera in a dialog; returns it as a file, or null.

const WISHES = { video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1920 } } };

export async function shoot(dialog) {
  const video = dialog.querySelector("video");
  const button = dialog.querySelector("[data-shoot]");
  const trouble = dialog.querySelector("[data-no-camera]");
  trouble.hidden = true;
  button.disabled = true;
  dialog.showModal();
  const closed = new Promise((resolve) => dialog.addEventListener("close", () => resolve(null), { once: true }));
  dialog.querySelector("[data-cancel]").onclick = () => dialog.close();
  let stream = null;
  const opened = navigator.mediaDevices.getUserMedia(WISHES).then(
    async (found) => {
      stream = found;
      if (!dialog.open) return stop(stream);
      video.srcObject = stream;
      await video.play();
      button.disabled = false;
      button.focus();
    },
    () => (trouble.hidden = false),
  );
  const taken = new Promise((resolve) => (button.onclick = () => resolve(picture(video))));
  const photo = await Promise.race([taken, closed]);
  if (dialog.open) dialog.close();
  opened.finally(() => stop(stream));
  return photo;
}

// The light of a camera goes out when nobody looks at its picture any more.
function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

async function picture(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return blob && new File([blob], "camera.jpg", { type: "image/jpeg" });
}
