"""Properties of the register that hold for any history (Articles 4.6 and 7).

`pytest --hypothesis-profile=long tests/unit/test_register_properties.py` runs much longer.
"""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from histories import events, histories, offices
from history_clerk import Clerk, errors, parsed
from hypothesis import given
from hypothesis import strategies as st
from rosters import OFFICE, aliases, write_unit

from congvu.accounts import desired_accounts
from congvu.register import file as register_file
from congvu.register.derive import derive
from congvu.register.model import Register
from congvu.roster.load import RosterReader
from congvu.state import State

# Days after the last merge request on which something can take effect without a change.
AHEAD = (0, 1, 4, 5, 6, 29, 30, 31, 249, 250, 251, 365, 366, 400, 700)


def on_day(clerk, day):
    """Return the register of a nightly run on a day."""
    return clerk.state(day).register


def mains(clerk, day):
    register = on_day(clerk, day)
    holders = {entry.holder for entry in register}
    return {
        holder: entry.local_part
        for holder in holders
        if (entry := register.main(holder, day)) is not None
    }


def _main(register, holder, day):
    entry = register.main(holder, day)
    return entry and entry.local_part


def decisions_of(clerk):
    """Return the decisions of each holder; a section also has its unit's decisions."""
    found = {}
    for unit in clerk.roster().units:
        found[unit.id] = unit.decisions
        for section in unit.sections:
            found[unit.section_id(section)] = unit.decisions + section.decisions
        for person in unit.staff:
            found[person.id] = person.decisions
    return found


@given(offices(), histories())
def test_an_address_never_changes_hands_and_never_disappears(units, history):
    clerk = Clerk(units)
    for event in history:
        before = clerk.register
        clerk.handle(event)
        for entry in before:
            after = clerk.register.get(entry.local_part)
            assert after is not None
            assert after.holder == entry.holder


@given(offices(), histories())
def test_nobodys_address_changes_without_a_decision_about_them(units, history):
    clerk = Clerk(units)
    for event in history:
        day = clerk.day
        planned = [on_day(clerk, day + timedelta(n)) for n in AHEAD]
        old = decisions_of(clerk)
        # A name that was corrected before it was in any register can't be known.
        touched = clerk.handle(replace(event, derived=True))
        new = decisions_of(clerk)
        for ahead, then in zip(AHEAD, planned, strict=True):
            on = day + timedelta(ahead)
            if on < clerk.day:
                continue
            now = on_day(clerk, on)
            for holder in {entry.holder for entry in then} & set(new):
                if _main(then, holder, on) == _main(now, holder, on):
                    continue
                if all(one.starts > day for one in old.get(holder, ())):
                    continue  # a coming person's name can be corrected until the first day
                assert touched is not None, (holder, on)
                assert old.get(holder) != new[holder], (holder, on)
                changed = set(old.get(holder, ())) ^ set(new[holder])
                assert any(one.starts <= on for one in changed), (holder, on)


@given(offices(), histories())
def test_an_address_changes_on_the_very_day_of_a_decision(units, history):
    clerk = Clerk(units)
    for event in history:
        clerk.handle(event)
    decided = decisions_of(clerk)
    days = sorted(
        {one.starts for some in decided.values() for one in some if one.starts > clerk.day}
    )
    for day in days:
        before, after = mains(clerk, day - timedelta(1)), mains(clerk, day)
        for holder in before.keys() | after.keys():
            if before.get(holder) != after.get(holder):
                assert any(one.starts == day for one in decided[holder]), holder
        state, eve = clerk.state(day), clerk.state(day - timedelta(1))
        changed = {each.id: each for each in desired_accounts(state)}
        for account in desired_accounts(eve):
            other = changed.get(account.id)
            if other is None or (other.state, other.address) != (account.state, account.address):
                assert any(one.starts == day for one in decided[account.id.replace(".", "/")])


@given(offices(), histories())
def test_what_only_time_brings_is_no_fault(units, history):
    """A merged roster must never stop a nightly run."""
    clerk = Clerk(units)
    for event in history:
        clerk.handle(event)
        if not event.derived:
            clerk.register = clerk.state().register
        if errors(clerk.state()):
            return  # an error of another kind, such as a manager who left
    for ahead in AHEAD:
        later = clerk.state(clerk.day + timedelta(ahead))
        assert not set(errors(later)) & {"register-stale", "change-without-decision"}, ahead


@given(offices(), histories(), st.lists(st.integers(0, 500), min_size=1, max_size=4))
def test_steps_in_time_give_the_same_as_one(units, history, gaps):
    clerk = Clerk(units)
    for event in history:
        clerk.handle(event)
    roster, register, day = clerk.roster(), clerk.register, clerk.day
    for gap in gaps:
        day += timedelta(gap)
        register = derive(roster, register, OFFICE, day).register
    once = derive(roster, clerk.register, OFFICE, day).register
    assert list(register) == list(once)
    assert derive(roster, register, OFFICE, day).register == register


@given(offices(), histories(8), events(("recruit", "new-unit", "add-section")))
def test_adding_somebody_changes_nobody_elses_line(units, history, event):
    clerk = Clerk(units)
    for each in history:
        clerk.handle(each)
    clerk.day += timedelta(event.gap)
    before = clerk.register = clerk.state().register
    added = clerk.handle(replace(event, gap=0))
    for entry in clerk.state().register:
        if entry.holder not in (added or ()):
            assert before.get(entry.local_part) == entry


