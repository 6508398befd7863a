"""Ansible filter: a moment to the day and hour by the office's clock."""

from __future__ import annotations

DOCUMENTATION = r"""
name: office_time
short_description: A moment to the day and hour by the office's clock
description:
  - Writes a moment as Vietnamese read it, in the office's zone, whatever zone the controller is set
    to.
options:
  _input:
    description: The moment in seconds since 1970, as C(stat) and C(find) give it.
    type: float
    required: true
author: congvu
"""

# Each key is the answer.
EXAMPLES = r"""
02/01/2026 01:00: "{{ 1767290400 | office_time }}"
01/01/1970 07:00: "{{ 0.5 | office_time }}"
"""

RETURN = r"""
_value:
  description: Day and hour, C(DD/MM/YYYY HH:MM).
  type: str
"""

from datetime import UTC, datetime
from typing import Any


def office_time(seconds: float) -> str:
    """Return `congvu.days.written_moment` of a moment."""
    from congvu import days

    return days.written_moment(datetime.fromtimestamp(float(seconds), UTC))


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"office_time": office_time}
