"""Rules about what must not change between two revisions."""

import pytest
from rosters import OFFICE, TODAY, person, unit, write_unit

from congvu.checks import run_checks
from congvu.register import file as register_file
from congvu.state import read_state


@pytest.fixture
def folder(tmp_path):
    write_unit(tmp_path, unit(staff=[person("ts-1", "Nguyễn Văn An")], mailbox={"manager": "ts-1"}))
    register_file.write(state_of(tmp_path).register, tmp_path / "addresses.yml")
    return tmp_path


def state_of(folder):
    return read_state(folder, TODAY, OFFICE)


def codes_after(folder, old, new):
    before = state_of(folder)
    register = folder / "addresses.yml"
    register.write_text(register.read_text().replace(old, new))
    return [finding.code for finding in run_checks(state_of(folder), before)]


def test_nothing_changed_is_no_finding(folder):
    assert codes_after(folder, "x", "x") == []


def test_an_address_that_changes_hands_is_an_error(folder):
    assert "address-changed-hands" in codes_after(folder, "holder: ts-1", "holder: ts-2")


def test_an_address_that_vanishes_is_an_error(folder):
    line = "annv: {holder: ts-1, state: main, rule: general, since: 2015-08-01}\n"
    assert "address-vanished" in codes_after(folder, line, "")
