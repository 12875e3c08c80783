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
  // A sheet made by script: a strict policy of the page allows it, unlike inline style.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; z-index: 2147483000; bottom: 1rem; ${
      position === "left" ? "left" : "right"
    }: 1rem; font: 600 1rem/1.4 system-ui, sans-serif; }
    button { font: inherit; min-height: 3rem; padding: 0 1.25rem; border: 2px solid transparent;
      border-radius: 1.5rem; cursor: pointer; box-shadow: 0 2px 10px rgb(0 0 0 / 30%); }
    button:focus-visible { outline: 3px solid #ffd33d; outline-offset: 2px; box-shadow: 0 0 0 6px #111; }
    iframe { display: block; border: 1px solid #5f7480; border-radius: .75rem; background: Canvas;
      width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 6rem));
      margin-bottom: .75rem; box-shadow: 0 6px 30px rgb(0 0 0 / 30%); }
    [hidden] { display: none; }
    .room { display: flex; flex-direction: column; align-items: ${
      position === "left" ? "flex-start" : "flex-end"
    }; }
  `);
  room.adoptedStyleSheets = [sheet];

  const box = document.createElement("div");
  box.className = "room";
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.setAttribute("aria-expanded", "false");
  box.append(frame, button);
  room.append(box);

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
    frame.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "✕" : title;
    if (open) button.setAttribute("aria-label", `Close: ${title}`);
    else button.removeAttribute("aria-label");
    (open ? frame : button).focus();
  };
  button.addEventListener("click", () => show(frame.hidden));
  host.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !frame.hidden) show(false);
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
