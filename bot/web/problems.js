import { find, words } from "./elements.js";
import { Problem } from "./server.js";

// Tells readers what went wrong, with a way to try it again.
export class Problems {
  constructor(messages) {
    this.messages = messages;
    this.panel = find("#problem");
  }

  tell(problem, again) {
    const told = document.createElement("p");
    told.textContent = problem instanceof Problem ? problem.message : words("broken");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words("again");
    button.addEventListener("click", () => {
      this.panel.replaceChildren();
      again();
    });
    const notice = problem.notice ? [this.messages.answer(problem.notice)] : [];
    this.panel.replaceChildren(...notice, told, button);
    // A notice is seen from its first word on.
    this.panel.scrollIntoView({ block: problem.notice ? "start" : "center" });
  }

  clear() {
    this.panel.replaceChildren();
  }
}
