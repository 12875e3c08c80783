// The page's own elements, words and templates.

export const find = (selector, within = document) => within.querySelector(selector);

// Where the chat is: below whatever path the server is below.
export const address = document.body.dataset.address;

export const words = (name) => find(`#words-${name}`).content.textContent;

// Not crypto.randomUUID: browsers keep it from pages that come without HTTPS.
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

export const copyOf = (name) => find(`#${name}`).content.cloneNode(true);
