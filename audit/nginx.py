"""Serves a release like the mail host: with Debian's nginx and the role's configuration.

nginx is an ordinary process on the loopback interface; `bin/_environment` unpacks it. Only these
differ from a host: ports, folders of certificates and logs, IPv6, and the user of nginx.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jinja2
import yaml
from jinja2.nativetypes import NativeEnvironment

from audit import certificate
from congvu.office import PROJECT, load_office

ROLE = PROJECT / "roles" / "directory_web"
TLS = PROJECT / "playbooks" / "group_vars" / "all" / "tls.yml"
UNPACKED = PROJECT / ".cache" / "nginx"
_PATIENCE = 20  # seconds until it answers
# Temporary folders of nginx, which must be changed from Debian's defaults.
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class ServingError(Exception):
    """nginx does not start; the message is its output."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        address: ``https://127.0.0.1:PORT``.
    """

    address: str
    _log: Path

    def sent(self) -> list[tuple[str, int]]:
        """Return what was sent since `forget`: paths with bytes, including headers, without TLS.

        It reads the server's log, since the browser's log lacks the files that workers load.
        """
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [(path, int(size)) for size, _, path in (line.partition(" ") for line in lines)]

    def forget(self) -> None:
        """Begin to count again."""
        os.truncate(self._log, 0)


@contextmanager
def served(root: Path, folder: Path, lines: str = "", **variables: object) -> Iterator[Server]:
    """Serve a site.

    Args:
        root: the role's `directory_web_root`: a folder in which `current` leads to a release.
        folder: an empty folder for nginx's files.
        lines: more directives of nginx, for all servers.
        variables: variables of the role that differ from its defaults.

        Raises:
            ServingError: nginx refuses its configuration, or does not answer in time.
    """
    port = _configure(folder, lines, {"directory_web_root": str(root), **variables})
    log = folder / "log" / "error.log"
    command = [
        *(str(UNPACKED / "usr" / "sbin" / "nginx"), "-p", str(folder), "-e", str(log)),
        *("-c", str(folder / "etc" / "nginx.conf"), "-g", "daemon off;"),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(process, port, log)
        yield Server(f"https://127.0.0.1:{port}", folder / "log" / "sent.log")
    finally:
        process.terminate()
        process.communicate()


def _configure(folder: Path, lines: str, variables: Mapping[str, object]) -> int:
    """Write nginx's folder; return its TLS port."""
    etc, log, tls = (folder / name for name in ("etc", "log", "tls"))
    for made in (etc / "sites-enabled", etc / "modules-enabled", etc / "conf.d", log, tls):
        made.mkdir(parents=True)
    (folder / "modules").symlink_to(UNPACKED / "usr" / "lib" / "nginx" / "modules")
    for module in (UNPACKED / "usr" / "share" / "nginx" / "modules-available").iterdir():
        (etc / "modules-enabled" / module.name).symlink_to(module)
    debian = UNPACKED / "etc" / "nginx"
    (etc / "mime.types").symlink_to(debian / "mime.types")
    main = _moved((debian / "nginx.conf").read_text(encoding="utf-8"), folder)
    # Other users can't read a test's folder, so nginx must run as this user.
    main = main.replace("user www-data;", "").replace("/run/nginx.pid", f"{folder}/nginx.pid")
    (etc / "nginx.conf").write_text(_running_user() + main, encoding="utf-8")
    ours = "".join(f"{name}_temp_path {folder}/{name};\n" for name in _TEMPORARY)
    ours += "log_format sent '$bytes_sent $request_uri';\n"
    (etc / "conf.d" / "audit.conf").write_text(f"{ours}{lines}\n", encoding="utf-8")
    certificate.sign(tls)
    plain, secure = _free_port(), _free_port()
    site = _moved(rendered(variables), folder)
    # Set HTTP/2 in `listen`, since nginx 1.22 of Debian 12 does not know the directive `http2`; nor
    # does its OpenSSL know the first group.
    for pattern, listening in (
        (r"listen \[::\]:\d+[^;]*;", ""),
        (r"listen 80\b", f"listen 127.0.0.1:{plain}"),
        (r"listen 443 ssl\b", f"listen 127.0.0.1:{secure} ssl http2"),
        (r"X25519MLKEM768:", ""),
        (r"http2 on;", f"access_log {log}/sent.log sent;"),
    ):
        site = re.sub(pattern, listening, site)
    (etc / "sites-enabled" / "danhba").write_text(site, encoding="utf-8")
    return secure


def rendered(variables: Mapping[str, object]) -> str:
    """Return the role's configuration of the site, with its defaults for other variables."""
    # The same settings as in Ansible: lines with only a block are removed, variables keep types.
    environment = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True)
    native = NativeEnvironment()
    defaults = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    shared = yaml.safe_load(TLS.read_text(encoding="utf-8"))
    known = {
        **shared,
        **defaults,
        "district": load_office(),
        "ansible_managed": "audit",
        **variables,
    }
    # Some defaults are templates.
    values = {
        name: native.from_string(value).render(known) if isinstance(value, str) else value
        for name, value in known.items()
    }
    template = (ROLE / "templates" / "danhba.conf.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(values)


def _moved(text: str, folder: Path) -> str:
    """Change the paths in a configuration to files of this run."""
    for old, new in (
        ("/etc/congvu/tls", f"{folder}/tls"),
        ("/etc/nginx", f"{folder}/etc"),
        ("/var/log/nginx", f"{folder}/log"),
    ):
        text = text.replace(old, new)
    return text


def _running_user() -> str:
    """Return the directive that keeps root as nginx's user; other users need no directive."""
    return "user root;\n" if Path("/proc/self").stat().st_uid == 0 else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[str], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    said = log.read_text(encoding="utf-8") if log.exists() else ""
    if process.poll() is not None and process.stderr:
        said += process.stderr.read()
    raise ServingError(said or f"nothing answers on port {port}")
