// The server's addresses, and a stream that mends itself.

/** A refusal: `retry` says whether the same message may get through later. */
export class Refusal extends Error {
  constructor(message, retry) {
    super(message);
    this.retry = retry;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refusal("网络不通，连上后会自动重发。", true);
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Refusal(body.message || "没有发出去，请稍后再试。", response.status >= 500 || response.status === 429);
}

export function post(path, body) {
  return call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

export const getJson = (path) => call(path, {});

/** Keep a file; returns {ref, kind}. */
export function upload(who, blob, kind) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("file", blob, blob.name || "photo.jpg");
  return call(`/api/chat/${who}/media`, { method: "POST", body: form });
}

export const mediaUrl = (who, ref) => `/api/chat/${who}/media/${ref}`;

/** Follow a stream for ever. The browser reconnects by itself except after an error answer; then we do. */
export function follow(path, handlers, onState) {
  let source;
  let last = "";
  let wait = 1000;
  const open = () => {
    source = new EventSource(last ? `${path}?after=${encodeURIComponent(last)}` : path);
    source.onopen = () => {
      wait = 1000;
      onState(true);
    };
    source.onerror = () => {
      onState(false);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 30000);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        last = event.lastEventId || last;
        handle(JSON.parse(event.data));
      });
    }
  };
  open();
}
