// Builds dist/ from src/: one stylesheet, two scripts, the bundles of charts and
// maps (which pages load only when one comes into view), fonts and icons. The Go
// side gives each file an address with its digest; fonts get theirs here, for
// the stylesheet names them.
import * as esbuild from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const out = "dist";
await mkdir(out, { recursive: true });
for (const name of await readdir(out)) {
  if (name !== ".gitkeep") await rm(`${out}/${name}`, { recursive: true });
}
await copyFile("src/favicon.svg", `${out}/favicon.svg`);
// MapLibre's worker is a file of its own: the policy allows no other kind.
await copyFile("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", `${out}/map-worker.js`);

const common = { bundle: true, minify: true, outdir: out, logLevel: "info" };
const builds = [
  {
    ...common,
    entryPoints: { app: "src/css/app.css", map: "src/css/map.css" },
    target: ["chrome109", "firefox102", "safari15.4"],
    loader: { ".woff2": "file" },
    assetNames: "[name]-[hash]",
    publicPath: "/static",
  },
  {
    ...common,
    entryPoints: { app: "src/ts/app.ts", theme: "src/ts/theme.ts", embed: "src/ts/embed.ts" },
    format: "iife",
    target: ["es2020"],
  },
  {
    ...common,
    entryPoints: { chart: "src/ts/chart.ts", map: "src/ts/map.ts" },
    format: "esm",
    target: ["es2022"],
    legalComments: "none",
  },
];

if (process.argv.includes("--watch")) {
  for (const b of builds) await (await esbuild.context(b)).watch();
} else {
  for (const b of builds) await esbuild.build(b);
  // The largest lie packed in the program, which unpacks them when it starts.
  for (const name of ["map.js", "map-worker.js", "chart.js"]) {
    await writeFile(`${out}/${name}.gz`, gzipSync(await readFile(`${out}/${name}`), { level: 9 }));
    await rm(`${out}/${name}`);
  }
}
