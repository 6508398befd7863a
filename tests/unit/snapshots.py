"""Compares an output with a committed file. ``CONGVU_BLESS=1 bin/test unit`` renews the files."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "snapshots"


def matches_snapshot(name, text):
    file = FOLDER / name
    if os.environ.get("CONGVU_BLESS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
