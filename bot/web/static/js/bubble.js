// How one message looks: text, card, buttons, photos, a place.

import { mediaUrl } from "./api.js";
import { h, icon, s } from "./dom.js";

/** The list item of a message. `context` = {who, avatar, press(message, button), enlarge(url, caption), spotNear(point)} */
export function bubble(message, context) {
  const item = h("li", { class: `message ${message.mine ? "mine" : "theirs"}`, "data-id": message.id ?? "" });
  const label = h("span", { class: "unseen" }, message.mine ? "我：" : "回应：");
  const content = h("div", { class: "content" }, label, parts(message, context));
  item.append(message.mine ? context.avatar() : botAvatar(), content);
  return item;
}

function parts(message, context) {
  const pictures = message.media.filter((media) => media.kind === "photo");
  const others = message.media.filter((media) => media.kind !== "photo");
  return [
    pictures.length > 0 && h("div", { class: "photos" }, pictures.map((media) => photo(media, message, context))),
    others.map((media) => attachment(media, context)),
    message.point && placeCard(message.point, context),
    (message.text || message.buttons.length > 0) && words(message, context),
  ];
}

function words(message, context) {
  const rows = message.buttons.map((button, index) => row(message, button, index, context));
  const kind = `bubble${message.card ? " card" : ""}${rows.length ? " with-rows" : ""}`;
  const text = message.card ? cardText(message.text) : h("div", { class: "text" }, rich(message.text));
  return h("div", { class: kind }, text, rows.length > 0 && h("div", { class: "rows", role: "group", "aria-label": "可选的回答" }, rows));
}

function row(message, button, index, context) {
  const chosen = message.chosen === button.payload;
  return h(
    "button",
    { type: "button", class: `row${chosen ? " chosen" : ""}`, onclick: () => context.press(message, button) },
    h("span", { class: "row-number", "aria-hidden": "true" }, String(index + 1)),
    h("span", { class: "row-label" }, button.label),
    chosen ? h("span", { class: "row-mark" }, icon("check"), "已选") : null,
  );
}

/** A card: the first line is its title, "name：value" lines stand in two columns. */
function cardText(text) {
  const lines = text.split("\n");
  const title = lines.length > 1 && lines[0] ? [h("div", { class: "card-title" }, rich(lines.shift()))] : [];
  const body = lines.map((line) => {
    const pair = /^([\p{Script=Han}]{2,5})：(.+)$/u.exec(line);
    if (pair) return h("div", { class: "pair" }, h("span", { class: "pair-name" }, `${pair[1]}：`), h("span", {}, rich(pair[2])));
    return h("div", { class: line.trim() ? "line" : "line gap" }, rich(line));
  });
  return h("div", { class: "text" }, title, body);
}

/** Text with web addresses and telephone numbers one can tap. */
export function rich(text) {
  const found = /(https?:\/\/[^\s，。；）]+)|((?:拨打|致电|电话|热线|打)[：: ]?)(\d[\d-]{2,12}\d|\d{3})/g;
  const out = [];
  let from = 0;
  for (const match of text.matchAll(found)) {
    out.push(text.slice(from, match.index));
    if (match[1]) out.push(h("a", { href: match[1], target: "_blank", rel: "noopener noreferrer" }, match[1]));
    else out.push(match[2], h("a", { href: `tel:${match[3]}` }, match[3]));
    from = match.index + match[0].length;
  }
  return [...out, text.slice(from)];
}

function photo(media, message, context) {
  const url = media.local || mediaUrl(context.who, media.ref);
  const words = media.caption || (message.mine ? "我发的照片" : "照片");
  const image = h("img", { src: url, alt: words, loading: "lazy", draggable: "false" });
  return h("button", { type: "button", class: "photo", "aria-label": `${words}，点开看大图`, onclick: () => context.enlarge(url, media.caption) }, image);
}

function attachment(media, context) {
  const url = media.local || mediaUrl(context.who, media.ref);
  if (media.kind === "voice") return h("audio", { class: "sound", controls: true, preload: "none", src: url });
  if (media.kind === "video") return h("video", { class: "film", controls: true, preload: "metadata", src: url });
  return h("a", { class: "bubble file", href: url, download: true }, icon("file"), media.caption || "文件");
}

function placeCard(point, context) {
  const near = context.spotNear?.(point);
  const numbers = `${point.latitude.toFixed(4)}, ${point.longitude.toFixed(4)}`;
  const title = h("div", { class: "place-title" }, near || "位置");
  return h("div", { class: "place" }, title, h("div", { class: "place-numbers" }, numbers), smallMap());
}

function smallMap() {
  const map = s("svg", { class: "place-map", viewBox: "0 0 220 96", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" });
  map.append(
    s("rect", { class: "map-land", width: 220, height: 96 }),
    s("path", { class: "map-park", d: "M0 60h58v36H0zM150 0h70v30h-70z" }),
    s("path", { class: "map-road", d: "M0 48h220M70 0v96M146 0v96M0 82l220-30" }),
    s("path", { class: "map-pin", d: "M110 56s-14-13-14-24a14 14 0 0 1 28 0c0 11-14 24-14 24z" }),
    s("circle", { class: "map-hole", cx: 110, cy: 32, r: 5 }),
  );
  return map;
}

export function botAvatar() {
  return h("img", { class: "avatar", src: "/static/icon.svg", alt: "" });
}

/** A square with the last character of the name, the same colour for the same name. */
export function avatar(name) {
  const tone = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return h("span", { class: `avatar letter tone${tone}`, "aria-hidden": "true" }, [...name].at(-1) || "我");
}
