// The chat page. Without this script the page works by its forms; with it, nothing is
// reloaded, answers are announced, and quotes are shown in the text.

const PATIENCE = 30_000;
const SLOW = 6_000;

const find = (selector, within = document) => within.querySelector(selector);
const words = (name) => find(`#words-${name}`).content.textContent;
// Not crypto.randomUUID: browsers keep it from pages that come without HTTPS.
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
const copyOf = (name) => find(`#${name}`).content.cloneNode(true);

// Something to tell the reader, in plain words; to a cry for help, with the notice.
class Problem extends Error {
  constructor(message, notice = null) {
    super(message);
    this.notice = notice;
  }
}

// What ends a request that takes too long, where the browser has it.
const deadline = () => {
  if (typeof AbortController === "undefined") return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), PATIENCE);
  return controller.signal;
};

class Server {
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
    if (!response.ok) throw new Problem(content.problem ?? words("broken"), content.notice);
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

// The source beside the conversation, with a quote marked in it.
class SourceText {
  constructor() {
    this.section = find("#text");
    this.opener = null;
    this.section.hidden = true;
    const close = find("#close-text");
    close.hidden = false;
    close.addEventListener("click", () => this.close());
    this.section.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  show(start, end, opener) {
    this.opener = opener;
    this.section.hidden = false;
    document.body.classList.add("with-text");
    const marked = this._mark(start, end);
    find("#text-title").focus({ preventScroll: true });
    marked[0].scrollIntoView({ block: "center" });
  }

  close() {
    this.section.hidden = true;
    document.body.classList.remove("with-text");
    this.opener?.focus();
  }

  _mark(start, end) {
    const parts = [...this.section.querySelectorAll("[data-start]")];
    return parts.filter((part) => {
      const within = part.dataset.start >= start && part.dataset.end <= end;
      part.classList.toggle("marked", within);
      if (within) part.setAttribute("role", "mark");
      else part.removeAttribute("role");
      return within;
    });
  }
}

// Questions and answers, made of copies of the page's templates.
class Messages {
  constructor() {
    this.list = find("#messages");
  }

  get ids() {
    return [...this.list.querySelectorAll(".asked")].map((asked) => asked.id);
  }

  add(exchange, helped = null) {
    const items = copyOf("exchange");
    const asked = find(".asked", items);
    const replied = find(".replied", items);
    asked.id = exchange.id;
    find(".words", asked).textContent = exchange.question;
    replied.dataset.question = exchange.id;
    const rating = find(".rating", replied);
    find("[name=id]", rating).value = exchange.id;
    rating.before(...exchange.replies.map((reply) => this.answer(reply)));
    this.list.append(items);
    if (helped !== null) this.showRating(rating, helped);
    return { asked, replied };
  }

  showRating(form, helped) {
    for (const button of form.querySelectorAll("[name=helpful]")) {
      button.setAttribute("aria-pressed", String((button.value === "yes") === helped));
    }
    find(".thanks", form).textContent = words("thanks");
  }

  clear() {
    this.list.replaceChildren();
  }

  answer(reply) {
    const answer = document.createElement("div");
    answer.className = "answer";
    answer.dataset.outcome = reply.outcome;
    if (reply.outcome === "emergency") answer.setAttribute("role", "alert");
    if (find(`#badge-${reply.outcome || "none"}`)) {
      answer.append(copyOf(`badge-${reply.outcome}`));
    }
    answer.append(...reply.parts.map((part) => this._part(part)));
    if (reply.choices.length) answer.append(this._choices(reply.choices));
    return answer;
  }

  _part(part) {
    if (part.kind !== "quote") {
      const line = copyOf("part-words");
      find("p", line).className = `part ${part.kind}`;
      find("p", line).textContent = part.text;
      return line;
    }
    const quote = copyOf("part-quote");
    find("p", quote).textContent = part.text;
    for (const element of quote.querySelectorAll("[data-start]")) {
      element.dataset.start = part.start;
      element.dataset.end = part.end;
    }
    find(".show", quote).href = `#sentence-${part.sentence}`;
    return quote;
  }

  _choices(titles) {
    const form = copyOf("choices");
    const first = find("li", form);
    const items = titles.map((title) => {
      const item = first.cloneNode(true);
      find("button", item).textContent = title;
      find("button", item).value = title;
      return item;
    });
    first.replaceWith(...items);
    return form;
  }
}

class Chat {
  constructor() {
    this.server = new Server(document.body.dataset.conversation);
    this.messages = new Messages();
    this.text = new SourceText();
    this.form = find("#ask");
    this.field = find("#question");
    this.status = find("#status");
    this.problem = find("#problem");
    // The question on its way: asked again, it keeps its id and is answered once.
    this.pending = null;
    this.waiting = false;
    // Goes up when the conversation is begun anew, to know late answers by.
    this.conversation = 0;
    // Other tabs of this conversation, where the browser lets them hear of each other.
    this.tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("chat");
    // The button that was pressed last, for browsers that do not say what sent a form.
    this.pressed = null;
    this._listen();
    this._toEnd();
  }

