import { each, say } from "./dom";

// A place to drop files. What is dropped lands in the file field, so that the
// form is the same with and without a script.
export function startDrops(): void {
  each<HTMLElement>("[data-drop]", (zone) => {
    const input = zone.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) return;
    const over = (on: boolean) => zone.toggleAttribute("data-over", on);
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (e) => {
        e.preventDefault();
        over(true);
      });
    }
    zone.addEventListener("dragleave", (e) => {
      if (!zone.contains((e as DragEvent).relatedTarget as Node)) over(false);
    });
    zone.addEventListener("drop", (e) => {
      e.preventDefault();
      over(false);
      const dropped = (e as DragEvent).dataTransfer?.files;
      if (dropped?.length) take(input, dropped);
    });
    input.addEventListener("change", () => show(zone, input));
  });
  // A file that misses the place must not replace the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (e) => e.preventDefault());
}

function take(input: HTMLInputElement, dropped: FileList): void {
  const all = new DataTransfer();
  if (input.multiple) for (const f of Array.from(input.files ?? [])) all.items.add(f);
  for (const f of Array.from(dropped).slice(0, input.multiple ? undefined : 1)) all.items.add(f);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function show(zone: HTMLElement, input: HTMLInputElement): void {
  const list = zone.querySelector("[data-drop-list]");
  list?.replaceChildren(
    ...Array.from(input.files ?? []).map((f) => {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = f.name;
      const size = document.createElement("span");
      size.textContent = bytes(f.size);
      line.append(name, size);
      return line;
    }),
  );
}

export function bytes(n: number): string {
  const units = say("octets ko Mo Go To", "bytes kB MB GB TB").split(" ");
  let i = 0;
  for (; n >= 1000 && i < units.length - 1; i++) n /= 1000;
  const digits = i === 0 || n >= 100 ? 0 : 1;
  return `${n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })}\u202f${units[i]}`;
}
