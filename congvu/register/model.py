"""The register as a value: one entry an address."""

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
# What stands before the @ of an address that a register gives.
LOCAL_PART = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
STATES: tuple[str, ...] = get_args(EntryState)
RULES: tuple[str, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Entry:
    """One address.

    Attributes:
        local_part: what stands before the @.
        holder: id of the person, the unit, or the section (``unit-id/section-id``).
        state: main (the holder's address), former (still delivers) or reserved (never again).
        rule: which rule of the policy gave it.
        since: the day from which it is the holder's main address.
        until: last day in this state; of a main address only where its end is decided. A former
            address without it delivers as long as its holder serves (address rules, point 7);
            a reserved one with it becomes its holder's main address again on the day after.
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
        """Return everybody's entries, oldest first."""
        groups: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            groups[entry.holder].append(entry)
        for entries in groups.values():
            if len(entries) > 1:
                entries.sort(key=lambda entry: (entry.since, entry.local_part))
        return dict(groups)

    def main(self, holder: str, on: date) -> Entry | None:
        """Return the holder's main address on a day: the newest that has begun."""
        begun = [
            entry
            for entry in self.by_holder.get(holder, ())
            if entry.state == "main" and entry.since <= on
        ]
        return begun[-1] if begun else None
