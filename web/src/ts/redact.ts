import { each, say } from "./dom";

// Pages of a document with boxes: a box that is proposed goes with its tick in
// the list; others are drawn, and stand in the list of boxes, which is what is
// sent. Everything here can be done in the form alone.
export function startRedacting(): void {
  each<HTMLFormElement>("[data-redact]", (form) => {
    const list = form.querySelector<HTMLTextAreaElement>('[name="boxes"]');
    const tick = (id: string) => form.querySelector<HTMLInputElement>(`#mark-${CSS.escape(id)}`);
    const boxes = (id: string) => Array.from(form.querySelectorAll<SVGRectElement>(`[data-mark="${CSS.escape(id)}"]`));

    form.addEventListener("change", (e) => {
      const box = e.target as HTMLInputElement;
      if (box.name === "mark") boxes(box.value).forEach((b) => b.classList.toggle("on", box.checked));
    });
    for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]] as const) {
      form.addEventListener(name, (e) => {
        const at = e.target as Element;
        const id = at.closest<SVGRectElement>("[data-mark]")?.dataset.mark ?? at.closest(".choice")?.querySelector<HTMLInputElement>('[name="mark"]')?.value;
        if (id) boxes(id).forEach((b) => b.classList.toggle("near", on));
      });
    }
    form.querySelectorAll<SVGSVGElement>("[data-redact-sheet]").forEach((sheet) => {
      draw(sheet, (line) => {
        if (!list) return;
        list.value = (list.value.trimEnd() + "\n" + line).trimStart();
      }, (line) => {
        if (!list) return;
        list.value = list.value.split("\n").filter((l) => l.trim() !== line).join("\n");
      });
      sheet.addEventListener("click", (e) => {
        const id = (e.target as SVGElement).dataset.mark;
        const box = id && tick(id);
        if (box) box.click();
      });
    });
  });
}

// Lets boxes be drawn on a page, and taken away by a click on one.
function draw(sheet: SVGSVGElement, added: (line: string) => void, gone: (line: string) => void): void {
  const { width, height } = sheet.viewBox.baseVal;
  const page = sheet.dataset.redactSheet;
  const place = (e: PointerEvent) => {
    const r = sheet.getBoundingClientRect();
    const inside = (v: number, most: number) => Math.min(Math.max(v, 0), most);
    return { x: inside(((e.clientX - r.left) / r.width) * width, width), y: inside(((e.clientY - r.top) / r.height) * height, height) };
  };
  const percent = (v: number, of: number) => String(Math.round((v / of) * 1000) / 10);
  let from: { x: number; y: number } | null = null;
  let box: SVGRectElement | null = null;
  const stop = () => {
    from = null;
    box = null;
  };
  sheet.addEventListener("pointerdown", (e) => {
    const at = e.target as SVGElement;
    if (e.button !== 0 || at.classList.contains("redact-box") || e.pointerType === "touch") return;
    from = place(e);
    sheet.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  sheet.addEventListener("pointermove", (e) => {
    if (!from) return;
    const to = place(e);
    if (!box) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "redact-box on drawn");
      sheet.append(box);
    }
    box.setAttribute("x", String(Math.min(from.x, to.x)));
    box.setAttribute("y", String(Math.min(from.y, to.y)));
    box.setAttribute("width", String(Math.abs(to.x - from.x)));
    box.setAttribute("height", String(Math.abs(to.y - from.y)));
  });
  sheet.addEventListener("pointerup", (e) => {
    const to = place(e);
    if (from && box) {
      if (Math.abs(to.x - from.x) < 6 || Math.abs(to.y - from.y) < 6) {
        box.remove();
      } else {
        const line = `${page}: ${percent(Math.min(from.x, to.x), width)}, ${percent(Math.min(from.y, to.y), height)}, ${percent(Math.max(from.x, to.x), width)}, ${percent(Math.max(from.y, to.y), height)}`;
        box.dataset.line = line;
        added(line);
      }
    }
    stop();
  });
  sheet.addEventListener("pointercancel", () => {
    box?.remove();
    stop();
  });
  sheet.addEventListener("click", (e) => {
    const b = e.target as SVGRectElement;
    if (!b.classList.contains("drawn") || !b.dataset.line || !window.confirm(say("Retirer ce cadre ?", "Take this box away?"))) return;
    gone(b.dataset.line);
    b.remove();
  });
}
