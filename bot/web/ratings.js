import { copyOf, find, words } from "./elements.js";

// What readers think of the answers.
export class Ratings {
  constructor(server, messages, problems) {
    this.server = server;
    this.messages = messages;
    this.problems = problems;
  }

  // `says` is yes, no, or none: that takes it back. What was written before stays.
  async rate(form, says) {
    const id = find("[name=id]", form).value;
    const helpful = { yes: true, no: false }[says] ?? null;
    try {
      await this.server.post("rating", { id, helpful });
    } catch (problem) {
      this.problems.tell(problem, () => this.rate(form, says));
      return;
    }
    this.messages.showRating(form, helpful);
    const asked = find(".comment", form.parentElement);
    if (helpful !== false) asked?.remove();
    else if (!asked) this._askWhy(form);
  }

  // Only those whom it did not help are asked what could be better.
  _askWhy(form) {
    form.after(copyOf("comment"));
    const comment = find(".comment", form.parentElement);
    comment.addEventListener("submit", (event) => {
      event.preventDefault();
      this._comment(form, comment);
    });
    comment.scrollIntoView({ block: "nearest" });
  }

  async _comment(form, comment) {
    const id = find("[name=id]", form).value;
    try {
      const text = find("textarea", comment).value;
      await this.server.post("rating", { id, helpful: false, comment: text });
    } catch (problem) {
      this.problems.tell(problem, () => this._comment(form, comment));
      return;
    }
    comment.remove();
    find(".thanks", form).textContent = words("sent");
    find("[aria-pressed=true]", form).focus();
  }
}
