import { copyOf, find } from "./elements.js";

// What readers think of the answers.
export class Ratings {
  constructor(server, messages, problems) {
    this.server = server;
    this.messages = messages;
    this.problems = problems;
  }

  async rate(form, helpful) {
    const id = find("[name=id]", form).value;
    const written = find(".comment textarea", form.parentElement)?.value ?? "";
    try {
      await this.server.post("rating", { id, helpful, comment: written });
    } catch (problem) {
      this.problems.tell(problem, () => this.rate(form, helpful));
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
      this.problems.tell(problem, () => this._comment(form, comment));
      return;
    }
    comment.remove();
    find("[aria-pressed=true]", form).focus();
  }
}
