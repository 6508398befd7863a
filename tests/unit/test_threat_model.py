"""Every claim of the threat model names a test that exists."""

import re

from congvu.office import PROJECT

TEXT = (PROJECT / "docs/threat-model.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)


def test_every_named_test_exists():
    assert len(NAMED) > 15
    for file, name in NAMED:
        text = (PROJECT / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"


def test_every_line_names_a_test_or_a_setting():
    lines = [line for line in TEXT.splitlines() if line.startswith("| ")]
    rows = [line for line in lines if not line.endswith("| Shown by |")]
    assert len(rows) > 15
    for row in rows:
        assert "`tests/" in row or "setting:" in row, row
