"""Recent changes of the directory, made from decisions, for readers who come back.

People who left are only counted, and suspensions and reinstatements are left out: citizens only
need to know who is there. Decisions about people are not quoted; decisions about units are public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from congvu.days import written
from congvu.directory.entries import ChangeEntry
from congvu.roster import lifecycle
from congvu.roster.model import Person, Section, Unit, UnitDecision
from congvu.state import State
from congvu.succession import heir_name

DAYS = 90
MOST = 100
_CAME = {"recruit": "Người mới", "transfer": "Chuyển đến", "appoint": "Bổ nhiệm"}


class _Told(NamedTuple):
    day: date
    sentence: str


def changes(state: State) -> tuple[ChangeEntry, ...]:
    """Return the changes of the last `DAYS` days, the newest first and at most `MOST`."""
    first = state.on - timedelta(days=DAYS - 1)
    entries = [
        ChangeEntry(day, unit.id, unit.name, tuple(sentences))
        for unit in state.roster.units
        if lifecycle.unit_state(unit, state.on) != "future"
        for day, sentences in _by_day(_of_unit(state, unit), first, state.on).items()
    ]
    entries.sort(key=lambda entry: entry.day, reverse=True)
    return tuple(entries[:MOST])


def _by_day(told: Iterable[_Told], first: date, last: date) -> dict[date, list[str]]:
    days: dict[date, list[str]] = {}
    for day, sentence in told:
        if first <= day <= last:
            days.setdefault(day, []).append(sentence)
    return days


def _of_unit(state: State, unit: Unit) -> Iterator[_Told]:
    yield from _of_mailbox(state, unit)
    for section in unit.sections:
        yield from _of_mailbox(state, unit, section)
    gone: dict[date, int] = {}
    for person in unit.staff:
        is_ = lifecycle.person_state(person, state.on)
        if is_ == "active":
            yield from _arrival(person, state.on)
        elif is_ == "left" and (end := lifecycle.end_of_service(person)) is not None:
            gone[end] = gone.get(end, 0) + 1
    for day, count in gone.items():
        yield _Told(day, f"{count} người đã thôi làm việc.")


def _of_mailbox(state: State, unit: Unit, section: Section | None = None) -> Iterator[_Told]:
    """Yield the changes to a unit, or to a section of it, by decisions."""
    holder = unit.holder_id(section)
    decisions = lifecycle.in_order(section.decisions if section else unit.decisions)
    for place, decision in enumerate(decisions):
        by = f"theo Quyết định số {decision.number} ngày {written(decision.date)}"
        if decision.type == "rename":
            name = _name_after(decisions[place + 1 :], section.name if section else unit.name)
            what = "đổi tên"
            what += f" từ «{decision.former_name}»" if decision.former_name else ""
            what += f" thành «{name}»" if name else ""
            what += f" {by}"
        elif decision.type == "dissolve":
            taker = heir_name(state.roster, holder, state.on)
            what = f"giải thể {by}" + (f"; nơi tiếp nhận là {taker}" if taker else "")
        else:
            what = f"thành lập {by}"
        subject = f"bộ phận {section.name}: " if section else ""
        yield _Told(decision.starts, _sentence(subject + what))


def _name_after(later: list[UnitDecision], now: str) -> str:
    """Return the name after a renaming: the former name in the next renaming, or else today's."""
    following = next((one for one in later if one.type == "rename"), None)
    return now if following is None else following.former_name or ""


def _arrival(person: Person, on: date) -> Iterator[_Told]:
    """Yield how a person got the present unit and title.

    Only the newest such decision counts, since the roster has no earlier unit or title.
    """
    moving = [one for one in lifecycle.in_order(person.decisions) if one.type in lifecycle.MOVING]
    if moving and moving[-1].starts <= on:
        who = person.title
        if person.listed == "name":
            who = f"{person.name.full}, {person.title}"
        yield _Told(moving[-1].starts, f"{_CAME[moving[-1].type]}: {who}.")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
