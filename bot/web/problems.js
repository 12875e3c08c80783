import { find, words } from "./elements.js";
import { Problem } from "./server.js";

// Tells readers what went wrong, with a way to try it again.
export class Problems {
  constructor(messages) {
    this.messages = messages;
    this.panel = find("#problem");
  }

  tell(problem, again) {
    // One that passes stands until it is tried again; another, until it is mended.
    this.mendable = problem instanceof Problem && !problem.passes;
    const told = document.createElement("p");
    told.textContent = problem instanceof Problem ? problem.message : words("broken");
    const notice = problem.notice ? [this.messages.answer(problem.notice)] : [];
    const button = this.mendable ? [] : [this._button(again)];
    this.panel.replaceChildren(...notice, told, ...button);
    // A notice is seen from its first word on.
    this.panel.scrollIntoView({ block: problem.notice ? "start" : "center" });
  }

  // What was wrong with the question is no more, once the question is another.
  mended() {
    if (this.mendable) this.clear();
  }

  _button(again) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words("again");
    button.addEventListener("click", () => {
      this.panel.replaceChildren();
      again();
      // The button is gone, and the focus with it, unless that has found a place.
      if (document.activeElement === document.body) find("#question").focus();
    });
    return button;
  }

  clear() {
    this.panel.replaceChildren();
  }
}
