// What charts and maps share: the figure's data, the theme's colours, numbers
// in the reader's language, files to keep.

export const lang = document.documentElement.lang === "en" ? "en" : "fr";

export function data<T>(figure: HTMLElement): T | null {
  const text = figure.querySelector("script[data-figure]")?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

export const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function palette(): string[] {
  return letters.map((l) => token("chart-" + l));
}

export function font(): string {
  return getComputedStyle(document.body).fontFamily;
}

// Calls fn whenever the theme turns, by the button or by the system.
export function onTheme(fn: () => void): void {
  new MutationObserver(fn).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", fn);
}

const full = new Intl.NumberFormat(lang, { maximumFractionDigits: 4 });
const cents = new Intl.NumberFormat(lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: 2 });

export function number(v: number | null | undefined, unit = ""): string {
  if (v === null || v === undefined || Number.isNaN(v)) return "–";
  const text = unit === "€" && !Number.isInteger(v) && Math.abs(v) < 1e5 ? cents.format(v) : Math.abs(v) >= 1e5 ? full.format(Math.round(v)) : full.format(v);
  if (!unit) return text;
  if (lang === "en" && unit === "€") return v < 0 ? "-€" + text.slice(1) : "€" + text;
  if (lang === "en" && unit === "%") return text + "%";
  return text + "\u202f" + unit;
}

export function short(v: number): string {
  return Math.abs(v) < 10000 ? full.format(v) : compact.format(v);
}

export function reduced(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// A name for a file, made of a title.
export function fileName(title: string, ending: string): string {
  const plain = title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return (plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "figure") + "." + ending;
}

export function keep(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Draws SVG text as PNG, twice as large.
export function toPNG(svg: string, width: number, height: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("no image"))), "image/png");
    };
    image.onerror = () => reject(new Error("the drawing could not be read"));
    image.src = address;
  });
}

// Shows the buttons that keep the figure, and says what each makes.
export function offer(figure: HTMLElement, title: string, make: (kind: "svg" | "png") => Promise<Blob>): void {
  const acts = figure.querySelector<HTMLElement>("[data-acts]");
  if (!acts) return;
  acts.hidden = false;
  acts.querySelectorAll<HTMLButtonElement>("[data-keep-as]").forEach((button) =>
    button.addEventListener("click", async () => {
      const kind = button.dataset.keepAs as "svg" | "png";
      keep(await make(kind), fileName(title, kind));
    }),
  );
}
