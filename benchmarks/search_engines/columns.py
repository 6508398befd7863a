"""The directory as the candidates get it: texts in columns, which compress best."""

from __future__ import annotations

from benchmarks.search_queries.texts import local_part
from congvu.directory import Directory


def columns(directory: Directory) -> dict[str, object]:
    """Return what is shown and searched, ready for JSON.

    Units are ``[name, local part, [function…]]``, sections ``[unit, name, local part]``; of people,
    names and local parts stand in one text each, with their titles' numbers and how many a unit
    has. Functions carry the words that citizens have for them.
    """
    functions = {
        function.name: " ".join((function.name, *function.words))
        for function in directory.functions
    }
    numbers = {name: number for number, name in enumerate(functions)}
    people = [person for unit in directory.units for person in unit.people]
    titles = {title: number for number, title in enumerate({one.title: 0 for one in people})}
    return {
        "functions": list(functions.values()),
        "titles": list(titles),
        "units": [
            [unit.name, local_part(unit.address), [numbers[name] for name in unit.functions]]
            for unit in directory.units
        ],
        "sections": [
            [number, section.name, local_part(section.address)]
            for number, unit in enumerate(directory.units)
            for section in unit.sections
        ],
        "people": {
            "names": "\n".join(person.name for person in people),
            "titles": [titles[person.title] for person in people],
            "locals": "\n".join(local_part(person.address) for person in people),
            "counts": [len(unit.people) for unit in directory.units],
        },
    }
