// One phone: the chat of one person with the bot.

import { avatar, bubble } from "./bubble.js";
import { h, icon, put } from "./dom.js";
import { Outbox } from "./outbox.js";
import { enlarge, pickPhotos, pickPlace } from "./sheets.js";
import { chatTime, wall } from "./time.js";

const PAUSE = 5 * 60 * 1000; // a longer silence gets a time separator
const TYPING = 8000; // the longest "is typing" is shown
const TWICE = 1000; // two taps on one button within this time are one press
const GREETING = ["有事您说话，事事有回应。", "直接打字、拍照或发位置都可以。"];

export class Phone {
  /**
   * `options`: who, name, title, subtitle, greeting [line], phrases [text], photos [{name, url}], spots [{name, latitude, longitude}],
   * begin {start, label} of the button an empty chat has, onNews(phone, message), onRead(phone), tools [element].
   */
  constructor(options) {
    Object.assign(this, { phrases: [], photos: [], spots: [], tools: [], greeting: undefined, begin: null, onNews() {}, onRead() {} }, options);
    this.unread = 0;
    this.build();
    this.clear();
    this.outbox = new Outbox(this.who, {
      sent: (item) => this.mark(item, ""),
      waiting: (item, words) => this.mark(item, "waiting", words),
      failed: (item, words) => this.mark(item, "failed", words),
    });
    this.outbox.items.forEach((item) => item.pressed || this.showPending(item));
    this.outbox.flush();
  }

  // ---- what it is made of

