import { GeoJSONSource, Map as Ground, NavigationControl, Popup, AttributionControl, FullscreenControl, setWorkerUrl, type StyleSpecification, type MapGeoJSONFeature } from "maplibre-gl";
import { data, lang, number, offer, onTheme, token } from "./figure";
import { say } from "./dom";

interface Place {
  name: string;
  link?: string;
  value?: number;
  cells?: [string, string][];
}

interface Shown {
  title: string;
  unit?: string;
  source?: string;
  worker: string;
  sheet: string;
  base?: string; // where this server says what it has for a base
  places?: GeoJSON.FeatureCollection;
  outline?: GeoJSON.Geometry[];
  low?: number;
  high?: number;
}

interface Base {
  tiles: string | null;
  attribution: string;
  maxzoom: number;
}

// Takes a map over. The places come with the page, or from this server; a base
// only where this server gives one.
export async function start(figure: HTMLElement): Promise<void> {
  const shown = data<Shown>(figure);
  const stage = figure.querySelector<HTMLElement>("[data-stage]");
  if (!shown || !stage) return;
  offer(figure, shown.title, (kind) => (kind === "svg" ? vector(figure, shown) : image(ground, figure, shown)));
  let ground: Ground | null = null;
  let places: GeoJSON.FeatureCollection;
  let base: Base = { tiles: null, attribution: "", maxzoom: 19 };
  try {
    setWorkerUrl(shown.worker);
    const [, given, tiles] = await Promise.all([sheet(shown.sheet), shown.places ?? fetchJSON<GeoJSON.FeatureCollection>(shown.source!), shown.base ? fetchJSON<Base>(shown.base).catch(() => base) : base]);
    places = given;
    base = tiles;
  } catch (e) {
    console.warn("map:", e); // the server's drawing stays
    return;
  }
  const drawing = stage.querySelector<SVGElement>(".map-drawing")!;
  const live = document.createElement("div");
  live.className = "map-live";
  stage.append(live);
  try {
    ground = new Ground({
      container: live,
      style: style(shown, places, base),
      bounds: bounds(places, shown.outline),
      fitBoundsOptions: { padding: 40, maxZoom: 15 },
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      locale: words(),
    });
  } catch (e) {
    live.remove(); // no WebGL here
    console.warn("map:", e);
    return;
  }
  drawing.style.display = "none";
  figure.querySelector<HTMLElement>("[data-more]")?.remove();
  ground.touchZoomRotate.disableRotation();
  ground.addControl(new NavigationControl({ showCompass: false }));
  ground.addControl(new FullscreenControl({ container: live }));
  if (base.tiles) {
    ground.addControl(new AttributionControl({ compact: false, customAttribution: base.attribution }));
    figure.querySelector("[data-base]")?.remove();
  }
  ground.getCanvas().setAttribute("aria-label", shown.title + say(". Flèches pour se déplacer, + et − pour agrandir.", ". Arrows to move, + and − to zoom."));
  const there = ground;
  onTheme(() => there.setStyle(style(shown, places, base)));
  popups(there, shown);
}

async function fetchJSON<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address + ": " + answer.status);
  return (await answer.json()) as T;
}

let loading: Promise<void> | null = null;

// Loads MapLibre's own sheet, once.
function sheet(address: string): Promise<void> {
  loading ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = () => resolve();
    // Before ours, which goes over it.
    document.head.prepend(link);
  });
  return loading;
}

function style(shown: Shown, places: GeoJSON.FeatureCollection, base: Base): StyleSpecification {
  const accent = token("chart-a"), other = token("chart-c"), paper = token("paper"), edge = token("edge");
  const points = { type: "FeatureCollection" as const, features: places.features.filter((f) => f.geometry.type.includes("Point")) };
  const shapes = { type: "FeatureCollection" as const, features: places.features.filter((f) => !f.geometry.type.includes("Point")) };
  const spread = shown.low !== undefined && shown.high !== undefined && shown.high > shown.low;
  const depth = spread ? ["case", ["has", "value"], ["interpolate", ["linear"], ["get", "value"], shown.low, 0.14, shown.high, 0.95], 0.05] : 0.35;
  const size = spread ? ["case", ["has", "value"], ["interpolate", ["linear"], ["get", "value"], shown.low, 5, shown.high, 16], 5] : 6.5;
  return {
    version: 8,
    sources: {
      ...(base.tiles ? { base: { type: "raster", tiles: [new URL(base.tiles, location.href).href.replace(/%7B/g, "{").replace(/%7D/g, "}")], tileSize: 256, maxzoom: base.maxzoom } } : {}),
      outline: { type: "geojson", data: { type: "FeatureCollection", features: (shown.outline ?? []).map((geometry) => ({ type: "Feature", geometry, properties: {} })) } },
      shapes: { type: "geojson", data: shapes },
      points: { type: "geojson", data: points, cluster: points.features.length > 60, clusterRadius: 44, clusterMaxZoom: 15 },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("paper") } },
      ...(base.tiles ? [{ id: "base", type: "raster", source: "base", paint: { "raster-opacity": 0.85 } }] : []),
      ...(base.tiles ? [] : [{ id: "outline-fill", type: "fill", source: "outline", paint: { "fill-color": token("well") } }]),
      { id: "outline", type: "line", source: "outline", paint: { "line-color": edge, "line-width": 1.5 } },
      { id: "areas", type: "fill", source: "shapes", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": spread ? accent : other, "fill-opacity": depth } },
      { id: "lines", type: "line", source: "shapes", paint: { "line-color": spread ? paper : other, "line-width": 1.5 } },
      { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: { "circle-color": accent, "circle-opacity": 0.9, "circle-stroke-color": paper, "circle-stroke-width": 2, "circle-radius": ["step", ["get", "point_count"], 15, 20, 19, 100, 24, 1000, 30] } },
      { id: "counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 13, "text-font": ["sans-serif"], "text-allow-overlap": true }, paint: { "text-color": paper } },
      { id: "places", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: { "circle-color": accent, "circle-opacity": 0.88, "circle-radius": size, "circle-stroke-color": paper, "circle-stroke-width": 1.5 } },
    ],
  } as unknown as StyleSpecification;
}

