"""Tells which people of a list are in the roster already and which are new.

Most lists have no staff numbers. People are recognised by full name and unit, and namesakes by
birth date and decision too. A row in doubt is refused: a person who is entered twice would have
two mailboxes, and a person who is taken for a namesake would get the namesake's mailbox.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from congvu.names import fold
from congvu.plain_list.candidates import Candidate, Decision
from congvu.plain_list.columns import Field
from congvu.roster import lifecycle
from congvu.roster.load import Roster
from congvu.roster.model import Person, Unit
from congvu.roster.staff_numbers import StaffNumbers

_HOW_TO_TELL = "hãy ghi mã cán bộ của người đã có vào cột «Mã cán bộ»"


@dataclass
class Told:
    """The rows whose people are clearly known or clearly new.

    Attributes:
        known: rows of people who are in the roster.
        new: rows of people who are not.
    """

    known: list[tuple[Candidate, Person]] = field(default_factory=list)
    new: list[Candidate] = field(default_factory=list)


class Teller:
    """Tells known people from new ones.

    Args:
        roster: the known people.
        numbers: the staff numbers that were given already.
        on: the day.
        namesakes_are_new: whether the clerk says that namesakes in other units are other people.
    """

    def __init__(
        self, roster: Roster, numbers: StaffNumbers, on: date, *, namesakes_are_new: bool
    ) -> None:
        self._by_id = {person.id: (unit, person) for unit, person in roster.people()}
        self._by_name: defaultdict[str, list[tuple[Unit, Person]]] = defaultdict(list)
        for unit, person in roster.people():
            self._by_name[person.name.key].append((unit, person))
        self._numbers = numbers
        self._on = on
        self._namesakes_are_new = namesakes_are_new

    def tell(self, placed: Sequence[tuple[Candidate, str]]) -> Told:
        """Tell which candidates are new.

        A row in doubt gets a problem, and is in neither list.

        Args:
            placed: candidates with a name, each with the id of the unit.
        """
        told = Told()
        numbered: set[str] = set()
        groups: dict[tuple[str, str], list[Candidate]] = {}
        for candidate, unit in placed:
            assert candidate.name is not None
            if candidate.staff_id in self._by_id:
                person = self._of_number(candidate, unit, numbered)
                if person is not None:
                    told.known.append((candidate, person))
                continue
            if candidate.staff_id and self._refuse_number(candidate, numbered):
                continue
            groups.setdefault((candidate.name.key, unit), []).append(candidate)
        for (key, unit), rows in groups.items():
            there = [
                person
                for of_unit, person in self._by_name[key]
                if of_unit.id == unit and person.id not in numbered
            ]
            self._tell_namesakes(rows, there, told)
        told.new = list(self._without_doubles(told.new, dict(_unit_of(placed))))
        return told

    def _of_number(self, candidate: Candidate, unit: str, numbered: set[str]) -> Person | None:
        """Return the person with the row's staff number, None where name or unit differ."""
        assert candidate.name is not None
        of_unit, person = self._by_id[candidate.staff_id]
        if person.id in numbered:
            message = f"mã {person.id} có hai dòng trong danh sách; hãy bỏ một"
        elif person.name.key != candidate.name.key:
            message = (
                f"mã {person.id} là của {person.name}; hãy sửa mã, hoặc nếu họ tên đổi thì ghi "
                "quyết định sửa họ tên (rename) vào tệp của đơn vị (Điều 7)"
            )
        elif of_unit.id != unit:
            message = (
                f"{person.name} ({person.id}) đang ở {of_unit.name}; điều động cần quyết định "
                "(Điều 7.2.a) và được ghi vào tệp của đơn vị, không nhập bằng danh sách"
            )
        else:
            numbered.add(person.id)
            return person
        candidate.refuse(message, Field.ID)
        return None

    def _refuse_number(self, candidate: Candidate, numbered: set[str]) -> bool:
        """Refuse a staff number that was given to somebody else; ignore one of another form."""
        if not self._numbers.has_style(candidate.staff_id):
            candidate.staff_id = ""  # a number of the office's own, not one of ours
            return False
        if self._numbers.is_taken(candidate.staff_id) or candidate.staff_id in numbered:
            candidate.refuse(
                f"mã {candidate.staff_id} đã cấp cho người khác, không dùng lại; hãy để trống, "
                "chương trình sẽ cấp mã mới",
                Field.ID,
            )
            return True
        numbered.add(candidate.staff_id)
        return False

    def _tell_namesakes(self, rows: list[Candidate], there: list[Person], told: Told) -> None:
        """Match the rows with one name and unit to the people of that name in that unit."""
        pairs = sorted(
            (-likeness, row, position)
            for row, candidate in enumerate(rows)
            for position, person in enumerate(there)
            if (likeness := _likeness(candidate, person)) is not None
        )
        taken: dict[int, int] = {}
        strength: dict[int, int] = {}
        for likeness, row, position in pairs:
            if row not in taken and position not in strength:
                taken[row] = position
                strength[position] = likeness
        for row, candidate in enumerate(rows):
            if row in taken:
                person = there[taken[row]]
                sure = strength[taken[row]] or _same_title(candidate, person)
                if sure or lifecycle.person_state(person, self._on) == "left":
                    self._known(candidate, person, told)
                else:
                    self._refuse_namesake(candidate, person)
                continue
            doubtful = [
                there[position]
                for likeness, other, position in pairs
                if other == row and likeness <= strength[position]
            ]
            if doubtful:
                candidate.refuse(
                    f"không rõ là {doubtful[0].name} ({doubtful[0].id}) đã có trong đơn vị hay "
                    f"người mới cùng họ tên; {_HOW_TO_TELL}"
                )
            elif self._is_new_here(candidate, there):
                told.new.append(candidate)

    @staticmethod
    def _refuse_namesake(candidate: Candidate, person: Person) -> None:
        """Refuse a row that has only name and unit in common with a person of the roster."""
        candidate.refuse(
            f"cùng họ tên và đơn vị với {person.name} ({person.id}) nhưng chức vụ khác («"
            f"{candidate.title}», danh sách ghi «{person.title}»), không rõ là một người hay hai; "
            f"nếu là người đã có, {_HOW_TO_TELL} hoặc ghi đúng chức vụ trong danh sách; nếu là "
            "người khác, hãy ghi mã mới vào cột «Mã cán bộ»"
        )

    def _known(self, candidate: Candidate, person: Person, told: Told) -> None:
        if lifecycle.person_state(person, self._on) != "left":
            told.known.append((candidate, person))
        elif self._namesakes_are_new:
            told.new.append(candidate)
        else:
            candidate.refuse(
                f"{person.name} ({person.id}) của đơn vị đã nghỉ; nếu được tuyển dụng lại, hãy ghi "
                "quyết định (recruit) vào mục cũ; nếu là người khác cùng họ tên, hãy nhập với "
                "--new (Điều 7.2.a)"
            )

    def _is_new_here(self, candidate: Candidate, there: list[Person]) -> bool:
        """Tell whether the person is new; refuse a namesake of somebody in another unit.

        The person of the other unit may have been transferred.
        """
        assert candidate.name is not None
        if self._namesakes_are_new or candidate.staff_id or there:
            return True
        for unit, person in self._by_name[candidate.name.key]:
            if _likeness(candidate, person) is None:
                continue
            candidate.refuse(
                f"đã có {person.name} ({person.id}) ở {unit.name}; nếu là người này được điều động "
                "thì cần quyết định điều động (Điều 7.2.a), ghi vào tệp của đơn vị; nếu là người "
                "khác cùng họ tên, hãy ghi mã mới ở cột «Mã cán bộ», hoặc nhập với --new"
            )
            return False
        return True

    def _without_doubles(
        self, new: list[Candidate], unit_of: dict[int, str]
    ) -> Iterator[Candidate]:
        """Refuse a row that seems to be a second row of the same new person."""
        seen: defaultdict[str, list[Candidate]] = defaultdict(list)
        order = {key: position for position, key in enumerate(unit_of)}
        for candidate in sorted(new, key=lambda one: order[id(one)]):
            assert candidate.name is not None
            twin = next(
                (
                    other
                    for other in seen[candidate.name.key]
                    if self._is_double(
                        candidate, other, same_unit=unit_of[id(candidate)] == unit_of[id(other)]
                    )
                ),
                None,
            )
            seen[candidate.name.key].append(candidate)
            if twin is None:
                yield candidate
                continue
            where = f"trang «{twin.sheet}», " if twin.sheet != candidate.sheet else ""
            candidate.refuse(
                f"trùng họ tên với {where}dòng {twin.row}; nếu là một người, hãy bỏ một dòng; nếu "
                "là hai người, hãy ghi ngày sinh của cả hai, hoặc ghi mã mới ở cột «Mã cán bộ»"
            )

    def _is_double(self, one: Candidate, other: Candidate, *, same_unit: bool) -> bool:
        if one.staff_id and one.staff_id != other.staff_id:
            return False
        days = one.birth_date.day, other.birth_date.day
        if None not in days:
            return days[0] == days[1] and (same_unit or not self._namesakes_are_new)
        apart = one.decision != other.decision
        return same_unit and not apart


def _likeness(candidate: Candidate, person: Person) -> int | None:
    """Return how likely it is that a row is this person's, None where it can't be."""
    born = candidate.birth_date.day
    if born is not None and person.birth_date is not None:
        if born != person.birth_date:
            return None
        return 2 + _recruits(person, candidate.decision)
    return int(_recruits(person, candidate.decision))


def _same_title(candidate: Candidate, person: Person) -> bool:
    return fold(candidate.title) == fold(person.title)


def _recruits(person: Person, decision: Decision | None) -> bool:
    return decision is not None and any(
        (one.number, one.date) == (decision.number, decision.signed)
        for one in person.decisions
        if one.type == "recruit"
    )


def _unit_of(placed: Sequence[tuple[Candidate, str]]) -> Iterator[tuple[int, str]]:
    return ((id(candidate), unit) for candidate, unit in placed)
