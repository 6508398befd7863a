"""What a change of the roster does to people and their mailboxes (Article 7.2)."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.labels import LISTINGS
from congvu.plan import accounts, sentences
from congvu.plan.ahead import later
from congvu.plan.comparison import Comparison
from congvu.plan.model import Change, ChangeKind
from congvu.roster.lifecycle import MOVING
from congvu.roster.model import Person, Unit
from congvu.state import State

_PRIVATE = ("birth_date", "home_town", "birthplace")
Place = tuple[Unit, Person]


def changes(both: Comparison) -> Iterator[Change]:
    """Yield what changes for people; a unit whose file is the same is not looked into."""
    same = _unchanged(both.before, both.after)
    left = {person.id: (unit, person) for unit, person in both.before.roster.people()
            if unit.id not in same}  # fmt: skip
    for unit, person in both.after.roster.people():
        if unit.id not in same:
            yield from _of_person(both, left.pop(person.id, None), (unit, person))
        elif _account_differs(both, person.id):
            # Nothing about them changed here, and yet: another's change reached them.
            yield from _of_mailbox(both, unit, person)
    for unit, person in left.values():
        account = both.old.get(person.id)
        if account is not None:
            text = sentences.closed(account.address, None)
            text += "; mục bị xóa khỏi danh sách"
            yield Change("closed", unit.id, person.id, person.name.full, text, account.address)


def _unchanged(before: State, after: State) -> set[str]:
    units = before.roster.units_by_id
    return {
        unit.id
        for unit in after.roster.units
        if (old := units.get(unit.id)) is not None and old.staff is unit.staff
    }


def _account_differs(both: Comparison, person: str) -> bool:
    return both.old.get(person) != both.new.get(person)


def _of_person(both: Comparison, was: Place | None, now: Place) -> Iterator[Change]:
    unit, person = now
    found = list(_of_record(both, was, now))
    yield from found
    if not found and was is not None and was[1] != person:
        text = "mục này có sửa, nhưng không thay đổi gì ở hộp thư và danh bạ"
        yield Change("directory", unit.id, person.id, person.name.full, text)


def _of_record(both: Comparison, was: Place | None, now: Place) -> Iterator[Change]:
    unit, person = now
    if was is not None and was[1] == person and was[0].id == unit.id:
        if _account_differs(both, person.id):
            yield from _of_mailbox(both, unit, person)
        return

    def change(kind: ChangeKind, text: str) -> Change:
        account = both.new.get(person.id) or both.old.get(person.id)
        address = account.address if account else ""
        return Change(kind, unit.id, person.id, person.name.full, text, address)

    yield from _of_mailbox(both, unit, person)
    if was is not None and was[0].id != unit.id:
        decision = sentences.latest(person.decisions, both.after.on, *MOVING)
        text = f"chuyển từ {was[0].name} sang {unit.name}{sentences.ground(decision)}"
        old, new = both.old.get(person.id), both.new.get(person.id)
        if old and new and old.address == new.address:
            text += f"; giữ nguyên hộp thư {new.address}"
        yield change("transferred", text)
    known = set(was[1].decisions) if was else set()
    for decision in person.decisions:
        if decision not in known and decision.starts > both.after.on:
            yield change("later", later(both.after, person.id, decision))
    for decision in was[1].decisions if was else ():
        if decision not in person.decisions and decision.starts > both.after.on:
            yield change("later", sentences.withdrawn(decision))
    if was is not None and was[1].title != person.title:
        text = f"danh bạ: chức vụ «{was[1].title}» thành «{person.title}»"
        yield change("directory", text)
    renamed = was is not None and was[1].name != person.name and person.listed == "name"
    if was is not None and renamed and person.id in both.new:
        yield change("directory", f"danh bạ: họ tên «{was[1].name}» thành «{person.name}»")
    if person.listed != (was[1].listed if was else "name") and person.id in both.new:
        yield change("directory", f"danh bạ: {LISTINGS[person.listed]}")
    private = [name for name in _PRIVATE if getattr(person, name) != _private(was, name)]
    if private:
        yield change("personal-data", "dữ liệu cá nhân trong mục này có thay đổi (không nêu ở đây)")


def _private(was: Place | None, name: str) -> object:
    return getattr(was[1], name) if was else None


def _of_mailbox(both: Comparison, unit: Unit, person: Person) -> Iterator[Change]:
    owner = accounts.Owner(unit.id, person.id, person.name.full, person.decisions)
    was, now = both.old.get(person.id), both.new.get(person.id)
    yield from accounts.changes(both.after, owner, was, now, renamed=False)
