"""Runs Lighthouse on a served page, with the settings of a phone."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from audit.certificate import trusting
from congvu.office import PROJECT
from guide.pictures.tools import QUIET

_LIGHTHOUSE = PROJECT / ".cache" / "audit" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# Sometimes Chromium's trace does not have the page's start, and Lighthouse reports this.
_ATTEMPTS, _AGAIN = 3, "Please run Lighthouse again"


@dataclass(frozen=True)
class Report:
    """Lighthouse's result for one page.

    Attributes:
        scores: from 0 to 100, by category.
        lost: failed audits: category, audit and details.
    """

    scores: dict[str, int]
    lost: list[str]


def pages(site: Path) -> tuple[str, str, str]:
    """Return the most visited paths: front page, a unit with many people, a search."""
    units = sorted(site.glob("don-vi/*/index.html"), key=lambda file: (-file.stat().st_size, file))
    return "/", f"/don-vi/{units[0].parent.name}/", "/tim-kiem/?q=nguyen+van+an"


def run(address: str, categories: tuple[str, ...] = CATEGORIES) -> Report:
    """Audit one page.

    Raises:
        RuntimeError: the page could not be audited; the message says why.
    """
    flags = " ".join((*QUIET, trusting()))
    command = [
        *("node", str(_LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout"),
        *(f"--only-categories={','.join(categories)}", f"--chrome-flags={flags}"),
        # No usage statistics and no error reports.
        *("--no-enable-error-reporting", "--form-factor=mobile"),
    ]
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    for _ in range(_ATTEMPTS):
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if _AGAIN not in done.stderr:
            break
    if done.returncode:
        raise RuntimeError(done.stderr)
    said = json.loads(done.stdout)
    if "runtimeError" in said:
        raise RuntimeError(said["runtimeError"]["message"])
    found = said["categories"]
    return Report(
        {name: round(100 * (found[name]["score"] or 0)) for name in categories},
        [
            f"{name}: {line}"
            for name in categories
            for reference in found[name]["auditRefs"]
            if reference["weight"] and (line := _lost(said["audits"][reference["id"]]))
        ],
    )


def _lost(audit: dict) -> str:  # type: ignore[type-arg]
    """Return the text of a failed audit, empty for a passed one."""
    if audit["score"] is None or audit["score"] >= 1:
        return ""
    shown = audit.get("displayValue", "")
    items = audit.get("details", {}).get("items", [])
    first = json.dumps(items[:2], ensure_ascii=False)[:300] if items else ""
    return f"{audit['id']} {audit['score']} {shown} {first}".rstrip()
