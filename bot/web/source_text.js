import { find } from "./elements.js";

// The source beside the conversation, with a quote marked in it.
export class SourceText {
  constructor() {
    this.section = find("#text");
    this.opener = null;
    this.section.hidden = true;
    const close = find("#close-text");
    close.hidden = false;
    close.addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.section.hidden;
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
