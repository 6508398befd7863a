"""Writes the directory's sources into a folder: ``python -m directory_site OUT``."""

from __future__ import annotations

import sys
from itertools import starmap
from pathlib import Path

from directory_site.outputs import Output, outputs
from directory_site.pdf import make_pdfs
from directory_site.pdf import paths as pdf_paths
from directory_site.search.write import PATH as SEARCH_PATH
from directory_site.search.write import index
from directory_site.source import SourceError, read_source


def main(arguments: list[str]) -> int:
    """Write the pages; 1 where the roster breaks a rule, 2 on wrong use."""
    if len(arguments) != 1:
        print("Cách dùng: python -m directory_site THƯ_MỤC", file=sys.stderr)
        return 2
    try:
        source = read_source()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    later = {SEARCH_PATH: index(source), **make_pdfs(pdf_paths(source), source)}
    for output in (*outputs(source), *starmap(Output, later.items())):
        file = Path(arguments[0], output.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        content = output.content
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
