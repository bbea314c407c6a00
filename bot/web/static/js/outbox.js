// What a person has written and the server has not yet confirmed: kept across reloads, sent in order, retried.

import { Refusal, post, upload } from "./api.js";

export class Outbox {
  /** `on` hears {sent(item), failed(item, words), waiting(item, words)}. */
  constructor(who, on) {
    this.who = who;
    this.on = on;
    this.key = `huiying.outbox.${who}`;
    this.items = read(this.key);
    this.busy = false;
    this.wait = 1000;
    addEventListener("online", () => this.flush());
  }

  /** Add a message {text?, pressed?, start?, point?, blobs?}; returns it with its id. */
  add(message) {
    const item = { id: newId(), media: [], blobs: [], ...message };
    this.items.push(item);
    this.save();
    this.flush();
    return item;
  }

  clear() {
    this.items = [];
    this.save();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    while (this.items.length) {
      const item = this.items[0];
      try {
        await this.deliver(item);
        this.drop(item);
        this.wait = 1000;
        this.on.sent(item);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.retry) {
          this.on.waiting(item, error.message);
          setTimeout(() => this.flush(), this.wait);
          this.wait = Math.min(this.wait * 2, 15000);
          break;
        }
        this.drop(item);
        this.on.failed(item, error.message);
      }
    }
    this.busy = false;
  }

  async deliver(item) {
    while (item.blobs.length) {
      item.media.push(await upload(this.who, item.blobs[0], "photo"));
      item.blobs.shift();
      this.save();
    }
    const { id, text, pressed, start, point, media } = item;
    await post(`/api/chat/${this.who}/messages`, { id, text, pressed, start, point, media });
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.save();
  }

  /** Files not yet uploaded live only in memory; everything else survives a reload. */
  save() {
    const kept = this.items.filter((item) => !item.blobs.length).map(({ local, blobs, ...rest }) => rest);
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // private browsing without storage: the page works, only a reload forgets
    }
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "[]").map((item) => ({ ...item, blobs: [] }));
  } catch {
    return [];
  }
}

/** A random id; crypto.randomUUID exists only on https and localhost. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
