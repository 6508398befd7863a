"""Writes the directory's sources into a folder: ``python -m directory_site OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from directory_site.outputs import made_files, page_texts, write
from directory_site.pdf import every_pdf
from directory_site.source import SourceError, read_source


def main(arguments: list[str]) -> int:
    """Write the pages; return 1 if the roster breaks a rule, 2 for wrong arguments."""
    if len(arguments) != 1:
        print("Cách dùng: python -m directory_site THƯ_MỤC", file=sys.stderr)
        return 2
    try:
        source = read_source()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    folder = Path(arguments[0])
    write({path: text.encode() for path, text in page_texts(source).items()}, folder)
    write(made_files(source), folder)
    write(every_pdf(source), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
