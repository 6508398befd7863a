"""Tools: bundle the editor, serve it on the loopback interface, run Chromium, shrink pictures."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image, ImageOps
from selenium import webdriver

from congvu.office import PROJECT

HERE = Path(__file__).resolve().parent
# The folder in which bin/guide installs the packages of requirements/pictures/package.json.
MODULES = PROJECT / ".cache" / "pictures" / "node_modules"
# Switches for a headless Chromium without network requests of its own.
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
)
# Switches for the same pictures on every machine.
_FLAGS = (*QUIET, "--force-color-profile=srgb", "--font-render-hinting=none")
_ENTRIES = {
    "editor": HERE / "editor.js",
    "comment": HERE / "comment.js",
    "editor.worker": MODULES / "monaco-editor/esm/vs/editor/editor.worker.js",
    "yaml.worker": MODULES / "monaco-yaml/yaml.worker.js",
}


def bundle(folder: Path) -> None:
    """Bundle the scripts of the pages into a folder, with the project's schema beside them."""
    entries = [f"{name}={file}" for name, file in _ENTRIES.items()]
    command = [
        str(MODULES / ".bin/esbuild"),
        *entries,
        "--bundle",
        "--format=iife",
        "--loader:.ttf=dataurl",
        "--log-level=error",
        f"--outdir={folder}",
    ]
    environment = {"NODE_PATH": str(MODULES), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run(command, check=True, env=environment)
    shutil.copy(PROJECT / "schema" / "unit.json", folder)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface and yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Yield Debian's Chromium."""
    with tempfile.TemporaryDirectory(prefix="congvu-chromium-") as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        service = webdriver.ChromeService("/usr/bin/chromedriver")
        chrome = webdriver.Chrome(options=options, service=service)
        try:
            yield chrome
        finally:
            chrome.quit()


def framed(png: bytes) -> bytes:
    """Return a picture with its edges as a frame."""
    output = io.BytesIO()
    ImageOps.expand(Image.open(io.BytesIO(png)), border=1, fill="#888").save(output, format="png")
    return output.getvalue()


def shrink(png: bytes, file: Path) -> None:
    """Write a picture with as few colours as it needs and without a date."""
    command = ["pngquant", "--quality=60-95", "--speed=1", "--strip", "-"]
    small = subprocess.run(command, input=png, stdout=subprocess.PIPE, check=True).stdout
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(small)
    subprocess.run(["optipng", "-quiet", "-o2", "-strip", "all", str(file)], check=True)
