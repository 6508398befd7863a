"""Derives the register: (roster, register, date) -> new register. A pure function.

Addresses are given for every decision in the roster, also for those that take effect later. So the
address that is reviewed today is the one that takes effect on its day. The date only decides the
state of each address. `congvu.register.steps` has the steps of Article 6, and
`congvu.register.course` computes a holder's addresses over time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from congvu.findings import Finding
from congvu.office import Office
from congvu.policies import Candidate
from congvu.register import advice
from congvu.register.course import AnyHolder, Course, aged, course
from congvu.register.holders import SharedHolder, holders
from congvu.register.model import Entry, Register
from congvu.register.steps import Step, Steps
from congvu.roster.load import Roster


@dataclass(frozen=True)
class Derivation:
    """The result of deriving.

    Attributes:
        register: the new register.
        findings: an error for each holder without a free address.
        holders: all holders of addresses in the roster, by id.
        unsettled: holders without a single lasting address that fits their name.
        undecided: holders with an address that does not fit the name, and this address. They keep
            it, since no decision (Article 7) changed the name.
    """

    register: Register
    findings: list[Finding]
    holders: dict[str, AnyHolder]
    unsettled: tuple[AnyHolder, ...]
    undecided: tuple[tuple[AnyHolder, Entry], ...]


def derive(roster: Roster, register: Register, office: Office, on: date) -> Derivation:
    """Give every holder of the roster an address and every address its state on a day.

    An address is never given to a second holder (point 5), and a holder keeps it (point 4).
    """
    return _Deriver(roster, register, office, on).run()


class _Deriver:
    def __init__(self, roster: Roster, register: Register, office: Office, on: date) -> None:
        self._register = register
        self._keep = office.former_address_days
        self._on = on
        self._entries = dict(register.by_local_part)
        self._holders = {holder.id: holder for holder in holders(roster, office.rules)}
        self._steps = Steps(office.rules, self._entries, office.reserved, roster.people_by_id)
        self._findings: list[Finding] = []

    def run(self) -> Derivation:
        by_holder = self._register.by_holder
        courses = [
            course(holder, own, self._on, self._keep)
            for holder in self._holders.values()
            if not self._settled(holder, own := by_holder.get(holder.id, []))
        ]
        for newcomer in sorted((each for each in courses if each.cause), key=_rank):
            self._admit(newcomer)
        for each in courses:
            self._age(each)
        for holder_id in by_holder.keys() - self._holders.keys():
            # The entry was deleted from the roster, but the address stays reserved (point 5).
            for entry in by_holder[holder_id]:
                self._entries[entry.local_part] = replace(entry, state="reserved", until=None)
        unchanged = self._entries == self._register.by_local_part
        register = self._register if unchanged else Register(self._entries.values())
        unsettled = tuple(each.holder for each in courses)
        undecided = tuple((each.holder, each.undecided) for each in courses if each.undecided)
        return Derivation(register, self._findings, self._holders, unsettled, undecided)

    def _settled(self, holder: AnyHolder, own: Sequence[Entry]) -> bool:
        """Tell quickly that nothing changes for a holder, which is true for nearly all."""
        if len(own) != 1:
            return False
        [entry] = own
        return (
            entry.state == "main"
            and entry.until is None
            and entry.since <= self._on
            and holder.endless
            and holder.fits(entry)
        )

    def _admit(self, newcomer: Course) -> None:
        """Give a new holder the address of the first free step."""
        holder, cause = newcomer.holder, newcomer.cause
        assert cause is not None
        steps = (
            iter([self._steps.step(holder.candidate, holder.id)])
            if isinstance(holder, SharedHolder)
            else self._steps.of_person(holder.facts, holder.id)
        )
        tried: list[Step] = []
        for step in steps:
            tried.append(step)
            if not step.free:
                continue
            candidate = step.candidate
            if step.too_long:
                self._findings.append(_too_long(holder, candidate))
                return
            self._entries[candidate.local_part] = Entry(
                candidate.local_part, holder.id, "main", candidate.rule, cause.starts
            )
            newcomer.starts.append((cause.starts, candidate.local_part))
            return
        # People who left before they were in the register need no address.
        periods = holder.periods
        if not periods or periods[-1].end is None or periods[-1].end > self._on:
            self._findings.append(_no_free_step(holder, tried, self._holder_of(tried)))

    def _age(self, the_course: Course) -> None:
        local_parts = {entry.local_part for entry in the_course.own}
        local_parts.update(local_part for _, local_part in the_course.starts)
        entries = [self._entries[local_part] for local_part in local_parts]
        for entry in aged(the_course, entries, self._on, self._keep):
            self._entries[entry.local_part] = entry

    def _holder_of(self, tried: list[Step]) -> str:
        entry = tried[0].entry if tried else None
        if entry is None:
            return "là tên dành riêng của hệ thống thư"
        known = self._holders.get(entry.holder)
        return f"là của {known.label} ({known.id})" if known else f"đã cấp cho {entry.holder}"


def _rank(newcomer: Course) -> tuple[int, date, str]:
    """Point 4: sort by kind of holder, then date of the decision, then id as a string."""
    assert newcomer.cause is not None
    return newcomer.holder.order, newcomer.cause.date, newcomer.holder.id


def _too_long(holder: AnyHolder, candidate: Candidate) -> Finding:
    return Finding(
        "address-too-long",
        f"{holder.label}: «{candidate.local_part}» {advice.too_long(candidate)}",
        holder.place.file,
        location=holder.place.location,
        article="6.2",
    )


def _no_free_step(holder: AnyHolder, tried: list[Step], holder_of: str) -> Finding:
    forms = ", ".join(f"«{step.candidate.local_part}»" for step in tried)
    if isinstance(holder, SharedHolder):
        article = "6.2.b" if holder.candidate.rule == "unit" else "6.1.c"
        message = f"{holder.label}: địa chỉ {forms} {holder_of}; "
        message += advice.for_shared(holder.candidate)
    else:
        article = "6.2.c" if not holder.facts.leader else "6.2.a"
        message = (
            f"{holder.label} ({holder.id}) chưa có địa chỉ: {forms} không còn trống, "
            f"«{tried[0].candidate.local_part}» {holder_of}; "
            f"{advice.for_person(holder.facts, holder.id)}"
        )
    return Finding(
        "address-no-step-left",
        message,
        holder.place.file,
        location=holder.place.location,
        article=article,
    )
