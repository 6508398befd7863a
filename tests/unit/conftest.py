"""Sets the import path for test helpers and the module's parts, and marks slow tests as `long`.

`bin/test unit` is run after every change. It must stay within 30 seconds of CPU time, which the
report shows. Tests with random input (Hypothesis, `fuzzing.fuzz`) are marked `long` automatically.
Mark a test by hand if it starts Ansible or another slow program.
`bin/test long` runs the tests with this mark; `bin/test` and CI run all tests.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

# No cache, since tests make thousands of small rosters. tests/unit/test_cache.py sets its own.
os.environ["CONGVU_CACHE"] = ""

import ansible.module_utils  # noqa: E402
import pytest  # noqa: E402
from fuzzing import TRIED  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from letter_runs import controller, print_letters  # noqa: E402, F401
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
    """Mark tests with random input, before pytest selects tests by marks."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("long")


@pytest.fixture(autouse=True)
def _no_later_than_the_tests_day(monkeypatch):
    """Make `register` use the tests' day instead of the real day."""
    monkeypatch.setattr("congvu.cli.register.today", lambda: TODAY)


def pytest_terminal_summary(terminalreporter):
    """Print the CPU time, and how many broken inputs gave no traceback."""
    terminalreporter.write_line(f"CPU time: {sum(os.times()[:4]):.0f} s")
    if TRIED:
        parts = ", ".join(f"{name.removeprefix('test_')} {n:,}" for name, n in TRIED.items())
        terminalreporter.write_line(
            f"broken inputs without a traceback: {TRIED.total():,} ({parts})"
        )


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    """An office's age key: the file with the identity, and the recipient."""
    file = tmp_path_factory.mktemp("age") / "key"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    shown = subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, text=True)
    return file, shown.stdout.strip()
