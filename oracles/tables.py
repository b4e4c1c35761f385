"""Compares airial check with Validata's engine on the sample tables."""

import json
import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import validata_core  # noqa: E402  (after the warnings are silenced)

DATA = Path(os.environ["AIRIAL_TESTDATA"])
KNOWN = json.loads(Path(__file__).with_name("known.json").read_text("utf-8"))
PAIRS = json.loads(Path(__file__).with_name("pairs.json").read_text("utf-8"))

# Validata's names of codes, in ours (Frictionless 5 and the custom checks).
CODES = {
    "french-siret-value": "siret",
    "french-siren-value": "siren",
    "nomenclature-actes-value": "nomenclature-actes",
    "compare-columns-value": "compare",
    "cohesive-columns-value": "cohesive",
    "sum-columns-value": "sum",
    "year-interval-value": "year-interval",
    "opening-hours-value": "opening-hours",
    "phone-number-value": "phone-number",
    "missing-required-header": "missing-label",
}


def normal(code, row, field):
    """A finding about a missing column has no place."""
    code = CODES.get(code, code)
    return (code, None, None) if code == "missing-label" else (code, row, field)


def oracle(table, schema):
    report = validata_core.validate(str(table), str(schema), limit_errors=100_000)
    found = {(e["code"], None, None) for e in report["errors"]}
    for task in report["tasks"]:
        for error in map(dict, task["errors"]):
            found.add(normal(error["code"], error.get("rowPosition"), error.get("fieldName")))
    return found


def ours(binary, table, schema):
    run = subprocess.run(
        [binary, "check", "--schema", str(schema), "--format", "json", "--limit", "0", str(table)],
        capture_output=True, text=True, check=False,
    )
    findings = json.loads(run.stdout)["findings"]
    return {normal(f["code"], f["row"], f["field"]) for f in findings if f["level"] == "error"}


def main(binary):
    same = explained = wrong = unanswered = 0
    for table, schema in PAIRS:
        path = DATA / "tables" / table
        official = DATA / "schemas" / schema
        try:
            theirs = oracle(path, official)
        except Exception as error:  # the engine refuses some official schemas
            print(f"no answer  {table}: {type(error).__name__}")
            unanswered += 1
            continue
        mine = ours(binary, path, official)
        if theirs == mine:
            same += 1
        elif table in KNOWN:
            explained += 1
            print(f"explained  {table}: {KNOWN[table]}")
        else:
            wrong += 1
            print(f"DIFFERENT  {table}")
            for who, only in (("theirs", theirs - mine), ("ours", mine - theirs)):
                for code, row, field in sorted(only, key=str)[:10]:
                    print(f"    only {who}: {code} row {row} {field}")
    print(f"tables: {same} the same, {explained} explained, {unanswered} unanswered, {wrong} different")
    return 1 if wrong or same == 0 else 0


sys.exit(main(sys.argv[1]))
