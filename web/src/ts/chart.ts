import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { announce } from "./copy";
import { data, font, lang, number, offer, onTheme, palette, reduced, short, token, toPNG } from "./figure";

echarts.use([BarChart, LineChart, ScatterChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, SVGRenderer]);

interface Chart {
  kind: "bar" | "column" | "line" | "area" | "share" | "scatter";
  title: string;
  unit?: string;
  axis?: string;
  note?: string;
  stacked?: boolean;
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
}

// Lines are told apart by dashes and marks besides their colour.
const dashes: (string | number[])[] = ["solid", [8, 4], [2, 4], [10, 4, 2, 4], "solid", [8, 4], [2, 4], [10, 4, 2, 4]];
const marks = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];

// Takes a figure over. Lying bars and shares stay as the server drew them: they
// show their names and values already, whatever the width.
export function start(figure: HTMLElement): void {
  const chart = data<Chart>(figure);
  const stage = figure.querySelector<HTMLElement>("[data-stage]");
  if (!chart || !stage) return;
  offer(figure, chart.title, (kind) => drawing(chart, kind));
  if (chart.kind === "bar" || chart.kind === "share") return;

  const live = document.createElement("div");
  live.className = "chart-live";
  live.tabIndex = 0;
  live.setAttribute("role", "application");
  live.setAttribute("aria-roledescription", lang === "en" ? "chart" : "graphique");
  live.setAttribute("aria-label", chart.title + (lang === "en" ? ". Left and right arrows read the values." : ". Les flèches gauche et droite lisent les valeurs."));
  const drawn = stage.querySelector<HTMLElement>(".chart-plot");
  stage.append(live);
  const instance = echarts.init(live, null, { renderer: "svg" });
  instance.setOption(options(chart, false), true);
  if (drawn) drawn.hidden = true;
  if (drawn) drawn.remove();
  figure.querySelector(".chart-key")?.remove(); // the legend is now one that chooses
  onTheme(() => instance.setOption(options(chart, false), true));
  new ResizeObserver(() => instance.resize()).observe(live);
  keyboard(live, instance, chart);
}

function keyboard(live: HTMLElement, instance: echarts.ECharts, chart: Chart): void {
  let at = -1;
  live.addEventListener("keydown", (e) => {
    const last = chart.categories.length - 1;
    const to = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[e.key];
    if (e.key === "Escape") {
      instance.dispatchAction({ type: "hideTip" });
      at = -1;
    }
    if (to === undefined) return;
    e.preventDefault();
    at = to;
    const first = chart.kind === "scatter" ? 1 : 0;
    instance.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    announce(chart.categories[at] + " : " + chart.series.slice(first, 8).map((s) => (chart.series.length > first + 1 ? s.name + " " : "") + number(s.values[at], chart.unit)).join(", "));
  });
  live.addEventListener("blur", () => instance.dispatchAction({ type: "hideTip" }));
}

// The drawing as a file: with its title, and large enough to print.
async function drawing(chart: Chart, kind: "svg" | "png"): Promise<Blob> {
  const lying = chart.kind === "bar";
  const width = 960;
  const height = lying ? Math.max(260, chart.categories.length * 30 * Math.max(1, chart.stacked ? 1 : chart.series.length * 0.6) + 130) : chart.kind === "share" ? 300 : 540;
  const instance = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  instance.setOption(options(chart, true), true);
  const svg = instance.renderToSVGString();
  instance.dispose();
  return kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : toPNG(svg, width, height);
}

