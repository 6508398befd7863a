"""Derives the register: (roster, register, date) -> new register. A pure function.

The steps are those of `address-rules`; which local parts they give is the policy's business.
Addresses are given for every decision that the roster knows, those that start later included:
what is reviewed today is what takes effect by itself on its day. The date only decides which
state an address is in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from congvu.findings import Finding
from congvu.office import Office
from congvu.policies import Candidate
from congvu.register.holders import PersonHolder, SharedHolder, holders
from congvu.register.model import Entry, Register
from congvu.roster.load import Roster
from congvu.roster.model import PersonDecision, UnitDecision

_ONE_DAY = timedelta(days=1)
# RFC 5321, 4.5.3.1.1.
MAX_LOCAL_PART = 64

AnyHolder = SharedHolder | PersonHolder
AnyDecision = PersonDecision | UnitDecision


@dataclass(frozen=True)
class Derivation:
    """What deriving gave.

    Attributes:
        register: the new register.
        findings: holders for whom no step gives a free address.
        holders: everybody and everything in the roster that holds addresses, by id.
    """

    register: Register
    findings: list[Finding]
    holders: dict[str, AnyHolder]


@dataclass(frozen=True, slots=True)
class _Newcomer:
    holder: AnyHolder
    cause: AnyDecision

    @property
    def rank(self) -> tuple[int, date, str]:
        """Point 4: kind of holder, then decision date, then id in plain string order."""
        return self.holder.order, self.cause.date, self.holder.id


def derive(roster: Roster, register: Register, office: Office, on: date) -> Derivation:
    """Give every holder of the roster an address and every address its state on a day.

    An address once given never changes hands (point 5); who holds one keeps it (point 4).
    """
    return _Deriver(roster, register, office, on).run()


class _Deriver:
    def __init__(self, roster: Roster, register: Register, office: Office, on: date) -> None:
        self._roster = roster
        self._reserved = office.reserved
        self._keep = timedelta(days=office.former_address_days)
        self._on = on
        self._entries = {entry.local_part: entry for entry in register}
        self._holders = {holder.id: holder for holder in holders(roster, office.rules)}
        self._rules = office.rules
        self._own: defaultdict[str, set[str]] = defaultdict(set)
        for entry in register:
            self._own[entry.holder].add(entry.local_part)
        self._findings: list[Finding] = []

    def run(self) -> Derivation:
        newcomers = [
            newcomer
            for holder in self._holders.values()
            if (newcomer := self._newcomer(holder)) is not None
        ]
        for newcomer in sorted(newcomers, key=lambda newcomer: newcomer.rank):
            self._admit(newcomer)
        for holder_id in list(self._own):
            self._age(holder_id)
        return Derivation(Register(self._entries.values()), self._findings, self._holders)

    # Who needs a new main address, and by which decision

    def _newcomer(self, holder: AnyHolder) -> _Newcomer | None:
        causes: Sequence[AnyDecision] = holder.causes
        own = self._own_entries(holder.id)
        if not own:
            # Without any decision nothing is created (Article 7); a check reports it.
            return _Newcomer(holder, causes[0]) if causes else None
        mains = [entry for entry in own if entry.state == "main"]
        if any(holder.fits(entry) for entry in mains):
            return None
        last = max(entry.since for entry in mains or own)
        cause = next((cause for cause in reversed(causes) if cause.starts > last), None)
        fitting = [entry for entry in own if holder.fits(entry)]
        if fitting:
            # Without a newer decision: an end was decided and then taken back.
            self._restore(holder, fitting, cause.starts if cause else fitting[-1].since)
            return None
        # A name changed without a decision changes no address; a check reports it.
        return _Newcomer(holder, cause) if cause else None

    def _restore(self, holder: AnyHolder, fitting: list[Entry], since: date) -> None:
        """Make an address that the holder had before the main one again, from its day on."""
        if since > self._on or (holder.end is not None and holder.end <= self._on):
            return
        entry = fitting[-1]
        self._entries[entry.local_part] = replace(entry, state="main", since=since, until=None)

    def _own_entries(self, holder_id: str) -> list[Entry]:
        """Return the holder's entries, oldest first."""
        own = [self._entries[local_part] for local_part in self._own.get(holder_id, ())]
        return sorted(own, key=lambda entry: (entry.since, entry.local_part))

    # Which address a newcomer gets

    def _admit(self, newcomer: _Newcomer) -> None:
        holder = newcomer.holder
        tried: list[Candidate] = []
        for candidate in self._steps(holder):
            tried.append(candidate)
            if not self._free(candidate.local_part, holder.id):
                continue
            if len(candidate.local_part) > MAX_LOCAL_PART:
                self._findings.append(_too_long(holder, candidate))
                return
            self._entries[candidate.local_part] = Entry(
                candidate.local_part, holder.id, "main", candidate.rule, newcomer.cause.starts
            )
            self._own[holder.id].add(candidate.local_part)
            return
        # Who had gone before the register knew them needs no address any more.
        if holder.end is None or holder.end > self._on:
            self._findings.append(_no_free_step(holder, tried, self._holder_of(tried)))

    def _steps(self, holder: AnyHolder) -> Iterator[Candidate]:
        if isinstance(holder, SharedHolder):
            yield holder.candidate
            return
        base = self._rules.person_base(holder.facts)
        yield base
        if not self._held_by_namesake(base.local_part, holder):
            middle = self._rules.person_middle_name(holder.facts)
            if middle is not None:
                yield middle
        yield from self._rules.person_components(holder.facts)

    def _free(self, local_part: str, holder_id: str) -> bool:
        if not local_part or local_part in self._reserved:
            return False
        entry = self._entries.get(local_part)
        return entry is None or entry.holder == holder_id

    def _held_by_namesake(self, local_part: str, holder: PersonHolder) -> bool:
        """Points 2 and 3: the holder is somebody of the same full name."""
        entry = self._entries.get(local_part)
        if entry is None or entry.holder == holder.id:
            return False
        other = self._roster.people_by_id.get(entry.holder)
        return other is not None and other.name.key == holder.person.name.key

    def _holder_of(self, tried: list[Candidate]) -> str:
        entry = self._entries.get(tried[0].local_part) if tried else None
        if entry is None:
            return "tên dành riêng của hệ thống thư"
        known = self._holders.get(entry.holder)
        return f"{known.label} ({known.id})" if known else entry.holder

    # Which state an address is in on the day

    def _age(self, holder_id: str) -> None:
        holder = self._holders.get(holder_id)
        own = self._own_entries(holder_id)
        mains = [entry for entry in own if entry.state == "main"]
        for entry in own:
            aged = self._aged(entry, holder, mains)
            if aged != entry:
                self._entries[entry.local_part] = aged

    def _aged(self, entry: Entry, holder: AnyHolder | None, mains: list[Entry]) -> Entry:
        if holder is None:
            # The record is gone; the address stays reserved without it (point 5).
            return replace(entry, state="reserved", until=None)
        if entry.state == "main":
            later = next((other for other in mains if other.since > entry.since), None)
            entry = self._superseded(entry, holder, later)
        if entry.state != "reserved":
            entry = self._ended(entry, holder)
        if entry.state == "former" and entry.until is not None and entry.until < self._on:
            return replace(entry, state="reserved", until=None)
        return entry

    def _superseded(self, entry: Entry, holder: AnyHolder, later: Entry | None) -> Entry:
        if later is None:
            return replace(entry, until=None)
        if later.since > self._on:
            return replace(entry, until=later.since - _ONE_DAY)
        until = None if holder.kept_without_end(entry) else later.since + self._keep
        return replace(entry, state="former", until=until)

    def _ended(self, entry: Entry, holder: AnyHolder) -> Entry:
        end = holder.end
        if end is None:
            return entry
        if end > self._on:
            until = min(end - _ONE_DAY, entry.until or date.max)
            return replace(entry, until=until) if entry.state == "main" else entry
        if not holder.delivers_after_end:
            return replace(entry, state="reserved", until=None)
        if entry.state == "main":
            return replace(entry, state="former", until=end + self._keep)
        return entry


