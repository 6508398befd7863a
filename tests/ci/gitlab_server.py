"""Simulates GitLab: the parts of its API that the jobs call, and Git over HTTP.

Git serves the repository (`git http-backend`). Every request needs the bot's token.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "glpat-congvu-thu-nghiem"
BOT, CLERK, OPERATOR = 77, 12, 13
PROJECT_ID = 9
BACKEND = "/usr/lib/git-core/git-http-backend"


@dataclass
class GitLab:
    """The state of the simulated GitLab, and the requests to it."""

    repositories: Path
    requests: dict[int, dict] = field(default_factory=dict)
    notes: dict[int, list[dict]] = field(default_factory=dict)
    of_commit: dict[str, list[int]] = field(default_factory=dict)
    protected: set[str] = field(default_factory=lambda: {"main"})
    asked: list[tuple[str, str]] = field(default_factory=list)
    # Called before a push is accepted, to simulate a push by somebody else.
    before_push: object = None
    url: str = ""

    @property
    def repository(self) -> Path:
        """The project's bare repository."""
        return self.repositories / "tayson" / "congvu.git"

    @property
    def written(self) -> list[tuple[str, str]]:
        """The calls that changed something."""
        return [call for call in self.asked if call[0] in {"POST", "PUT", "DELETE"}]

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.repository), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def head(self, number: int) -> str:
        return self.git("rev-parse", f"refs/merge-requests/{number}/head")

    def open(self, number: int, branch: str, **more) -> None:
        """Open a merge request for a pushed branch."""
        self.requests[number] = {
            "iid": number,
            "source_branch": branch,
            "source_project_id": PROJECT_ID,
            "target_project_id": PROJECT_ID,
            "target_branch": "main",
            "state": "opened",
            **more,
        }
        self.notes.setdefault(number, [])
        self.follow()

    def follow(self) -> None:
        """Update refs/merge-requests/*/head to their branches, like GitLab after a push."""
        for number, request in self.requests.items():
            if request["state"] == "opened":
                head = self.git("rev-parse", f"refs/heads/{request['source_branch']}")
                self.git("update-ref", f"refs/merge-requests/{number}/head", head)
                request["sha"] = head

    def say(self, number: int, body: str, author: int) -> None:
        """Write a comment as a user."""
        count = sum(map(len, self.notes.values()))
        note = {"id": 1000 + count, "body": body, "author": {"id": author}, "system": False}
        self.notes.setdefault(number, []).append(note)

    def own(self, number: int) -> list[str]:
        """Return the bot's comments on a request."""
        return [note["body"] for note in self.notes[number] if note["author"]["id"] == BOT]

    def api(  # noqa: PLR0911  # one a path
        self, method: str, path: str, query: dict, data: dict
    ) -> tuple[int, object]:
        """Answer one call of the API."""
        if path == "/user":
            email = "may@congvu.example.vn"
            return 200, {"id": BOT, "name": "Máy của Văn phòng", "username": "may", "email": email}
        path = path.removeprefix(f"/projects/{PROJECT_ID}")
        if path == "/merge_requests":
            assert query == {
                "state": ["opened"], "target_branch": ["main"], "order_by": ["created_at"],
                "sort": ["asc"], "per_page": ["100"],
            }  # fmt: skip
            return 200, [one for one in self.requests.values() if one["state"] == "opened"]
        if found := re.fullmatch(r"/merge_requests/(\d+)", path):
            request = self.requests.get(int(found[1]))
            return (200, request) if request else (404, {"message": "404 Not found"})
        if found := re.fullmatch(r"/merge_requests/(\d+)/notes(?:/(\d+))?", path):
            return self._note(method, int(found[1]), found[2] and int(found[2]), data)
        if found := re.fullmatch(r"/repository/branches/(.+)", path):
            branch = unquote(found[1])
            return 200, {"name": branch, "protected": branch in self.protected}
        if found := re.fullmatch(r"/repository/commits/(\w+)/merge_requests", path):
            return 200, [self.requests[number] for number in self.of_commit.get(found[1], [])]
        return 404, {"message": f"404 {method} {path}"}

    def _note(self, method: str, number: int, id_: int | None, data: dict) -> tuple[int, object]:
        notes = self.notes[number]
        if method == "GET":
            return 200, notes
        if method == "POST":
            self.say(number, data["body"], BOT)
            return 201, notes[-1]
        note = next(one for one in notes if one["id"] == id_)
        assert note["author"]["id"] == BOT, "somebody else's comment"
        if method == "DELETE":
            notes.remove(note)
            return 204, None
        note["body"] = data["body"]
        return 200, note


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    @property
    def gitlab(self) -> GitLab:
        return self.server.gitlab

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self._chunks() if self.headers.get("Transfer-Encoding") else self.rfile.read(length)
        parts = urlsplit(self.path)
        self.gitlab.asked.append((self.command, parts.path))
        if not parts.path.startswith("/api/v4"):
            self._git(parts.path, parts.query, body)
            return
        if self.headers.get("PRIVATE-TOKEN") != TOKEN:
            self._json(401, {"message": "401 Unauthorized"})
            return
        data = json.loads(body) if body else {}
        path = parts.path.removeprefix("/api/v4")
        self._json(*self.gitlab.api(self.command, path, parse_qs(parts.query), data))

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _json(self, code: int, value: object) -> None:
        text = b"" if code == 204 else json.dumps(value).encode()
        self._send(code, {"Content-Type": "application/json"}, text)

    def _send(self, code: int, headers: dict[str, str], text: bytes) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _git(self, path: str, query: str, body: bytes) -> None:
        expected = base64.b64encode(f"congvu:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            self._send(401, {"WWW-Authenticate": 'Basic realm="GitLab"'}, b"")
            return
        if path.endswith("/git-receive-pack") and callable(self.gitlab.before_push):
            action, self.gitlab.before_push = self.gitlab.before_push, None
            action()
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.gitlab.repositories),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_USER": "may",
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(
            [BACKEND], input=body, env=environment, capture_output=True, check=True
        )
        head, _, text = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
        code = int(headers.pop("Status", "200 OK").split()[0])
        if path.endswith("/git-receive-pack"):
            self.gitlab.follow()
        self._send(code, headers, text)


class Serving:
    """Serves a simulated GitLab while a test runs."""

    def __init__(self, gitlab: GitLab) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.gitlab = gitlab
        gitlab.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