function options(chart: Chart, file: boolean): echarts.EChartsCoreOption {
  const ink = token("ink"), soft = token("soft"), hair = token("hair"), colors = palette();
  const unit = chart.unit ?? "";
  const many = chart.kind === "scatter" ? chart.series.length > 2 : chart.series.length > 1 || chart.kind === "share";
  const lying = chart.kind === "bar" || chart.kind === "share";
  const zooms = !file && !lying && chart.categories.length > 40;
  const values = { type: "value", axisLabel: { color: soft, formatter: short, fontSize: 13, hideOverlap: true }, splitLine: { lineStyle: { color: hair } }, scale: chart.kind === "line" || chart.kind === "scatter" };
  const names = {
    type: "category",
    data: chart.kind === "share" ? [""] : chart.categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: token("edge") } },
    axisLabel: { color: lying ? ink : soft, fontSize: 13, hideOverlap: true, width: lying ? 260 : undefined, overflow: lying ? "truncate" : undefined, interval: lying ? 0 : undefined },
  };
  const across = chart.kind === "scatter" ? { ...values, name: chart.series[0]?.name, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: soft, fontSize: 13 } } : names;
  const top = (file ? 62 : 14) + (many ? 34 : 0);
  return {
    animation: !file && !reduced(),
    animationDuration: 250,
    color: colors,
    backgroundColor: file ? token("paper") : "transparent",
    textStyle: { fontFamily: font(), color: ink },
    aria: { enabled: false }, // the figure's table says it better
    title: file ? { text: chart.title + (unit ? " (" + unit + ")" : ""), left: 20, top: 16, textStyle: { color: ink, fontSize: 19, fontWeight: 600, width: 900, overflow: "truncate" } } : undefined,
    legend: many ? { top: file ? 54 : 0, left: file ? 20 : 0, type: file ? "plain" : "scroll", textStyle: { color: ink, fontSize: 13.5 }, inactiveColor: soft, pageTextStyle: { color: soft }, pageIconColor: ink } : undefined,
    grid: { left: file ? 24 : 2, right: file ? 40 : 14, top, bottom: (zooms ? 52 : 6) + (file ? 20 : 0) + (chart.kind === "scatter" ? 26 : 0), containLabel: true },
    tooltip: {
      trigger: chart.kind === "scatter" ? "item" : "axis",
      renderMode: "richText", // the policy forbids styles in elements that are made of text
      axisPointer: { type: chart.kind === "column" ? "shadow" : "line", lineStyle: { color: soft }, shadowStyle: { color: soft, opacity: 0.12 } },
      backgroundColor: token("paper"),
      borderColor: token("edge"),
      borderWidth: 1,
      padding: [10, 14],
      confine: true,
      textStyle: { color: ink, fontSize: 14 },
      formatter: (given: unknown) => tip(chart, given),
    },
    dataZoom: zooms ? [{ type: "slider", height: 24, bottom: 8, borderColor: hair, fillerColor: token("heather-wash"), textStyle: { color: soft } }, { type: "inside", zoomOnMouseWheel: "ctrl" }] : undefined,
    xAxis: lying ? (chart.kind === "share" ? { ...values, max: 100, axisLabel: { ...values.axisLabel, formatter: (v: number) => number(v, "%") } } : values) : across,
    yAxis: lying ? names : values,
    series: series(chart, file),
  };
}

function series(chart: Chart, file: boolean): object[] {
  const unit = chart.unit ?? "";
  if (chart.kind === "share") {
    const parts = chart.series[0]?.values ?? [];
    const total = parts.reduce((a: number, b) => a + Math.max(0, b ?? 0), 0) || 1;
    return chart.categories.map((name, i) => ({ type: "bar", stack: "all", name, barWidth: 60, data: [(Math.max(0, parts[i] ?? 0) / total) * 100] }));
  }
  if (chart.kind === "scatter") {
    const across = chart.series[0].values;
    return chart.series.slice(1, 9).map((s, k) => ({ type: "scatter", name: s.name, symbol: marks[k], symbolSize: 9, itemStyle: { opacity: 0.75 }, data: s.values.map((v, i) => [across[i], v]) }));
  }
  const lined = chart.kind === "line" || chart.kind === "area";
  return chart.series.slice(0, 8).map((s, k) => ({
    type: lined ? "line" : "bar",
    name: s.name,
    data: s.values.map((v) => v ?? "-"),
    stack: chart.kind === "area" || (chart.stacked && !lined) ? "all" : undefined,
    areaStyle: chart.kind === "area" ? { opacity: 0.75 } : undefined,
    symbol: marks[k],
    symbolSize: chart.categories.length > 60 ? 0 : 7,
    lineStyle: lined ? { width: chart.kind === "area" ? 1.5 : 2.5, type: chart.kind === "area" ? "solid" : dashes[k] } : undefined,
    barMaxWidth: chart.kind === "bar" ? 22 : undefined,
    barCategoryGap: "28%",
    barGap: "0%",
    sampling: lined ? "lttb" : undefined,
    label: file && chart.kind === "bar" && chart.series.length === 1 ? { show: true, position: "right", color: token("ink"), fontSize: 12, formatter: (p: { value: number }) => number(p.value, unit) } : undefined,
    emphasis: { focus: chart.series.length > 1 ? "series" : "none" },
  }));
}

interface Pointed {
  dataIndex: number;
  seriesIndex: number;
  seriesName: string;
  value: unknown;
}

function tip(chart: Chart, given: unknown): string {
  if (chart.kind === "scatter") {
    const p = given as Pointed;
    const [x, y] = p.value as number[];
    return `${clip(chart.categories[p.dataIndex])}\n${chart.series[0].name} : ${number(x)}\n${p.seriesName} : ${number(y, chart.unit)}`;
  }
  const list = given as Pointed[];
  if (!list.length) return "";
  const head = clip(chart.categories[list[0].dataIndex]);
  return [head, ...list.map((p) => (chart.series.length > 1 ? clip(p.seriesName) + " : " : "") + number(chart.series[p.seriesIndex].values[p.dataIndex], chart.unit))].join("\n");
}

function clip(text: string): string {
  return text.length > 60 ? text.slice(0, 59) + "…" : text;
}
