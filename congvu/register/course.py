"""Computes a holder's addresses over time: from which day each is main, until when it is former.

The result depends on the holder's decisions, entries and a day, and never on the day of an earlier
run. So many runs give the same result as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date

from congvu.days import shifted
from congvu.register.holders import PersonHolder, SharedHolder
from congvu.register.model import Entry
from congvu.roster.lifecycle import Period
from congvu.roster.model import AnyDecision

AnyHolder = SharedHolder | PersonHolder


@dataclass(frozen=True, slots=True)
class Course:
    """A holder's main addresses in order.

    Attributes:
        holder: the holder.
        own: all entries that the holder was ever given, the oldest first.
        starts: days and the local part that is the main address from each day.
        cause: the decision that needs a new address; None if no new address is needed.
        undecided: the main address, if it does not fit the name any more although no decision
            changed the name.
    """

    holder: AnyHolder
    own: list[Entry]
    starts: list[tuple[date, str]]
    cause: AnyDecision | None = None
    undecided: Entry | None = None


def course(holder: AnyHolder, own: list[Entry], on: date, keep: int) -> Course:
    """Compute a holder's main addresses from the decisions and the register.

    There are three special cases. If a decision is removed or postponed before its day, its
    address was never the main one and stays reserved (point 5). A person who returns to an
    earlier name or post gets the earlier address again. A person who leaves and comes back has no
    main address in between.

    Args:
        holder: the holder.
        own: the holder's entries, the oldest first.
        on: the day.
        keep: how many days a former address goes on delivering.
    """
    causes = holder.causes
    if not own:
        # Without any decision nothing is created (Article 7); a check reports it.
        return Course(holder, own, [], causes[0] if causes else None)
    days = {cause.starts for cause in causes}
    known = [entry for entry in own if entry.since <= on or entry.since in days]
    line = [entry for entry in known if entry.state == "main"]
    if returns := list(_planned_returns(holder, own, days, keep)):
        line = sorted([*line, *returns], key=lambda entry: entry.since)
    cause: AnyDecision | None = None
    while line and not holder.fits(line[-1]):
        cause = holder.cause_after(line[-1])
        if cause is not None or line[-1].since <= on:
            break
        line.pop()
    starts = [(entry.since, entry.local_part) for entry in line]
    if line and holder.fits(line[-1]):
        return Course(holder, own, starts)
    fitting = [entry for entry in own if holder.fits(entry)]
    if not known:
        cause = causes[0] if causes else None
    elif not line:
        held = [entry for entry in fitting if entry in known]
        if held:
            # The holder left, came back, or an end was decided and then removed. A newer address
            # that does not fit may come from a removed decision; the entry does not show this.
            return Course(holder, own, [(held[-1].since, held[-1].local_part)])
        last = known[-1]
        # If the name is corrected before the first day, the first address is the corrected one.
        first = [each for each in causes if each.starts == last.since and each.starts > on]
        cause = holder.cause_after(last) or (first[-1] if first else None)
    if cause is None:
        # A change of name without a decision changes no address; a check reports it.
        return Course(holder, own, starts, undecided=line[-1] if line else None)
    if fitting:
        return Course(holder, own, [*starts, (cause.starts, fitting[-1].local_part)])
    return Course(holder, own, starts, cause)


def _planned_returns(
    holder: AnyHolder, own: list[Entry], days: Set[date], keep: int
) -> Iterator[Entry]:
    """Yield addresses that become main again by a coming decision, as from that day.

    If more decisions follow, the roster may have a later name already. Then only the entry's last
    reserved day, the eve of a decision, shows that the address returns.
    """
    for entry in own:
        if entry.state == "main" or entry.until is None:
            continue
        back = shifted(entry.until, 1)
        # An old address can also end on such a day by chance.
        ends = [other.since for other in own if other.since > entry.since]
        ends += [period.end for period in holder.periods if period.end is not None]
        over = entry.state == "former" and entry.until in [shifted(end, keep) for end in ends]
        if back in days and not over:
            yield replace(entry, state="main", since=back, until=None)


def aged(the_course: Course, entries: Iterable[Entry], on: date, keep: int) -> list[Entry]:
    """Give each of the holder's entries its state on a day.

    Args:
        the_course: the holder's complete course.
        entries: the holder's entries before, including new ones.
        on: the day.
        keep: how many days a former address goes on delivering.
    """
    periods = the_course.holder.periods or [Period(date.min)]
    schedule = _schedule(the_course.starts, periods)
    entries = list(entries)
    # Former addresses have their state already, but the start of each ended the one before.
    between = sorted(entry.since for entry in entries if entry.state == "former")
    aging = _Aging(the_course.holder, periods, schedule, between, on, keep)
    return [aging.aged(entry) for entry in entries]


def _schedule(starts: list[tuple[date, str]], periods: list[Period]) -> list[tuple[date, str]]:
    """Add the days on which a new period of service begins with the last address."""
    schedule = sorted(starts)
    for period in periods[1:]:
        before = [start for start in schedule if start[0] <= period.start]
        if before and before[-1][0] < period.start:
            schedule.append((period.start, before[-1][1]))
            schedule.sort()
    return schedule


@dataclass(frozen=True, slots=True)
class _Aging:
    holder: AnyHolder
    periods: list[Period]
    schedule: list[tuple[date, str]]
    between: list[date]
    on: date
    keep: int

    def aged(self, entry: Entry) -> Entry:
        mine = [
            n for n, (_, local_part) in enumerate(self.schedule) if local_part == entry.local_part
        ]
        begun = [n for n in mine if self.schedule[n][0] <= self.on]
        ahead = next((self.schedule[n][0] for n in mine if self.schedule[n][0] > self.on), None)
        if not begun:
            if ahead is not None and entry.state == "main":
                return self._main(entry, mine[0])
            return self._not_in_line(entry, ahead)
        start = self.schedule[begun[-1]][0]
        entry = replace(entry, since=start)
        period = self._period(start)
        after = self._after(begun[-1])
        if period.end is not None and period.end <= self.on and (not after or period.end <= after):
            if not self.holder.delivers_after(period):
                return self._reserved(entry, ahead)
            return self._former(entry, shifted(period.end, self.keep), ahead)
        if after is not None and after <= self.on:
            forever = self.holder.kept_without_end(entry)
            return self._former(entry, None if forever else shifted(after, self.keep), ahead)
        return self._main(entry, begun[-1])

    def _not_in_line(self, entry: Entry, ahead: date | None) -> Entry:
        """Set the state of an old address, or of one from a decision that was removed."""
        if entry.state == "former":
            return self._former(entry, self._natural_end(entry), ahead)
        return self._reserved(entry, ahead)

    def _main(self, entry: Entry, position: int) -> Entry:
        start = self.schedule[position][0]
        ends = [end for end in (self._period(start).end, self._after(position)) if end is not None]
        until = shifted(min(ends), -1) if ends else None
        return replace(entry, state="main", since=start, until=until)

    def _natural_end(self, entry: Entry) -> date | None:
        """Return the last day of a former address, without regard to removed decisions."""
        if entry.until is None or self.holder.kept_without_end(entry):
            return None
        ends = [period.end for period in self.periods if period.end is not None]
        decided = [cause.starts for cause in self.holder.causes]
        if shifted(entry.until, -self.keep) in decided + ends:
            return entry.until
        ends += [day for day, _ in self.schedule] + self.between
        ended = min((day for day in ends if day > entry.since), default=None)
        return max(entry.until, shifted(ended, self.keep)) if ended else entry.until

    def _former(self, entry: Entry, until: date | None, ahead: date | None) -> Entry:
        """Return an old address as former, at most until the day before it is main again."""
        gone = any(
            period.end is not None
            and entry.since < period.end <= self.on
            and not self.holder.delivers_after(period)
            for period in self.periods
        )
        if gone or (until is not None and until < self.on):
            return self._reserved(entry, ahead)
        if ahead is not None:
            until = min(until or date.max, shifted(ahead, -1))
        return replace(entry, state="former", until=until)

    def _reserved(self, entry: Entry, ahead: date | None) -> Entry:
        return replace(entry, state="reserved", until=shifted(ahead, -1) if ahead else None)

    def _period(self, day: date) -> Period:
        begun = [period for period in self.periods if period.start <= day]
        return begun[-1] if begun else self.periods[0]

    def _after(self, position: int) -> date | None:
        """Return when the main address after this one starts."""
        start = self.schedule[position][0]
        later = [day for day, _ in self.schedule[position + 1 :][:1]]
        later += [day for day in self.between if day > start]
        return min(later, default=None)
