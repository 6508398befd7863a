"""Article 6: everybody has an allowed address that can't be mistaken for another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from congvu.findings import Finding
from congvu.register.model import Entry
from congvu.state import State

# Characters that look alike in the fonts of mail programs.
_LOOKS_LIKE = str.maketrans({"1": "l", "0": "o"})


def every_holder_has_an_address(state: State) -> Iterator[Finding]:
    """Ensure that Article 6 gives a free address to every holder; none is invented (6.2)."""
    yield from state.derivation.findings


def addresses_look_different(state: State) -> Iterator[Finding]:
    """Warn about addresses of two holders that look alike, `l` and `1`, `rn` and `m` (4.6)."""
    looks: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in state.register:
        if entry.state != "reserved":
            looks[_look(entry.local_part)].append(entry)
    holders = state.derivation.holders
    for entries in looks.values():
        if len({entry.holder for entry in entries}) < 2:
            continue
        older, *newer = sorted(entries, key=lambda entry: (entry.since, entry.local_part))
        for entry in newer:
            holder = holders.get(entry.holder)
            if holder is None or entry.holder == older.holder:
                continue
            message = (
                f"địa chỉ «{entry.local_part}» của {holder.label} trông rất giống "
                f"«{older.local_part}» của {older.holder}; hãy báo cho cả hai người để tránh nhầm"
            )
            place = holder.place
            yield Finding("address-looks-alike", message, place.file, location=place.location)


def _look(local_part: str) -> str:
    return local_part.translate(_LOOKS_LIKE).replace("rn", "m").replace("vv", "w")
