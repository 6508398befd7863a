"""Reads a roster without errors, for filters, site and deployment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from congvu.checks import run_checks
from congvu.findings import Finding, RosterError
from congvu.office import Office
from congvu.state import State, read_state, without_collecting


def sound_state(directory: Path, on: date | None = None, office: Office | None = None) -> State:
    """Read roster and register, and refuse them if any check finds an error.

    Raises:
        RosterError: with all findings of severity error.
    """
    state = read_state(directory, on, office)
    if errors := errors_in(state):
        raise RosterError(errors)
    return state


def errors_in(state: State) -> list[Finding]:
    """Return the errors of all checks, without warnings."""
    with without_collecting():
        return [finding for finding in run_checks(state) if finding.severity == "error"]


def sound_state_on(directory: str, day: str = "") -> State:
    """Do the same as `sound_state`, with texts as arguments; an empty day is today.

    Raises:
        ValueError: `day` is not an ISO date.
        RosterError: with all findings of severity error.
    """
    return sound_state(Path(directory), date.fromisoformat(day) if day else None)
