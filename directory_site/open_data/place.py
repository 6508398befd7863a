"""Where the open data stands, and how new it is."""

from __future__ import annotations

from datetime import date

from congvu.directory import Directory

VERSION = 1
# From the site's root.
DATA = f"du-lieu/v{VERSION}/"


def updated(directory: Directory) -> date:
    """Return the newest day on which a decision changed what is listed.

    Not the day of the build: as long as nothing changes, files stay as they are.
    """
    days = [unit.updated for unit in directory.units]
    days += [gone.decision.starts for gone in directory.gone]
    return max(days, default=directory.on)
