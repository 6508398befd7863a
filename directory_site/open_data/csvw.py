"""The metadata of the CSV's columns for programs: CSV on the Web (W3C, 2015)."""

from __future__ import annotations

import json
from typing import Any

from congvu.labels import UNIT_KINDS
from directory_site.open_data import csv_table
from directory_site.open_data.place import updated
from directory_site.source import Source

# The default file name for which readers look (section 5.3 of the model).
NAME = f"{csv_table.NAME}-metadata.json"


def metadata(source: Source) -> str:
    """Return the metadata of the table."""
    office = source.office
    description = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": csv_table.NAME,
        "lang": "vi",
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "dc:title": f"Danh bạ thư công vụ {office.name}",
        "dc:description": "Hộp thư điện tử công vụ của đơn vị, bộ phận và từng cán bộ, công chức, "
        "viên chức, mỗi hộp thư một dòng.",
        "dc:publisher": office.name,
        "dc:language": "vi",
        "dc:modified": {"@value": updated(source.directory).isoformat(), "@type": "xsd:date"},
        "tableSchema": {"columns": [_column(column) for column in csv_table.COLUMNS]},
    }
    return json.dumps(description, ensure_ascii=False, indent=2) + "\n"


def _column(column: csv_table.Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": {"vi": column.header},
        "dc:description": column.description,
        "required": column.name in ("unit_id", "unit_name", "unit_kind", "holder"),
        "datatype": _DATATYPES.get(column.name, "string"),
    }


_DATATYPES: dict[str, str | dict[str, str]] = {
    "unit_id": {"base": "string", "format": "[a-z0-9]+(-[a-z0-9]+)*"},
    "unit_kind": {"base": "string", "format": "|".join(UNIT_KINDS.values())},
    "holder": {"base": "string", "format": "|".join(csv_table.HOLDERS)},
    "is_head": {"base": "boolean", "format": f"{csv_table.YES}|{csv_table.NO}"},
    "address": {"base": "string", "format": "[a-z0-9.-]+@[a-z0-9.-]+"},
}
