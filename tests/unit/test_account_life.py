"""Hosts that carry out what is wanted, each day or now and then, while the roster changes."""

from dataclasses import replace
from datetime import date, timedelta

from histories import histories, offices
from history_clerk import Clerk
from hypothesis import given, settings
from hypothesis import strategies as st
from rosters import OFFICE

from congvu.accounts import every_account
from congvu.accounts_plan import OPEN, plan
from congvu.accounts_settings import AccountsSettings
from congvu.plan.compute import course, stored
from congvu.state import State

ARCHIVE, DELETE = 11, 23
SHORT = OFFICE.model_copy(
    update={
        "accounts": AccountsSettings(
            answer_days=5, archive_after_days=ARCHIVE, delete_after_days=DELETE
        )
    }
)


class Host:
    """The accounts of a mail host, and whose archive was deleted too soon."""

    def __init__(self):
        self.accounts = {}
        self.lost = []

    def run(self, clerk, on):
        state = State(SHORT, clerk.roster(), clerk.register, on, ())
        wanted = [stored(one) for one in every_account(state)]
        change = self._plan(state, wanted)
        for account in (*change.create, *change.reopen, *(new for _, new in change.update)):
            self.accounts[account.id] = account
        for account in change.close:
            self._set(account, "left", on)
        for account in change.archive:
            self._set(account, "archived", on)
        for account in change.delete:
            kept = (on - date.fromisoformat(account.since)).days
            if account.state != "archived" or kept < DELETE:
                self.lost.append(account)
            self._set(account, "deleted", on)
        again = self._plan(state, wanted)
        # What was closed and archived in one run is not closed once more.
        assert not again.changed
        assert all(one.state in OPEN for one in (*change.create, *change.reopen))
        return {one.id: one for one in wanted}

    def _plan(self, state, wanted):
        rows = [(one.address, one.id, "main") for one in self.accounts.values()
                if one.state in OPEN]  # fmt: skip
        return plan(list(self.accounts.values()), rows, wanted, [], course(state))

    def _set(self, account, to, on):
        self.accounts[account.id] = replace(account, state=to, since=on.isoformat())

    def open(self):
        return {id_: one for id_, one in self.accounts.items() if one.state in OPEN}


@settings(max_examples=60)
@given(offices(), histories(), st.lists(st.booleans(), min_size=400, max_size=400))
def test_hosts_agree_however_often_they_run_and_delete_nothing_too_soon(units, happened, runs):
    clerk = Clerk(units)
    daily, rarely = Host(), Host()
    on, turns = clerk.day, iter(runs)
    for event in happened:
        # The days before the next change, not more than matter here.
        for _ in range(min(event.gap, 40)):
            daily.run(clerk, on)
            if next(turns, True):
                rarely.run(clerk, on)
            on += timedelta(days=1)
        clerk.handle(event)
        on = max(on, clerk.day)
        wanted = daily.run(clerk, on)
        assert daily.open() == {id_: one for id_, one in wanted.items() if one.state in OPEN}
    rarely.run(clerk, on)
    assert rarely.open() == daily.open()
    assert not daily.lost
    assert not rarely.lost
