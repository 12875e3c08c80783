// Puts a button on a page that opens the chat in a frame. Usage:
// <script src="https://…/chat/embed.js" async data-title="…" data-colour="#0b5e77"
//         data-position="left" data-question="…"></script>
(() => {
  const look = {/* what the server fills in */};
  // A chat that is not there after so many milliseconds cannot be shown.
  const PATIENCE = 6000;
  const script = document.currentScript;
  const { title = look.title, colour = look.colour, position, question } = script.dataset;
  const address = new URL("../chat", script.src);
  if (question) address.searchParams.set("question", question);
  const side = position === "left" ? "left" : "right";
  // Below this, the chat takes all of the screen.
  const narrow = matchMedia("(max-width: 30rem)");

  const host = document.createElement("div");
  const room = host.attachShadow({ mode: "open" });
  // Dressed by script, piece by piece: a strict policy of the page allows that, unlike a
  // style element, and browsers have known it for ever, unlike sheets made by script.
  const made = (name, look, ...children) => {
    const element = document.createElement(name);
    element.style.cssText = look;
    element.append(...children);
    return element;
  };
  host.style.cssText = `all: initial; position: fixed; z-index: 2147483000; bottom: 1rem;
    ${side}: 1rem; font: 600 1rem/1.4 system-ui, sans-serif;`;
  const frame = made("iframe", `flex: 1; width: 100%; border: 0; background: #fff;
    background: Canvas;`);
  frame.title = title;
  const box = made("div", "", frame);
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  const control = `font: inherit; min-height: 3rem; padding: 0 1.25rem; cursor: pointer;
    border: 2px solid transparent; border-radius: 1.5rem;
    box-shadow: 0 2px 10px rgba(0, 0, 0, .3);`;
  const button = made("button", control);
  button.type = "button";
  room.append(box, button);
  if (room.adoptedStyleSheets) {
    // Stands out on any ground; without it the browser's own ring is there.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:focus-visible { outline: 3px solid #ffd33d !important;
      outline-offset: 2px; box-shadow: 0 0 0 6px #111 !important; }`);
    room.adoptedStyleSheets = [sheet];
  }

  let isOpen = false;
  let waiting = null;
  const dress = () => {
    const whole = narrow.matches;
    box.style.cssText = `display: ${isOpen ? "flex" : "none"}; flex-direction: column;
      position: fixed; overflow: hidden; background: #fff; background: Canvas;
      color: #111; color: CanvasText; color-scheme: light dark; ${
        whole
          ? "inset: 0; top: 0; right: 0; bottom: 0; left: 0;"
          : `${side}: 1rem; bottom: 5rem; width: min(26rem, calc(100vw - 2rem));
             height: min(42rem, calc(100vh - 6rem)); border: 1px solid #5f7480;
             border-radius: .75rem; box-shadow: 0 6px 30px rgba(0, 0, 0, .3);`
      }`;
    button.textContent = isOpen ? "✕" : title;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) button.setAttribute("aria-label", look.close);
    else button.removeAttribute("aria-label");
    // Over a whole screen the button is a bar of its own, and covers nothing.
    if (isOpen && whole) box.prepend(button);
    else room.append(button);
    const bar = isOpen && whole;
    button.style.borderRadius = bar ? "0" : "1.5rem";
    button.style.width = bar ? "100%" : "auto";
    button.style.flex = "none";
    paint();
  };
  const paint = () => {
    button.style.backgroundColor = colour;
    const [red, green, blue] = getComputedStyle(button).backgroundColor.match(/[\d.]+/g).map(
      (part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      },
    );
    // Relative luminance, WCAG 2.2: beyond this, black has the better contrast.
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    button.style.color = light > 0.179 ? "#000" : "#fff";
  };

  // What stands there instead of a chat that is refused, or whose server is down.
  const giveUp = () => {
    const link = made("a", `color: inherit; display: inline-flex; align-items: center;
      min-height: 2.75rem;`, look.open);
    link.href = address;
    link.target = "_blank";
    const lines = [look.failed, link, look.call].filter(Boolean);
    const told = lines.map((line) => made("p", "margin: 0;", line));
    const panel = made("div", "padding: 1.25rem; display: grid; gap: .75rem;", ...told);
    panel.setAttribute("role", "alert");
    frame.replaceWith(panel);
    link.focus();
  };
  const show = (open) => {
    isOpen = open;
    dress();
    // The chat is loaded when somebody wants it, not with every visit of the page.
    if (open && !frame.src) {
      frame.src = address;
      waiting = setTimeout(giveUp, PATIENCE);
    }
    (open && frame.isConnected ? frame : button).focus();
  };

  button.addEventListener("click", () => show(!isOpen));
  narrow.addEventListener("change", dress);
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen) show(false);
  });
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data === "chat:ready") {
      clearTimeout(waiting);
      frame.focus();
    }
    if (event.data === "chat:close") show(false);
  });

  const place = () => {
    document.body.append(host);
    dress();
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