@given(offices(), histories(8), st.randoms(use_true_random=False))
def test_the_order_of_files_keys_and_records_does_not_matter(units, history, chance):
    clerk = Clerk(units)
    for event in history:
        clerk.handle(event)
    shuffled = _shuffled(clerk.units, chance)
    for register in (clerk.register, Register()):
        result = derive(clerk.roster(), register, OFFICE, clerk.day)
        other = derive(parsed(shuffled), register, OFFICE, clerk.day)
        assert list(result.register) == list(other.register)
        assert sorted(each.message for each in result.findings) == sorted(
            each.message for each in other.findings
        )


def _shuffled(value, chance):
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: _shuffled(item, chance) for key, item in items}
    if isinstance(value, list):
        items = [_shuffled(item, chance) for item in value]
        # Decisions of one day were made in the order of the file.
        days = [(one.get("effective", one["date"]), one["date"]) for one in value if "date" in one]
        return items if len(set(days)) < len(days) else chance.sample(items, len(items))
    return value


@given(offices(), histories())
def test_an_address_delivers_to_one_account_its_holders_or_the_successors(units, history):
    clerk = Clerk(units)
    for event in history:
        clerk.handle(event)
    for ahead in (0, 1, 30, 366):
        state = clerk.state(clerk.day + timedelta(ahead))
        accounts = desired_accounts(state)
        addresses = [each.address for each in accounts]
        addresses += [each.address for each in aliases(state)]
        assert len(addresses) == len(set(addresses))
        assert len(accounts) == len({each.id for each in accounts})
        for alias in aliases(state):
            entry = state.register.get(alias.address.partition("@")[0])
            holder = entry.holder.replace("/", ".")
            heirs = {
                one.successor
                for unit in state.roster.units
                for one in (*unit.decisions, *(d for s in unit.sections for d in s.decisions))
                if one.type == "dissolve" and one.successor and one.starts <= state.on
            }
            heirs = {each.replace("/", ".") for each in heirs}
            unit, _, section = alias.account.partition(".")
            namesake = section == holder.partition(".")[2]
            assert alias.account in {holder, *heirs} or (unit in heirs and namesake)
            if entry.holder.startswith("ts-"):
                assert alias.account == holder


# Merging with Git


def merged(folder, base, ours, theirs):
    """Merge three versions of the files with Git; None where it finds a conflict."""
    out = {}
    for name in base.keys() | ours.keys() | theirs.keys():
        versions = [each.get(name) for each in (ours, base, theirs)]
        if versions[0] == versions[2] or versions[2] == versions[1]:
            out[name] = versions[0]
        elif versions[0] == versions[1]:
            out[name] = versions[2]
        elif None in versions:
            return None
        else:
            paths = [folder / "ours", folder / "base", folder / "theirs"]
            for path, text in zip(paths, versions, strict=True):
                path.write_text(text)
            done = subprocess.run(
                ["git", "merge-file", "-p", *paths], capture_output=True, text=True, check=False
            )
            if done.returncode:
                return None
            out[name] = done.stdout
    return {name: text for name, text in out.items() if text is not None}


def files(folder, clerk):
    folder.mkdir()
    for unit in clerk.units.values():
        write_unit(folder, unit)
    register_file.write(clerk.register, folder / "addresses.yml")
    return {file.name: file.read_text() for file in folder.iterdir()}


def in_words(texts, folder, day):
    """Read files like the pipeline."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
    roster, findings = RosterReader().read(folder)
    register, more = register_file.load(folder / "addresses.yml")
    return State(OFFICE, roster, register, day, (*findings, *more))


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("merge")


@given(offices(), histories(3), histories(2), histories(2))
def test_merging_two_changes_is_a_conflict_refused_or_right(folders, units, past, ours, theirs):
    base = Clerk(units)
    for event in past:
        base.handle(event)
    base.register = base.state().register
    sides, touched = [], []
    for number, history in enumerate((ours, theirs), 1):
        side = base.copy()
        side.number += 1000 * number
        touched.append(set())
        for event in history:
            touched[-1] |= side.handle(event) or set()
        side.register = side.state().register
        sides.append(side)
    day = max(side.day for side in sides)
    folder = folders()
    texts = [files(folder / str(n), each) for n, each in enumerate((base, *sides))]
    result = merged(folder, *texts)
    if result is None:
        return
    state = in_words(result, folder / "merged", day)
    if state.load_findings or errors(state):
        return
    committed = state.committed
    for side in (base, *sides):
        for entry in side.register:
            assert committed.get(entry.local_part) is not None
            assert committed.get(entry.local_part).holder == entry.holder
    on_base = derive(base.roster(), base.register, OFFICE, day).register
    for holder in on_base.by_holder:
        if holder not in touched[0] | touched[1]:
            assert _main(state.register, holder, day) == _main(on_base, holder, day)
    for side, own, other in (
        (sides[0], touched[0], touched[1]),
        (sides[1], touched[1], touched[0]),
    ):
        alone = derive(side.roster(), side.register, OFFICE, day).register
        for holder in own - other:
            assert _main(state.register, holder, day) == _main(alone, holder, day)
