"""The register as a value: one entry for each address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from congvu.policies import Rule

EntryState = Literal["main", "former", "reserved"]
# The form of local parts in the register.
LOCAL_PART = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
STATES: tuple[str, ...] = get_args(EntryState)
RULES: tuple[str, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Entry:
    """One address.

    Attributes:
        local_part: the part before the @.
        holder: id of the person, the unit, or the section (``unit-id/section-id``).
        state: main (the holder's address), former (mail is still delivered) or reserved (nobody
            gets it).
        rule: the policy's rule that gave it.
        since: the day from which it is the holder's main address.
        until: last day in this state. A main address has one only if its end is decided. Mail to a
            former address without one is delivered as long as its holder is in service (address
            rules, point 7). A reserved address with one becomes main again on the next day.
    """

    local_part: str
    holder: str
    state: EntryState
    rule: Rule
    since: date
    until: date | None = None


class Register:
    """An immutable set of entries, by local part."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries = {entry.local_part: entry for entry in entries}

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in the order of their local parts."""
        return (self._entries[local_part] for local_part in sorted(self._entries))

    @property
    def by_local_part(self) -> Mapping[str, Entry]:
        """The entries by local part, in no order."""
        return self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, local_part: object) -> bool:
        return local_part in self._entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Register) and self._entries == other._entries

    __hash__ = None  # type: ignore[assignment]

    def get(self, local_part: str) -> Entry | None:
        """Return the entry of a local part."""
        return self._entries.get(local_part)

    @cached_property
    def by_holder(self) -> dict[str, list[Entry]]:
        """Return the entries of each holder, the oldest first."""
        groups: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            groups[entry.holder].append(entry)
        for entries in groups.values():
            if len(entries) > 1:
                entries.sort(key=lambda entry: (entry.since, entry.local_part))
        return dict(groups)

    def main(self, holder: str, on: date) -> Entry | None:
        """Return the holder's main address on a day: the newest one that has started."""
        begun = [
            entry
            for entry in self.by_holder.get(holder, ())
            if entry.state == "main" and entry.since <= on
        ]
        return begun[-1] if begun else None
