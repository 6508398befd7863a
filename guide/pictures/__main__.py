"""Draws every picture of the guide again: ``python -m guide.pictures``, called by bin/guide."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from guide.fill import GUIDE
from guide.pictures.account import dress, screens, take_screen
from guide.pictures.letters import LetterPicture, letter_pictures
from guide.pictures.scenes import scenes, take
from guide.pictures.tools import browser, bundle, served, shrink
from guide.pictures.workbooks import SheetPicture, sheet_pictures
from guide.sample import Sample

PICTURES = GUIDE / "hinh"
# A digest of each picture's content, by name, which shows without drawing whether it is stale.
SHOWN = PICTURES / "shown.json"


def main() -> int:
    """Draw all."""
    sample = Sample()
    shown = {}
    printed: list[SheetPicture | LetterPicture]
    printed = [*sheet_pictures(sample), *letter_pictures(sample)]
    for picture in printed:
        shown[picture.name] = picture.digest
        _keep(picture.name, picture.draw())
    pages = list(screens(sample))
    with tempfile.TemporaryDirectory(prefix="congvu-pictures-") as temporary:
        folder = Path(temporary)
        bundle(folder)
        dress(folder)
        with served(folder) as url, browser() as chrome:
            for scene in scenes(sample):
                shown[scene.name] = scene.digest
                _keep(scene.name, take(chrome, url, folder, scene))
            for page in pages:
                shown[page.name] = page.digest
                _keep(page.name, take_screen(chrome, url, folder, page))
    SHOWN.write_text(json.dumps(shown, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _keep(name: str, png: bytes) -> None:
    file = PICTURES / f"{name}.png"
    shrink(png, file)
    print(f"{file.relative_to(GUIDE.parent)}: {file.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
