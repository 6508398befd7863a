"""What draws its input is left to `bin/test long` without anybody marking it."""

import pytest

from congvu.office import PROJECT

TESTS = """
import pytest
from fuzzing import fuzz
from hypothesis import given, settings
from hypothesis import strategies as st

@given(st.integers())
def test_given(number):
    pass

@settings(max_examples=2)
@given(number=st.integers())
@pytest.mark.parametrize("sign", [-1, 1])
def test_given_and_parametrized(sign, number):
    pass

class TestGroup:
    @given(st.integers())
    def test_given_in_a_class(self, number):
        pass

    def test_ordinary_in_a_class(self):
        pass

@fuzz(2, number=st.integers())
def test_fuzz(tmp_path, number):
    pass

@pytest.mark.long
def test_marked_by_hand():
    pass

def test_ordinary():
    pass

@pytest.mark.parametrize("number", [1, 2])
def test_parametrized(number):
    pass
"""


class Collected:
    def pytest_collection_finish(self, session):
        self.names = {item.originalname for item in session.items}


@pytest.fixture
def chosen(tmp_path, capsys):
    """Return how to ask which of the tests above pytest chooses, as `bin/test` calls it."""
    file = tmp_path / "test_drawn.py"
    file.write_text(TESTS, encoding="utf-8")

    def ask(marks):
        seen = Collected()
        options = ["-c", PROJECT / "pyproject.toml", "-p", "conftest", "-p", "no:cacheprovider"]
        options += ["--import-mode=importlib", "--collect-only", "-m", marks, file]
        assert pytest.main([*map(str, options)], plugins=[seen]) == 0, capsys.readouterr().out
        return seen.names

    return ask


def test_bin_test_chooses_by_these_marks():
    text = (PROJECT / "bin" / "test").read_text(encoding="utf-8")
    assert 'unit) pytest -m "not long" tests/unit' in text
    assert "long)\n      pytest -m long tests/unit\n" in text


def test_what_draws_its_input_is_long(chosen):
    assert chosen("long") == {
        "test_given",
        "test_given_and_parametrized",
        "test_given_in_a_class",
        "test_fuzz",
        "test_marked_by_hand",
    }


def test_ordinary_tests_are_not_long(chosen):
    assert chosen("not long") == {
        "test_ordinary_in_a_class",
        "test_ordinary",
        "test_parametrized",
    }
