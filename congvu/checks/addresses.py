"""Article 6: everybody gets an address that the regulation allows."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.findings import Finding
from congvu.state import State


def every_holder_has_an_address(state: State) -> Iterator[Finding]:
    """Ensure that Article 6 leaves a free address for every holder; none is invented (6.2)."""
    yield from state.derivation.findings
