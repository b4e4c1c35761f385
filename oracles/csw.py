"""Reads the catalogue service as OWSLib does, the client of GeoNode, pycsw and QGIS' MetaSearch."""

import sys

from owslib.catalogue.csw2 import CatalogueServiceWeb
from owslib.fes import BBox, Or, PropertyIsEqualTo, PropertyIsLike

GMD = "http://www.isotc211.org/2005/gmd"


def everything(service):
    found, start = {}, 1
    while start:
        service.getrecords2(outputschema=GMD, esn="full", startposition=start, maxrecords=40)
        found.update(service.records)
        start = service.results["nextrecord"]
    return found, service.results["matches"]


def main(base):
    service = CatalogueServiceWeb(f"{base}/csw", version="2.0.2")
    operations = sorted(o.name for o in service.operations)
    found, total = everything(service)
    broken = [i for i, r in found.items() if not (r.identifier == i and r.identification and r.distribution and r.distribution.online)]
    first = sorted(found)[0]
    service.getrecordbyid([first], outputschema=GMD)
    by_id = first in service.records
    service.getrecords2(constraints=[PropertyIsLike("csw:AnyText", "%subvention%")], outputschema=GMD, esn="summary", maxrecords=5)
    words = service.results["matches"]
    service.getrecords2(constraints=[Or([PropertyIsEqualTo("dc:identifier", first), BBox([0, 0, 1, 1])])], maxrecords=5)
    either = service.results["matches"]
    service.getrecords2(cql="csw:AnyText like '%subvention%'", maxrecords=5)
    text = service.results["matches"]
    service.getrecords2(constraints=[BBox([-180, -90, 180, 90])], outputschema=GMD, esn="full", maxrecords=100)
    placed, boxes = service.results["matches"], [r.identification[0].bbox for r in service.records.values()]
    box = boxes[0]
    west, south, east, north = (float(v) for v in (box.minx, box.miny, box.maxx, box.maxy))
    service.getrecords2(constraints=[BBox([west, south, east, north])], maxrecords=1)
    near = service.results["matches"]
    service.getrecords2(constraints=[BBox([-150, -60, -149, -59])], maxrecords=1)  # the Pacific
    area = placed > 0 and all(b is not None for b in boxes) and 1 <= near <= placed and service.results["matches"] == 0
    ok = area and len(found) == total > 0 and not broken and by_id and words == text > 0 and either == 1 and "GetRecords" in operations
    print(f"csw: {total} records read by OWSLib, {words} with a word, {placed} with an area, {'as they are' if ok else 'BROKEN: ' + str((len(found), broken[:3], by_id, placed, near, words, text, either, operations))}")
    return 0 if ok else 1


sys.exit(main(sys.argv[1]))
