// What the official validator of address files (validateur-bal) says of ours:
// each of its samples after our mending, and each address base of the
// demonstration as it is exported. A file that was valid has to stay valid, and
// what is wrong after the mending may only be what no program can know: the
// commune, a position, a name. Of exported files nothing may be wrong but the code
// of the commune, for the département is invented, and a number that nobody has placed.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

console.warn = console.error = () => {}; // it tries to fetch land registers
const [binary, samples, library, data, work] = process.argv.slice(2);
const require = createRequire(`${library}/x.js`);
const { validate } = require("@ban-team/validateur-bal");

async function judge(file) {
  const r = await validate(readFileSync(file), {});
  const errors = new Set((r.profilErrors ?? []).filter((e) => e.level === "E").map((e) => e.code));
  return { profile: r.profile, valid: Boolean(r.parseOk && r.profilesValidation[r.profile]?.isValid), errors: [...errors].sort() };
}

let bad = 0;
const wrong = (...words) => { bad++; console.log("bal:", ...words); };

const unknowable = new Set(["cle_interop.structure_invalide", "cle_interop.commune_invalide", "commune_insee.valeur_manquante", "commune_insee.commune_invalide",
  "row.commune_manquante", "row.longlat_vides", "row.adresse_incomplete", "rows.multi_id_ban_commune"]);
let before = 0, after = 0, files = 0;
for (const name of readdirSync(samples).filter((n) => n.endsWith(".csv")).sort()) {
  const mended = `${work}/${name}`;
  spawnSync(binary, ["addresses", "check", `${samples}/${name}`, "--mended", mended]);
  const was = await judge(`${samples}/${name}`);
  if (was.errors.includes("rows.empty")) continue; // there is nothing to mend
  const is = await judge(mended);
  files++;
  before += was.valid;
  after += is.valid;
  if (was.valid && !is.valid) wrong(name, "was valid, and mended is not:", is.errors.join(" "));
  const left = is.errors.filter((e) => !unknowable.has(e));
  if (left.length) wrong(name, "mended still has", left.join(" "));
}
if (files < 20 || after <= before) wrong(`${files} samples, ${before} valid before and ${after} after`);

const bases = execFileSync(binary, ["addresses", "status", "--data", data], { encoding: "utf8" }).trim().split("\n").map((l) => l.split(/ {2,}/)[0]);
for (const siren of bases) {
  const file = `${work}/${siren}.csv`;
  execFileSync(binary, ["addresses", "export", "--data", data, siren, "-o", file]);
  const { errors } = await judge(file);
  const left = errors.filter((e) => !/^((commune_insee|cle_interop)\.commune_invalide|row\.longlat_vides)$/.test(e));
  if (left.length) wrong("exported", siren, left.join(" "));
}
if (bases.length < 2) wrong("only", bases.length, "address bases in the demonstration");
console.log(`bal: ${files} samples mended (${before} were valid, ${after} are), ${bases.length} bases exported: judged by the official validator`);
process.exit(bad ? 1 : 0);
