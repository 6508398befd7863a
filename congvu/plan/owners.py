"""Whom the roster knows an account by."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.accounts import account_id
from congvu.plan.accounts import Owner
from congvu.roster.lifecycle import section_decisions
from congvu.state import State
from congvu.succession import mailbox_name


def owners(state: State) -> dict[str, Owner]:
    """Return who or what every account of the roster belongs to, by account id."""
    return dict(_owners(state))


def _owners(state: State) -> Iterator[tuple[str, Owner]]:
    for unit in state.roster.units:
        yield unit.id, Owner(unit.id, unit.id, unit.name, unit.decisions)
        for section in unit.sections:
            holder = unit.section_id(section)
            name = mailbox_name(unit, section)
            decisions = tuple(section_decisions(unit, section))
            yield account_id(holder), Owner(unit.id, holder, name, decisions)
        for person in unit.staff:
            yield person.id, Owner(unit.id, person.id, person.name.full, person.decisions)
