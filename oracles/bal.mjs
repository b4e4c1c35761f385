// What the official validator of address files (validateur-bal) finds wrong in
// the cells of its own samples: one line a file, with the columns of
// whose cells it says something under the profile 1.4, "row" for what it says
// of several together, and "unreadable" for what it cannot read.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

console.warn = console.error = () => {}; // it tries to fetch land registers
const require = createRequire(`${process.argv[3]}/x.js`);
const { validate } = require("@ban-team/validateur-bal");
const dir = process.argv[2];
for (const name of readdirSync(dir).filter((n) => n.endsWith(".csv")).sort()) {
  const r = await validate(readFileSync(`${dir}/${name}`), { profile: "1.4" });
  const columns = new Set();
  for (const row of r.rows ?? []) {
    for (const e of row.errors ?? []) if (e.level === "E" || e.level === "W") columns.add(e.code.split(".")[0]);
  }
  console.log([name, r.parseOk ? [...columns].sort().join(" ") : "unreadable"].join("\t"));
}
