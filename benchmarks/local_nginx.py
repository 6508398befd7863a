"""nginx on the loopback with the role's own configuration, as an ordinary process that goes away.

Only what needs a host of its own is replaced: addresses, the certificate, where files stand.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2
import yaml

from congvu.office import PROJECT

_ROLE = PROJECT / "roles" / "directory_web"
# Where bin/_environment unpacks Debian's packages, and where they are installed.
_ROOTS = (PROJECT / ".cache" / "nginx", Path("/"))
_BROTLI = "usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
# From this version on, HTTP/2 is a directive of its own.
_HTTP2_DIRECTIVE = (1, 25, 1)
_WAIT_SECONDS = 20.0

_MAIN = """\
daemon off;
master_process on;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
load_module {brotli};
events {{ worker_connections 4096; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  sendfile on;
  tcp_nopush on;
  {lines}
  include {folder}/danhba.conf;
}}
"""


def configuration(**variables: object) -> str:
    """Return the role's configuration with its defaults and these variables."""
    defaults = yaml.safe_load((_ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    plain = {name: value for name, value in defaults.items() if "{{" not in str(value)}
    given = {"directory_web_name": "localhost", "directory_web_cards_limited": False}
    # As Ansible renders templates: a block's own line leaves no line behind.
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True
    )
    template = (_ROLE / "templates" / "danhba.conf.j2").read_text(encoding="utf-8")
    values = {**plain, **given, "ansible_managed": "local", **variables}
    return environment.from_string(template).render(values) + "\n"


@contextmanager
def served(
    releases: Path, folder: Path, workers: int = 1, lines: str = "", **variables: object
) -> Iterator[str]:
    """Serve what ``releases/current`` leads to; yield the address on 127.0.0.1, with ``https``.

    On ``[::1]`` the same port answers too.

    Args:
        releases: as on the host, the folder that holds `current`.
        folder: for the configuration, the certificate and logs.
        workers: processes of nginx.
        lines: more of nginx's directives.
        variables: of the role.
    """
    port, _ = ports = _free_ports()
    _certificate(folder)
    text = configuration(directory_web_root=releases, **variables)
    (folder / "danhba.conf").write_text(_on_loopback(text, ports, folder), encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    main = _MAIN.format(
        user=user, workers=workers, folder=folder, brotli=_root() / _BROTLI, lines=lines
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    command = [_program(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(port, process)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


def _on_loopback(text: str, ports: tuple[int, int], folder: Path) -> str:
    directive = _version() >= _HTTP2_DIRECTIVE
    for named, port in zip(("443 ssl", "80"), ports, strict=True):
        kind = named.partition(" ")[2]
        kind += " http2" if kind and not directive else ""
        for address in ("", "[::]:"):
            here = "[::1]:" if address else "127.0.0.1:"
            text = text.replace(
                f"listen {address}{named} default", f"listen {here}{port} {kind} default"
            )
    if not directive:
        text = text.replace("  http2 on;\n", "")
    for name in ("fullchain.pem", "privkey.pem"):
        text = text.replace(f"/etc/congvu/tls/{name}", str(folder / name))
    return text.replace("/var/log/nginx/", f"{folder}/")


def _certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", "privkey.pem",
               "-out", "fullchain.pem"]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _root() -> Path:
    for root in _ROOTS:
        if (root / "usr/sbin/nginx").exists() and (root / _BROTLI).exists():
            return root
    raise RuntimeError("apt-get install nginx libnginx-mod-http-brotli-static")


def _program() -> str:
    return str(_root() / "usr/sbin/nginx")


def _version() -> tuple[int, ...]:
    said = subprocess.run([_program(), "-v"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"nginx/([0-9.]+)", said)
    return tuple(map(int, found[1].split("."))) if found else ()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read() if process.stderr else "nginx")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nginx does not answer on port {port}")
