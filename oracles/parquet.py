"""Reads published Parquet files with DuckDB and compares them with the clean CSV."""

import json
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

import duckdb

TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
         "datetime": "TIMESTAMP WITH TIME ZONE", "text": "VARCHAR"}


def fetch(address, path):
    with urlopen(address) as answer:
        path.write_bytes(answer.read())
    return str(path)


def main(base):
    with urlopen(f"{base}/api/v1/datasets?limit=100") as answer:
        listed = json.load(answer)["items"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for item in listed:
            with urlopen(item["api"]) as answer:
                dataset = json.load(answer)
            parquet = fetch(dataset["parquet"], Path(folder) / "a.parquet")
            csv = fetch(dataset["csv"], Path(folder) / "a.csv")
            table = duckdb.sql(f"select * from read_parquet('{parquet}')")
            types = [TYPES[c["type"]] for c in dataset["columns"]]
            rows = duckdb.sql(f"select count(*) from read_csv('{csv}', header=true, all_varchar=true, delim=',')").fetchone()[0]
            if (table.columns != [c["name"] for c in dataset["columns"]]
                    or [str(t) for t in table.types] != types
                    or table.aggregate("count(*)").fetchone()[0] != rows or rows != dataset["row_count"]):
                wrong += 1
                print(f"DIFFERENT  {item['api']}")
    print(f"parquet: {len(listed)} files read, {wrong} different")
    return 1 if wrong or not listed else 0


sys.exit(main(sys.argv[1]))
