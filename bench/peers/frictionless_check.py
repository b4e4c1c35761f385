"""Validates a CSV against a Table Schema with frictionless."""

import sys

from frictionless import Checklist, Resource, Schema, system

with system.use_context(trusted=True):
    resource = Resource(path=sys.argv[1], schema=Schema.from_descriptor(sys.argv[2]), encoding="utf-8")
    report = resource.validate(Checklist(), limit_errors=1000)
print(report.tasks[0].stats["rows"] if report.valid else report.flatten(["rowNumber", "fieldName", "type"])[:3])
