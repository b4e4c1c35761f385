import { say } from "./dom";

// A form with data-grid is a table of cells to write in. Each row is sent when
// its cell is left, and looked at while it is typed in; the answer says what is
// wrong and in which cells. Arrows, Enter and Escape work as in a spreadsheet;
// without this script the form is sent as a whole.
type Cell = HTMLInputElement | HTMLTextAreaElement;
const cells = "input[data-col], textarea[data-col]";

export function startGrids(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("keypress", (e) => {
    if (e.key === "Enter" && cellOf(e.target) instanceof HTMLInputElement) e.preventDefault(); // it moves, and sends nothing
  });
  document.addEventListener("focusin", (e) => {
    const cell = cellOf(e.target);
    if (cell) cell.dataset.before = cell.value;
  });
  document.addEventListener("input", (e) => {
    const cell = cellOf(e.target);
    if (cell) later(cell);
  });
  document.addEventListener("change", (e) => {
    const cell = cellOf(e.target);
    if (cell) save(cell.closest<HTMLElement>("tbody[data-line]")!);
  });
  document.addEventListener("paste", onPaste);
  document.addEventListener("click", (e) => {
    const button = (e.target as Element).closest<HTMLButtonElement>('form[data-grid] button[name="put"]');
    const line = button?.closest<HTMLElement>("tbody[data-line]");
    if (!button || !line) return;
    const [, col, ...value] = button.value.split(":");
    const cell = line.querySelector<Cell>(`[data-col="${col}"]`);
    if (!cell) return; // not shown: the form does it
    e.preventDefault();
    cell.value = value.join(":");
    cell.focus();
    save(line);
  });
}

function cellOf(target: EventTarget | null): Cell | null {
  const el = target as Element | null;
  return el?.matches?.(cells) && el.closest("form[data-grid]") ? (el as Cell) : null;
}

// Where the caret stands at an end of the text, an arrow leaves the cell.
function onKey(e: KeyboardEvent): void {
  const cell = cellOf(e.target);
  if (!cell || e.isComposing) return;
  const undo = cell.form?.parentElement?.querySelector<HTMLFormElement>("form[data-grid-undo]");
  if ((e.ctrlKey || e.metaKey) && e.key === "z" && cell.value === cell.dataset.before && undo?.querySelector("button:enabled")) {
    e.preventDefault();
    undo.requestSubmit();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const start = cell.selectionStart === 0 && cell.selectionEnd === 0;
  const end = cell.selectionStart === cell.value.length;
  const whole = cell.value !== "" && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const tall = cell instanceof HTMLTextAreaElement;
  let to: Cell | null = null;
  if (e.key === "Escape") {
    if (cell.value === cell.dataset.before) return;
    cell.value = cell.dataset.before ?? "";
    later(cell);
  } else if (e.key === "Enter" && !tall) to = beside(cell, e.shiftKey ? -1 : 1, 0) ?? cell;
  else if (e.key === "ArrowDown" && !tall && !open(cell)) to = beside(cell, 1, 0);
  else if (e.key === "ArrowUp" && !tall && !open(cell)) to = beside(cell, -1, 0);
  else if (e.key === "ArrowLeft" && (start || whole)) to = beside(cell, 0, -1);
  else if (e.key === "ArrowRight" && end) to = beside(cell, 0, 1);
  else return;
  if (!to && e.key !== "Escape") return;
  e.preventDefault();
  if (to === cell) cell.blur(); // sends what was typed
  to?.focus();
  to?.select();
}

// A list of allowed values that is being typed in is the browser's to walk.
function open(cell: Cell): boolean {
  return cell.hasAttribute("list") && cell.value !== cell.dataset.before;
}

function beside(cell: Cell, down: number, right: number): Cell | null {
  const form = cell.form!;
  if (right) {
    const all = [...form.querySelectorAll<Cell>(cells)];
    return all[all.indexOf(cell) + right] ?? null;
  }
  const column = [...form.querySelectorAll<Cell>(`[data-col="${cell.dataset.col}"]`)];
  return column[column.indexOf(cell) + down] ?? null;
}

const waiting = new WeakMap<Element, number>();

// later has a row looked at when the typing pauses. Nothing is written.
function later(cell: Cell): void {
  const line = cell.closest<HTMLElement>("tbody[data-line]")!;
  clearTimeout(waiting.get(line));
  waiting.set(line, window.setTimeout(() => void send(line, "try"), 350));
}

const busy = new WeakMap<Element, Promise<void>>();

// save writes a row, after what is under way for it.
function save(line: HTMLElement): void {
  clearTimeout(waiting.get(line));
  const next = (busy.get(line) ?? Promise.resolve()).then(() => send(line, "save"));
  busy.set(line, next);
}

async function send(line: HTMLElement, live: "try" | "save"): Promise<void> {
  const form = line.closest<HTMLFormElement>("form[data-grid]")!;
  const state = form.parentElement?.querySelector<HTMLElement>("[data-grid-state]");
  const data = new FormData();
  line.querySelectorAll<HTMLInputElement>("input[name], textarea[name]").forEach((el) => data.append(el.name, el.value));
  data.append("live", live);
  const typed = new Map([...line.querySelectorAll<Cell>(cells)].map((c) => [c.dataset.col, c.value]));
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const says = box.content.querySelector<HTMLElement>(".row-says");
    if (!says) throw new Error("no answer");
    show(line, says, live === "save", typed);
    if (live === "save" && state) {
      state.textContent = say("Enregistré. Revérifiez le tout quand vous avez fini.", "Saved. Check the whole again when you are done.");
      form.parentElement?.querySelector("[data-grid-undo] button")?.removeAttribute("disabled");
    }
  } catch {
    if (live === "save" && state) {
      state.textContent = say(
        "L’enregistrement n’a pas abouti. Ce que vous avez écrit reste ici\u202f: réessayez avec «\u00a0Enregistrer ces lignes\u00a0».",
        "It could not be saved. What you wrote stays here: try again with “Save these rows”.",
      );
    }
  }
}

