"""Reads a CSV of grants with DuckDB, with the types of its columns."""

import sys

import duckdb

TYPES = {"dateConvention": "DATE", "montant": "DOUBLE", "pourcentageSubvention": "DOUBLE"}
with open(sys.argv[1], encoding="utf-8") as file:
    labels = file.readline().strip().split(",")
columns = {label: TYPES.get(label, "VARCHAR") for label in labels}
duckdb.sql("set threads = 2")
print(duckdb.sql(
    f"select count(*), sum(montant), max(dateConvention), min(length(idBeneficiaire)), sum(pourcentageSubvention) "
    f"from read_csv('{sys.argv[1]}', header=true, delim=',', quote='\"', columns={columns})").fetchone()[0])
