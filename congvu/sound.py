"""The roster where it keeps every rule: what filters, site and deployment start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from congvu.checks import run_checks
from congvu.findings import Finding, RosterError
from congvu.office import Office
from congvu.state import State, read_state, without_collecting


def sound_state(directory: Path, on: date | None = None, office: Office | None = None) -> State:
    """Read roster and register and refuse them unless every check is clean of errors.

    Raises:
        RosterError: with all findings of severity error.
    """
    state = read_state(directory, on, office)
    if errors := errors_in(state):
        raise RosterError(errors)
    return state


def errors_in(state: State) -> list[Finding]:
    """Return what every check finds wrong, without what is only a warning."""
    with without_collecting():
        return [finding for finding in run_checks(state) if finding.severity == "error"]


def sound_state_on(directory: str, day: str = "") -> State:
    """Do as `sound_state`, from texts; an empty day is today.

    Raises:
        ValueError: `day` is not an ISO date.
        RosterError: with all findings of severity error.
    """
    return sound_state(Path(directory), date.fromisoformat(day) if day else None)
