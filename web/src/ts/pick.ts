import { each } from "./dom";

// Rows chosen in a table, and the bar of what can be done with them.
export function startPicking(): void {
  each<HTMLElement>("[data-bulk]", (bar) => {
    const form = bar.closest("form");
    if (!form) return;
    const boxes = () => Array.from(form.querySelectorAll<HTMLInputElement>("[data-pick]"));
    const all = bar.querySelector<HTMLInputElement>("[data-pick-all]");
    const label = bar.querySelector<HTMLElement>("[data-pick-all-label]");
    const count = bar.querySelector<HTMLElement>("[data-bulk-count]");
    let last = -1;
    const show = () => {
      const chosen = boxes().filter((b) => b.checked).length;
      bar.hidden = chosen === 0;
      if (count) {
        count.textContent = chosen === 1 ? (count.dataset.one ?? "") : (count.dataset.many ?? "").replace("%d", String(chosen));
      }
      if (all) {
        all.checked = chosen === boxes().length;
        all.indeterminate = chosen > 0 && !all.checked;
      }
    };
    if (label) label.hidden = false;
    all?.addEventListener("change", () => {
      boxes().forEach((b) => (b.checked = all.checked));
      show();
    });
    form.addEventListener("click", (e) => {
      const list = boxes();
      const i = list.indexOf(e.target as HTMLInputElement);
      if (i < 0) return;
      if ((e as MouseEvent).shiftKey && last >= 0) {
        const on = list[i]!.checked;
        for (const b of list.slice(Math.min(i, last), Math.max(i, last) + 1)) b.checked = on;
      }
      last = i;
      show();
    });
    form.addEventListener("change", show);
    show();
  });
}
