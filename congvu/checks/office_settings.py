"""Rules about what `district.yml` names of the roster: units, functions and people."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from congvu.findings import Finding, Location
from congvu.names import slug
from congvu.roster import lifecycle
from congvu.state import State


def the_contact_is_open(state: State) -> Iterator[Finding]:
    """Ensure that the contact unit for errors in the directory is open (13.6)."""
    named = state.office.directory.contact
    location: Location = ("district", "directory", "contact")
    yield from _of_unit(state, named, location, "contact", "nhận báo lỗi danh bạ")


def words_belong_to_functions(state: State) -> Iterator[Finding]:
    """Warn about citizens' words for a function that no unit has (4.5)."""
    if not _stands_beside(state):
        return
    known = {slug(name): name for unit in state.roster.units for name in unit.functions}
    for name in state.office.directory.words:
        if slug(name) in known:
            continue
        near = get_close_matches(slug(name), known, n=1)
        hint = f"có phải là «{known[near[0]]}»?" if near else "hãy bỏ dòng này"
        message = f"không đơn vị nào phụ trách «{name}» (functions); {hint}"
        location: Location = ("district", "directory", "words", name)
        yield Finding("word-without-function", message, state.office.file, location=location)


def operators_are_people(state: State) -> Iterator[Finding]:
    """Ensure that operators are people of the roster (10), so that each is asked twice."""
    if not _stands_beside(state):
        return
    for number, operator in enumerate(state.office.accounts.operators):
        if operator not in state.roster.people_by_id:
            message = f"không có cán bộ «{operator}» để làm người vận hành; hãy ghi mã cán bộ"
            location: Location = ("district", "accounts", "operators", number)
            yield Finding("operator-unknown", message, state.office.file, location=location)


def a_unit_takes_what_is_unattended(state: State) -> Iterator[Finding]:
    """Ensure that the unit whose manager gets unattended mailboxes is an open one (14.1)."""
    named = state.office.unattended_to
    does = "nhận hộp thư chung không còn ai mở được"
    yield from _of_unit(state, named, ("district", "unattended_to"), "unattended-to", does)


def _of_unit(
    state: State, named: str | None, location: Location, code: str, does: str
) -> Iterator[Finding]:
    """Ensure that a unit that the office names is one of the roster, and open.

    Args:
        state: the state.
        named: the unit's id; None where the office names none.
        location: of that in `district.yml`.
        code: what the codes of the two rules begin with.
        does: what the unit is named for, as a part of a Vietnamese sentence.
    """
    units = state.roster.units_by_id
    if named is None or not _stands_beside(state):
        return
    if named not in units:
        near = get_close_matches(named, units, n=1)
        hint = f"có phải là «{near[0]}»?" if near else "hãy ghi mã của một đơn vị trong danh sách"
        message = f"không có đơn vị «{named}» để {does}; {hint}"
        yield Finding(f"{code}-unknown", message, state.office.file, location=location)
    elif lifecycle.unit_state(units[named], state.on) != "active":
        # Only a warning, since an error would stop the hosts from closing the unit.
        message = f"{units[named].name} {does} nhưng không hoạt động; hãy ghi mã của đơn vị khác"
        yield Finding(f"{code}-closed", message, state.office.file, location=location)


def _stands_beside(state: State) -> bool:
    """Tell whether the roster is the office's own, and not a roster of a sample or test."""
    return state.office.file.resolve().parent == state.roster.directory.resolve().parent
