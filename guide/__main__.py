"""Fills the guide's pages with what the commands really answer: ``python -m guide [--check]``."""

from __future__ import annotations

import sys

from guide.fill import filled, pages
from guide.page import PageError
from guide.sample import Sample


def main(arguments: list[str]) -> int:
    """Write what is stale; with ``--check`` only say so, 1 where something is. 2 on wrong use."""
    if arguments not in ([], ["--check"]):
        print("Cách dùng: python -m guide [--check]", file=sys.stderr)
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
            if not arguments:
                page.file.write_text(text, encoding="utf-8")
    if not stale:
        print("Các trang hướng dẫn đã đúng.")
    else:
        done = "Đã cũ, hãy chạy «bin/guide fill»" if arguments else "Đã ghi"
        print(f"{done}: {', '.join(stale)}")
    return int(bool(stale and arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
