// The queue of the command centre: enter with the code behind the #, then choose and dispatch. Text never becomes HTML.

import { getJson, post } from "./api.js";
import { h, put } from "./dom.js";

const rows = document.getElementById("rows");
const news = document.getElementById("news");

async function start() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (code) await attempt(() => post("/api/queue/enter", { code }));
  await show();
}

async function show() {
  const found = await attempt(() => getJson("/api/queue/waiting"));
  if (found) put(rows, ...(found.rows.length ? found.rows.map(card) : [h("p", {}, "没有等着派的工单。")]));
  else put(rows);
  document.body.dataset.shown = found ? "yes" : "no";
}

function card(row) {
  const select = h(
    "select",
    { "aria-label": `${row.number} 派给谁` },
    h("option", { value: "" }, "派给谁？"),
    row.targets.map(([id, label]) => h("option", { value: id }, label)),
  );
  const button = h("button", { type: "button", disabled: true, onclick: () => dispatch(row, select, button) }, "派单");
  select.addEventListener("change", () => (button.disabled = !select.value));
  return h(
    "section",
    { class: "ticket" },
    h("h2", {}, `${row.number} ${row.subject}`),
    h("p", {}, `📍 ${row.place}`),
    h("p", {}, `🕒 ${row.since}起等着派 · ${row.urgency} · 最迟${row.due}`),
    h("p", { class: "why" }, `❓ ${row.why}`),
    h("div", { class: "give" }, select, button),
  );
}

async function dispatch(row, select, button) {
  select.disabled = button.disabled = true;
  const body = { ticket: row.ticket, version: row.version, to: select.value };
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

document.getElementById("again").addEventListener("click", show);
start();