def _too_long(holder: AnyHolder, candidate: Candidate) -> Finding:
    return Finding(
        "address-too-long",
        f"{holder.label}: «{candidate.local_part}» dài {len(candidate.local_part)} ký tự, phần "
        f"trước @ chỉ được {MAX_LOCAL_PART}"
        + ("; hãy ghi mailbox.name ngắn hơn" if candidate.rule == "unit" else ""),
        holder.place.file,
        location=holder.place.location,
        article="6.2",
    )


def _no_free_step(holder: AnyHolder, tried: list[Candidate], holder_of: str) -> Finding:
    forms = ", ".join(f"«{candidate.local_part}»" for candidate in tried)
    if isinstance(holder, SharedHolder):
        advice = (
            "hãy ghi một tên khác ở mailbox.name"
            if holder.candidate.rule == "unit"
            else "hãy đặt tên bộ phận khác"
        )
        article = "6.2.b" if holder.candidate.rule == "unit" else "6.1.c"
        message = f"{holder.label}: địa chỉ {forms} đã thuộc về {holder_of}; {advice}"
    else:
        article = "6.2.c" if not holder.facts.leader else "6.2.a"
        message = (
            f"{holder.label} ({holder.id}) chưa có địa chỉ: {forms} đều đã có người giữ, "
            f"«{tried[0].local_part}» là của {holder_of}; {_missing_component(holder)}"
        )
    return Finding(
        "address-no-step-left",
        message,
        holder.place.file,
        location=holder.place.location,
        article=article,
    )


def _missing_component(holder: PersonHolder) -> str:
    facts = holder.facts
    record = f"hãy ghi vào hồ sơ {holder.id}"
    if facts.birth_date is None:
        return f"{record} ngày sinh (birth_date: năm-tháng-ngày)"
    if facts.home_town is None:
        return f"{record} quê quán (home_town)"
    if facts.birthplace is None:
        return f"{record} nơi sinh (birthplace)"
    return "mọi thành phần của Điều 6 đã dùng hết; hãy báo Văn phòng HĐND và UBND huyện"
