"""Fills the guide's pages with the real answers of the commands: ``python -m guide [--check]``."""

from __future__ import annotations

import sys

from guide.fill import filled, pages
from guide.page import PageError
from guide.sample import Sample
from guide.stale import only_checks, report


def main(arguments: list[str]) -> int:
    """Write stale pages; with ``--check`` list them and return 1. Wrong arguments return 2."""
    checked = only_checks(arguments, "guide")
    if checked is None:
        return 2
    sample = Sample()
    stale = []
    for page in pages():
        try:
            text = filled(page, sample)
        except PageError as error:
            print(error, file=sys.stderr)
            return 1
        if text != "\n".join(page.lines):
            stale.append(page.file.name)
            if not checked:
                page.file.write_text(text, encoding="utf-8")
    fine = "Các trang hướng dẫn đã đúng."
    return report(stale, checked=checked, fine=fine, renew="bin/guide fill")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
