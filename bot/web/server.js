// Asks the server, and says in plain words what went wrong.

import { words } from "./elements.js";

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

// What ends a request that takes too long, where the browser has it.
const deadline = () => {
  if (typeof AbortController === "undefined") return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), PATIENCE);
  return controller.signal;
};

export class Server {
  constructor(token) {
    this.token = token;
  }

  post(path, content = {}) {
    return this._request(path, {
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

  async _fetched(path, options) {
    // Nothing but what fetch itself says is a matter of the network.
    const request = new Request(`/chat/${path}`, { ...options, signal: deadline() });
    return fetch(request).catch(() => {
      throw new Problem(words("gone"));
    });
  }
}
