"""Finds the answers. Pure; personal data is named, never shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from congvu.explain.model import Answer, Held, StepTaken
from congvu.labels import DECISIONS, PERSON_STATES
from congvu.names import fold
from congvu.policies import PersonFacts
from congvu.register.holders import PersonHolder
from congvu.register.model import Entry
from congvu.register.steps import MAX_LOCAL_PART, Step, Steps
from congvu.roster import lifecycle
from congvu.roster.model import Person, Unit
from congvu.state import State

_COMPONENTS = {
    "birth_date": "ngày sinh (birth_date)",
    "home_town": "quê quán (home_town)",
    "birthplace": "nơi sinh (birthplace)",
}


def of_name(state: State, facts: PersonFacts) -> Answer:
    """Say which address a person would get who is recruited on the day."""
    name = facts.name
    taken, result = _steps(state, facts, "")
    parts = [("họ", name.family), ("tên lót", name.middle), ("tên", name.given)]
    shown = ", ".join(f"{what} «{' '.join(words)}»" for what, words in parts if words)
    return Answer(
        title=name.full,
        facts=(shown,),
        steps=taken,
        result=result,
        advice="" if result else _advice(facts),
        alike=tuple(_alike(state, name.full)),
    )


def of_folded_name(state: State, text: str) -> Answer | None:
    """Find people by a name that was typed without diacritics; None where there are none."""
    alike = tuple(_alike(state, text))
    return Answer(title=text, alike=alike) if alike else None


def of_holder(state: State, holder_id: str) -> Answer | None:
    """Say which addresses a person, unit or section has and had; None where nobody knows the id."""
    holder = state.derivation.holders.get(holder_id)
    entries = state.register.by_holder.get(holder_id, [])
    if holder is None:
        if not entries:
            return None
        fact = "không còn trong danh sách; địa chỉ được giữ lại, không cấp cho ai (Điều 4.6)"
        return Answer(title=holder_id, facts=(fact,), held=_held(state, entries))
    if not isinstance(holder, PersonHolder):
        facts = tuple(_of_shared(state, holder_id))
        return Answer(
            title=f"{holder.label} ({holder_id})", facts=facts, held=_held(state, entries)
        )
    person = holder.person
    taken, result = _steps(state, person.facts, person.id)
    return Answer(
        title=f"{person.name} ({person.id})",
        facts=tuple(_of_person(state, person)),
        steps=taken,
        result=_main(state, person.id) or result,
        advice="" if _main(state, person.id) or result else _advice(person.facts),
        held=_held(state, entries),
    )


def of_address(state: State, local_part: str) -> Answer:
    """Say whose an address is, and how it came to be theirs."""
    title = state.office.address(local_part)
    entry = state.register.get(local_part)
    if entry is None:
        if local_part in state.office.reserved:
            fact = "tên dành riêng của hệ thống thư (RFC 2142), không cấp cho ai"
        elif len(local_part) > MAX_LOCAL_PART:
            fact = f"phần trước @ dài quá {MAX_LOCAL_PART} ký tự, không cấp được"
        else:
            fact = "chưa cấp cho ai"
        return Answer(title=title, facts=(fact,))
    owner = of_holder(state, entry.holder)
    assert owner is not None  # the register knows the holder
    return replace(owner, title=title, facts=(f"của {owner.title}", *owner.facts))


def _steps(state: State, facts: PersonFacts, holder: str) -> tuple[tuple[StepTaken, ...], str]:
    """Follow the steps up to the first free one; without one the result is empty."""
    rules = state.office.rules
    steps = Steps(
        rules, state.register.by_local_part, state.office.reserved, state.roster.people_by_id
    )
    taken: list[StepTaken] = []
    for step in steps.of_person(facts, holder):
        candidate = step.candidate
        article = rules.ARTICLES[candidate.rule]
        obstacle = _obstacle(state, step)
        taken.append(StepTaken(candidate.local_part, candidate.rule, article, obstacle))
        if not obstacle:
            return tuple(taken), state.office.address(candidate.local_part)
    return tuple(taken), ""


def _obstacle(state: State, step: Step) -> str:
    if step.reserved:
        return "tên dành riêng của hệ thống thư"
    if step.entry is not None:
        entry = step.entry
        held = state.derivation.holders.get(entry.holder)
        since = f"từ {entry.since:%d/%m/%Y}"
        if held is None:
            return f"đã cấp cho {entry.holder} {since}, không cấp lại (Điều 4.6)"
        unit = _unit_of(state, entry.holder)
        where = f", {unit.name}" if unit and isinstance(held, PersonHolder) else ""
        same = ", cùng họ tên" if step.namesake else ""
        return f"của {held.label} ({entry.holder}{where}{same}) {since}"
    return "quá dài" if step.too_long else ""


def _advice(facts: PersonFacts) -> str:
    missing = [text for field, text in _COMPONENTS.items() if getattr(facts, field) is None]
    if not missing:
        return "mọi thành phần của Điều 6 đã dùng hết; hãy báo Văn phòng HĐND và UBND huyện"
    return f"không bước nào còn trống; hãy ghi thêm {' hoặc '.join(missing)} vào hồ sơ"


def _of_person(state: State, person: Person) -> Iterator[str]:
    unit = _unit_of(state, person.id)
    where = f", {unit.name}" if unit else ""
    yield f"{person.title}{where}; {PERSON_STATES[lifecycle.person_state(person, state.on)]}"
    for decision in lifecycle.in_order(person.decisions):
        if decision.starts > state.on:
            yield (
                f"từ {decision.starts:%d/%m/%Y}: {DECISIONS[decision.type]}, quyết định "
                f"{decision.number} ngày {decision.date:%d/%m/%Y}"
            )
    for unit_ in state.roster.units:
        if unit_.mailbox.manager == person.id:
            yield f"quản lý hộp thư chung của {unit_.name} (Điều 14.1)"
        for section in unit_.sections:
            if section.manager == person.id:
                yield f"quản lý hộp thư của {section.name}, {unit_.name} (Điều 14.1)"
        for delegate in unit_.mailbox.delegates:
            if delegate.person == person.id:
                yield f"được ủy quyền hộp thư chung của {unit_.name}, {delegate.document}"


def _of_shared(state: State, holder_id: str) -> Iterator[str]:
    unit_id, _, section_id = holder_id.partition("/")
    unit = state.roster.units_by_id[unit_id]
    section = next((section for section in unit.sections if section.id == section_id), None)
    manager = section.manager if section else unit.mailbox.manager
    person = state.roster.people_by_id.get(manager or "")
    yield f"người quản lý: {person.name} ({manager})" if person else "chưa có người quản lý"


def _unit_of(state: State, person_id: str) -> Unit | None:
    return next((unit for unit, one in state.roster.people() if one.id == person_id), None)


def _held(state: State, entries: list[Entry]) -> tuple[Held, ...]:
    articles = state.office.rules.ARTICLES
    return tuple(
        Held(
            state.office.address(entry.local_part),
            entry.state,
            entry.rule,
            articles[entry.rule],
            entry.since,
            entry.until,
        )
        for entry in entries
    )


def _main(state: State, holder: str) -> str:
    entry = state.register.main(holder, state.on)
    return state.office.address(entry.local_part) if entry else ""


def _alike(state: State, text: str) -> Iterator[str]:
    wanted = fold(text)
    for unit, person in state.roster.people():
        if fold(person.name.full) == wanted:
            address = _main(state, person.id) or "không còn địa chỉ chính"
            yield f"{person.name} ({person.id}), {person.title}, {unit.name}: {address}"
