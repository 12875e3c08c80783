import { address, copyOf, find, words } from "./elements.js";

// Questions and answers, made of copies of the page's templates.
export class Messages {
  constructor() {
    this.list = find("#messages");
  }

  get ids() {
    return [...this.list.querySelectorAll(".asked[id]")].map((asked) => asked.id);
  }

  // The question and the answer that came last, or nothing.
  get last() {
    const asked = [...this.list.querySelectorAll(".asked")].pop();
    return { asked, replied: [...this.list.querySelectorAll(".replied")].pop() };
  }

  // At the end, or before an item of the list.
  add(exchange, helped = null, before = null) {
    const items = copyOf("exchange");
    const asked = find(".asked", items);
    const replied = find(".replied", items);
    asked.id = exchange.id;
    find(".words", asked).textContent = exchange.question;
    replied.dataset.question = exchange.id;
    const rating = find(".rating", replied);
    find("[name=id]", rating).value = exchange.id;
    rating.before(...exchange.replies.map((reply) => this.answer(reply)));
    // Nobody is asked what they think of a notice.
    if (exchange.urgent) rating.remove();
    else if (helped !== null) this.showRating(rating, helped);
    this.list.insertBefore(items, before);
    return { asked, replied };
  }

  // A question that has no answer yet.
  addAsked(question) {
    for (const old of this.list.querySelectorAll(".waiting")) old.remove();
    const asked = find(".asked", copyOf("exchange"));
    asked.classList.add("waiting");
    asked.removeAttribute("id");
    find(".words", asked).textContent = question;
    this.list.append(asked);
    return asked;
  }

  addEarlier(exchanges, ratings) {
    const first = this.list.firstElementChild;
    for (const exchange of exchanges) {
      this.add(exchange, ratings[exchange.id] ?? null, first);
    }
  }

  // `helped` is null where nobody has said, or somebody has taken it back.
  showRating(form, helped) {
    for (const button of form.querySelectorAll("[name=helpful]")) {
      const pressed = helped !== null && (button.dataset.says === "yes") === helped;
      button.setAttribute("aria-pressed", String(pressed));
      button.value = pressed ? "none" : button.dataset.says;
    }
    find(".thanks", form).textContent = helped === null ? "" : words("thanks");
  }

  clear() {
    this.list.replaceChildren();
  }

  answer(reply) {
    const answer = document.createElement("div");
    answer.className = "answer";
    answer.dataset.outcome = reply.outcome;
    if (find(`#badge-${reply.outcome || "none"}`)) {
      answer.append(copyOf(`badge-${reply.outcome}`));
    }
    reply.parts.forEach((part, at) => {
      answer.append(this._part(part));
      if (at === reply.call_after && find("#call")) answer.append(copyOf("call"));
    });
    if (reply.choices.length) answer.append(this._choices(reply.choices));
    return answer;
  }

  _part(part) {
    if (part.kind !== "quote") {
      const line = copyOf("part-words");
      find("p", line).className = `part ${part.kind}`;
      find("p", line).textContent = part.text;
      return line;
    }
    const quote = copyOf("part-quote");
    find("p", quote).textContent = part.text;
    for (const element of quote.querySelectorAll("[data-start]")) {
      element.dataset.start = part.start;
      element.dataset.end = part.end;
    }
    const [first, last] = part.sentences;
    find(".show", quote).href = `${address}?show=${first}-${last}#sentence-${first}`;
    return quote;
  }

  _choices(titles) {
    const form = copyOf("choices");
    const first = find("li", form);
    const items = titles.map((title) => {
      const item = first.cloneNode(true);
      find("button", item).textContent = title;
      find("button", item).value = title;
      return item;
    });
    first.replaceWith(...items);
    return form;
  }
}
