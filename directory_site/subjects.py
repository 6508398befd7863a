"""What a letter is about that a link of the directory begins: the office sees it at a glance."""

from __future__ import annotations

from congvu.directory import FunctionEntry, PersonEntry, SectionEntry, UnitEntry


def to_unit(unit: UnitEntry) -> str:
    """Return the subject of a letter to a unit's shared mailbox."""
    return f"Gửi {unit.name}"


def to_section(section: SectionEntry, unit: UnitEntry) -> str:
    """Return the subject of a letter to a section's mailbox."""
    return f"Gửi bộ phận {section.name}, {unit.name}"


def to_person(person: PersonEntry) -> str:
    """Return the subject of a letter to a person, or to whoever holds an unnamed one's office."""
    return f"Gửi {person.name or person.title}"


def about(function: FunctionEntry) -> str:
    """Return the subject of a letter about something that citizens come for."""
    return f"Hỏi về {function.name}"
