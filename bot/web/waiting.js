import { find, words } from "./elements.js";

const SLOW = 6_000;

// Shows that an answer is on its way, and keeps another question from being sent.
export class Waiting {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.status = find("#status");
    this.on = false;
  }

  set(on) {
    this.on = on;
    this.field.readOnly = on;
    find("button", this.form).setAttribute("aria-disabled", String(on));
    clearTimeout(this.slow);
    this.say(on ? words("thinking") : "");
    this.status.classList.toggle("thinking", on);
    if (on) this.slow = setTimeout(() => this.say(words("slow")), SLOW);
  }

  say(text) {
    this.status.textContent = text;
  }
}
