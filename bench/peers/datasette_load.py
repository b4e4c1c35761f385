# Makes the SQLite file that Datasette serves of a CSV: python datasette_load.py FROM TO
import csv
import sqlite3
import sys

source, target = sys.argv[1:3]
with open(source, newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    names = next(rows)
    types = ["real" if name == "montant" else "text" for name in names]
    db = sqlite3.connect(target)
    db.execute("create table grants (" + ", ".join(f'"{n}" {t}' for n, t in zip(names, types)) + ")")
    db.executemany("insert into grants values (" + ", ".join("?" * len(names)) + ")", rows)
    db.commit()
