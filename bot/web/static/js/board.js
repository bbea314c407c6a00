// The public board: figures, results and wishes, read anew every half minute. Text never becomes HTML.

import { getJson } from "./api.js";
import { h, put } from "./dom.js";
import { sizeSwitch } from "./size.js";

const EVERY = 30_000; // milliseconds: what is taken back leaves an open screen after this at the latest
const RATES = ["响应率", "按时办结率", "解决率", "满意率"];
const at = (id) => document.getElementById(id);

async function show() {
  try {
    const board = await getJson("/api/board");
    put(at("figures"), ...board.months.map(month));
    fill("results", board.results.map(result), "还没有可以公示的结果。");
    fill("wishes", board.wishes.map(wish), "还没有可以公示的心愿。");
    put(at("foot"), foot(board));
    at("news").textContent = "";
    document.body.dataset.shown = "yes";
  } catch {
    for (const id of ["results", "wishes"]) put(at(id)); // rather nothing than what may have been taken back
    at("news").textContent = "现在读不到，稍后自动再试。";
  }
}

function fill(id, items, none) {
  put(at(id), ...(items.length ? items : [h("li", { class: "none" }, none)]));
}

function month(found) {
  const rows = found.rows.map((row) =>
    h(
      "article",
      { class: "area" },
      h("h4", {}, row.name),
      h("p", { class: "count" }, `受理 ${row.new} 件`),
      h("dl", {}, RATES.map((name, place) => h("div", {}, h("dt", {}, name), h("dd", {}, row.rates[place])))),
    ),
  );
  return h("div", {}, h("h3", {}, found.name), ...(rows.length ? rows : [h("p", { class: "none" }, "件数少，不公示。")]));
}

function result(found) {
  return h(
    "li",
    {},
    h("strong", {}, found.subject),
    h("span", { class: "where" }, `${found.place} · ${found.month} · ${found.took}`),
    h("span", { class: "said" }, `居民说：${found.said}`),
  );
}

function wish(found) {
  return h(
    "li",
    {},
    found.photo && h("img", { src: found.photo, alt: "圆梦的照片", loading: "lazy" }),
    h("strong", {}, `🌟 ${found.words}`),
    h("span", { class: "where" }, found.place),
    found.thanks && h("span", { class: "said" }, `💐 ${found.thanks}`),
  );
}

function foot(board) {
  return h(
    "p",
    {},
    `${board.operator} · 只公示本人同意公示的结果，不写姓名和住址，随时可以撤下。` +
      `不满 ${board.at_least} 件（人）的数字不显示；举报不公示。`,
  );
}

sizeSwitch(at("size"));
show();
setInterval(show, EVERY);
