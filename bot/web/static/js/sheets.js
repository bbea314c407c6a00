// What opens over the chat: choosing photos, choosing a place, a photo enlarged.

import { h, icon, s } from "./dom.js";

const LONGEST = 1600; // pixels of a photo's longer side; enough to read a door plate

/** A sheet at the bottom of a phone; resolves with what was picked, or null. */
export function sheet(phone, title, build) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const close = (value = null) => {
      shade.remove();
      before?.focus({ preventScroll: true });
      resolve(value);
    };
    const head = h("div", { class: "sheet-head" }, h("h2", {}, title), h("button", { type: "button", class: "tool", "aria-label": "关闭", onclick: () => close() }, icon("close")));
    const panel = h("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title }, head, build(close));
    const shade = h("div", { class: "shade", onclick: (event) => event.target === shade && close() }, panel);
    shade.addEventListener("keydown", (event) => event.key === "Escape" && close());
    phone.append(shade);
    panel.querySelector("button.first, .sheet-body button, button")?.focus({ preventScroll: true });
  });
}

/** Pick photos: from the device, and in the demo from a few ready ones. Returns blobs. */
export async function pickPhotos(phone, ready) {
  if (!ready.length) return shrunk(await pickFiles());
  const picked = await sheet(phone, "发照片", (close) =>
    h("div", { class: "sheet-body" },
      h("div", { class: "ready-photos" }, ready.map((item) =>
        h("button", { type: "button", class: "ready-photo", onclick: () => close(item) }, h("img", { src: item.url, alt: "" }), h("span", {}, item.name)))),
      h("button", { type: "button", class: "wide", onclick: () => close("files") }, "从相册选择或拍照")),
  );
  if (picked === "files") return shrunk(await pickFiles());
  return picked ? [await shrink(picked.url)] : [];
}

function pickFiles() {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept: "image/*", multiple: true, class: "unseen", "aria-hidden": "true", tabindex: "-1" });
    document.body.append(input);
    const done = (files) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener("change", () => done([...input.files]));
    input.addEventListener("cancel", () => done([]));
    input.click();
  });
}

async function shrunk(files) {
  const out = [];
  for (const file of files.slice(0, 9)) out.push(await shrink(URL.createObjectURL(file)).catch(() => file));
  return out;
}

/** A picture as JPEG of moderate size; drawing it anew also leaves the camera's hidden data (where, when) behind. */
async function shrink(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = h("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.85));
}

/** Pick a place: in the demo from a few spots or a plain map, else the device's own position. Returns {latitude, longitude} or null. */
export function pickPlace(phone, spots) {
  return spots.length ? sheet(phone, "发位置", (close) => placeForm(spots, close)) : ownPosition();
}

function placeForm(spots, close) {
  const box = bounds(spots);
  const map = s("svg", { class: "map", viewBox: "0 0 320 170", role: "img", "aria-label": "示意图，点一下选位置" });
  const pin = s("path", { class: "map-pin", d: "M0 0s-11-10-11-19a11 11 0 0 1 22 0C11-10 0 0 0 0z", visibility: "hidden" });
  const send = h("button", { type: "button", class: "wide", disabled: true }, "先选一个位置");
  let point = null;
  const choose = (latitude, longitude, name) => {
    point = { latitude: round(latitude), longitude: round(longitude) };
    const { x, y } = project(point, box);
    pin.setAttribute("transform", `translate(${x} ${y - 7})`);
    pin.setAttribute("visibility", "visible");
    send.disabled = false;
    send.textContent = name ? `发送：${name}` : "发送选中的位置";
  };
  map.append(s("rect", { class: "map-land", width: 320, height: 170 }), s("path", { class: "map-park", d: "M0 96h70v40H0zM236 0h84v44h-84zM120 118h52v52h-52z" }), s("path", { class: "map-sea", d: "M0 156c60-12 90 4 160-4s110-6 160-2v20H0z" }), s("path", { class: "map-road", d: "M0 70h320M96 0v156M214 0v152M0 128l320-40M30 0l60 70" }));
  spots.forEach((spot, index) => {
    const { x, y } = project(spot, box);
    map.append(s("circle", { class: "map-spot", cx: x, cy: y, r: 9 }), s("text", { class: "map-number", x, y: y + 3.5 }, String(index + 1)));
  });
  map.append(pin);
  map.addEventListener("click", (event) => {
    const area = map.getBoundingClientRect();
    const x = ((event.clientX - area.left) / area.width) * 320;
    const y = ((event.clientY - area.top) / area.height) * 170;
    choose(box.north - ((y - 20) / 130) * (box.north - box.south), box.west + ((x - 24) / 272) * (box.east - box.west));
  });
  send.addEventListener("click", () => close(point));
  const list = spots.map((spot, index) =>
    h("button", { type: "button", class: "spot", onclick: () => choose(spot.latitude, spot.longitude, spot.name) }, h("span", { class: "row-number" }, String(index + 1)), spot.name));
  return h("div", { class: "sheet-body" }, map, h("div", { class: "spots" }, list), send);
}

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

function bounds(spots) {
  const [south, north] = range(spots.map((spot) => spot.latitude));
  const [west, east] = range(spots.map((spot) => spot.longitude));
  return { south, north, west, east };
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high - low > 0.001 ? [low, high] : [low - 0.005, high + 0.005];
}

function project(point, box) {
  return {
    x: 24 + (272 * (point.longitude - box.west)) / (box.east - box.west),
    y: 20 + (130 * (box.north - point.latitude)) / (box.north - box.south),
  };
}

function ownPosition() {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error("没有定位成功，请直接写出地址，例如“月川社区3栋楼下”。"));
    if (!navigator.geolocation) {
      failed();
      return;
    }
    const found = ({ coords }) => resolve({ latitude: round(coords.latitude), longitude: round(coords.longitude) });
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
}

/** Show one photo as large as the window allows; any click or key closes it. */
export function enlarge(url, caption) {
  const dialog = h("dialog", { class: "large-photo", "aria-label": caption || "大图" }, h("img", { src: url, alt: caption || "照片" }), caption && h("p", {}, caption), h("button", { type: "button", class: "tool", "aria-label": "关闭" }, icon("close")));
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
