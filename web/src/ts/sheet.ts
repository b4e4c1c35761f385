import { onClick } from "./dom";

// The panel at the side: it takes the focus when it opens, gives it back when
// it closes, and the list behind it stays where it was.
export function startSheets(): void {
  let before: HTMLElement | null = null;

  document.addEventListener("htmx:beforeRequest", (e) => {
    const detail = (e as CustomEvent).detail as { elt: HTMLElement; target?: HTMLElement };
    if (detail.target?.id === "sheet") before = detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (e) => {
    const sheet = (e.target as Element).querySelector<HTMLElement>("[data-sheet]");
    sheet?.focus();
  });
  onClick("[data-sheet-close]", (_, e) => {
    if (close()) e.preventDefault();
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !e.defaultPrevented && close()) e.preventDefault();
  });

  // Closes a sheet that stands over a page; one that is the page stays.
  function close(): boolean {
    const place = document.getElementById("sheet");
    if (!place?.firstElementChild) return false;
    place.replaceChildren();
    before?.focus();
    before = null;
    return true;
  }
}
