"""Builds the site, checks it and packs it for upload: ``python -m directory_site.archive ARCHIVE``.

Prints, as JSON, the release's name (a checksum of its content), whether the archive changed, and
the Content-Security-Policy's hashes of the inline scripts. The archive depends on the content
alone, so that the same roster gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

from directory_site.cache import Cache
from directory_site.publish.build import BuildError, build
from directory_site.publish.checks import check
from directory_site.publish.compress import compress
from directory_site.publish.pack import pack

_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


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
        scripts = script_hashes(site)
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
    print(json.dumps({"changed": changed, "release": release, "scripts": scripts}))
    return 0


def script_hashes(site: Path) -> list[str]:
    """Return the CSP sources of all scripts that stand inside pages (CSP Level 3, 2.3.1)."""
    bodies = {
        body for page in site.rglob("*.html") for body in _INLINE_SCRIPT.findall(page.read_bytes())
    }
    digests = (base64.b64encode(hashlib.sha256(body).digest()).decode() for body in bodies)
    return sorted(f"'sha256-{digest}'" for digest in digests)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
