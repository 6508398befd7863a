"""The directory in Debian's Chromium, at phone and desktop width."""

import contextlib
import functools
import http.server
import subprocess
import threading

import pytest
from test_build import site  # noqa: F401  # the built site, as a fixture

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--virtual-time-budget=8000",
]
# A frame of the wanted width: headless windows are never narrower than 500 pixels.
PROBE = """<!doctype html><meta charset="utf-8"><title>?</title>
<iframe id="f" src="{page}" style="width:{width}px;height:900px;border:0"></iframe>
<script>f.onload = () => {{
  const d = f.contentDocument.documentElement;
  document.title = `width ${{d.scrollWidth}} of ${{d.clientWidth}}`;
}}</script>"""


@pytest.fixture
def url(site):  # noqa: F811
    """Serve the site on the loopback."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=site)
    with contextlib.redirect_stderr(None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("page", ["/", "/don-vi/ubnd-xa-tay-phu/", "/don-vi/ubnd-huyen-tay-son/"])
def test_nothing_overflows(site, url, tmp_path, page, width):  # noqa: F811
    (site / "probe.html").write_text(PROBE.format(page=page, width=width))
    done = subprocess.run(
        ["chromium", *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", f"{url}/probe.html"],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    (site / "probe.html").unlink()
    shown = done.stdout.partition("<title>")[2].partition("</title>")[0]
    found, _, wanted = shown.removeprefix("width ").partition(" of ")
    assert shown.startswith("width "), done.stderr[-500:]
    assert int(found) <= int(wanted)
