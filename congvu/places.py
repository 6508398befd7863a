"""Where the project's own files stand; without imports that cost time."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
OFFICE_FILE = PROJECT / "inventory" / "district.yml"
ROSTER_FOLDER = PROJECT / "inventory" / "roster"
