"""The two states that a plan compares, with the accounts of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from congvu.accounts import Account, every_account
from congvu.state import State


@dataclass(frozen=True)
class Comparison:
    """A roster before and after a change, on the same day."""

    before: State
    after: State

    @cached_property
    def every_old(self) -> list[Account]:
        """The accounts before, those whose time is over too."""
        return every_account(self.before)

    @cached_property
    def every_new(self) -> list[Account]:
        """The accounts afterwards, those whose time is over too."""
        return every_account(self.after)

    @cached_property
    def names_before(self) -> dict[str, str]:
        """The names of the people before, by id."""
        return {person.id: person.name.full for _, person in self.before.roster.people()}

    @cached_property
    def old(self) -> dict[str, Account]:
        """The open accounts before, by id."""
        return {account.id: account for account in self.every_old if account.is_open}

    @cached_property
    def new(self) -> dict[str, Account]:
        """The open accounts afterwards, by id."""
        return {account.id: account for account in self.every_new if account.is_open}
