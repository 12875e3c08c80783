import { find, words } from "./elements.js";

// Tells answers to those who do not see them: each once, with its speaker, without its
// buttons; a call for help at once.
export class Saying {
  constructor() {
    this.calm = find("#announced");
    this.alarm = find("#alarm");
  }

  say({ replies }) {
    const isAlarm = ({ outcome }) => outcome === "emergency";
    this._tell(this.alarm, replies.filter(isAlarm));
    this._tell(this.calm, replies.filter((reply) => !isAlarm(reply)));
  }

  _tell(region, replies) {
    const parts = replies.flatMap(({ parts }) => parts.map(({ text }) => text));
    const told = document.createElement("p");
    told.textContent = `${words("bot")}: ${parts.join(" ")}`;
    region.replaceChildren(...(parts.length ? [told] : []));
  }
}
