"""Who gets the mail of a shared mailbox that has ended (address rules, point 8).

A successor is named by the decision that ends a unit or a section, and may itself have ended:
it is followed to the mailbox that is open on a day.
"""

from __future__ import annotations

from datetime import date

from congvu.roster import lifecycle
from congvu.roster.load import Roster
from congvu.roster.model import Section, Unit, UnitDecision


def shared_mailbox(roster: Roster, holder: str) -> tuple[Unit, Section | None] | None:
    """Find a shared mailbox by its holder's id, ``unit`` or ``unit/section``; None for no such."""
    unit_id, slash, section_id = holder.partition("/")
    unit = roster.units_by_id.get(unit_id)
    if unit is None:
        return None
    if not slash:
        return unit, None
    return next(((unit, section) for section in unit.sections if section.id == section_id), None)


def mailbox_name(unit: Unit, section: Section | None = None) -> str:
    """Return how a shared mailbox is shown: ``Văn thư - UBND xã Tây Phú``."""
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
    """Return the decision that ended a unit or section by that day; None if it has not ended."""
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
    """Return whose mailbox gets a holder's mail on a day: its own, or that of who took over.

    A section that ended with its unit goes to the section of the same id at the unit's successor,
    where there is one; else to the successor itself. Who is returned may have ended too: then
    nobody was named, or the successors go round in a circle.
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
    """Return the name of the mailbox that gets an ended one's mail on a day; empty for none."""
    taker = heir(roster, holder, on)
    found = shared_mailbox(roster, taker)
    if taker == holder or found is None or not is_open(roster, taker, on):
        return ""
    return mailbox_name(*found)
