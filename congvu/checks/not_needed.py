"""Rules about parts of the roster that are not needed any more."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.names import InvalidNameError, PersonName
from congvu.roster import lifecycle
from congvu.roster.model import Unit
from congvu.state import State


def exceptions_are_needed(state: State) -> Iterator[Finding]:
    """Warn about an exception with the same result as the rule (6.2)."""
    rules = state.office.rules
    for unit in state.roster.units:
        stated = unit.mailbox.name
        if stated is not None and stated == rules.unit(unit.name, None).local_part:
            message = f"tên hộp thư «{stated}» chính là tên lấy từ tên đơn vị; hãy bỏ dòng này"
            yield _exception(unit, message, ("mailbox", "name"))
        yield from _names_in_parts(unit)
        yield from _same_days(unit)


def _names_in_parts(unit: Unit) -> Iterator[Finding]:
    for index, person in enumerate(unit.staff):
        name = person.name
        if not name.in_parts:
            continue
        try:
            parsed = PersonName.parse(name.full)
        except InvalidNameError:
            continue
        if (parsed.family, parsed.middle, parsed.given) == (name.family, name.middle, name.given):
            message = f"họ tên không cần ghi theo từng phần; hãy ghi name: {name.full}"
            yield _exception(unit, message, ("staff", index, "name"))


def _same_days(unit: Unit) -> Iterator[Finding]:
    records: list[tuple[Location, int, bool]] = [
        ((), position, decision.effective == decision.date)
        for position, decision in enumerate(unit.decisions)
    ]
    for index, person in enumerate(unit.staff):
        records += [
            (("staff", index), position, decision.effective == decision.date)
            for position, decision in enumerate(person.decisions)
            if decision.effective is not None
        ]
    for location, position, same in records:
        if same:
            message = "ngày hiệu lực (effective) trùng ngày ký; hãy bỏ effective"
            yield _exception(unit, message, (*location, "decisions", position, "effective"))


def _exception(unit: Unit, message: str, location: Location) -> Finding:
    return Finding("exception-not-needed", message, unit.file, location=location)


def entries_are_needed(state: State) -> Iterator[Finding]:
    """Warn about entries that may be deleted; the register keeps their addresses (7).

    Who has left, and a dissolved unit, stays as long as a former address would deliver, and until
    mail is archived. Then the entry can be deleted, with the personal data in it; the mail host
    keeps the archive for its time by itself.
    """
    office = state.office
    kept = max(office.former_address_days, office.accounts.archive_after_days)
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            end = lifecycle.end_of_service(person)
            if end is not None and (state.on - end).days >= kept:
                message = (
                    f"{person.name} ({person.id}) đã nghỉ từ {written(end)}, quá "
                    f"{kept} ngày; hãy xóa mục này, sổ địa chỉ vẫn giữ "
                    "địa chỉ cũ"
                )
                location: Location = ("staff", index)
                yield Finding("entry-not-needed", message, unit.file, location=location)
        ended = lifecycle.dissolution(unit.decisions)
        if ended is not None and (state.on - ended.starts).days >= kept and not unit.staff:
            message = f"{unit.name} đã giải thể từ {written(ended.starts)}; hãy xóa tệp này"
            yield Finding("entry-not-needed", message, unit.file, location=("id",))
