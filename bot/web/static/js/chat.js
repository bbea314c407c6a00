// The single chat page: my own chat, or in the demo one person's (/chat?as=worker).

import { follow } from "./api.js";
import { h } from "./dom.js";
import { Phone } from "./phone.js";
import { sizeSwitch } from "./size.js";
import { wall } from "./time.js";

const address = new URLSearchParams(location.search);
const who = address.get("as") || "me";
const size = h("button", { type: "button", class: "size-switch" });
const begin = { start: "begin", label: "您能做什么？" }; // who opens the page without a link is told by this who we are
const phone = new Phone({ who, name: "我", title: "回应", subtitle: "事事有回应", begin, tools: [size] });
document.getElementById("chat").append(phone.element);
sizeSwitch(size, () => phone.shown());

follow(
  `/api/chat/${who}/stream`,
  {
    message: (message) => phone.show(message),
    ready: () => phone.ready(),
    clock: ({ now }) => phone.clockMoved(wall(now)),
  },
  (on) => phone.online(on),
);

const start = address.get("start");
if (start) {
  phone.send({ start, label: "您好" });
  address.delete("start");
  history.replaceState(null, "", `${location.pathname}${address.size ? `?${address}` : ""}`);
}
