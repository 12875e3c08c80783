// Asks the server, and says in plain words what went wrong.

import { address, words } from "./elements.js";

const PATIENCE = 30_000;

// Something to tell the reader, in plain words; to a cry for help, with the notice.
export class Problem extends Error {
  constructor(message, { notice = null, passes = true } = {}) {
    super(message);
    this.notice = notice;
    // Whether the same may work when it is tried again.
    this.passes = passes;
  }
}

// A time-out, one too many, and what is wrong with the server: these pass.
const passes = (status) => status >= 500 || status === 408 || status === 429;

// What ends a request that takes too long, or is cancelled, where the browser has it.
const deadline = (cancelled) => {
  if (typeof AbortController === "undefined") return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), PATIENCE);
  cancelled?.addEventListener("abort", () => controller.abort());
  return controller.signal;
};

export class Server {
  constructor(token) {
    this.token = token;
  }

  // `cancelled` is a signal that ends it early.
  post(path, content = {}, cancelled = undefined) {
    return this._request(path, {
      cancelled,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
    });
  }

  get(path) {
    return this._request(path, { headers: {} });
  }

  async _request(path, options) {
    const headers = { ...options.headers, "X-Conversation": this.token };
    const response = await this._fetched(path, { ...options, headers });
    const content = await response.json().catch(() => {
      throw new Problem(words("broken"));
    });
    if (!response.ok) {
      const { problem = words("broken"), notice } = content;
      throw new Problem(problem, { notice, passes: passes(response.status) });
    }
    this.token = response.headers.get("X-Conversation") ?? this.token;
    return content;
  }

  async _fetched(path, { cancelled, ...options }) {
    // Nothing but what fetch itself says is a matter of the network.
    const signal = deadline(cancelled);
    const request = new Request(`${address}/${path}`, { ...options, signal });
    return fetch(request).catch(() => {
      throw new Problem(words("gone"));
    });
  }
}
