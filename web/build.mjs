// Builds dist/ from src/: one stylesheet, two scripts, fonts and icons. The Go
// side gives each file an address with its digest; fonts get theirs here, for
// the stylesheet names them.
import * as esbuild from "esbuild";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";

const out = "dist";
await mkdir(out, { recursive: true });
for (const name of await readdir(out)) {
  if (name !== ".gitkeep") await rm(`${out}/${name}`, { recursive: true });
}
await copyFile("src/favicon.svg", `${out}/favicon.svg`);

const common = { bundle: true, minify: true, outdir: out, logLevel: "info" };
const builds = [
  {
    ...common,
    entryPoints: { app: "src/css/app.css" },
    target: ["chrome109", "firefox102", "safari15.4"],
    loader: { ".woff2": "file" },
    assetNames: "[name]-[hash]",
    publicPath: "/static",
  },
  {
    ...common,
    entryPoints: { app: "src/ts/app.ts", theme: "src/ts/theme.ts" },
    format: "iife",
    target: ["es2020"],
  },
];

if (process.argv.includes("--watch")) {
  for (const b of builds) await (await esbuild.context(b)).watch();
} else {
  for (const b of builds) await esbuild.build(b);
}
