import { find } from "./elements.js";

const OPEN = ".top details[open]";

// The menu and what else opens at the top.
export const closeTop = () => {
  for (const details of document.querySelectorAll(OPEN)) details.open = false;
};

// Closes what was opened last there; says whether anything was open.
export const closeNearestAtTop = () => {
  const nearest = [...document.querySelectorAll(OPEN)].pop();
  if (!nearest) return false;
  nearest.open = false;
  find("summary", nearest).focus();
  return true;
};
