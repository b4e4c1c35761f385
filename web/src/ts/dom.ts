// Says a phrase in the language of the page, French first.
export function say(fr: string, en: string): string {
  return document.documentElement.lang === "en" ? en : fr;
}

// Runs fn on each element that matches, now and in whatever htmx brings later.
export function each<T extends Element>(selector: string, fn: (el: T) => void): void {
  const visit = (root: ParentNode) => root.querySelectorAll<T>(selector).forEach(fn);
  visit(document);
  document.addEventListener("htmx:load", (e) => {
    const el = e.target as Element;
    if (el === document.body) return;
    if (el.matches(selector)) fn(el as T);
    visit(el);
  });
}

// Listens on the document for clicks inside what matches.
export function onClick(selector: string, fn: (el: HTMLElement, e: MouseEvent) => void): void {
  document.addEventListener("click", (e) => {
    const el = (e.target as Element).closest<HTMLElement>(selector);
    if (el) fn(el, e);
  });
}

export function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be closed to us: the choice then lasts as long as the page.
  }
}
