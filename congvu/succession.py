"""Finds who gets the mail of a closed shared mailbox (address rules, point 8).

The decision that dissolves a unit or a section names a successor. If the successor is dissolved
too, its own successor gets the mail, and so on.
"""

from __future__ import annotations

from datetime import date

from congvu.roster import lifecycle
from congvu.roster.load import Roster
from congvu.roster.model import Section, Unit, UnitDecision


def shared_mailbox(roster: Roster, holder: str) -> tuple[Unit, Section | None] | None:
    """Find a shared mailbox by its holder's id, ``unit`` or ``unit/section``, or return None."""
    unit_id, slash, section_id = holder.partition("/")
    unit = roster.units_by_id.get(unit_id)
    if unit is None:
        return None
    if not slash:
        return unit, None
    return next(((unit, section) for section in unit.sections if section.id == section_id), None)


def mailbox_name(unit: Unit, section: Section | None = None) -> str:
    """Return the shown name of a shared mailbox: ``Văn thư - UBND xã Tây Phú``."""
    return f"{section.name} - {unit.name}" if section else unit.name


def is_open(roster: Roster, holder: str, on: date) -> bool:
    """Tell whether a unit or section exists on a day."""
    found = shared_mailbox(roster, holder)
    if found is None:
        return False
    unit, section = found
    if section is None:
        return lifecycle.unit_state(unit, on) == "active"
    return lifecycle.section_state(unit, section, on) == "active"


def ended_by(roster: Roster, holder: str, on: date) -> UnitDecision | None:
    """Return the decision that dissolved a unit or section by a day; None if it is open."""
    found = shared_mailbox(roster, holder)
    if found is None:
        return None
    unit, section = found
    periods = (
        lifecycle.section_periods(unit, section) if section else lifecycle.periods(unit.decisions)
    )
    begun = [period for period in periods if period.start <= on]
    if not begun or begun[-1].end is None or begun[-1].end > on:
        return None
    decision = begun[-1].ended_by
    return decision if isinstance(decision, UnitDecision) else None


def heir(roster: Roster, holder: str, on: date) -> str:
    """Return the holder who gets a holder's mail on a day: itself or its successor.

    If a section was dissolved with its unit, the section with the same id at the unit's successor
    gets the mail, or else the successor itself. The result can be a dissolved unit or section, if
    no successor was named or if the successors form a cycle.
    """
    seen: set[str] = set()
    namesake = ""
    while holder not in seen:
        seen.add(holder)
        if namesake and is_open(roster, f"{holder}/{namesake}", on):
            return f"{holder}/{namesake}"
        decision = ended_by(roster, holder, on)
        if decision is None or decision.successor is None:
            break
        unit_id, _, section_id = holder.partition("/")
        if section_id:
            with_its_unit = decision in roster.units_by_id[unit_id].decisions
            namesake = section_id if with_its_unit else ""
        holder = decision.successor
    return holder


def heir_name(roster: Roster, holder: str, on: date) -> str:
    """Return the name of the mailbox that gets a closed one's mail on a day; empty for none."""
    taker = heir(roster, holder, on)
    found = shared_mailbox(roster, taker)
    if taker == holder or found is None or not is_open(roster, taker, on):
        return ""
    return mailbox_name(*found)
