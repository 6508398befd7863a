"""What a list adds to a roster: new people and new units, and which rows are refused. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congvu.findings import Finding
from congvu.names import PersonName, fold
from congvu.office import Office
from congvu.plain_list.body import Body
from congvu.plain_list.candidates import Candidate, Decision, read_candidates
from congvu.plain_list.known import Teller
from congvu.plain_list.least import Used, least
from congvu.plain_list.placing import Placer, in_memory
from congvu.register.derive import Derivation, derive
from congvu.register.model import Register
from congvu.roster.load import Roster
from congvu.roster.model import Person
from congvu.roster.staff_numbers import StaffNumbers
from congvu.workbook.problems import Problem

_LABELS = {"birth_date": "ngày sinh", "home_town": "quê quán", "birthplace": "nơi sinh"}
# The first words of the titles of the district's leaders, folded (Article 6.2.a).
_LEADERS = ("chutich", "phochutich", "quyenchutich")


@dataclass(frozen=True)
class Choices:
    """The options that the clerk gives with a list.

    Attributes:
        decision: the decision that recruits people in rows without a decision (Article 7.2.a).
        unit: the unit of people in rows without a unit; empty for none.
        establish: number and ISO date of the decision that establishes units that the roster does
            not have yet (Article 7.1.a), None to refuse such units.
        namesakes_are_new: whether a person with the same name as somebody in another unit is
            another person.
        leadership: name of the new unit that is the district's leadership; empty for none.
    """

    decision: Decision | None = None
    unit: str = ""
    establish: tuple[str, str] | None = None
    namesakes_are_new: bool = False
    leadership: str = ""


@dataclass(frozen=True)
class Newcomer:
    """One new person.

    Attributes:
        candidate: the row.
        unit: id of the unit.
        values: the person's entry, as it is written in a roster file.
    """

    candidate: Candidate
    unit: str
    values: Mapping[str, Any]


@dataclass
class Arrival:
    """What a list adds to a roster.

    Attributes:
        units: the new units, as the values of their files without staff.
        newcomers: the new people, in the list's order.
        known: rows of people who are in the roster already.
        candidates: the rows of all people.
        problems: why nothing can be imported; empty where nothing is wrong.
        inferred: units that no row names, with the place in the list that names them.
        stored, dropped: for how many people personal data is kept, and for how many it is not.
    """

    units: list[dict[str, Any]] = field(default_factory=list)
    newcomers: list[Newcomer] = field(default_factory=list)
    known: list[tuple[Candidate, Person]] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inferred: Mapping[str, str] = field(default_factory=dict)
    stored: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class Before:
    """The roster before the list is imported, and the day."""

    roster: Roster
    register: Register
    office: Office
    on: date


def arrival(sheets: Iterable[tuple[Body, Placer]], before: Before, choices: Choices) -> Arrival:
    """Work out what a list adds to a roster.

    Args:
        sheets: the list's sheets, each with the same placer.
        before: the roster before.
        choices: the clerk's options.
    """
    found = Arrival()
    placer: Placer | None = None
    puzzling: list[Problem] = []
    for body, placer in sheets:
        puzzling += body.problems
        candidates = read_candidates(body, before.on)
        found.candidates += candidates
        placer.place(body, candidates)
    if placer is None:
        return found
    numbers = StaffNumbers(before.roster, before.register, before.office)
    teller = Teller(before.roster, numbers, before.on, namesakes_are_new=choices.namesakes_are_new)
    sound = [
        (candidate, unit) for candidate, unit in placer.places.placed if candidate.name is not None
    ]
    for candidate, _ in sound:
        candidate.decision = candidate.decision or choices.decision
    told = teller.tell(sound)
    found.known = told.known
    found.inferred = placer.places.inferred
    whole = [*placer.places.problems, *_refuse_without_decision(told.new, found.candidates)]
    unit_of = {id(candidate): unit for candidate, unit in sound}
    new = [one for one in told.new if one.decision is not None and not one.problems]
    numbers.take(candidate.staff_id for candidate in new if candidate.staff_id)
    ids = {id(candidate): candidate.staff_id or numbers.next() for candidate in new}
    found.units = _with_managers(placer.places.new_units, new, unit_of, ids, before)
    _settle(found, [(candidate, unit_of[id(candidate)], ids[id(candidate)]) for candidate in new],
            before)  # fmt: skip
    found.problems = [
        *whole, *puzzling, *(problem for one in found.candidates for problem in one.problems)
    ]  # fmt: skip
    return found


def _refuse_without_decision(
    new: Sequence[Candidate], everybody: Sequence[Candidate]
) -> Iterator[Problem]:
    """Refuse new people without a decision, with a single problem where no row names one."""
    lacking = [one for one in new if one.decision is None and not one.problems]
    if lacking and all(one.decision is None for one in everybody):
        first = lacking[0]
        message = (
            f"{len(lacking)} người mới chưa có quyết định tuyển dụng nên không cấp được hộp thư "
            "(Điều 7.2.a); hãy thêm cột «Số quyết định» và «Ngày quyết định», hoặc nhập với "
            "--decision SỐ --decision-date NGÀY nếu cả danh sách theo một quyết định"
        )
        yield Problem(first.sheet, 0, message)
        return
    for one in lacking:
        one.refuse(
            "thiếu số và ngày quyết định tuyển dụng (Điều 7.2.a); hãy ghi vào dòng này, hoặc nhập "
            "với --decision SỐ --decision-date NGÀY"
        )


def _with_managers(
    units: Mapping[str, dict[str, Any]],
    new: Sequence[Candidate],
    unit_of: Mapping[int, str],
    ids: Mapping[int, str],
    before: Before,
) -> list[dict[str, Any]]:
    """Return the new units with their heads as managers of the shared mailboxes (Article 14.1)."""
    heads: dict[str, str] = {}
    for candidate in new:
        if before.office.is_head(candidate.title):
            heads.setdefault(unit_of[id(candidate)], ids[id(candidate)])
    return [
        {**values, "mailbox": {"manager": heads[id_]}} if id_ in heads else values
        for id_, values in units.items()
    ]


def _settle(found: Arrival, new: Sequence[tuple[Candidate, str, str]], before: Before) -> None:
    """Make each new person's entry, with only the personal data that the address needs."""
    kinds = {unit.id: unit.kind for unit in before.roster.units}
    kinds |= {values["id"]: values["kind"] for values in found.units}
    entries = {
        id_: _entry(candidate, id_, leadership=kinds[unit] == "leadership")
        for candidate, unit, id_ in new
    }
    personal = {id_: _personal(candidate) for candidate, _, id_ in new}

    def values(id_: str, used: Used) -> dict[str, Any]:
        return entries[id_] | {key: personal[id_][key] for key in used.get(id_, ())}

    def derived(used: Used) -> Derivation:
        added: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for _, unit, id_ in new:
            added[unit].append(values(id_, used))
        roster = _with(before.roster, found.units, added)
        return derive(roster, before.register, before.office, before.on)

    outcome = least([id_ for _, _, id_ in new], personal, derived)
    findings = {(one.file, one.location): one for one in outcome.derivation.findings}
    holders = outcome.derivation.holders
    for candidate, _, id_ in new:
        if id_ in outcome.stuck:
            place = holders[id_].place
            _refuse_stuck(candidate, findings.get((place.file, place.location)), personal[id_])
    found.newcomers = [
        Newcomer(candidate, unit, values(id_, outcome.used)) for candidate, unit, id_ in new
    ]
    found.stored = len(outcome.used)
    found.dropped = sum(
        any(field_ not in outcome.used.get(id_, ()) for field_ in personal[id_])
        for _, _, id_ in new
    )


