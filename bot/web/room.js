import { find } from "./elements.js";

// Where a field that has the focus brings up a keyboard that covers half of the screen.
const KEYBOARD = "(pointer: coarse)";

// Where things stand on the screen, and what is looked at.
export class Room {
  constructor(messages) {
    this.messages = messages;
    this.suggestions = find("#suggestions");
    this.sheet = find("#sheet-link");
    this.toEnd = find("#to-end");
    this.toEnd.addEventListener("click", () => this._goToEnd());
    addEventListener("scroll", () => this._offerEnd(), { passive: true });
    const sizes = new ResizeObserver(() => this._measure());
    for (const fast of [find(".top"), find("#ask")]) sizes.observe(fast);
  }

  showSuggestions(shown) {
    this.suggestions.hidden = !shown;
    this.sheet.hidden = shown;
  }

  // A question that was tapped may stand on a button that goes.
  showAsked(asked, { tapped }) {
    this.showSuggestions(false);
    this._urgent(false);
    if (tapped) find(".speaker", asked).focus({ preventScroll: true });
    find("#status").scrollIntoView({ block: "nearest" });
  }

  showAnswered({ asked, replied }, { tapped, urgent, field }) {
    this._urgent(urgent);
    const narrow = matchMedia(KEYBOARD).matches;
    const speaker = find(".speaker", replied);
    if (tapped || (urgent && narrow)) speaker.focus({ preventScroll: true });
    else if (!narrow) field.focus({ preventScroll: true });
    // Help is seen from its first word on.
    (urgent ? find(".answer", replied) : asked).scrollIntoView({ block: "start" });
  }

  clear() {
    this.showSuggestions(true);
    this._urgent(false);
  }

  // A long conversation is not scrolled through when it is loaded.
  toEndAtFirst() {
    // Not where the browser remembers that it was, before the page was whole.
    history.scrollRestoration = "manual";
    if (location.hash) return;
    const { asked, replied } = this.messages.last;
    const urgent = document.body.classList.contains("urgent");
    const first = urgent ? replied && find(".answer", replied) : asked;
    first?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  // On another page, the widget waits to hear that the chat is there.
  greetFrame(field) {
    if (parent === window) return;
    parent.postMessage("chat:ready", "*");
    field.focus({ preventScroll: true });
  }

  _urgent(is) {
    document.body.classList.toggle("urgent", is);
    this._measure();
  }

  // How much of the screen is covered by what stands fast, for what has the focus.
  _measure() {
    for (const [name, element] of [["--top", find(".top")], ["--form", find("#ask")]]) {
      const fast = getComputedStyle(element).position === "sticky";
      const height = fast ? element.offsetHeight : 0;
      document.documentElement.style.setProperty(name, `${height}px`);
    }
  }

  _offerEnd() {
    const { asked } = this.messages.last;
    this.toEnd.hidden = !asked || asked.getBoundingClientRect().top < innerHeight;
  }

  _goToEnd() {
    const { asked, replied } = this.messages.last;
    asked.scrollIntoView({ block: "start", behavior: "instant" });
    find(".speaker", replied ?? asked).focus({ preventScroll: true });
  }
}
