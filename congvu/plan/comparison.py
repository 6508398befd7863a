"""The two states that a plan compares, with the accounts of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from congvu.accounts import Account, desired_accounts
from congvu.state import State


@dataclass(frozen=True)
class Comparison:
    """A roster before and after a change, on the same day."""

    before: State
    after: State

    @cached_property
    def old(self) -> dict[str, Account]:
        """The accounts before, by id."""
        return {account.id: account for account in desired_accounts(self.before)}

    @cached_property
    def new(self) -> dict[str, Account]:
        """The accounts afterwards, by id."""
        return {account.id: account for account in desired_accounts(self.after)}