function popups(ground: Ground, shown: Shown): void {
  for (const layer of ["places", "areas", "lines"]) {
    ground.on("mouseenter", layer, () => (ground.getCanvas().style.cursor = "pointer"));
    ground.on("mouseleave", layer, () => (ground.getCanvas().style.cursor = ""));
  }
  ground.on("mouseenter", "clusters", () => (ground.getCanvas().style.cursor = "pointer"));
  ground.on("mouseleave", "clusters", () => (ground.getCanvas().style.cursor = ""));
  ground.on("click", "clusters", async (e) => {
    const f = e.features?.[0];
    if (!f) return;
    const zoom = await ground.getSource<GeoJSONSource>("points")!.getClusterExpansionZoom(f.properties.cluster_id as number);
    ground.easeTo({ center: (f.geometry as GeoJSON.Point).coordinates as [number, number], zoom: zoom + 0.3 });
  });
  ground.on("click", (e) => {
    const found = ground.queryRenderedFeatures(e.point, { layers: ["places", "areas", "lines"] });
    if (!found.length) return;
    new Popup({ maxWidth: "300px" }).setLngLat(found[0].geometry.type === "Point" ? (found[0].geometry.coordinates as [number, number]) : e.lngLat).setDOMContent(popup(found[0], shown)).addTo(ground);
  });
}

function popup(f: MapGeoJSONFeature, shown: Shown): HTMLElement {
  const place = f.properties as unknown as Place & { cells?: string | [string, string][] };
  const el = document.createElement("div");
  el.className = "map-popup";
  const name = document.createElement(place.link ? "a" : "strong");
  name.textContent = place.name;
  if (place.link) (name as HTMLAnchorElement).href = place.link;
  el.append(name);
  const cells = typeof place.cells === "string" ? (JSON.parse(place.cells) as [string, string][]) : (place.cells ?? []);
  if (place.value !== undefined) cells.unshift([say("Valeur", "Value"), number(place.value, shown.unit)]);
  const list = document.createElement("dl");
  for (const [head, text] of cells) {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = head;
    dd.textContent = text;
    list.append(dt, dd);
  }
  if (cells.length) el.append(list);
  return el;
}

function bounds(places: GeoJSON.FeatureCollection, outline?: GeoJSON.Geometry[]): [number, number, number, number] {
  const b: [number, number, number, number] = [180, 85, -180, -85];
  const hold = (c: unknown): void => {
    if (!Array.isArray(c)) return;
    if (typeof c[0] === "number") {
      b[0] = Math.min(b[0], c[0]);
      b[1] = Math.min(b[1], c[1] as number);
      b[2] = Math.max(b[2], c[0]);
      b[3] = Math.max(b[3], c[1] as number);
    } else c.forEach(hold);
  };
  for (const f of places.features) if ("coordinates" in f.geometry) hold(f.geometry.coordinates);
  for (const g of outline ?? []) if ("coordinates" in g) hold(g.coordinates);
  return b[0] > b[2] ? [-5, 41, 10, 51.5] : b;
}

// The server's drawing, with its colours written into it.
async function vector(figure: HTMLElement, shown: Shown): Promise<Blob> {
  return new Blob([inked(figure, shown)], { type: "image/svg+xml" });
}

function inked(figure: HTMLElement, shown: Shown): string {
  const from = figure.querySelector<SVGElement>(".map-drawing")!;
  const copy = from.cloneNode(true) as SVGElement;
  const sources = from.querySelectorAll("*"), targets = copy.querySelectorAll("*");
  sources.forEach((el, i) => {
    const look = getComputedStyle(el);
    for (const name of ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width"]) targets[i].setAttribute(name, look.getPropertyValue(name));
    targets[i].removeAttribute("class");
  });
  copy.removeAttribute("style");
  copy.removeAttribute("class");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", "1000");
  copy.setAttribute("height", "660");
  copy.setAttribute("viewBox", "0 -40 1000 660");
  const ns = "http://www.w3.org/2000/svg";
  const ground = document.createElementNS(ns, "rect");
  for (const [k, v] of Object.entries({ x: "0", y: "-40", width: "1000", height: "660", fill: token("paper") })) ground.setAttribute(k, v);
  const title = document.createElementNS(ns, "text");
  for (const [k, v] of Object.entries({ x: "20", y: "-12", fill: token("ink"), "font-family": "sans-serif", "font-size": "20", "font-weight": "600" })) title.setAttribute(k, v);
  title.textContent = shown.title;
  copy.prepend(ground, title);
  return new XMLSerializer().serializeToString(copy);
}

// The map as it is seen now.
function image(ground: Ground | null, _figure: HTMLElement, _shown: Shown): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!ground) return reject(new Error("no map"));
    ground.getCanvas().toBlob((b) => (b ? resolve(b) : reject(new Error("no image"))), "image/png");
  });
}

function words(): Record<string, string> {
  if (lang === "en") return {};
  return {
    "AttributionControl.ToggleAttribution": "Afficher les sources",
    "FullscreenControl.Enter": "Plein écran",
    "FullscreenControl.Exit": "Quitter le plein écran",
    "Map.Title": "Carte",
    "NavigationControl.ZoomIn": "Agrandir",
    "NavigationControl.ZoomOut": "Réduire",
    "Popup.Close": "Fermer",
    "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
    "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
    "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
  };
}
