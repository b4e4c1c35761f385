import { each, onClick, store } from "./dom";

// The theme and the rail, as the reader likes them.
export function startToggles(): void {
  const root = document.documentElement;
  each<HTMLElement>("[data-theme-toggle], [data-rail-toggle], [data-dismiss]", (el) => (el.hidden = false));

  onClick("[data-theme-toggle]", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store("theme", root.dataset.theme);
  });

  onClick("[data-rail-toggle]", () => {
    const folded = root.dataset.rail === "folded";
    if (folded) delete root.dataset.rail;
    else root.dataset.rail = "folded";
    store("rail", folded ? null : "folded");
  });

  onClick("[data-dismiss]", (el) => el.parentElement?.remove());

  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
