// Questions through Opendatasoft's own client: node client.cjs ADDRESS DATASET.
const assert = require("node:assert/strict");
const { ApiClient, fromCatalog, field, string, dateTime, date, all, one, not, list } = require("@opendatasoft/api-client");

const [address, dataset] = process.argv.slice(2);

async function main() {
  const client = new ApiClient({ domain: address });
  const places = fromCatalog().dataset(dataset);
  const names = async (query) => (await client.get(query)).results.map((row) => row.nom);

  const catalogue = await client.get(fromCatalog().datasets().where(string("equipements")).limit(5));
  assert.equal(catalogue.total_count, 1);
  assert.equal(catalogue.results[0].dataset_id, dataset);
  assert.equal(catalogue.results[0].metas.default.title, "Équipements publics");

  const itself = await client.get(places.itself());
  assert.deepEqual(itself.fields.find((f) => f.name === "geo_point_2d").type, "geo_point_2d");

  const page = await client.get(places.records().limit(2).offset(1));
  assert.equal(page.total_count, 5);
  assert.deepEqual(page.results.map((r) => r.nom), ["Médiathèque", "Piscine"]);

  assert.deepEqual(await names(places.records().where(all(`${field("kind")} = ${string("sport")}`, "capacite > 500"))), ["Arènes"]);
  assert.deepEqual(await names(places.records().where(one(`nom like ${string("gym")}`, `nom like ${string("pisc")}`))), ["Piscine", "Gymnase"]);
  assert.deepEqual(await names(places.records().where(not(`kind = ${string("sport")}`)).orderBy("nom desc")), ["Théâtre", "Médiathèque"]);
  assert.deepEqual(await names(places.records().where(`depuis >= ${date({ year: 2005, month: 9 })}`)), ["Médiathèque"]);
  assert.deepEqual(await names(places.records().where(`releve > ${dateTime(new Date("2026-02-01T08:00:00Z"))}`)), ["Gymnase"]);
  assert.deepEqual(await names(places.records().where(`${field("lieu dit")} = ${string("Parc")}`)), ["Arènes"]);
  assert.deepEqual(await names(places.records().refine("kind:culture")), ["Médiathèque", "Théâtre"]);
  assert.deepEqual(await names(places.records().exclude("kind:culture").limit(1)), ["Arènes"]);

  const groups = await client.get(places.records().select(list("count(*) as n", "avg(capacite) as mean")).groupBy("kind").orderBy("n desc"));
  assert.deepEqual(groups.results, [{ kind: "sport", n: 3, mean: 4225 }, { kind: "culture", n: 2, mean: 450 }]);

  const facets = await client.get(places.facets().facet("kind"));
  assert.deepEqual(facets.facets[0].facets.map((f) => [f.name, f.count, f.state]), [["sport", 3, "displayed"], ["culture", 2, "displayed"]]);

  const exported = await client.get(places.export("json").select("nom").limit(-1).where("ouvert"));
  assert.equal(exported.length, 3);

  await assert.rejects(client.get(places.records().where("nom = ")), (e) => e.response.status === 400 && e.details.error_code === "ODSQLError");
  await assert.rejects(client.get(fromCatalog().dataset("none").itself()), (e) => e.response.status === 404);
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
