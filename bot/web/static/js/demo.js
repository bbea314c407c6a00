// The demo page: three phones on a table, and a clock that can be moved.

import { follow, getJson, post } from "./api.js";
import { avatar } from "./bubble.js";
import { h, icon, put } from "./dom.js";
import { Phone } from "./phone.js";
import { sizeSwitch } from "./size.js";
import { dayWords, hourMinute, wall } from "./time.js";

const byId = (id) => document.getElementById(id);
const phones = new Map();
const seats = [];
let now = null;
let walk = null; // what has happened since the clock was moved: {words, names: Map}

// ---- people and phones

class Seat {
  constructor(plan, people, spots) {
    Object.assign(this, plan);
    this.people = people.map((person) => ({ ...person, phone: this.phoneOf(person, spots) }));
    this.summary = h("summary", { class: "owner" });
    this.menu = h("ul", { class: "owner-menu" });
    this.switcher = h("details", { class: "switcher" }, this.summary, this.menu);
    this.frame = h("div", { class: "frame" });
    this.element = h("section", { class: `seat seat-${this.key}`, id: `seat-${this.key}`, "data-seat": this.key, "aria-label": this.label }, this.switcher, this.frame);
    this.tab = h("button", { type: "button", class: "tab", role: "tab", "aria-controls": `seat-${this.key}`, onclick: () => openSeat(this) });
    this.pick(this.people[0]);
  }

  phoneOf(person, spots) {
    const phone = new Phone({
      who: person.who, name: person.name, title: "回应", subtitle: "事事有回应", spots,
      phrases: PHRASES[person.role] || [], greeting: GREETINGS[person.role], photos: PHOTOS, onNews: news, onRead: drawBadges,
    });
    phone.element.prepend(h("div", { class: "statusbar", "aria-hidden": "true" }, h("span", { class: "statusbar-time" }), h("span", { class: "statusbar-signs" }, h("i"), h("i"), h("i"), h("b"))));
    phones.set(person.who, phone);
    phone.person = person;
    phone.seat = this;
    return phone;
  }

  pick(person) {
    this.current = person;
    this.switcher.open = false;
    this.frame.replaceChildren(person.phone.element);
    this.draw();
    person.phone.shown();
  }

  unread() {
    return this.people.reduce((sum, person) => sum + person.phone.unread, 0);
  }

  draw() {
    const { name, role, subtitle, phone } = this.current;
    const elsewhere = this.unread() - phone.unread;
    put(this.summary, avatar(name), h("span", { class: "owner-words" }, h("strong", {}, name, h("em", { class: "role" }, ROLES[role] || role)), h("small", {}, subtitle)), badge(elsewhere), icon("down"));
    this.summary.setAttribute("aria-label", `${ROLES[role] || role} ${name}，换一个人`);
    this.menu.replaceChildren(...this.people.map((person) => h("li", {}, this.choice(person))));
    put(this.tab, this.label, badge(this.unread()));
    this.switcher.classList.toggle("only", this.people.length < 2);
  }

  choice(person) {
    const current = person === this.current;
    return h("button", { type: "button", class: "owner", "aria-current": current ? "true" : null, onclick: () => this.pick(person) },
      avatar(person.name), h("span", { class: "owner-words" }, h("strong", {}, person.name, h("em", { class: "role" }, ROLES[person.role] || person.role)), h("small", {}, person.subtitle)), badge(person.phone.unread), current && icon("check"));
  }
}

function badge(count) {
  return count > 0 && h("span", { class: "badge" }, h("span", { class: "unseen" }, "未读"), count > 99 ? "99+" : String(count));
}

function drawBadges() {
  seats.forEach((seat) => seat.draw());
  const total = seats.reduce((sum, seat) => sum + seat.unread(), 0);
  document.title = `${total ? `(${total}) ` : ""}回应 · 演示社区`;
}

function openSeat(seat) {
  for (const other of seats) {
    other.element.classList.toggle("open", other === seat);
    other.tab.setAttribute("aria-selected", String(other === seat));
    other.tab.tabIndex = other === seat ? 0 : -1;
  }
  seat.current.phone.shown();
}

function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const here = seats.findIndex((seat) => seat.tab === document.activeElement);
  const next = seats[(here + step + seats.length) % seats.length];
  openSeat(next);
  next.tab.focus();
}

// ---- time and news

function setClock(at) {
  now = at;
  byId("time").textContent = hourMinute(at);
  byId("date").textContent = dayWords(at);
  for (const phone of phones.values()) {
    phone.clockMoved(at);
    phone.element.querySelector(".statusbar-time").textContent = hourMinute(at);
  }
}

function news(phone, message) {
  const { name, role } = phone.person;
  const owner = `${ROLES[role] || role}${name}`;
  if (walk) {
    walk.names.set(owner, (walk.names.get(owner) || 0) + 1);
    const total = [...walk.names.values()].reduce((sum, count) => sum + count, 0);
    tell(`${walk.words}，来了 ${total} 条消息：${[...walk.names.keys()].join("、")}`);
  } else {
    const words = message.text.split("\n").find((line) => line.trim()) || "照片";
    tell(`${hourMinute(wall(message.at))} ${owner}收到：${words}`);
  }
  drawBadges();
}

function tell(words) {
  byId("news").textContent = words;
}

