// Photos of the form at hand: made small on the phone, each with its own way out, kept on the
// device until they are sent.

import { account } from "./send.js";
import * as store from "./store.js";

const MOST = 5;
const SIDE = 2000;
const SMALL = 900_000; // bytes; below that a photo goes as it is
const chosen = []; // { file, ready: Promise<File>, row }

const form = document.getElementById("opinion-form");
const input = form?.querySelector("input[type=file][data-photos]");
const kept = () => form.querySelectorAll("[data-kept-photo]").length;
const key = () => form.elements.submission_key?.value || "";

async function draw(file) {
  if (window.createImageBitmap) {
    try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { /* the other way */ }
  }
  const url = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function shrink(file) {
  try {
    const picture = await draw(file);
    const width = picture.naturalWidth || picture.width;
    const height = picture.naturalHeight || picture.height;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    if (scale === 1 && file.size <= SMALL && file.type === "image/jpeg") return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close?.();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    if (!blob || blob.type !== "image/jpeg") return file;
    return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // the browser cannot open it; the server will say what it is
  }
}

function place() {
  let box = form.querySelector("[data-photo-list]");
  if (!box) {
    box = document.createElement("ul");
    box.className = "photo-list";
    box.setAttribute("data-photo-list", "");
    input.closest(".field").append(box);
  }
  return box;
}

function say(text) {
  let line = form.querySelector("[data-photo-said]");
  if (!line) {
    line = document.createElement("p");
    line.className = "hint";
    line.setAttribute("role", "status");
    line.setAttribute("data-photo-said", "");
    input.closest(".field").append(line);
  }
  line.textContent = text;
}

function row(one) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = "Bỏ ảnh này";
  button.addEventListener("click", () => {
    chosen.splice(chosen.indexOf(one), 1);
    item.remove();
    say(chosen.length ? `Đã chọn ${chosen.length} ảnh.` : "Chưa chọn ảnh nào.");
    settle();
  });
  one.ready.then((file) => {
    const picture = document.createElement("img");
    picture.alt = `Ảnh đã chọn: ${one.file.name}`;
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    picture.onerror = () => {
      URL.revokeObjectURL(picture.src);
      picture.replaceWith(Object.assign(document.createElement("span"), { textContent: one.file.name }));
    };
    item.prepend(picture);
  });
  item.append(button);
  return item;
}

function add(files, shrunk) {
  for (const file of files) {
    if (kept() + chosen.length >= MOST) {
      say(`Mỗi ý kiến kèm được nhiều nhất ${MOST} ảnh; ảnh chọn thêm chưa được nhận.`);
      return;
    }
    const one = { file, ready: shrunk ? Promise.resolve(file) : shrink(file) };
    chosen.push(one);
    one.row = row(one);
    place().append(one.row);
  }
  if (chosen.length) say(`Đã chọn ${chosen.length} ảnh.`);
}

// What a sending without the outbox takes along, and what a closed page gives back.
async function settle() {
  const files = await chosenPhotos();
  try {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
  } catch { /* an old browser sends what was picked last */ }
  try {
    if (account() && key()) await store.keepPhotos(account(), key(), await store.pack(files));
  } catch { /* no room: they go with the form */ }
}

export const chosenPhotos = () => Promise.all(chosen.map((one) => one.ready));

export function showPhotos(files) {
  clearPhotos();
  add(files, true);
  settle();
}

export function clearPhotos() {
  for (const one of chosen.splice(0)) one.row.remove();
  form.querySelector("[data-photo-said]")?.remove();
  if (input) input.value = "";
}

export function forgetKept(name) {
  return store.keepPhotos(account(), name, []).catch(() => {});
}

// Beside the photo that the server named.
export function blamePhotos(text) {
  for (const one of chosen) {
    if (!text.includes(`“${one.file.name}”`)) continue;
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = text;
    one.row.append(line);
  }
}

export async function startPhotos() {
  if (!input) return;
  input.addEventListener("change", () => {
    const files = [...input.files];
    add(files, false);
    settle();
  });
  if (account() && key() && !chosen.length) {
    const files = await store.keptPhotos(account(), key()).catch(() => []);
    if (files.length && !chosen.length) {
      add(store.unpack(files), true);
      settle();
    }
  }
}
