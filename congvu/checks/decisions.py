"""Article 7: every opening, change and end is based on a decision, in a possible order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.labels import PERSON_DECISIONS, PERSON_STATES, UNIT_DECISIONS, UNIT_STATES
from congvu.roster import lifecycle
from congvu.roster.model import PersonDecision, Unit, UnitDecision
from congvu.state import State
from congvu.succession import heir, is_open, mailbox_name, shared_mailbox

# For each state of a person, the possible decisions and the state after them.
_PERSON_STEPS: dict[str, dict[str, str]] = {
    "future": {"recruit": "active"},
    "active": {
        "transfer": "active",
        "appoint": "active",
        "rename": "active",
        "suspend": "suspended",
        "leave": "active",
        "return": "active",
        "retire": "left",
        "resign": "left",
    },
    "suspended": {
        "transfer": "suspended",
        "appoint": "suspended",
        "rename": "suspended",
        "reinstate": "active",
        "leave": "suspended",
        "return": "suspended",
        "retire": "left",
        "resign": "left",
    },
    "left": {"recruit": "active"},
}
_UNIT_STEPS: dict[str, dict[str, str]] = {
    "future": {"establish": "active"},
    "active": {"rename": "active", "dissolve": "dissolved"},
    "dissolved": {"establish": "active"},
}
_STATES = {"person": PERSON_STATES, "unit": UNIT_STATES}
# No person in service has an older decision: the Republic was founded in this year.
_FIRST_YEAR = 1945
_YEARS_AHEAD = 10

AnyDecision = PersonDecision | UnitDecision
AnyDecisions = Sequence[AnyDecision]


def units_are_established(state: State) -> Iterator[Finding]:
    """Ensure that a unit cites the decision that established it (7.1.a)."""
    for unit in state.roster.units:
        if not any(decision.type == "establish" for decision in unit.decisions):
            message = (
                f"{unit.name} chưa có quyết định thành lập; hãy ghi decisions: "
                "- {type: establish, number: …, date: …}"
            )
            yield Finding("unit-without-decision", message, unit.file, location=("name",))


def people_are_recruited(state: State) -> Iterator[Finding]:
    """Ensure that a person cites the decision that recruited them (7.2.a)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if not any(decision.type == "recruit" for decision in person.decisions):
                message = (
                    f"{person.name} ({person.id}) chưa có quyết định tuyển dụng; hãy ghi "
                    "decisions: - {type: recruit, number: …, date: …}"
                )
                location: Location = ("staff", index)
                yield Finding("person-without-decision", message, unit.file, location=location)