def _entry(candidate: Candidate, id_: str, *, leadership: bool) -> dict[str, Any]:
    assert candidate.name is not None
    assert candidate.decision is not None
    number, signed, effective = candidate.decision
    decision = {"type": "recruit", "number": number, "date": signed.isoformat()}
    if effective is not None:
        decision["effective"] = effective.isoformat()
    leader = {"leader": "true"} if leadership and fold(candidate.title).startswith(_LEADERS) else {}
    return {
        "id": id_,
        "name": _written(candidate.name),
        "title": candidate.title,
        **leader,
        "decisions": [decision],
    }


def _written(name: PersonName) -> str | dict[str, str]:
    if not name.in_parts:
        return name.full
    parts = {"family": name.family, "middle": name.middle, "given": name.given}
    return {key: " ".join(part) for key, part in parts.items() if part}


def _personal(candidate: Candidate) -> dict[str, str]:
    """Return the birth date, home town and birthplace in a row, as texts."""
    born = candidate.birth_date.day
    told = {
        "birth_date": born.isoformat() if born else "",
        "home_town": candidate.home_town,
        "birthplace": candidate.birthplace,
    }
    return {key: text for key, text in told.items() if text}


def _refuse_stuck(
    candidate: Candidate, finding: Finding | None, personal: Mapping[str, str]
) -> None:
    """Say which data an address still needs, without repeating any personal data."""
    if finding is None or finding.code != "address-no-step-left":
        candidate.refuse(finding.sentence() if finding else "chưa có địa chỉ (Điều 6.2)")
        return
    missing = [label for key, label in _LABELS.items() if key not in personal]
    if not missing:
        candidate.refuse(
            "mọi dạng địa chỉ của Điều 6.2.c đều đã có người giữ; hãy báo Văn phòng HĐND và UBND "
            "huyện"
        )
        return
    why = ""
    if "birth_date" not in personal and candidate.birth_date.why_not:
        why = f"; ô ngày sinh {candidate.birth_date.why_not}"
    candidate.refuse(
        f"địa chỉ theo họ tên đã có người giữ nên cần thêm {missing[0]} để phân biệt (Điều 6.2.c); "
        f"hãy ghi {missing[0]} vào dòng này{why}"
    )


def _with(
    roster: Roster,
    new_units: Iterable[dict[str, Any]],
    added: Mapping[str, Sequence[dict[str, Any]]],
) -> Roster:
    """Return the roster with the new units and people added, in memory."""
    units = [
        unit.model_copy(
            update={"staff": (*unit.staff, *map(Person.model_validate, added[unit.id]))}
        )
        if unit.id in added
        else unit
        for unit in roster.units
    ]
    units += [
        in_memory({**values, "staff": list(added.get(values["id"], ()))}, roster.directory)
        for values in new_units
    ]
    units.sort(key=lambda unit: unit.id)
    return Roster(roster.directory, tuple(units), roster.complete)
