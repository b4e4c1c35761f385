"""Validates the catalogue against the official DCAT-AP shapes, in both syntaxes."""

import os
import sys
from pathlib import Path

import pyshacl
import rdflib
from rdflib.compare import isomorphic

SHAPES = Path(os.environ["AIRIAL_TESTDATA"]) / "dcat" / "dcat-ap" / "3.0.1" / "shacl"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def shapes():
    graph = rdflib.Graph()
    for name in ("dcat-ap-SHACL.ttl", "ranges.ttl"):
        graph.parse(SHAPES / name)
    # The official files refer to property shapes that they do not define;
    # the engine refuses them as they are.
    for triple in list(graph.triples((None, SH.property, None))):
        if (triple[2], SH.path, None) not in graph:
            graph.remove(triple)
    return graph


HYDRA = "http://www.w3.org/ns/hydra/core#"


def read(base, suffix, syntax):
    graph = rdflib.Graph()
    graph.parse(f"{base}/catalog.{suffix}", format=syntax)
    return graph


def said(graph):
    """What a graph says of the data: the addresses of its pages are its own."""
    views = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(HYDRA + "PartialCollectionView")))
    rest = rdflib.Graph()
    for triple in graph:
        if triple[0] not in views and not str(triple[1]).startswith(HYDRA):
            rest.add(triple)
    return rest


def main(base):
    turtle, jsonld = read(base, "ttl", "turtle"), read(base, "jsonld", "json-ld")
    if not isomorphic(said(turtle), said(jsonld)):
        print("catalogue: the two syntaxes do not say the same")
        return 1
    datasets = len(set(turtle.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset"))))
    ok, _, text = pyshacl.validate(turtle, shacl_graph=shapes(), inference="none", advanced=True)
    print(f"catalogue: {datasets} datasets, {len(turtle)} triples, {'no violation' if ok else 'VIOLATIONS'}")
    if not ok:
        print(text[:4000])
    return 0 if ok and datasets else 1


sys.exit(main(sys.argv[1]))
