// The sheet works without this; with it, printing is a tap away.
const print = document.getElementById("print");
print?.removeAttribute("hidden");
print?.addEventListener("click", () => window.print());
