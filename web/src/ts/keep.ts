import { each } from "./dom";

// A form with data-keep keeps what was typed in the tab, until the server has
// taken it: a lost session or a closed lid loses nothing. Passwords and files
// are never kept.
const prefix = "keep:";

export function startKeeping(): void {
  const present = new Set<string>();
  each<HTMLFormElement>("form[data-keep]", (form) => {
    const key = prefix + form.dataset.keep;
    present.add(key);
    restore(form, key);
    form.addEventListener("input", () => write(key, form));
    form.addEventListener("reset", () => drop(key));
    form.addEventListener("submit", () => mark(key));
  });
  // A form that was sent and is not shown again was taken. The log-in page
  // proves nothing: the session may have been lost on the way.
  if (document.body.classList.contains("gate")) return;
  for (const key of sent()) if (!present.has(key)) drop(key);
}

type Kept = { values: [string, string][]; sent?: boolean };

function fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  return Array.from(form.elements).filter((el): el is HTMLInputElement => {
    const type = (el as HTMLInputElement).type;
    return !!(el as HTMLInputElement).name && !["password", "file", "hidden", "submit", "button"].includes(type);
  });
}

function write(key: string, form: HTMLFormElement): void {
  const values = fields(form).map((f): [string, string] => [
    f.name,
    f instanceof HTMLInputElement && (f.type === "checkbox" || f.type === "radio") ? (f.checked ? f.value : "") : f.value,
  ]);
  save(key, { values });
}

function restore(form: HTMLFormElement, key: string): void {
  const kept = load(key);
  if (!kept || form.querySelector("[aria-invalid]")) return;
  const list = fields(form);
  kept.values.forEach(([name, value], i) => {
    const f = list[i];
    if (!f || f.name !== name) return;
    if (f instanceof HTMLInputElement && (f.type === "checkbox" || f.type === "radio")) f.checked = value === f.value;
    else f.value = value;
  });
}

function mark(key: string): void {
  const kept = load(key);
  if (kept) save(key, { ...kept, sent: true });
}

function sent(): string[] {
  try {
    return Object.keys(sessionStorage).filter((k) => k.startsWith(prefix) && load(k)?.sent);
  } catch {
    return [];
  }
}

function load(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function save(key: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full or closed: the page works as it would without a script.
  }
}

function drop(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}