def people_decisions_come_in_a_possible_order(state: State) -> Iterator[Finding]:
    """Ensure a possible order of decisions: only a suspended person is reinstated (7.2)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            # A single decision can only have a wrong type.
            first = person.decisions[0].type if len(person.decisions) == 1 else ""
            if first == "recruit" or not person.decisions:
                continue
            for message, position in _impossible(person.decisions, _PERSON_STEPS, "person"):
                location: Location = ("staff", index, "decisions", position)
                yield Finding(
                    "decision-order",
                    f"{person.name}: {message}",
                    unit.file,
                    location=location,
                    article="7.2",
                )


def unit_decisions_come_in_a_possible_order(state: State) -> Iterator[Finding]:
    """Ensure a possible order of decisions: no dissolved unit or section is renamed (7.1)."""
    for unit in state.roster.units:
        for name, decisions, location in _of_units(unit):
            if not decisions:
                continue
            for message, position in _impossible(decisions, _UNIT_STEPS, "unit"):
                yield Finding(
                    "decision-order",
                    f"{name}: {message}",
                    unit.file,
                    location=(*location, "decisions", position),
                    article="7.1",
                )


def _impossible(
    decisions: AnyDecisions, steps: Mapping[str, Mapping[str, str]], who: str
) -> Iterator[tuple[str, int]]:
    current = "future"
    names = PERSON_DECISIONS if who == "person" else UNIT_DECISIONS
    for decision in sorted(decisions, key=lifecycle.moment):
        after = steps[current].get(decision.type)
        if after is None:
            possible = ", ".join(f"{type_} ({names[type_]})" for type_ in steps[current])
            yield (
                f"không thể {decision.called} (quyết định {decision.number}) khi "
                f"{_STATES[who][current]}; lúc đó chỉ có thể: {possible}. Hãy xem lại type, ngày, "
                "hoặc ghi thêm quyết định còn thiếu",
                decisions.index(decision),
            )
        current = after or current


def decisions_start_when_they_can(state: State) -> Iterator[Finding]:
    """Ensure that no decision takes effect before it was signed; warn about odd years (7)."""
    for unit in state.roster.units:
        for name, decisions, location in (*_of_units(unit), *_of_people(unit)):
            for position, decision in enumerate(decisions):
                year = decision.date.year
                common = decision.effective is None and _end(decision) == decision.date
                if _FIRST_YEAR <= year <= state.on.year + _YEARS_AHEAD and common:
                    continue
                at = (*location, "decisions", position)
                if decision.starts < decision.date:
                    message = (
                        f"{name}: quyết định {decision.number} có hiệu lực "
                        f"({written(decision.starts)}) trước ngày ký ({written(decision.date)})"
                    )
                    yield Finding("decision-date", message, unit.file, location=at)
                for day in {decision.date, decision.starts, _end(decision)}:
                    if not _FIRST_YEAR <= day.year <= state.on.year + _YEARS_AHEAD:
                        message = (
                            f"{name}: năm {day.year} của quyết định {decision.number} khó có thể "
                            "đúng; hãy xem lại ngày"
                        )
                        yield Finding("decision-year", message, unit.file, location=at)


def _end(decision: AnyDecision) -> date:
    """Return the last day that a decision names, else when it was signed."""
    until = decision.until if isinstance(decision, PersonDecision) else None
    return until or decision.date


def decisions_stand_once(state: State) -> Iterator[Finding]:
    """Warn about a decision that is twice in one entry (7)."""
    for unit in state.roster.units:
        for name, decisions, location in (*_of_units(unit), *_of_people(unit)):
            if len(decisions) < 2:
                continue
            seen = set()
            for position, decision in enumerate(decisions):
                key = (decision.type, decision.number, decision.date)
                if key in seen:
                    message = f"{name}: quyết định {decision.number} ghi hai lần; hãy bỏ một"
                    at = (*location, "decisions", position)
                    yield Finding("decision-twice", message, unit.file, location=at)
                seen.add(key)


def dissolved_units_are_empty(state: State) -> Iterator[Finding]:
    """Ensure that a dissolved unit has no people: they must be transferred or leave first (7.1.a).

    It is only a warning if the decision was made before its day, since a merged roster must never
    stop a later run on the hosts.
    """
    for unit in state.roster.units:
        end = lifecycle.dissolution(unit.decisions)
        if end is None:
            continue
        ahead = end.starts > state.on or end.effective is not None
        code = "staff-of-dissolving-unit" if ahead else "staff-of-dissolved-unit"
        for index, person in enumerate(unit.staff):
            is_ = lifecycle.person_state(person, max(state.on, end.starts))
            if is_ in ("active", "suspended"):
                message = (
                    f"{unit.name} giải thể từ {written(end.starts)} nhưng {person.name} "
                    f"({person.id}) vẫn ở đó; hãy chuyển mục này sang đơn vị mới kèm quyết định "
                    "điều động, hoặc ghi quyết định nghỉ"
                )
                yield Finding(code, message, unit.file, location=("staff", index))


def successors_exist(state: State) -> Iterator[Finding]:
    """Ensure that the successor of a unit or section is another one and is open (7.1)."""
    for unit in state.roster.units:
        for name, decisions, location in _of_units(unit):
            holder = unit.section_id(unit.sections[int(location[1])]) if location else unit.id
            for index, decision in enumerate(decisions):
                if not isinstance(decision, UnitDecision) or decision.successor is None:
                    continue
                found = _successor_fault(state, (unit, holder, name), decision)
                if found is not None:
                    at = (*location, "decisions", index, "successor")
                    article = "7.1.b" if location else "7.1.a"
                    yield Finding(*found, unit.file, location=at, article=article)


def former_names_stand_with_renames(state: State) -> Iterator[Finding]:
    """Ensure that a renaming of a unit or section states the former name (7.1)."""
    for unit in state.roster.units:
        for _, decisions, location in _of_units(unit):
            for index, decision in enumerate(decisions):
                if not isinstance(decision, UnitDecision) or decision.former_name is None:
                    continue
                if decision.type != "rename":
                    message = "former_name (tên cũ) chỉ dùng với quyết định đổi tên (rename)"
                    at = (*location, "decisions", index, "former_name")
                    article = "7.1.b" if location else "7.1.a"
                    yield Finding(
                        "former-name-misplaced", message, unit.file, location=at, article=article
                    )


def _successor_fault(
    state: State, ends: tuple[Unit, str, str], decision: UnitDecision
) -> tuple[str, str] | None:
    """Return code and message of the error in a successor, None where there is none."""
    unit, holder, name = ends
    successor = decision.successor or ""
    if decision.type != "dissolve":
        return "successor-misplaced", "successor chỉ dùng với quyết định giải thể (dissolve)"
    takes_over = shared_mailbox(state.roster, successor)
    if takes_over is None or successor == holder:
        hint = _which(state, unit, holder, successor)
        return "successor-unknown", f"không có «{successor}» để tiếp nhận {name}; {hint}"
    day = max(state.on, decision.starts)
    if not is_open(state.roster, heir(state.roster, successor, day), day):
        return "successor-dissolved", (
            f"{mailbox_name(*takes_over)} tiếp nhận thư của {name} nhưng chính nơi đó cũng không "
            "còn hoạt động và không có nơi tiếp nhận; thư sẽ không đến ai"
        )
    return None


def _which(state: State, unit: Unit, holder: str, successor: str) -> str:
    """Say what to write instead of a successor that does not exist."""
    section = f"{unit.id}/{successor}"
    if shared_mailbox(state.roster, section) is not None:
        return f"bộ phận thì ghi cả mã đơn vị: successor: {section}"
    known = [*state.roster.units_by_id, *(one.section_id(s) for one, s in state.roster.sections())]
    others = [id_ for id_ in known if id_ != holder]
    # An id that begins with the text is more likely than one with similar letters.
    near = [id_ for id_ in others if id_.startswith(successor)]
    near = near or get_close_matches(successor, others, n=1)
    if near:
        return f"có phải là «{near[0]}»?"
    return "hãy ghi mã của một đơn vị khác trong danh sách, hoặc mã-đơn-vị/mã-bộ-phận"


def _of_units(unit: Unit) -> Iterator[tuple[str, AnyDecisions, Location]]:
    yield unit.name, unit.decisions, ()
    for index, section in enumerate(unit.sections):
        yield f"{section.name}, {unit.name}", section.decisions, ("sections", index)


def _of_people(unit: Unit) -> Iterator[tuple[str, AnyDecisions, Location]]:
    for index, person in enumerate(unit.staff):
        yield person.name.full, person.decisions, ("staff", index)