async function act(button, words, work) {
  const buttons = [...byId("clock-buttons").children];
  buttons.forEach((other) => { other.disabled = true; });
  walk = { words, names: new Map() };
  tell("时间正在往前走…");
  try {
    await work();
    if (!walk?.names.size) tell(`${words}，没有新消息`);
  } catch (error) {
    tell(error.message);
  }
  buttons.forEach((other) => { other.disabled = false; });
  button.focus({ preventScroll: true });
}

function clockButton({ label, words, body }) {
  const button = h("button", { type: "button", class: "pill" }, label);
  button.addEventListener("click", () => act(button, words, async () => setClock(wall((await post("/api/demo/clock", body)).now))));
  return button;
}

function resetButton() {
  const button = h("button", { type: "button", class: "pill quiet" }, "重置");
  button.addEventListener("click", () => act(button, "已重新开始", () => post("/api/demo/reset", {})));
  return button;
}

function beginAnew() {
  for (const phone of phones.values()) phone.restart();
  drawBadges();
}

// ---- the beginning

async function begin() {
  const about = await getJson("/api/demo");
  for (const plan of SEATS) {
    const people = about.people.filter((person) => plan.roles.includes(person.role));
    if (people.length) seats.push(new Seat(plan, people, about.spots));
  }
  byId("seats").append(...seats.map((seat) => seat.element));
  byId("tabs").append(...seats.map((seat) => seat.tab));
  byId("tabs").addEventListener("keydown", tabKeys);
  byId("clock-buttons").append(...MOVES.map(clockButton), resetButton());
  sizeSwitch(byId("size"), () => seats.forEach((seat) => seat.current.phone.shown()));
  document.addEventListener("click", (event) => seats.forEach((seat) => { if (!seat.switcher.contains(event.target)) seat.switcher.open = false; }));
  document.addEventListener("keydown", (event) => event.key === "Escape" && seats.forEach((seat) => { seat.switcher.open = false; }));
  document.addEventListener("visibilitychange", () => !document.hidden && seats.forEach((seat) => seat.current.phone.shown()));
  // a person's own action ends the story of the last move of the clock
  byId("seats").addEventListener("click", () => { walk = null; });
  byId("seats").addEventListener("submit", () => { walk = null; });
  openSeat(seats[0]);
  setClock(wall(about.now));
  drawBadges();
  tell("点一句常用语，或者自己写一句，看三部手机怎么回应。");
  follow("/api/demo/stream", {
    reset: beginAnew,
    clock: ({ now: at }) => setClock(wall(at)),
    ready: ({ who }) => {
      phones.get(who)?.ready();
      document.body.toggleAttribute("data-live", [...phones.values()].every((phone) => phone.live));
    },
    message: (message) => {
      if (wall(message.at) > now) setClock(wall(message.at));
      phones.get(message.who)?.show(message);
    },
  }, (on) => phones.forEach((phone) => phone.online(on)));
}

const SEATS = [
  { key: "resident", label: "居民", roles: ["resident", "volunteer"] },
  { key: "worker", label: "网格员", roles: ["worker", "captain"] },
  { key: "supervisor", label: "督办", roles: ["supervisor", "desk"] },
];

const ROLES = { resident: "居民", volunteer: "志愿者", worker: "网格员", captain: "网格长", desk: "社区受理台", supervisor: "督办" };

const PHRASES = {
  resident: ["我们楼下路灯坏了三天", "小区门口下水道堵了，臭死了", "我奶奶80岁想要一台收音机", "闻到很重的煤气味！", "我的工单"],
  volunteer: ["心愿墙", "我的认领"],
  worker: ["待办", "报单"],
  captain: ["待办", "日报", "报单"],
  desk: ["待办", "日报"],
  supervisor: ["日报", "待办"],
};

const GREETINGS = {
  volunteer: ["有微心愿等人认领，会在这里告诉您。", "发“心愿墙”看看有哪些。"],
  worker: ["新工单会送到这里。", "发“待办”看手上的事，发“报单”上报巡查发现的问题。"],
  captain: ["网格里退回和超时的工单会送到这里。", "发“待办”看看有哪些。"],
  desk: ["需要社区定夺的事会送到这里。", "发“待办”看看有哪些。"],
  supervisor: ["每天的日报和逾期的工单会送到这里。", "发“日报”现在就看。"],
};

const PHOTOS = [
  { name: "路灯不亮", url: "/static/photos/lamp-dark.svg" },
  { name: "下水道堵了", url: "/static/photos/drain.svg" },
  { name: "垃圾没清", url: "/static/photos/rubbish.svg" },
  { name: "路面有坑", url: "/static/photos/pothole.svg" },
  { name: "路灯修好了", url: "/static/photos/lamp-lit.svg" },
  { name: "已经清干净", url: "/static/photos/clean.svg" },
];

const MOVES = [
  { label: "+10分钟", words: "过了10分钟", body: { advance_minutes: 10 } },
  { label: "+1小时", words: "过了1小时", body: { advance_minutes: 60 } },
  { label: "+半天", words: "过了半天", body: { advance_minutes: 720 } },
  { label: "到18:00", words: "到了18:00", body: { until: "18:00" } },
  { label: "到明早8:30", words: "到了早上8:30", body: { until: "08:30" } },
];

begin().catch((error) => tell(error.message));
