"""Builds the site, checks it and packs it for upload: ``python -m directory_site.archive ARCHIVE``.

Prints, as JSON, the release's name (a checksum of its content) and whether the archive changed. The
archive depends only on the content, so the same roster gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from functools import partial
from pathlib import Path

from directory_site.beside import Beside, BesideError
from directory_site.cache import Cache
from directory_site.publish.build import BuildError, build
from directory_site.publish.checks import check
from directory_site.publish.compress import compressed
from directory_site.publish.pack import pack
from directory_site.source import read_source

_STOPPED = "Chưa gửi danh bạ vừa dựng đi được. Hãy sửa rồi chạy lại:"


def main(arguments: list[str]) -> int:
    """Build, check and pack. If a step fails, print its errors, replace nothing and return 1."""
    if len(arguments) != 1:
        print("Cách dùng: python -m directory_site.archive TỆP.tar.gz", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        site, archive = Path(folder, "site"), Path(folder, "site.tar.gz")
        try:
            build(site)
            checking = Beside(partial(check, site, read_source()), "Chưa kiểm tra được danh bạ")
            with Cache() as cache:
                beside = compressed(site, cache)
            checked = checking.result()
            print(*checked.warnings, sep="\n", end="\n" * bool(checked.warnings), file=sys.stderr)
            if checked.errors:
                print(_STOPPED, *checked.errors, sep="\n", file=sys.stderr)
                return 1
        except (BesideError, BuildError) as error:
            print(error, file=sys.stderr)
            return 1
        pack(site, beside, archive)
        content = archive.read_bytes()
        changed = not target.exists() or target.read_bytes() != content
        if changed:
            archive.replace(target)
    release = hashlib.sha256(content).hexdigest()[:16]
    print(json.dumps({"changed": changed, "release": release}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
