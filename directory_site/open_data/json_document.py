"""The directory as JSON, described by `directory_site.open_data.json_schema`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from congvu.directory import DecisionEntry, GoneEntry, PersonEntry, UnitEntry
from congvu.office import Office
from directory_site.addresses import unit_page
from directory_site.cards import shows_people
from directory_site.open_data import json_schema
from directory_site.open_data.place import VERSION, updated
from directory_site.source import Source

NAME = "danh-ba.json"
_Value = dict[str, Any]


def document(source: Source) -> str:
    """Return the document with one line for each unit, so that a text diff shows changes."""
    office, directory = source.office, source.directory
    head = {
        "$schema": json_schema.address(office),
        "version": VERSION,
        "office": office.name,
        "domain": office.domain,
        "updated": _day(updated(directory)),
        "people_addresses": office.directory.people_addresses,
    }
    lists = {
        "units": [_unit(unit, office) for unit in directory.units],
        "gone": [_gone(gone, office) for gone in directory.gone],
    }
    members = [f"{_text(key)}: {_text(value)}" for key, value in head.items()]
    members += [f"{_text(key)}: {_lines(values)}" for key, values in lists.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def _lines(values: list[_Value]) -> str:
    return "[\n" + ",\n".join(map(_text, values)) + "\n]" if values else "[]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unit(unit: UnitEntry, office: Office) -> _Value:
    shown = shows_people(office)
    return {
        "id": unit.id,
        "name": unit.name,
        "former_names": unit.former_names,
        "kind": unit.kind,
        "place": unit.place,
        "page": unit_page(office, unit.id),
        "address": unit.address,
        "former_addresses": [
            {"address": former.address, "until": _day(former.until)}
            for former in unit.former_addresses
        ],
        "functions": unit.functions,
        "sections": [
            {
                "id": section.id,
                "name": section.name,
                "former_names": section.former_names,
                "address": section.address,
            }
            for section in unit.sections
        ],
        "people": [_person(person, shown=shown) for person in unit.people],
        "decision": _decision(unit.decision),
        "updated": _day(unit.updated),
    }


def _person(person: PersonEntry, *, shown: bool) -> _Value:
    return {
        "name": person.name or None,
        "title": person.title,
        "is_head": person.is_head,
        "address": person.address if shown or not person.name else None,
    }


def _gone(gone: GoneEntry, office: Office) -> _Value:
    return {
        "id": gone.id,
        "name": gone.name,
        "kind": gone.kind,
        "page": unit_page(office, gone.id),
        "decision": _decision(gone.decision),
        "successor": gone.successor or None,
        "successor_name": gone.successor_name or None,
        "address": gone.address or None,
        "until": _day(gone.until),
    }


def _decision(decision: DecisionEntry) -> _Value:
    return {
        "type": decision.type,
        "number": decision.number,
        "signed": _day(decision.signed),
        "starts": _day(decision.starts),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
