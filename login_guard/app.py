"""The service: `uvicorn --factory login_guard.app:main`, for Dovecot's `auth_policy_server_url`."""

from __future__ import annotations

import json
import logging
import os
import secrets
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from account_page import store
from login_guard.tries import Door, MalformedError, Try

_LARGEST = 16 * 1024


def main() -> Starlette:
    """Return the service as the unit starts it.

    Raises:
        KeyError: the unit says not all of it.
        StoreTooNewError: the account page's files were written by a newer version.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    known = Path(os.environ["CREDENTIALS_DIRECTORY"], "dovecot").read_text(encoding="ascii")
    people, state = (Path(os.environ[f"CONGVU_{name}"]) for name in ("PEOPLE", "LOGIN_STATE"))
    sending = Path(os.environ["RUNTIME_DIRECTORY"])
    return create(people, state, sending, key_of(known))


def key_of(settings: str) -> str:
    """Return what Dovecot shows, from the file in which it finds that itself.

    Raises:
        KeyError: the file has no such line.
    """
    lines = (line.partition("=") for line in settings.splitlines())
    known = {name.strip(): value.strip() for name, _, value in lines}
    return known["auth_policy_server_api_header"]


def create(people: Path, state: Path, sending: Path, key: str) -> Starlette:
    """Return the service.

    Args:
        people: the published `people.sqlite`.
        state: the account page's folder; its files are made or migrated first.
        sending: folder of who sends mail from where (`login_guard.senders`).
        key: what Dovecot shows; nobody else is answered.
    """
    store.prepare(state)
    door = Door(people, state, sending)

    async def answer(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get("x-api-key", "").encode(), key.encode()):
            raise HTTPException(403)
        if int(request.headers.get("content-length") or _LARGEST + 1) > _LARGEST:
            raise HTTPException(413)
        try:
            sent = json.loads(await request.body())
            tried = Try.read(sent)
        except (ValueError, MalformedError) as error:
            raise HTTPException(400) from error
        if request.query_params.get("command") == "report":
            await run_in_threadpool(door.happened, tried, success=sent.get("success") is True)
            return Response(status_code=204)
        opens = await run_in_threadpool(door.opens, tried)
        return JSONResponse({"status": 0 if opens else -1, "msg": ""})

    return Starlette(routes=[Route("/", answer, methods=["POST"])])
