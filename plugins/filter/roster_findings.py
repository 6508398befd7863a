"""Ansible filter: a roster to everything that is wrong with it."""

from __future__ import annotations

DOCUMENTATION = r"""
name: roster_findings
short_description: A roster to everything that is wrong with it
description:
  - The lines that C(congvu check) prints, one a finding; warnings are not among them.
  - Playbooks refuse to start where there is one.
positional: date
options:
  _input:
    description: The roster's folder; its address register stands in C(addresses.yml) there.
    type: path
    required: true
  date:
    description: The day, C(YYYY-MM-DD). Today where it is empty.
    type: str
author: congvu
"""

EXAMPLES = r"""
findings: "{{ roster_dir | roster_findings }}"
"""

RETURN = r"""
_value:
  description: Vietnamese lines with file, line, sentence, Article and code.
  type: list
  elements: str
"""

from typing import Any

from congvu.checks import run_checks
from congvu.state import read_state_on


def roster_findings(roster: str, date: str = "") -> list[str]:
    """Return the errors of `congvu.checks.run_checks` as lines."""
    findings = run_checks(read_state_on(roster, date))
    return [finding.text() for finding in findings if finding.severity == "error"]


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"roster_findings": roster_findings}
