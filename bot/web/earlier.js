import { find } from "./elements.js";

// Brings what was said before what is shown.
export class Earlier {
  constructor(server, messages, problems, text) {
    this.server = server;
    this.messages = messages;
    this.problems = problems;
    this.text = text;
  }

  async show(link) {
    const before = this.messages.ids[0];
    let said;
    try {
      said = await this.server.get(`messages?before=${before}`);
    } catch (problem) {
      this.problems.tell(problem, () => this.show(link));
      return;
    }
    // Begun anew, or shown already, in the meantime.
    if (before !== this.messages.ids[0]) return;
    this.messages.addEarlier(said.exchanges, said.ratings);
    this.text.addRead(said.exchanges);
    link.parentElement.hidden = !said.has_earlier;
    // What was tapped may be gone; one goes on reading where it was.
    if (!said.has_earlier) find(".replied .speaker", this.messages.list).focus();
  }
}
