"""Harvests the catalogue of each member with the code of data.gouv.fr itself (udata's DCAT backend, on a database that is a
pretence), twice, and compares what comes in with what is published. AIRIAL_TESTDATA has the State's catalogue of schemas."""

import json
import logging
import os
import sys
from pathlib import Path

import mongoengine.connection
import mongomock

mongoengine.connection.MongoClient = mongomock.MongoClient  # before udata asks for one

import published  # noqa: E402
from udata import settings  # noqa: E402
from udata.app import create_app  # noqa: E402


class Settings(settings.Testing):
    MONGODB_HOST = MONGODB_HOST_TEST = "mongodb://localhost:27017/udata"
    URLS_ALLOW_LOCAL = URLS_ALLOW_PRIVATE = True
    HARVEST_MAX_ITEMS = None


CATALOGUE = json.loads((Path(os.environ["AIRIAL_TESTDATA"]) / "schemas" / "schemas.json").read_text())


def seen(dataset):
    """What matters of a harvested dataset, as plain values."""
    period, schema = dataset.temporal_coverage, dataset.schema
    return {
        "id": dataset.harvest.dct_identifier, "title": dataset.title, "description": dataset.description, "page": dataset.harvest.remote_url,
        "licence": dataset.license and dataset.license.id, "frequency": dataset.frequency and dataset.frequency.value, "tags": set(dataset.tags),
        "period": (str(period.start), str(period.end)) if period else None, "schema": schema and (schema.name, schema.url),
        "resources": {r.url: (r.title, r.filesize, r.format) for r in dataset.resources},
    }  # fmt: skip


FREQUENCIES = {
    "DAILY": "daily", "WEEKLY": "weekly", "BIWEEKLY": "biweekly", "MONTHLY": "monthly", "BIMONTHLY": "bimonthly",
    "QUARTERLY": "quarterly", "ANNUAL_2": "semiannual", "ANNUAL": "annual", "IRREG": "irregular", "UNKNOWN": "unknown",
    "UPDATE_CONT": "continuous", "NEVER": "never", "BIENNIAL": "biennial", "TRIENNIAL": "triennial", "": None,
}  # fmt: skip


def compare(report, tag, want, got):
    i = want["id"]
    report.same(f"{i} title", want["title"], got["title"])
    report.same(f"{i} description", " ".join(want["description"].split()) or want["title"], " ".join((got["description"] or "").split()))
    report.same(f"{i} page", want["page"], got["page"])
    report.same(f"{i} licence", want["licence"], got["licence"])
    report.same(f"{i} frequency", FREQUENCIES.get(want["frequency"], want["frequency"]), got["frequency"])
    report.same(f"{i} keywords among the tags", set(), {tag(k) for k in published.keywords(want)} - got["tags"])
    period = want.get("period")
    report.same(f"{i} period", period and (period["from"], period["until"]), got["period"])
    known = {s["name"] for s in CATALOGUE["schemas"]}
    name = want["schema"] and want["schema"]["name"]
    if name in known:
        report.same(f"{i} schema", True, bool(got["schema"]) and f"/{name}/" in str(got["schema"]))
    files = published.files(want)
    report.same(f"{i} resources", {a: f["size"] for a, f in files.items()}, {a: size for a, (_, size, _) in got["resources"].items()})


def main(base):
    logging.disable(logging.CRITICAL)
    want = published.everything(base)
    report = published.Report("udata")
    app = create_app(settings.Defaults, override=Settings)
    with app.app_context():
        from udata.core.dataset.models import License
        from udata.harvest.backends.dcat import DcatBackend
        from udata.harvest.models import HarvestSource
        from udata.tags import normalize as tag

        for licence, address in published.LICENCES.items():
            License(id=licence, title=licence, alternate_urls=[address]).save()
        sirens = published.members(want)
        for siren in sirens:
            own = {i: d for i, d in want.items() if d["member"]["siren"] == siren}
            source = HarvestSource(name=siren, url=f"{base}/p/{siren}/catalog.ttl", backend="dcat", autoarchive=False).save()
            before = None
            for _ in range(2):
                job = DcatBackend(source).harvest()
                report.same(f"{siren} errors", [], [e.message for e in job.errors] + [e.message for i in job.items for e in i.errors])
                report.same(f"{siren} warnings", [], [line.message for i in job.items for line in i.logs if line.level in ("WARNING", "ERROR")])
                report.same(f"{siren} identifiers", sorted(own), sorted(i.remote_id for i in job.items))
                known = {str(i.dataset.id): [str(r.id) for r in i.dataset.resources] for i in job.items if i.dataset}
                report.same(f"{siren} known again, resources too", before or known, known)
                before = known
            for item in job.items:
                if item.dataset and item.remote_id in own:
                    compare(report, tag, own[item.remote_id], seen(item.dataset))
    return report.status(f"{len(want)} datasets of {len(sirens)} members harvested twice, without doubles")


sys.exit(main(sys.argv[1]))