  _listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.field.value);
    });
    this.field.addEventListener("keydown", (event) => {
      // 229: the Enter that ends a composition, where it comes after its end (Safari).
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== "Enter" || event.shiftKey || composing) return;
      event.preventDefault();
      this.ask(this.field.value);
    });
    document.addEventListener("submit", (event) => this._submitted(event));
    document.addEventListener("click", (event) => {
      this.pressed = event.target.closest("button");
      const link = event.target.closest(".show");
      if (!link) return;
      event.preventDefault();
      this.text.show(Number(link.dataset.start), Number(link.dataset.end), link);
    });
    document.addEventListener("keydown", (event) => {
      // In a frame, the page around it closes the chat.
      if (event.key === "Escape" && parent !== window) parent.postMessage("chat:close", "*");
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this._refresh();
    });
    this.tabs?.addEventListener("message", () => location.reload());
    const print = find("#print");
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  _submitted(event) {
    const form = event.target;
    const value = (event.submitter ?? this.pressed)?.value;
    if (form.matches(".choices")) {
      event.preventDefault();
      this.ask(value, { tapped: true });
    } else if (form.matches(".rating")) {
      event.preventDefault();
      this._rate(form, value === "yes");
    } else if (form.matches(".menu form")) {
      event.preventDefault();
      this._beginAnew(value);
    }
  }

  async ask(typed, { tapped = false } = {}) {
    const text = typed.trim();
    if (!text || this.waiting) return;
    if (this.pending?.text !== text) this.pending = { id: newId(), text };
    const begun = this.conversation;
    this._wait(true);
    try {
      const exchange = await this.server.post("messages", this.pending);
      // Begun anew in the meantime: the answer belongs to what is gone.
      if (begun !== this.conversation) return;
      this.pending = null;
      // What was typed and not sent stays, when a question is tapped.
      if (!tapped) this.field.value = "";
      find("#suggestions").hidden = true;
      const { asked, replied } = this.messages.add(exchange);
      if (tapped) find(".speaker", replied).focus({ preventScroll: true });
      asked.scrollIntoView({ block: "start" });
      this._wait(false);
    } catch (problem) {
      if (begun !== this.conversation) return;
      this._wait(false);
      this._tell(problem, () => this.ask(text, { tapped }));
    }
  }

  async _rate(form, helpful) {
    const id = find("[name=id]", form).value;
    const written = find(".comment textarea", form.parentElement)?.value ?? "";
    try {
      await this.server.post("rating", { id, helpful, comment: written });
    } catch (problem) {
      this._tell(problem, () => this._rate(form, helpful));
      return;
    }
    this.messages.showRating(form, helpful);
    if (find(".comment", form.parentElement)) return;
    form.after(copyOf("comment"));
    const comment = find(".comment", form.parentElement);
    comment.addEventListener("submit", (event) => {
      event.preventDefault();
      this._comment(form, comment);
    });
  }

  async _comment(form, comment) {
    const id = find("[name=id]", form).value;
    const helpful = find("[aria-pressed=true]", form).value === "yes";
    try {
      const text = find("textarea", comment).value;
      await this.server.post("rating", { id, helpful, comment: text });
    } catch (problem) {
      this._tell(problem, () => this._comment(form, comment));
      return;
    }
    comment.remove();
    find("[aria-pressed=true]", form).focus();
  }

  async _beginAnew(wish) {
    try {
      await this.server.post(wish);
    } catch (problem) {
      this._tell(problem, () => this._beginAnew(wish));
      return;
    }
    this._clear();
    this.status.textContent = words(wish === "forget" ? "forgotten" : "begun");
    this.field.focus();
    // Other tabs show what is gone, and would go on with it.
    this.tabs?.postMessage("anew");
  }

  _clear() {
    this.conversation += 1;
    this._wait(false);
    this.messages.clear();
    this.problem.replaceChildren();
    this.pending = null;
    this.field.value = "";
    find("#suggestions").hidden = false;
    find(".menu").open = false;
  }

  // What another tab has asked in the meantime.
  async _refresh() {
    const begun = this.conversation;
    const said = await this.server.get("messages").catch(() => null);
    if (!said || this.waiting || begun !== this.conversation) return;
    const known = this.messages.ids;
    const further = said.exchanges.filter((exchange) => !known.includes(exchange.id));
    for (const exchange of further) {
      this.messages.add(exchange, said.ratings[exchange.id] ?? null);
    }
    if (further.length) find("#suggestions").hidden = true;
  }

  _wait(waiting) {
    this.waiting = waiting;
    this.field.readOnly = waiting;
    find("button", this.form).setAttribute("aria-disabled", String(waiting));
    clearTimeout(this.slow);
    this.status.textContent = waiting ? words("thinking") : "";
    this.status.classList.toggle("thinking", waiting);
    if (!waiting) return;
    this.problem.replaceChildren();
    this.slow = setTimeout(() => (this.status.textContent = words("slow")), SLOW);
  }

  _tell(problem, again) {
    const told = document.createElement("p");
    told.textContent = problem instanceof Problem ? problem.message : words("broken");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words("again");
    button.addEventListener("click", () => {
      this.problem.replaceChildren();
      again();
    });
    const notice = problem.notice ? [this.messages.answer(problem.notice)] : [];
    this.problem.replaceChildren(...notice, told, button);
    // A notice is seen from its first word on.
    this.problem.scrollIntoView({ block: problem.notice ? "start" : "center" });
  }

  _toEnd() {
    if (this.messages.ids.length) this.messages.list.lastElementChild.scrollIntoView();
  }
}

new Chat();
