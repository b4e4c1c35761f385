"""Reads the catalogues (of all, of each theme, of each member) as data.gouv.fr does, page by page, and validates every page of
a member's against the official shapes of DCAT-AP; datasets of high value against those of DCAT-AP HVD, too."""

import os
import sys
from pathlib import Path

import pyshacl
import rdflib

SHAPES = Path(os.environ["AIRIAL_TESTDATA"]) / "dcat" / "dcat-ap"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCATAP = rdflib.Namespace("http://data.europa.eu/r5r/")


def shapes(*names):
    graph = rdflib.Graph()
    for name in names:
        graph.parse(SHAPES / name)
    # Everything is an rdfs:Resource, without a word; the engine infers nothing.
    graph.remove((None, SH["class"], rdflib.RDFS.Resource))
    # The official files refer to property shapes that they do not define;
    # the engine refuses them as they are.
    for triple in list(graph.triples((None, SH.property, None))):
        if (triple[2], SH.path, None) not in graph:
            graph.remove(triple)
    return graph


HYDRA = "http://www.w3.org/ns/hydra/core#"


SYNTAXES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def pages(base, suffix):
    """The pages of a catalogue, found as a harvester finds them."""
    address, number = f"{base}/catalog.{suffix}", 0
    while address:
        graph = rdflib.Graph()
        graph.parse(address, format=SYNTAXES[suffix])
        yield graph
        address = next((str(o) for o in graph.objects(None, rdflib.URIRef(HYDRA + "next"))), None)
        number += 1
        assert number < 1000, "pages without end"


def datasets(graph):
    return set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))


def said(graph):
    """What a graph says of the data, as a set: the addresses of its pages are its own, a node without name is what it says
    (rdflib's own comparison takes ten minutes over hundreds of such nodes)."""
    views = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(HYDRA + "PartialCollectionView")))

    def named(node):
        if isinstance(node, rdflib.BNode):
            return frozenset((p, named(o)) for p, o in graph.predicate_objects(node))
        return node

    return {(named(s), p, named(o)) for s, p, o in graph if s not in views and not str(p).startswith(HYDRA)}


def around(graph, nodes):
    """What a graph says of some nodes, and of what they point to."""
    part, todo = rdflib.Graph(), list(nodes)
    while todo:
        node = todo.pop()
        if (node, None, None) in part:
            continue
        for triple in graph.triples((node, None, None)):
            part.add(triple)
            todo.append(triple[2])
    return part


def valid(address, graph, shacl):
    ok, _, text = pyshacl.validate(graph, shacl_graph=shacl, inference="none", advanced=True)
    if not ok:
        print(f"catalogue {address}: VIOLATIONS\n{text[:4000]}")
    return ok


def alike(base):
    """The three syntaxes and what is negotiated are one graph."""
    graphs = {suffix: next(pages(base, suffix)) for suffix in SYNTAXES}
    for suffix, graph in graphs.items():
        if said(graph) != said(graphs["ttl"]):
            print(f"catalogue {base}: .{suffix} does not say what .ttl says")
            return False
    negotiated = rdflib.Graph()
    negotiated.parse(f"{base}/catalog")  # rdflib asks by the header Accept, and believes the answer's type
    if said(negotiated) != said(graphs["ttl"]):
        print(f"catalogue {base}: what is negotiated is another graph")
        return False
    return True


def main(base):
    ap = shapes("3.0.1/shacl/dcat-ap-SHACL.ttl", "3.0.1/shacl/ranges.ttl")
    hvd = shapes("3.0.0-hvd/shacl/hvd-SHACL.ttl")
    every, publishers, own, high, fine = set(), set(), set(), set(), True
    for graph in pages(base, "ttl"):
        every |= datasets(graph)
        publishers |= {str(p) for d in datasets(graph) for p in graph.objects(d, rdflib.DCTERMS.publisher)}
    number = 0
    for member in sorted(publishers):
        for graph in pages(member, "ttl"):
            number += 1
            fine &= valid(member, graph, ap)
            own |= datasets(graph)
            valued = set(graph.subjects(DCATAP.hvdCategory, None)) & datasets(graph)
            if valued:
                high |= valued
                fine &= valid(member, around(graph, valued), hvd)
    if not high:
        print("catalogue: no dataset of high value, though the demonstration publishes address bases")
        fine = False
    if own != every or not every:
        print(f"catalogue: members list {len(own)} datasets, the catalogue of all {len(every)}")
        fine = False
    compared = [base, *sorted(publishers)[:3], f"{base}/themes/GOVE"]
    fine &= all([alike(address) for address in compared])
    print(f"catalogue: {len(every)} datasets of {len(publishers)} members on {number} pages, {len(high)} of high value, "
          f"{len(compared)} catalogues in three syntaxes: {'no violation, the same graphs' if fine else 'see above'}")
    return 0 if fine else 1


sys.exit(main(sys.argv[1]))
