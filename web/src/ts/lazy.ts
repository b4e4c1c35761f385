import { each } from "./dom";

// A figure's script is loaded when the figure comes near: pages without figures
// load none. What the server drew stays until the script has drawn it anew, and
// if it never does.
export function startLazily(): void {
  if (!("IntersectionObserver" in window)) return;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const e of entries) {
        if (!e.isIntersecting) continue;
        seen.unobserve(e.target);
        void load(e.target as HTMLElement);
      }
    },
    { rootMargin: "200px" },
  );
  each<HTMLElement>("[data-lazy]", (el) => seen.observe(el));
}

async function load(el: HTMLElement): Promise<void> {
  try {
    const script = (await import(el.dataset.lazy!)) as { start(el: HTMLElement): void };
    script.start(el);
  } catch (e) {
    console.warn("figure:", e);
  }
}