  build() {
    this.list = h("ol", { class: "messages", role: "log", tabindex: "0", "aria-label": "聊天记录" });
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toBottom(this.list.lastElementChild) });
    this.state = h("span", { class: "chat-state" }, this.subtitle);
    this.tray = h("div", { class: "tray", hidden: true });
    this.input = h("textarea", { rows: "1", placeholder: "说说您的事", "aria-label": "写消息", enterkeyhint: "send" });
    this.input.addEventListener("input", () => this.fit());
    this.input.addEventListener("keydown", (event) => this.typed(event));
    this.sendButton = h("button", { type: "submit", class: "send" }, "发送");
    this.note = h("p", { class: "note", role: "alert", hidden: true });
    const composer = h("form", { class: "composer", onsubmit: (event) => this.submit(event) },
      h("button", { type: "button", class: "tool", "aria-label": "发照片", onclick: () => this.addPhotos() }, icon("photo")),
      h("button", { type: "button", class: "tool", "aria-label": "发位置", onclick: () => this.sendPlace() }, icon("place")),
      this.input, this.sendButton);
    const chips = this.phrases.map((text) => h("button", { type: "button", class: "chip", onclick: () => this.send({ text }) }, text));
    this.element = h("section", { class: "phone", "data-who": this.who, "aria-label": `${this.name}的手机` },
      h("header", { class: "chat-head" }, h("div", { class: "chat-title" }, h("strong", {}, this.title), this.state), this.tools),
      h("div", { class: "middle" }, this.list, this.jump),
      this.note,
      chips.length > 0 && h("div", { class: "chips", role: "group", "aria-label": "常用语" }, chips),
      this.tray, composer);
    this.fit();
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.list);
  }

  /** Forget everything shown (the demo starts anew, or the page begins). */
  clear() {
    this.blobs = [];
    this.pressed = null;
    this.cards = new Map();
    this.ids = new Set();
    this.pending = new Map();
    this.lastAt = null;
    this.live = false;
    this.stuck = true;
    this.longAt = null;
    this.expecting = false; // an answer to a press: it is shown even when one has scrolled up
    this.empty = h("li", { class: "empty" }, (this.greeting || GREETING).map((line) => h("p", {}, line)));
    this.list.removeAttribute("aria-live");
    this.list.replaceChildren(this.empty);
    this.typingRow = h("li", { class: "message theirs typing-row", "aria-hidden": "true" }, h("img", { class: "avatar", src: "/static/icon.svg", alt: "" }), h("div", { class: "content" }, h("div", { class: "bubble dots" }, h("i"), h("i"), h("i"))));
    this.read();
  }

  restart() {
    this.outbox.clear();
    this.clear();
  }

  // ---- what comes

  /** The history is complete: from now on everything is news. If there is none, a button begins. */
  ready() {
    if (this.begin && !this.live) this.empty.append(h("button", { type: "button", class: "wide", onclick: () => this.send(this.begin) }, this.begin.label));
    this.live = true;
    this.list.setAttribute("aria-live", "polite");
    if (this.stuck) this.toBottom(this.list.lastElementChild);
  }

  show(message) {
    if (this.ids.has(message.id)) return;
    this.ids.add(message.id);
    this.empty.remove();
    if (message.mine) this.confirmPending(message);
    else this.typing(false);
    this.markChosen(message);
    const earlier = message.card && this.cards.get(message.card);
    if (earlier) this.replace(earlier, message);
    else this.append(message);
    this.count(message);
  }

  append(message) {
    const at = wall(message.at);
    if (!this.lastAt || at - this.lastAt > PAUSE) this.insert(h("li", { class: "time", "data-at": message.at }, chatTime(at, this.now?.() ?? at)));
    this.lastAt = at;
    const entry = { message, item: bubble(message, this.context()) };
    this.insert(entry.item);
    this.remember(entry);
    if (this.stuck || this.expecting || (message.mine && this.live)) this.toBottom(entry.item);
    this.expecting = false;
  }

  /**
   * A newer edition of a card: in its place where that is in view, else moved to the end, where it is seen;
   * what is being read stays where it is.
   */
  replace(entry, message) {
    if (message.id < entry.message.id) return;
    const seen = this.live && this.inView(entry.item);
    const above = entry.item.offsetTop < this.list.scrollTop;
    const before = this.list.scrollHeight;
    if (seen) {
      const item = bubble(message, this.context());
      item.classList.add("renewed");
      entry.item.replaceWith(item);
      this.remember({ message, item });
      this.expecting = false;
      if (this.stuck) this.toBottom();
      this.list.scrollTop = Math.min(this.list.scrollTop, item.offsetTop - 8);
    } else {
      entry.item.remove();
      if (above) this.list.scrollTop += this.list.scrollHeight - before;
      this.append(message);
    }
  }

  remember(entry) {
    if (entry.message.card) this.cards.set(entry.message.card, entry);
    if (entry.message.buttons.length) this.lastAsked = entry;
  }

  insert(item) {
    const tail = this.list.querySelector(".pending, .typing-row");
    this.list.insertBefore(item, tail);
  }

  count(message) {
    if (!this.live || message.mine) return;
    if (!this.visible() || !this.stuck) this.unread += 1;
    if (!this.stuck) this.offer(`${this.unread} 条新消息`);
    this.onNews(this, message);
  }

  context() {
    return {
      who: this.who,
      avatar: () => avatar(this.name),
      press: (message, button) => this.press(message, button),
      enlarge,
      spotNear: (point) => nearest(this.spots, point),
    };
  }

  // ---- what goes

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text && !this.blobs.length) return;
    this.send({ text, blobs: this.blobs, local: this.blobs.map((blob) => URL.createObjectURL(blob)) });
    this.input.value = "";
    this.blobs = [];
    this.drawTray();
    this.fit();
  }

  send(message) {
    this.say("");
    const item = this.outbox.add({ ...message, blobs: [...(message.blobs || [])] });
    if (!item.pressed) this.showPending(item); // a press shows on its button
    this.typing(true);
    this.onRead(this);
  }

  press(message, button) {
    if (this.pressed === message && message.chosen === button.payload && performance.now() - this.pressedAt < TWICE) return;
    this.pressedAt = performance.now();
    this.choose(message, button.payload);
    this.pressed = message;
    this.expecting = true;
    this.send({ pressed: button.payload });
  }

  async addPhotos() {
    const blobs = await pickPhotos(this.element, this.photos).catch(() => this.say("这张照片打不开，请换一张。"));
    this.blobs = [...this.blobs, ...(blobs || [])].slice(0, 9);
    this.drawTray();
    this.input.focus({ preventScroll: true });
  }

  async sendPlace() {
    try {
      const point = await pickPlace(this.element, this.spots);
      if (point) this.send({ point });
    } catch (error) {
      this.say(error.message);
    }
  }

  showPending(item) {
    this.empty.remove();
    const local = item.local || [];
    const media = local.length ? local.map((url) => ({ kind: "photo", local: url, caption: "" })) : item.media;
    const shown = { mine: true, text: item.text || item.label || "", buttons: [], media, point: item.point };
    const row = bubble(shown, this.context());
    row.classList.add("pending");
    row.querySelector(".content").append(h("span", { class: "delivery" }));
    this.pending.set(item.id, row);
    this.list.append(row);
    this.typingRow.remove();
    this.toBottom(row);
  }

  /** Show how delivery of a message stands: "" (arrived), "waiting" or "failed", with words. */
  mark(item, state, words = "") {
    const row = this.pending.get(item.id);
    if (state) this.typing(false);
    if (item.pressed) this.say(words);
    if (item.pressed && state === "failed" && this.pressed?.chosen === item.pressed) this.choose(this.pressed, "");
    if (!row) return;
    row.dataset.state = state;
    put(row.querySelector(".delivery"), words && icon("alert"), words);
    if (state === "failed") this.giveBack(item, row);
    if (this.stuck) this.toBottom();
  }

  /** What was refused goes back to the composer, so that nothing written is lost (a limit of the field would cut it unseen). */
  giveBack(item, row) {
    row.classList.remove("pending");
    if (item.text && !this.input.value) {
      this.input.value = item.text;
      this.fit();
    }
  }

  confirmPending(message) {
    const sameText = () => [...this.pending].find(([, row]) => row.querySelector(".text")?.textContent === message.text)?.[0];
    const id = this.pending.has(message.source) ? message.source : message.source ? "" : sameText();
    this.pending.get(id)?.remove();
    this.pending.delete(id);
  }

  // ---- how it looks

  /** A button's label coming back as one's own message shows which was chosen, also after a reload. */
  markChosen(message) {
    const asked = message.mine && this.lastAsked?.message;
    const button = asked && !asked.chosen && asked.buttons.find((candidate) => candidate.label === message.text);
    if (button) this.choose(asked, button.payload);
  }

  choose(message, payload) {
    message.chosen = payload;
    const item = this.list.querySelector(`[data-id="${message.id}"]`);
    const anew = item && bubble(message, this.context());
    const focused = item?.contains(document.activeElement);
    item?.replaceWith(anew);
    for (const entry of [this.lastAsked, ...this.cards.values()]) if (entry?.message === message) entry.item = anew;
    if (focused) anew.querySelector(".chosen")?.focus({ preventScroll: true });
  }

  typing(on) {
    clearTimeout(this.typingTimer);
    this.typingRow.remove();
    this.online(this.connected ?? true);
    if (!on) return;
    this.state.textContent = "对方正在输入…";
    this.list.append(this.typingRow);
    if (this.stuck) this.toBottom();
    this.typingTimer = setTimeout(() => this.typing(false), TYPING);
  }

  online(on) {
    this.connected = on;
    this.state.textContent = on ? this.subtitle : "连接断了，正在重连…";
    this.element.classList.toggle("offline", !on);
  }

  drawTray() {
    this.tray.hidden = !this.blobs.length;
    this.tray.replaceChildren(...this.blobs.map((blob, index) =>
      h("div", { class: "tray-photo" }, h("img", { src: URL.createObjectURL(blob), alt: `待发的第${index + 1}张照片` }),
        h("button", { type: "button", "aria-label": "去掉这张", onclick: () => this.takeOut(blob) }, icon("close")))));
    this.fit();
    if (this.stuck) this.toBottom();
  }

  takeOut(blob) {
    this.blobs = this.blobs.filter((other) => other !== blob);
    this.drawTray();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    this.sendButton.disabled = !this.input.value.trim() && !this.blobs?.length;
  }

  say(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
  }

  /** The day may have changed: "09:30" becomes "昨天 09:30". */
  clockMoved(now) {
    this.now = () => now;
    for (const row of this.list.querySelectorAll(".time")) row.textContent = chatTime(wall(row.dataset.at), now);
  }

  // ---- where one is reading

  visible() {
    return this.element.offsetParent !== null && !document.hidden;
  }

  scrolled() {
    if (!this.visible()) return;
    this.stuck = this.atLongMessage() || this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 48;
    if (this.stuck) this.read();
  }

  /** Show the end; but of a message longer than the screen (a digest) the beginning, for that is read first. */
  toBottom(newest = null) {
    if (newest || !this.atLongMessage()) {
      const long = this.live && newest && newest.offsetHeight > this.list.clientHeight;
      this.list.scrollTop = long ? newest.offsetTop - 8 : this.list.scrollHeight;
      this.longAt = long ? this.list.scrollTop : null;
    }
    this.stuck = true;
    if (this.visible()) this.read();
  }

  /** Whether the beginning of the newest, long message is shown, as we put it there: then one still follows the news. */
  atLongMessage() {
    return this.longAt !== null && Math.abs(this.list.scrollTop - this.longAt) < 2;
  }

  inView(item) {
    const area = this.list.getBoundingClientRect();
    const place = item.getBoundingClientRect();
    return place.bottom > area.top + 20 && place.top < area.bottom - 20;
  }

  /** A pill over the list that leads to what is new at its end. */
  offer(words) {
    put(this.jump, icon("down"), words);
    this.jump.hidden = false;
  }

  read() {
    this.unread = 0;
    this.jump.hidden = true;
    this.onRead(this);
  }

  /** The phone came into view. */
  shown() {
    this.fit();
    if (this.stuck) this.toBottom();
  }
}

/** The name of the spot within about 400 m of a point. */
function nearest(spots, point) {
  const metres = (spot) => Math.hypot((spot.latitude - point.latitude) * 111000, (spot.longitude - point.longitude) * 105000);
  const closest = [...spots].sort((a, b) => metres(a) - metres(b))[0];
  if (!closest || metres(closest) > 400) return "";
  return metres(closest) < 30 ? closest.name : `${closest.name}附近`;
}
