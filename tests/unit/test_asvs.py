"""The account page claims nothing of OWASP's standard that no test shows."""

import re

from congvu.office import PROJECT

TEXT = (PROJECT / "docs/asvs.md").read_text(encoding="utf-8")
FOLDER = PROJECT / "tests/account_page"
FILES = {
    "login": "test_account_first_login",
    "rules": "test_account_password_rules",
    "guess": "test_account_guessing",
    "factor": "test_account_second_factor",
    "session": "test_account_sessions",
    "request": "test_account_requests",
    "store": "test_account_store",
    "ends": "test_account_end_sessions",
    "mail": "test_login_guard",
    "browser": "browser/test_account_in_browser",
}
NAMED = re.findall(r"`(\w+)::(\w+)`", TEXT)
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| (.+) \|$", TEXT, re.MULTILINE)
# How many points of levels 1 and 2 each section has.
POINTS = {
    **{"6.1": 3, "6.2": 12, "6.3": 3, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4},
    **{"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2},
}


def test_every_named_test_exists():
    assert len(NAMED) > 60
    for file, name in NAMED:
        text = (FOLDER / f"{FILES[file]}.py").read_text(encoding="utf-8")
        assert f"def {name}(" in text, f"{file}::{name}"


def test_every_point_of_the_first_two_levels_is_there_once():
    for section, count in POINTS.items():
        wanted = [f"{section}.{number}" for number in range(1, count + 1)]
        found = [point for point, level, *_ in ROWS if point.startswith(f"{section}.")]
        assert found[:count] == wanted, section
        assert all(level == "3" for point, level, *_ in ROWS if point in found[count:])


def test_every_point_that_is_met_names_a_test_or_says_how():
    for point, _, met, how in ROWS:
        assert met in {"yes", "by setting", "in part", "—"}, point
        assert "::" in how or len(how) > 8 or met == "—", point
