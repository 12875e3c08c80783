// The chat page. Without this script the page works by its forms; with it, nothing is
// reloaded, answers are announced, and quotes are shown in the text.

import { Draft } from "./draft.js";
import { find, newId, words } from "./elements.js";
import { Messages } from "./messages.js";
import { Problems } from "./problems.js";
import { Ratings } from "./ratings.js";
import { Problem, Server } from "./server.js";
import { SourceText } from "./source_text.js";
import { closeNearestAtTop, closeTop } from "./top.js";
import { Waiting } from "./waiting.js";

class Chat {
  constructor() {
    this.server = new Server(document.body.dataset.conversation);
    this.messages = new Messages();
    this.problems = new Problems(this.messages);
    this.ratings = new Ratings(this.server, this.messages, this.problems);
    this.text = new SourceText();
    this.form = find("#ask");
    this.field = find("#question");
    this.draft = new Draft(this.field, this.problems);
    this.waiting = new Waiting(this.form, this.field);
    // The question on its way: asked again, it keeps its id and is answered once.
    this.pending = null;
    // Whether what was said last is what is shown.
    this.isLatest = !find("#latest");
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
      const earlier = event.target.closest("#earlier");
      if (earlier) {
        event.preventDefault();
        this._showEarlier(earlier);
      }
      const link = event.target.closest(".show");
      if (!link) return;
      event.preventDefault();
      this.text.show(Number(link.dataset.start), Number(link.dataset.end), link);
    });
    document.addEventListener("keydown", (event) => {
      // The Escape that ends a composition is the composition's.
      if (event.key === "Escape" && !event.isComposing) this._closeNearest();
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
      this.ratings.rate(form, value);
    } else if (form.matches(".top form")) {
      event.preventDefault();
      this._beginAnew(value);
    }
  }

  // What is open and nearest to the reader; in a frame, the chat itself at last.
  _closeNearest() {
    if (closeNearestAtTop()) return;
    if (this.text.isOpen) this.text.close();
    else if (parent !== window) parent.postMessage("chat:close", "*");
  }

  async ask(typed, { tapped = false } = {}) {
    const text = typed.trim();
    if (this.waiting.on) return;
    if (!text) return this.problems.tell(new Problem(words("empty"), { passes: false }));
    if (this.pending?.text !== text) this.pending = { id: newId(), text };
    const begun = this.conversation;
    this.problems.clear();
    this.waiting.set(true);
    find("#suggestions").hidden = true;
    const shown = this.messages.addAsked(text);
    this.waiting.status.scrollIntoView({ block: "nearest" });
    try {
      const exchange = await this.server.post("messages", this.pending);
      // Begun anew in the meantime: the answer belongs to what is gone.
      if (begun !== this.conversation) return;
      this.pending = null;
      if (!this.isLatest) return location.assign(`/chat#${exchange.id}`);
      // What was typed and not sent stays, when a question is tapped.
      if (!tapped) this.draft.set("");
      shown.remove();
      const { asked, replied } = this.messages.add(exchange);
      if (tapped) find(".speaker", replied).focus({ preventScroll: true });
      asked.scrollIntoView({ block: "start" });
      this.waiting.set(false);
    } catch (problem) {
      if (begun !== this.conversation) return;
      this.waiting.set(false);
      // What was typed stands in its field; what was tapped stands nowhere else.
      if (!tapped) shown.remove();
      this.problems.tell(problem, () => {
        shown.remove();
        this.ask(tapped ? text : this.field.value, { tapped });
      });
    }
  }

  async _showEarlier(link) {
    const begun = this.conversation;
    let said;
    try {
      said = await this.server.get(`messages?before=${this.messages.ids[0]}`);
    } catch (problem) {
      this.problems.tell(problem, () => this._showEarlier(link));
      return;
    }
    if (begun !== this.conversation) return;
    this.messages.addEarlier(said.exchanges, said.ratings);
    link.parentElement.hidden = !said.has_earlier;
    // What was tapped may be gone; one goes on reading where it was.
    if (!said.has_earlier) find(".speaker[tabindex]", this.messages.list).focus();
  }

  async _beginAnew(wish) {
    try {
      await this.server.post(wish);
    } catch (problem) {
      this.problems.tell(problem, () => this._beginAnew(wish));
      return;
    }
    this._clear();
    this.waiting.say(words(wish === "forget" ? "forgotten" : "begun"));
    this.field.focus();
    // Other tabs show what is gone, and would go on with it.
    this.tabs?.postMessage("anew");
  }

  _clear() {
    this.conversation += 1;
    this.waiting.set(false);
    this.messages.clear();
    this.problems.clear();
    this.pending = null;
    this.draft.set("");
    find("#earlier")?.parentElement.remove();
    find("#suggestions").hidden = false;
    closeTop();
  }

  // What another tab has asked in the meantime.
  async _refresh() {
    if (!this.isLatest) return;
    const begun = this.conversation;
    const said = await this.server.get("messages").catch(() => null);
    if (!said || this.waiting.on || begun !== this.conversation) return;
    const known = this.messages.ids;
    const further = said.exchanges.filter((exchange) => !known.includes(exchange.id));
    for (const exchange of further) {
      this.messages.add(exchange, said.ratings[exchange.id] ?? null);
    }
    if (further.length) find("#suggestions").hidden = true;
  }

  _toEnd() {
    const last = this.messages.list.lastElementChild;
    last?.scrollIntoView({ behavior: "instant" });
  }
}

new Chat();
