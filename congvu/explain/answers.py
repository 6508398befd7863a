"""Finds the answers. Pure. Answers name the kind of personal data, but never its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from congvu.account_states import AccountState, of_person, stage_on
from congvu.days import written
from congvu.explain.model import Answer, Held, NamePart, StepTaken
from congvu.labels import ADDRESS_STATES, PERSON_STATES, UNIT_STATES
from congvu.names import PersonName, fold, initials, joined
from congvu.plan.sentences import decided, ground, paper
from congvu.policies import PersonFacts
from congvu.register import advice
from congvu.register.holders import PersonHolder
from congvu.register.model import LOCAL_PART, Entry
from congvu.register.steps import MAX_LOCAL_PART, Step, Steps
from congvu.roster import lifecycle
from congvu.roster.model import AnyDecision, Person, Unit
from congvu.state import State
from congvu.succession import ended_by, heir_name, shared_mailbox

# The decisions behind each state of a person, except for being in service.
_STATE_DECISIONS: dict[lifecycle.PersonState, tuple[str, ...]] = {
    "suspended": ("suspend",),
    "left": ("retire", "resign"),
}

# What has become of the mail of who left.
_PACKED: dict[AccountState, str] = {"archived": "thư lưu trữ", "deleted": "thư đã xóa"}


def of_name(state: State, facts: PersonFacts) -> Answer:
    """Say which address a person would get who is recruited on this day."""
    name = facts.name
    return replace(
        _follow(state, _of_person_steps(state, facts, ""), advice.for_person(facts)),
        title=name.full,
        parts=_parts(name),
        alike=tuple(_alike(state, name.full)),
    )


def of_folded_name(state: State, text: str) -> Answer | None:
    """Find people by a name that was typed without diacritics; None where there are none."""
    alike = tuple(_alike(state, text))
    return Answer(title=text, alike=alike) if alike else None


def of_holder(state: State, holder_id: str) -> Answer | None:
    """Say which addresses a holder has and had; None where the id is unknown."""
    holder = state.derivation.holders.get(holder_id)
    entries = state.register.by_holder.get(holder_id, [])
    if holder is None:
        if not entries:
            return None
        fact = "không còn trong danh sách; địa chỉ được giữ lại, không cấp cho ai (Điều 4.6)"
        return Answer(title=holder_id, facts=(fact,), held=_held(state, entries))
    if isinstance(holder, PersonHolder):
        person = holder.person
        steps = _of_person_steps(state, person.facts, person.id)
        answer = _follow(state, steps, advice.for_person(person.facts, person.id))
        facts, parts = tuple(_of_person(state, person)), _parts(person.name)
    else:
        steps = iter([_all_steps(state).step(holder.candidate, holder.id)])
        answer = _follow(state, steps, advice.for_shared(holder.candidate))
        facts, parts = tuple(_of_shared(state, holder_id)), ()
    main = _main(state, holder_id)
    ahead = any(entry.since > state.on for entry in entries)
    if not main and entries and not ahead:
        answer = replace(answer, result="", advice="")  # the holder has left and needs no address
    return replace(
        answer,
        title=f"{holder.label} ({holder_id})",
        facts=facts,
        parts=parts,
        result=main or answer.result,
        advice="" if main else answer.advice,
        held=_held(state, entries),
    )


def of_section_name(state: State, text: str) -> Answer | None:
    """Find a section by its name, typed with diacritics or without; None for no such."""
    wanted = fold(text)
    for unit in state.roster.units:
        for section in unit.sections:
            if fold(section.name) == wanted:
                return of_holder(state, unit.section_id(section))
    return None


def of_address(state: State, local_part: str) -> Answer:
    """Say who has an address, and why."""
    title = state.office.address(local_part)
    entry = state.register.get(local_part)
    if entry is None:
        if local_part in state.office.reserved:
            fact = "tên dành riêng của hệ thống thư (RFC 2142), không cấp cho ai"
        elif len(local_part) > MAX_LOCAL_PART:
            fact = f"phần trước @ dài quá {MAX_LOCAL_PART} ký tự, không cấp được"
        elif not LOCAL_PART.fullmatch(local_part):
            fact = "phần trước @ chỉ gồm chữ thường không dấu, chữ số, dấu chấm và dấu gạch nối"
        else:
            fact = "chưa cấp cho ai"
        return Answer(title=title, facts=(fact,))
    owner = of_holder(state, entry.holder)
    assert owner is not None  # the holder is in the register
    return replace(owner, title=title, facts=(f"của {owner.title}", *owner.facts))


def _all_steps(state: State) -> Steps:
    return Steps(
        state.office.rules,
        state.register.by_local_part,
        state.office.reserved,
        state.roster.people_by_id,
    )


def _of_person_steps(state: State, facts: PersonFacts, holder: str) -> Iterator[Step]:
    return _all_steps(state).of_person(facts, holder)


def _follow(state: State, steps: Iterator[Step], what_to_write: str) -> Answer:
    """Follow the steps up to the first free one, as in deriving; if there is none, give advice.

    A local part that is too long also ends the steps, since nothing is invented (point 9).
    """
    taken: list[StepTaken] = []
    for step in steps:
        candidate = step.candidate
        article = state.office.rules.ARTICLES[candidate.rule]
        obstacle = _obstacle(state, step)
        taken.append(StepTaken(candidate.local_part, candidate.rule, article, obstacle))
        if step.free:
            result = "" if obstacle else state.office.address(candidate.local_part)
            written = f"«{candidate.local_part}» {obstacle}" if obstacle else ""
            return Answer("", steps=tuple(taken), result=result, advice=written)
    return Answer("", steps=tuple(taken), advice=f"không bước nào còn trống; {what_to_write}")


def _parts(name: PersonName) -> tuple[NamePart, ...]:
    return tuple(
        NamePart(what, " ".join(words), joined(words), letters)
        for what, words, letters in (
            ("họ", name.family, initials(name.family)),
            ("tên lót", name.middle, initials(name.middle)),
            ("tên", name.given, ""),
        )
        if words
    )


def _obstacle(state: State, step: Step) -> str:
    if step.reserved:
        return "tên dành riêng của hệ thống thư"
    if step.entry is not None:
        entry = step.entry
        held = state.derivation.holders.get(entry.holder)
        since = f"từ {written(entry.since)}"
        if entry.state != "main":
            since += f", {ADDRESS_STATES[entry.state]}"
        if held is None:
            return f"đã cấp cho {entry.holder} {since}, không cấp lại (Điều 4.6)"
        unit = _unit_of(state, entry.holder)
        where = f", {unit.name}" if unit and isinstance(held, PersonHolder) else ""
        same = ", cùng họ tên" if step.namesake else ""
        return f"của {held.label} ({entry.holder}{where}{same}) {since}"
    return advice.too_long(step.candidate) if step.too_long else ""


def _of_person(state: State, person: Person) -> Iterator[str]:
    unit = _unit_of(state, person.id)
    where = f", {unit.name}" if unit else ""
    is_ = lifecycle.person_state(person, state.on)
    by = _STATE_DECISIONS.get(is_, ())
    last = lifecycle.latest(person.decisions, state.on, *by)
    why = f" từ {written(last.starts)}{ground(last)}" if last else ""
    leave = lifecycle.leave_on(person, state.on)
    if leave is not None:
        why += f", nghỉ dài ngày đến hết {written(leave.last)}{ground(leave.decision)}"
    stage = stage_on(of_person(person, state.office.accounts), state.on)
    if stage is not None and (packed := _PACKED.get(stage.state)):
        why += f"; {packed} từ {written(stage.start)}"
    yield f"{person.title}{where}; {PERSON_STATES[is_]}{why}"
    if person.new_letter is not None and person.new_letter <= state.on:
        yield f"đã xin thư mật khẩu mới ngày {written(person.new_letter)}"
    yield from _ahead(state, person.decisions)
    for unit_ in state.roster.units:
        if unit_.mailbox.manager == person.id:
            yield f"quản lý hộp thư chung của {unit_.name} (Điều 14.1)"
        for section in unit_.sections:
            if section.manager == person.id:
                yield f"quản lý hộp thư của {section.name}, {unit_.name} (Điều 14.1)"
        for delegate in unit_.mailbox.delegates:
            if delegate.person == person.id:
                yield f"được ủy quyền hộp thư chung của {unit_.name}, {paper(delegate)}"


def _ahead(state: State, decisions: Sequence[AnyDecision]) -> Iterator[str]:
    for decision in sorted(decisions, key=lifecycle.moment):
        if decision.starts > state.on:
            yield f"từ {written(decision.starts)}: {decided(decision)}"


def _of_shared(state: State, holder_id: str) -> Iterator[str]:
    found = shared_mailbox(state.roster, holder_id)
    assert found is not None  # a holder that is not a person
    unit, section = found
    decisions = lifecycle.section_decisions(unit, section) if section else unit.decisions
    is_ = (
        lifecycle.section_state(unit, section, state.on)
        if section
        else lifecycle.unit_state(unit, state.on)
    )
    end = ended_by(state.roster, holder_id, state.on)
    why = f" từ {written(end.starts)}{ground(end)}" if end else ""
    yield f"{UNIT_STATES[is_]}{why}"
    yield from _ahead(state, decisions)
    takes_over = heir_name(state.roster, holder_id, state.on)
    former = [e for e in state.register.by_holder.get(holder_id, ()) if e.state == "former"]
    if takes_over and former:
        yield f"thư gửi đến vào hộp thư của {takes_over}"
    manager = section.manager if section else unit.mailbox.manager
    person = state.roster.people_by_id.get(manager or "")
    yield f"người quản lý: {person.name} ({manager})" if person else "chưa có người quản lý"
    for delegate in () if section else unit.mailbox.delegates:
        known = state.roster.people_by_id.get(delegate.person)
        who = f"{known.name} ({delegate.person})" if known else delegate.person
        yield f"được ủy quyền: {who}, {paper(delegate)} (Điều 14.1)"


def _unit_of(state: State, person_id: str) -> Unit | None:
    return state.roster.unit_of.get(person_id)


def _held(state: State, entries: list[Entry]) -> tuple[Held, ...]:
    articles = state.office.rules.ARTICLES
    holder = state.derivation.holders.get(entries[0].holder) if entries else None
    return tuple(
        Held(
            state.office.address(entry.local_part),
            entry.state,
            entry.rule,
            articles[entry.rule],
            entry.since,
            entry.until,
            ground(holder.cause_of(entry)).removeprefix(", ") if holder else "",
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
