"""Builds the site, checks it and packs it for upload: ``python -m directory_site.archive ARCHIVE``.

Prints, as JSON, the release's name (a checksum of its content) and whether the archive changed. The
archive depends on the content alone, so that the same roster gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from directory_site.cache import Cache
from directory_site.publish.build import BuildError, build
from directory_site.publish.checks import check
from directory_site.publish.compress import compress
from directory_site.publish.pack import pack


def main(arguments: list[str]) -> int:
    """Build, check and pack; where a step fails, its sentences are printed, nothing is replaced.

    The exit code is MkDocs's where it fails, 1 where a check finds something.
    """
    if len(arguments) != 1:
        print("Cách dùng: python -m directory_site.archive TỆP.tar.gz", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        site, archive = Path(folder, "site"), Path(folder, "site.tar.gz")
        try:
            build(site)
        except BuildError as error:
            print(error, file=sys.stderr)
            return error.code
        with Cache() as cache:
            found = check(site, cache)
            if not found:
                compress(site, cache)
        if found:
            print(*found, sep="\n", file=sys.stderr)
            return 1
        pack(site, archive)
        content = archive.read_bytes()
        changed = not target.exists() or target.read_bytes() != content
        if changed:
            archive.replace(target)
    release = hashlib.sha256(content).hexdigest()[:16]
    print(json.dumps({"changed": changed, "release": release}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
