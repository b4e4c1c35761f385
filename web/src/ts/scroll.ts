// A table that scrolls sideways stays where it was when htmx swaps it for the
// same one, sorted or filtered: the column that was clicked remains in sight.
export function startScrolling(): void {
  const places = new Map<string, number>();
  const each = (root: Element, fn: (el: HTMLElement, key: string) => void) =>
    root.querySelectorAll<HTMLElement>("[data-keep-scroll]").forEach((el) => fn(el, el.dataset.keepScroll ?? ""));

  document.addEventListener("htmx:beforeSwap", () => {
    places.clear();
    each(document.body, (el, key) => places.set(key, el.scrollLeft));
  });
  document.addEventListener("htmx:afterSettle", () => {
    each(document.body, (el, key) => (el.scrollLeft = places.get(key) ?? el.scrollLeft));
    places.clear();
  });
}
