"""Asks Validata's engine about the tables of oracles/faults, and writes its answers.

    faults.py DIR >answers.txt

One line a table: its name, a tab, and what was found as code:row:field, in
order. The answers are kept in standards/catalogue/faulttest/testdata, where the
ordinary tests hold ours against them.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import validata_core  # noqa: E402  (after the warnings are silenced)


def answer(table, schema):
    try:
        report = validata_core.validate(str(table), str(schema), limit_errors=1000)
    except Exception as error:  # it refuses some schemas
        return ["no-answer::" + type(error).__name__]
    found = {f"{e['code']}::" for e in report["errors"]}
    for task in report["tasks"]:
        for e in map(dict, task["errors"]):
            row, field = e.get("rowPosition"), e.get("fieldName")
            found.add(f"{e['code']}:{'' if row is None else row}:{field or ''}")
    return sorted(found)


def main(folder):
    folder = Path(folder)
    for entry in json.loads((folder / "list.json").read_text("utf-8")):
        found = answer(folder / entry["File"], folder / entry["Schema"])
        print(entry["ID"] + "\t" + ";".join(found), flush=True)


main(sys.argv[1])
