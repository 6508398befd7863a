"""The path of the open data, and the day of its last change."""

from __future__ import annotations

from datetime import date

from congvu.directory import Directory

VERSION = 1
# The path from the site's root.
DATA = f"du-lieu/v{VERSION}/"


def updated(directory: Directory) -> date:
    """Return the last day on which a decision changed the listed data.

    The day of the build is not used, so files stay the same as long as nothing changes.
    """
    days = [unit.updated for unit in directory.units]
    days += [gone.decision.starts for gone in directory.gone]
    return max(days, default=directory.on)
