import { find, words } from "./elements.js";

const SLOW = 6_000;

// Shows that an answer is on its way, and keeps another question from being sent.
export class Waiting {
  constructor(form, field, cancel) {
    this.form = form;
    this.field = field;
    this.status = find("#status");
    this.button = find("#cancel");
    this.button.addEventListener("click", () => {
      this.controller?.abort();
      cancel();
    });
    this.on = false;
  }

  // What ends the request when it is cancelled, where the browser has it.
  get signal() {
    return this.controller?.signal;
  }

  set(on) {
    this.on = on;
    this.controller = on && typeof AbortController !== "undefined" ? new AbortController() : null;
    this.field.readOnly = on;
    find("button.main", this.form).setAttribute("aria-disabled", String(on));
    this.button.hidden = !on;
    clearTimeout(this.slow);
    this.say(on ? words("thinking") : "");
    this.status.classList.toggle("thinking", on);
    if (on) this.slow = setTimeout(() => this.say(words("slow")), SLOW);
  }

  say(text) {
    this.status.textContent = text;
  }
}
