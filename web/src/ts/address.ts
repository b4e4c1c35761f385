import { each } from "./dom";

// A street's plan: its points move with the mouse, a finger or the arrow keys,
// and the degrees in the table follow. Points of numbers that have none yet are
// placed by the table, or by a click on the plan while their row is in use.
// Everything can be done in the table alone.
export function startAddresses(): void {
  each<HTMLFormElement>("[data-address]", (form) => {
    const plan = form.querySelector<HTMLElement>("[data-address-plan]");
    const svg = plan?.querySelector("svg");
    if (!plan || !svg) return;
    const [west, south, east, north] = ["west", "south", "east", "north"].map((side) => Number(plan.dataset[side])) as [number, number, number, number];
    const { width, height } = svg.viewBox.baseVal;
    const field = (name: string, at: string) => form.querySelector<HTMLInputElement>(`[name="${name}-${CSS.escape(at)}"]`);
    let used = "";

    const write = (at: string, x: number, y: number) => {
      const lon = field("lon", at);
      const lat = field("lat", at);
      if (!lon || !lat || lon.disabled) return;
      lon.value = (west + (x / width) * (east - west)).toFixed(7);
      lat.value = (north - (y / height) * (north - south)).toFixed(7);
    };
    const inside = (v: number, most: number) => Math.min(Math.max(v, 0), most);
    const place = (e: PointerEvent | MouseEvent) => {
      const r = svg.getBoundingClientRect();
      return { x: inside(((e.clientX - r.left) / r.width) * width, width), y: inside(((e.clientY - r.top) / r.height) * height, height) };
    };
    const where = new Map<SVGGElement, { x: number; y: number }>();
    const move = (point: SVGGElement, x: number, y: number) => {
      where.set(point, { x, y });
      point.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    };
    const ready = (point: SVGGElement) => {
      const at = point.dataset.addressPoint ?? "";
      if (field("lon", at)?.disabled !== false) return;
      const from = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(point.getAttribute("transform") ?? "");
      where.set(point, { x: Number(from?.[1] ?? 0), y: Number(from?.[2] ?? 0) });
      point.setAttribute("tabindex", "0");
      point.setAttribute("role", "button");
      const number = (field("number", at)?.value ?? "") + (field("suffix", at)?.value ?? "");
      point.setAttribute("aria-label", `${number || "·"}, ${field("lat", at)?.value} ${field("lon", at)?.value}`);
      point.addEventListener("focus", () => (used = at));
      point.addEventListener("pointerdown", (e) => {
        e.preventDefault();
        point.focus();
        point.setPointerCapture(e.pointerId);
      });
      point.addEventListener("pointermove", (e) => {
        if (!point.hasPointerCapture(e.pointerId)) return;
        const to = place(e);
        move(point, to.x, to.y);
        write(at, to.x, to.y);
      });
      point.addEventListener("click", (e) => e.stopPropagation());
      point.addEventListener("keydown", (e) => {
        const step = e.shiftKey ? 20 : 2;
        const by = ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] } as Record<string, [number, number]>)[e.key];
        const now = where.get(point);
        if (!by || !now) return;
        e.preventDefault();
        const [x, y] = [inside(now.x + by[0], width), inside(now.y + by[1], height)];
        move(point, x, y);
        write(at, x, y);
      });
    };
    svg.querySelectorAll<SVGGElement>("[data-address-point]").forEach(ready);

    const mark = () =>
      svg.querySelectorAll<SVGGElement>("[data-address-point]").forEach((p) => p.classList.toggle("on", p.dataset.addressPoint === used));
    form.addEventListener("focusin", (e) => {
      const name = /-(\d+)$/.exec((e.target as HTMLInputElement).name ?? "");
      if (name?.[1]) used = name[1];
      mark();
    });
    // A row that has no point yet gets one where the plan is clicked.
    svg.addEventListener("click", (e) => {
      if (!used || svg.querySelector(`[data-address-point="${CSS.escape(used)}"]`) || field("lon", used)?.disabled !== false) return;
      const to = place(e);
      const point = document.createElementNS("http://www.w3.org/2000/svg", "g");
      point.classList.add("address-point");
      point.dataset.addressPoint = used;
      point.append(document.createElementNS("http://www.w3.org/2000/svg", "circle"));
      point.firstElementChild?.setAttribute("r", "8");
      point.setAttribute("transform", `translate(${to.x} ${to.y})`);
      svg.append(point);
      write(used, to.x, to.y);
      ready(point);
      mark();
    });
    // Degrees that are typed move the point.
    form.addEventListener("change", (e) => {
      const name = /^(?:lat|lon)-(\d+)$/.exec((e.target as HTMLInputElement).name ?? "");
      const at = name?.[1];
      const point = at && svg.querySelector<SVGGElement>(`[data-address-point="${CSS.escape(at)}"]`);
      if (!at || !point) return;
      const lon = Number((field("lon", at)?.value ?? "").replace(",", "."));
      const lat = Number((field("lat", at)?.value ?? "").replace(",", "."));
      if (Number.isFinite(lon) && Number.isFinite(lat)) move(point, ((lon - west) / (east - west)) * width, ((north - lat) / (north - south)) * height);
    });
  });
}
