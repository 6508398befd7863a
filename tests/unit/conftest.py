"""Lets tests import their helpers and the module's parts by name, and parts them in two.

`bin/test unit` is run after every change and stays within 30 seconds of CPU time; the report says
how many it took. What draws its input (Hypothesis, `fuzzing.fuzz`) is marked `long` by itself; mark
by hand what starts Ansible or another program that takes that long.
`bin/test long` runs these; `bin/test` and CI run both.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

# Thousands of small rosters are nothing to remember; tests/unit/test_cache.py has its own.
os.environ["CONGVU_CACHE"] = ""

import ansible.module_utils  # noqa: E402
import pytest  # noqa: E402
from fuzzing import TRIED  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from rosters import TODAY  # noqa: E402

# As on a host, where Ansible puts the modules' parts among its own.
ansible.module_utils.__path__.append(str(HERE.parent.parent / "plugins" / "module_utils"))

# `--hypothesis-profile=long` looks for hours' worth of examples; the tests of every day always
# try the same ones.
_QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("normal", max_examples=120, derandomize=True, database=None, **_QUIET)
settings.register_profile("long", max_examples=20_000, **_QUIET)
settings.load_profile("normal")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what draws its input, before a run chooses by marks."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("long")


@pytest.fixture(autouse=True)
def _no_later_than_the_tests_day(monkeypatch):
    """Registers are written of the tests' own day, whatever day it is."""
    monkeypatch.setattr("congvu.cli.register.today", lambda: TODAY)


def pytest_terminal_summary(terminalreporter):
    """Say how much broken input gave no traceback, and what the run cost."""
    terminalreporter.write_line(f"CPU time: {sum(os.times()[:4]):.0f} s")
    if TRIED:
        parts = ", ".join(f"{name.removeprefix('test_')} {n:,}" for name, n in TRIED.items())
        terminalreporter.write_line(
            f"broken inputs without a traceback: {TRIED.total():,} ({parts})"
        )
