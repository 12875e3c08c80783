import { find, words } from "./elements.js";

const SIDE_BY_SIDE = "(min-width: 64rem)";

// The source: beside the conversation where there is room, else a drawer over it. What
// was quoted last is marked in it, what was quoted before stays faintly so.
export class SourceText {
  constructor() {
    this.section = find("#text");
    this.others = [find(".top"), find("main")];
    this.opener = null;
    document.body.classList.add("scripted");
    const close = find("#close-text");
    close.hidden = false;
    close.addEventListener("click", () => this.goBack());
    find("#open-text").addEventListener("click", (event) => {
      event.preventDefault();
      this._open(event.currentTarget);
    });
    // On a phone, going back closes the text and not the page.
    addEventListener("popstate", () => this._hide());
    matchMedia(SIDE_BY_SIDE).addEventListener("change", () => this.close());
    this._scrollToMarked();
  }

  get isOpen() {
    return document.body.classList.contains("with-text");
  }

  // The quote that a link belongs to.
  show(link) {
    this._mark([link.dataset]);
    this._open(link);
  }

  // What an answer quotes.
  follow(exchange) {
    this.addRead([exchange]);
    this._mark(quotesOf(exchange));
    this._scrollToMarked();
  }

  addRead(exchanges) {
    const quotes = exchanges.flatMap(quotesOf);
    for (const part of this._within(quotes)) part.classList.add("read");
    this._count();
  }

  clear() {
    this._mark([]);
    for (const part of this.section.querySelectorAll(".read")) part.classList.remove("read");
    this._count();
  }

  // Without moving the focus: somebody goes on elsewhere.
  close() {
    if (!this.isOpen) return;
    this._hide();
    history.back();
  }

  // To where one came from; says whether there was anything to leave.
  goBack() {
    const isThere = this.section.contains(document.activeElement);
    if (!this.isOpen && !(this.opener && isThere)) return false;
    this.close();
    this.opener?.focus();
    this.opener = null;
    return true;
  }

  _open(opener) {
    this.opener = opener;
    if (!matchMedia(SIDE_BY_SIDE).matches && !this.isOpen) {
      history.pushState("text", "");
      document.body.classList.add("with-text");
      for (const other of this.others) other.inert = true;
    }
    find("#text-title").focus({ preventScroll: true });
    this._scrollToMarked();
  }

  _hide() {
    document.body.classList.remove("with-text");
    for (const other of this.others) other.inert = false;
  }

  _mark(quotes) {
    for (const part of this.section.querySelectorAll(".marked")) {
      part.classList.remove("marked");
      part.removeAttribute("aria-current");
    }
    for (const part of this._within(quotes)) {
      part.classList.add("marked");
      part.setAttribute("aria-current", "true");
    }
  }

  _within(quotes) {
    const parts = [...this.section.querySelectorAll("[data-start]")];
    return parts.filter(({ dataset: { start, end } }) =>
      quotes.some((quote) => +start >= +quote.start && +end <= +quote.end),
    );
  }

  _count() {
    const read = this.section.querySelectorAll(".sentence.read").length;
    find("#read").textContent = words("read").replace("{read}", read);
  }

  // The text alone is scrolled, not the page.
  _scrollToMarked() {
    const marked = find(".marked", this.section);
    if (!marked) return;
    const above = marked.getBoundingClientRect().top - this.section.getBoundingClientRect().top;
    this.section.scrollTop += above - this.section.clientHeight / 3;
  }
}

const quotesOf = ({ replies }) =>
  replies.flatMap(({ parts }) => parts.filter(({ kind }) => kind === "quote"));
