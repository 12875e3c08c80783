// The chat page. Without this script the page works by its forms; with it, nothing is
// reloaded, answers are announced, and quotes are shown in the text.

import { Draft } from "./draft.js";
import { Earlier } from "./earlier.js";
import { address, find, newId, words } from "./elements.js";
import { Messages } from "./messages.js";
import { Problems } from "./problems.js";
import { Ratings } from "./ratings.js";
import { Room } from "./room.js";
import { Saying } from "./saying.js";
import { Problem, Server } from "./server.js";
import { SourceText } from "./source_text.js";
import { Tabs } from "./tabs.js";
import { closeNearestAtTop, closeTop } from "./top.js";
import { Waiting } from "./waiting.js";

class Chat {
  constructor() {
    this.server = new Server(document.body.dataset.conversation);
    this.messages = new Messages();
    this.problems = new Problems(this.messages);
    this.ratings = new Ratings(this.server, this.messages, this.problems);
    this.text = new SourceText();
    this.earlier = new Earlier(this.server, this.messages, this.problems, this.text);
    this.room = new Room(this.messages);
    this.saying = new Saying();
    this.form = find("#ask");
    this.field = find("#question");
    this.draft = new Draft(this.field, this.problems);
    this.waiting = new Waiting(this.form, this.field, () => this._cancel());
    // The question on its way: asked again, it keeps its id and is answered once.
    this.pending = null;
    // What is being done; something late finds another here, and ends.
    this.at = null;
    // Questions that were cancelled: their answers are not wanted any more.
    this.cancelled = new Set();
    // Whether what was said last is what is shown.
    this.isLatest = !find("#latest");
    this.tabs = new Tabs(() => this._refresh());
    // The button that was pressed last, for browsers that do not say what sent a form.
    this.pressed = null;
    this._listen();
    this.room.toEndAtFirst();
    this.room.greetFrame(this.field);
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
    document.addEventListener("click", (event) => this._clicked(event));
    document.addEventListener("keydown", (event) => {
      // The Escape that ends a composition is the composition's.
      if (event.key === "Escape" && !event.isComposing) this._closeNearest();
    });
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
    } else if (form.matches(".menu form, .about form")) {
      event.preventDefault();
      this._beginAnew(value);
    }
  }

  _clicked(event) {
    this.pressed = event.target.closest("button");
    const link = event.target.closest("#earlier, .show, .sentence");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.matches("#earlier")) this.earlier.show(link);
    else if (link.matches(".show")) this.text.show(link);
    else if (!this.waiting.on) {
      this.text.close();
      this.ask(link.textContent, { tapped: true });
    }
  }

  // What is open and nearest to the reader; in a frame, the chat itself at last.
  _closeNearest() {
    if (closeNearestAtTop() || this.text.goBack()) return;
    if (parent !== window) parent.postMessage("chat:close", "*");
  }

  async ask(typed, { tapped = false } = {}) {
    const text = typed.trim();
    if (this.waiting.on) return;
    if (!text) return this.problems.tell(new Problem(words("empty"), { passes: false }));
    if (this.pending?.text !== text) this.pending = { id: newId(), text };
    const at = { id: this.pending.id, shown: this.messages.addAsked(text) };
    this.at = at;
    this.problems.clear();
    this.waiting.set(true);
    this.room.showAsked(at.shown, { tapped });
    try {
      const exchange = await this.server.post("messages", this.pending, this.waiting.signal);
      if (at === this.at) this._answered(exchange, at, tapped);
    } catch (problem) {
      if (at === this.at) this._failed(problem, at, text, tapped);
    }
  }

  _answered(exchange, { shown }, tapped) {
    this.pending = null;
    this.tabs.tellAsked();
    if (!this.isLatest) return location.assign(`${address}#${exchange.id}`);
    // What was typed and not sent stays, when a question is tapped.
    if (!tapped) this.draft.set("");
    shown.remove();
    const items = this.messages.add(exchange);
    this.waiting.set(false);
    this.text.follow(exchange);
    this.saying.say(exchange);
    this.room.showAnswered(items, { tapped, urgent: exchange.urgent, field: this.field });
  }

  _failed(problem, { shown }, text, tapped) {
    this.waiting.set(false);
    // What was typed stands in its field; what was tapped stands nowhere else.
    if (!tapped) shown.remove();
    this.problems.tell(problem, () => {
      shown.remove();
      this.ask(tapped ? text : this.field.value, { tapped });
    });
  }

  _cancel() {
    const { id, shown } = this.at;
    this.at = null;
    this.cancelled.add(id);
    shown.remove();
    this.waiting.set(false);
    this.waiting.say(words("cancelled"));
    this.room.showSuggestions(!this.messages.ids.length);
    this.field.focus();
  }

  async _beginAnew(wish) {
    let done;
    try {
      done = await this.server.post(wish);
    } catch (problem) {
      this.problems.tell(problem, () => this._beginAnew(wish));
      return;
    }
    this.at = null;
    this.pending = null;
    this.waiting.set(false);
    this.messages.clear();
    this.problems.clear();
    this.text.clear();
    this.draft.set("");
    this.room.clear();
    closeTop();
    const forgotten = done.whole ? "forgotten" : "forgotten_soon";
    this.waiting.say(words(wish === "forget" ? forgotten : "begun"));
    this.field.focus();
    this.tabs.tellAnew();
  }

  // What another tab has asked in the meantime.
  async _refresh() {
    if (!this.isLatest || this.waiting.on) return;
    const known = [...this.messages.ids];
    const said = await this.server.get("messages").catch(() => null);
    // Asked or begun anew in the meantime: what is shown is newer.
    if (!said || this.waiting.on || known.join() !== this.messages.ids.join()) return;
    for (const exchange of said.exchanges) {
      if (known.includes(exchange.id) || this.cancelled.has(exchange.id)) continue;
      this.messages.add(exchange, said.ratings[exchange.id] ?? null);
      this.text.follow(exchange);
      this.room.showSuggestions(false);
    }
  }
}

new Chat();
