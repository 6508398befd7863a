"""Builds the site and packs it for upload: ``python -m directory_site.archive ARCHIVE``.

Prints, as JSON, the release's name (a checksum of its content) and whether the archive changed. The
archive depends on the content alone, so that the same roster gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zlib
from pathlib import Path

# The last file of an archive: a release that holds it was unpacked to the end.
COMPLETE = ".complete"
_COMPRESSED = {".css", ".html", ".js", ".svg", ".xml"}
# Seconds from 1970 to 2001: tar complains about files from the future.
_NO_FUTURE = 1_000_000_000


def main(arguments: list[str]) -> int:
    """Build and pack; the exit code is MkDocs's where it fails, and nothing is replaced then."""
    if len(arguments) != 1:
        print("Cách dùng: python -m directory_site.archive TỆP.tar", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        site, archive = Path(folder, "site"), Path(folder, "site.tar")
        # Not --quiet: it keeps MkDocs from counting the warnings that --strict is about.
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        done = subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        if done.returncode:
            said = (line for line in done.stderr.splitlines() if not line.startswith("INFO"))
            print("\n".join(said), file=sys.stderr)
            return done.returncode
        compress(site)
        pack(site, archive)
        content = archive.read_bytes()
        changed = not target.exists() or target.read_bytes() != content
        if changed:
            archive.replace(target)
    release = hashlib.sha256(content).hexdigest()[:16]
    print(json.dumps({"changed": changed, "release": release}))
    return 0


def compress(site: Path) -> None:
    """Put a ``.gz`` beside every text file, for nginx's gzip_static."""
    for file in sorted(site.rglob("*")):
        if file.suffix in _COMPRESSED:
            packed = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
            file.with_name(file.name + ".gz").write_bytes(packed)


def pack(site: Path, archive: Path) -> None:
    """Pack a site's files, in order, owned by root; `COMPLETE` comes last.

    nginx makes its ETag of a file's time and size. The time is therefore taken from the content:
    a page that changes without growing must not pass for the one that a browser has.
    """
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for file in sorted(site.rglob("*")):
            entry = tarfile.TarInfo(str(file.relative_to(site)))
            entry.uname = entry.gname = "root"
            if file.is_dir():
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
            else:
                content = file.read_bytes()
                entry.size, entry.mode = len(content), 0o644
                entry.mtime = zlib.crc32(content) % _NO_FUTURE
                tar.addfile(entry, io.BytesIO(content))
        tar.addfile(tarfile.TarInfo(COMPLETE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
