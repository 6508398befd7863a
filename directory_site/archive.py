"""Builds the site and packs it for upload: ``python -m directory_site.archive DIRECTORY``.

Makes DIRECTORY and DIRECTORY.tar and prints the checksum of the content. The archive depends on
the content alone, so that the same roster gives the same bytes.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Build and pack; the exit code is MkDocs's where it fails, and nothing is replaced then."""
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        built = Path(folder, "site")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
        done = subprocess.run([*command, "--site-dir", str(built)], check=False)
        if done.returncode:
            return done.returncode
        archive = Path(folder, "site.tar")
        pack(built, archive)
        checksum = hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
        shutil.rmtree(target, ignore_errors=True)
        built.rename(target)
        archive.replace(target.with_name(target.name + ".tar"))
    print(checksum)
    return 0


def pack(site: Path, archive: Path) -> None:
    """Pack a site's files, in order, owned by root, without times."""
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for file in sorted(site.rglob("*")):
            entry = tar.gettarinfo(file, str(file.relative_to(site)))
            entry.mtime = entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mode = 0o755 if file.is_dir() else 0o644
            if file.is_file():
                with file.open("rb") as stream:
                    tar.addfile(entry, stream)
            else:
                tar.addfile(entry)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
