"""Reads the catalogue with the parser of ckanext-dcat, by which CKAN portals harvest, and compares what it gives with what is published."""

import json
import sys

import published
from ckanext.dcat.processors import RDFParser

SYNTAXES = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def read(base, suffix):
    found, address = {}, f"{base}/catalog.{suffix}"
    while address:
        parser = RDFParser(profiles=["euro_dcat_ap_3"])
        parser.parse(published.fetch(address), _format=SYNTAXES[suffix])
        for d in parser.datasets():
            extras = {e["key"]: e["value"] for e in d["extras"]}
            found[extras["identifier"]] = d, extras
        address = parser.next_page()
    return found


def compare(report, want, dataset, extras):
    i = want["id"]
    report.same(f"{i} title", want["title"], dataset["title"])
    report.same(f"{i} description", want["description"].strip() or want["title"], dataset["notes"].strip())
    report.same(f"{i} keywords", sorted(published.keywords(want)), sorted(t["name"] for t in dataset["tags"]))
    report.same(f"{i} page", want["page"], dataset["url"])
    report.same(f"{i} version", str(want["version"]), dataset["version"])
    report.same(f"{i} publisher", (want["member"]["name"], want["member"]["siren"]), (extras["publisher_name"], extras["publisher_identifier"]))
    report.same(f"{i} frequency", published.FREQUENCY + want["frequency"] if want["frequency"] else None, extras.get("frequency"))
    report.same(f"{i} themes", [published.THEME + t for t in want["themes"]], sorted(json.loads(extras.get("theme", "[]"))))
    report.same(f"{i} first published", want["issued"][:19], extras["issued"][:19])
    report.same(f"{i} changed", want["modified"][:19], extras["modified"][:19])
    period = want.get("period") or {}
    report.same(f"{i} period", (period.get("from"), period.get("until")), (extras.get("temporal_start"), extras.get("temporal_end")))
    claimed = json.loads(extras.get("conforms_to", "[]"))
    schema = published.schema(want)
    report.same(f"{i} schema", bool(schema), len(claimed) == 1 and claimed[0].startswith(schema or "?"))
    files = published.files(want)
    report.same(f"{i} resources", sorted(files), sorted(r["url"] for r in dataset["resources"]))
    for r in dataset["resources"]:
        file = files.get(r["url"]) or {}
        report.same(f"{i} {r['name']} licence", published.LICENCES[want["licence"]], r.get("license"))
        report.same(f"{i} {r['name']} size, digest", (file.get("size"), file.get("sha256")), (r.get("size"), r.get("hash")))


def main(base):
    want = published.everything(base)
    report = published.Report("ckanext-dcat")
    for suffix in SYNTAXES:
        got = read(base, suffix)
        report.same(f".{suffix} datasets", sorted(want), sorted(got))
        for i in sorted(set(want) & set(got)):
            compare(report, want[i], *got[i])
    return report.status(f"{len(want)} datasets in {len(SYNTAXES)} syntaxes")


sys.exit(main(sys.argv[1]))
