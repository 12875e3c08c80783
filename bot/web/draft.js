import { find, words } from "./elements.js";

const KEY = "draft";
// From so many characters before the limit on, it is shown.
const NEAR = 200;

// What is typed and not sent: it outlives a reload, and its length is watched.
export class Draft {
  constructor(field, problems) {
    this.field = field;
    this.left = find("#left");
    this.longest = Number(field.dataset.longest);
    const kept = this._kept(() => sessionStorage.getItem(KEY)) ?? "";
    if (!field.value) field.value = kept;
    field.addEventListener("input", () => {
      problems.mended();
      this.keep();
    });
    this.keep();
  }

  set(text) {
    this.field.value = text;
    this.keep();
  }

  keep() {
    this._kept(() => sessionStorage.setItem(KEY, this.field.value));
    const left = this.longest - [...this.field.value].length;
    const name = left < 0 ? "beyond" : "left";
    const told = left > NEAR ? "" : words(name).replace("{number}", Math.abs(left));
    this.left.textContent = told;
  }

  // Browsers may keep a page in a frame from storing anything.
  _kept(use) {
    try {
      return use();
    } catch {
      return null;
    }
  }
}
