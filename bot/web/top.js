import { find } from "./elements.js";

// The menu and what else opens at the top, in the order in which they were opened.
const opened = [];
document.addEventListener("toggle", ({ target }) => target.open && opened.push(target), true);

const openOnes = () => {
  // One that was opened just now has not been heard of yet.
  const when = (details) => opened.lastIndexOf(details) + 1 || Infinity;
  return [...document.querySelectorAll("details[open]")].sort((a, b) => when(a) - when(b));
};

export const closeTop = () => {
  for (const details of openOnes()) details.open = false;
};

// Closes what was opened last there; says whether anything was open.
export const closeNearestAtTop = () => {
  const nearest = openOnes().pop();
  if (!nearest) return false;
  nearest.open = false;
  find("summary", nearest).focus();
  return true;
};
