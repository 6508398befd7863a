"""Runs axe-core in the open page, and returns its findings as lines."""

from __future__ import annotations

import json
from functools import lru_cache

from selenium import webdriver

from congvu.office import PROJECT

_AXE = PROJECT / ".cache" / "audit" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """
const [options, done] = [arguments[0], arguments[1]];
axe.run(document, options).then(found => done(JSON.stringify(found.violations.map(
  rule => [rule.id, rule.nodes.map(node => [node.target.join(' '), node.html.slice(0, 160)])]))),
  error => done(JSON.stringify([['error', [['', String(error)]]]])));
"""


def findings(browser: webdriver.Chrome) -> list[str]:
    """Return axe's findings in the open page, each with rule, element and its HTML."""
    browser.execute_script(_source())
    options = {
        "runOnly": {"type": "tag", "values": list(TAGS)},
        "resultTypes": ["violations"],
        # The rule of WCAG 2.2 on the size of targets is off by default.
        "rules": {"target-size": {"enabled": True}},
    }
    rules = json.loads(browser.execute_async_script(_RUN, options))
    return [f"{rule}: {target}  {html}" for rule, nodes in rules for target, html in nodes]


@lru_cache(maxsize=1)
def _source() -> str:
    return _AXE.read_text(encoding="utf-8")
