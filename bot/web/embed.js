// Puts a button on a page that opens the chat in a frame. Usage:
// <script src="https://…/chat/embed.js" async data-title="…" data-colour="#0b5e77"
//         data-position="left" data-question="…"></script>
(() => {
  const script = document.currentScript;
  const { title = "Questions?", colour = "#0b5e77", position = "right", question = "" } =
    script.dataset;
  const address = new URL("/chat", script.src);
  if (question) address.searchParams.set("question", question);

  const host = document.createElement("div");
  const room = host.attachShadow({ mode: "open" });
  // Dressed by script, piece by piece: a strict policy of the page allows that, unlike a
  // style element, and browsers have known it for ever, unlike sheets made by script.
  const made = (name, look) => {
    const element = document.createElement(name);
    element.style.cssText = look;
    return element;
  };
  const side = position === "left" ? "left" : "right";
  host.style.cssText = `all: initial; position: fixed; z-index: 2147483000; bottom: 1rem;
    ${side}: 1rem; font: 600 1rem/1.4 system-ui, sans-serif;`;
  const box = made("div", `display: flex; flex-direction: column; align-items: flex-${
    side === "left" ? "start" : "end"
  };`);
  const frame = made("iframe", `display: none; border: 1px solid #5f7480;
    border-radius: .75rem; background: #fff; background: Canvas; margin-bottom: .75rem;
    width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 6rem));
    box-shadow: 0 6px 30px rgba(0, 0, 0, .3);`);
  frame.title = title;
  const button = made("button", `font: inherit; min-height: 3rem; padding: 0 1.25rem;
    border: 2px solid transparent; border-radius: 1.5rem; cursor: pointer;
    box-shadow: 0 2px 10px rgba(0, 0, 0, .3);`);
  button.type = "button";
  button.textContent = title;
  button.setAttribute("aria-expanded", "false");
  box.append(frame, button);
  room.append(box);
  if (room.adoptedStyleSheets) {
    // Stands out on any ground; without it the browser's own ring is there.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`button:focus-visible { outline: 3px solid #ffd33d !important;
      outline-offset: 2px; box-shadow: 0 0 0 6px #111 !important; }`);
    room.adoptedStyleSheets = [sheet];
  }

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
  const show = (open) => {
    // The chat is loaded when somebody wants it, not with every visit of the page.
    if (open && !frame.src) frame.src = address;
    frame.style.display = open ? "block" : "none";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "✕" : title;
    if (open) button.setAttribute("aria-label", `Close: ${title}`);
    else button.removeAttribute("aria-label");
    (open ? frame : button).focus();
  };
  const isOpen = () => frame.style.display !== "none";
  button.addEventListener("click", () => show(!isOpen()));
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) show(false);
  });
  addEventListener("message", (event) => {
    if (event.source === frame.contentWindow && event.data === "chat:close") show(false);
  });

  const place = () => {
    document.body.append(host);
    paint();
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
