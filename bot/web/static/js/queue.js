// The queue of the command centre: enter with the code behind the #, look through it, then choose who leads and who
// assists, and dispatch. Text never becomes HTML.

import { getJson, post } from "./api.js";
import { h, put } from "./dom.js";

const rows = document.getElementById("rows");
const news = document.getElementById("news");
const filter = document.getElementById("filter");
const late = document.getElementById("late");
const PICKS = { category: "全部类别", community: "全部社区" };
const NOWHERE = "地点不明";
let waiting = { rows: [], total: 0 };

async function start() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (code) await attempt(() => post("/api/queue/enter", { code }));
  await show();
}

async function show() {
  const found = await attempt(() => getJson("/api/queue/waiting"));
  waiting = found ?? { rows: [], total: 0 };
  filter.hidden = waiting.rows.length === 0;
  for (const name of Object.keys(PICKS)) offer(name);
  document.getElementById("late-label").textContent = `只看超时（${waiting.rows.filter((row) => row.late).length}）`;
  if (found) list();
  else put(rows);
  document.body.dataset.shown = found ? "yes" : "no";
}

/** The choices of one filter, each with how many there are; what was picked stays picked while there is any of it. */
function offer(name) {
  const select = document.getElementById(name);
  const counts = new Map();
  for (const row of waiting.rows) counts.set(named(row, name), (counts.get(named(row, name)) ?? 0) + 1);
  const picked = counts.has(select.value) ? select.value : "";
  const all = h("option", { value: "" }, `${PICKS[name]}（${waiting.rows.length}）`);
  put(select, all, ...[...counts].map(([value, count]) => h("option", { value }, `${value}（${count}）`)));
  select.value = picked;
}

const named = (row, name) => row[name] || NOWHERE;

function wanted(row) {
  const picked = (name) => document.getElementById(name).value;
  const fits = Object.keys(PICKS).every((name) => !picked(name) || picked(name) === named(row, name));
  return fits && (row.late || !late.checked);
}

function list() {
  const found = waiting.rows.filter(wanted);
  const none = waiting.rows.length ? "这样筛选没有工单。" : "没有等着派的工单。";
  put(rows, ...(found.length ? found.map(card) : [h("p", {}, none)]));
  const rest = waiting.total - waiting.rows.length;
  const more = rest > 0 ? `，另有 ${rest} 件不急的派完这些再显示` : "";
  document.getElementById("count").textContent = `显示 ${found.length} 件，共 ${waiting.total} 件${more}`;
}

function card(row) {
  const select = h(
    "select",
    { "aria-label": `${row.number} 派给谁` },
    h("option", { value: "" }, "派给谁？"),
    row.targets.map(([id, label]) => h("option", { value: id }, label)),
  );
  const boxes = row.assistants.map(([code]) => h("input", { type: "checkbox", value: code }));
  const what = h("input", { type: "text", maxlength: 300, placeholder: "请协办做什么（可不写）", "aria-label": "请协办做什么" });
  const chosen = () => ({
    to: select.value,
    assisting: boxes.filter((box) => box.checked && !box.disabled).map((box) => box.value),
    what: what.value,
  });
  const button = h("button", { type: "button", disabled: true, onclick: () => dispatch(row, chosen(), button) }, "派单");
  select.addEventListener("change", () => {
    button.disabled = !select.value;
    for (const box of boxes) box.disabled = select.value.endsWith(`:${box.value}`); // who leads does not assist
  });
  return h(
    "section",
    { class: "ticket" },
    h("h2", {}, `${row.number} ${row.subject}`),
    h("p", {}, `📍 ${row.place}`),
    h("p", {}, `🕒 ${row.since}起等着派 · ${row.urgency} · 最迟${row.due}`, row.late && h("strong", {}, " 🔴 超时")),
    h("p", { class: "why" }, `❓ ${row.why}`),
    h("div", { class: "give" }, select, button),
    boxes.length > 0 && h(
      "details",
      { class: "assist" },
      h("summary", {}, "加协办"),
      row.assistants.map(([, name], index) => h("label", { class: "tick" }, boxes[index], ` ${name}`)),
      what,
    ),
  );
}

async function dispatch(row, chosen, button) {
  button.disabled = true;
  const body = { ticket: row.ticket, version: row.version, ...chosen };
  const decided = await attempt(() => post("/api/queue/dispatch", body));
  await show();
  if (decided) news.textContent = decided.words;
}

async function attempt(work) {
  try {
    news.textContent = "";
    return await work();
  } catch (refusal) {
    news.textContent = refusal.message;
    return null;
  }
}

filter.addEventListener("change", list);
filter.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("again").addEventListener("click", show);
start();
