"""What is published, as the public interface and the table of the search say it: the catalogues must say the same."""

import csv
import io
import json
import urllib.request


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def everything(base):
    """All datasets by identifier, each with the period it covers and the codes of its themes."""
    listed, found = [], {}
    while True:
        page = json.loads(fetch(f"{base}/api/v1/datasets?limit=100&offset={len(listed)}"))
        listed += page["items"]
        if len(listed) >= page["total"] or not page["items"]:
            break
    for d in listed:
        found[d["id"]] = json.loads(fetch(f"{base}/api/v1/datasets/{d['id']}"))
    table = csv.DictReader(io.StringIO(fetch(f"{base}/datasets.csv").lstrip("\ufeff")), delimiter=";")
    for line in table:
        if line["source"]:  # harvested: it is in no catalogue of ours
            continue
        found[line["identifiant"]]["themes"] = sorted(filter(None, line["themes"].split(",")))
    return found


def members(found):
    return sorted({d["member"]["siren"] for d in found.values()})


def files(dataset):
    """Addresses of what is downloaded, with sizes and digests."""
    latest = next(v for v in dataset["versions"] if v["number"] == dataset["version"])
    return {dataset[name]: latest[name] for name in ("csv", "parquet", "original")}


LICENCES = {
    "lov2": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "odbl": "https://opendatacommons.org/licenses/odbl/",
}
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"


# By these data.gouv.fr knows high-value datasets (regulation (EU) 2023/138): they stand beside the publisher's own keywords.
HIGH = {"etalab/schema-bal": ["hvd", "Géospatiales"]}


def keywords(dataset):
    return dataset["keywords"] + HIGH.get((dataset["schema"] or {}).get("name"), [])


def schema(dataset):
    """The address in the State's catalogue of schemas begins so; None where no schema is claimed."""
    name = dataset["schema"] and dataset["schema"]["name"]
    return f"https://schema.data.gouv.fr/schemas/{name}/" if name else None


class Report:
    """Collects what differs, and says how it went."""

    def __init__(self, name):
        self.name, self.wrong, self.compared = name, [], 0

    def same(self, what, want, got):
        self.compared += 1
        if want != got:
            self.wrong.append(f"{what}: published {want!r}, read {got!r}")

    def status(self, text):
        if self.wrong or not self.compared:
            print(f"{self.name}: {len(self.wrong)} of {self.compared} comparisons DIFFER")
            for line in self.wrong[:20]:
                print("  " + line[:400])
            return 1
        print(f"{self.name}: {text}, {self.compared} comparisons, all the same")
        return 0