function show(line: HTMLElement, says: HTMLElement, saved: boolean, typed: Map<string | undefined, string>): void {
  const bad = (says.dataset.bad ?? "").split(" ");
  const warn = (says.dataset.warn ?? "").split(" ");
  const values = JSON.parse(says.dataset.cells ?? "[]") as string[];
  line.querySelectorAll<Cell>(cells).forEach((cell) => {
    const col = cell.dataset.col ?? "";
    const wrong = bad.includes(col);
    if (wrong) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    cell.parentElement?.classList.toggle("grid-bad", wrong);
    cell.parentElement?.classList.toggle("grid-warn", !wrong && warn.includes(col));
    if (saved && cell.value === typed.get(col)) {
      cell.value = values[Number(col)] ?? "";
      if (document.activeElement === cell) cell.dataset.before = cell.value;
    }
  });
  if (saved) {
    const was = line.querySelector<HTMLInputElement>('input[name^="was-"]');
    if (was) was.value = says.dataset.cells ?? "[]";
  }
  const place = line.querySelector(".row-says");
  place?.replaceWith(says);
}

// Cells copied from a spreadsheet hold tabulations or several lines: they go
// into the cells from this one on.
function onPaste(e: ClipboardEvent): void {
  const cell = cellOf(e.target);
  const form = cell?.form;
  const text = e.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !form || form.dataset.gridPaste !== "true" || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  e.preventDefault();
  const paste = document.createElement("form");
  paste.method = "post";
  paste.action = form.dataset.grid ?? "";
  paste.hidden = true;
  const put = (name: string, value: string) => {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    paste.append(field);
  };
  put("line", cell.closest<HTMLElement>("[data-line]")?.dataset.line ?? "");
  put("column", cell.dataset.col ?? "");
  put("text", text);
  put("page", form.querySelector<HTMLInputElement>('input[name="page"]')?.value ?? "");
  document.body.append(paste);
  paste.submit();
}
