"""Serves the directory on the loopback interface, in the background, until `bin/down`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FIRST_PORT = 8015


def serve(site: Path, state: Path) -> str:
    """Serve a folder, unless a server is running already. Return the server's address."""
    port_file, pid_file = state / "server.port", state / "server.pid"
    if port_file.exists() and _answers(url := _url(int(port_file.read_text()))):
        return url
    port = _free_port()
    with (state / "log" / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
            cwd=site,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    pid_file.write_text(f"{process.pid}\n")
    port_file.write_text(f"{port}\n")
    for _ in range(100):
        if _answers(_url(port)):
            break
        time.sleep(0.05)
    return _url(port)


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("không còn cổng trống trên 127.0.0.1")
