"""The service: `uvicorn --factory account_page.app:main` behind nginx."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from account_page import settings, store
from account_page.pages import account, entering, second_factor
from account_page.web import BASE, plain, secured


class _Assets(StaticFiles):
    """Style sheet, script and icon; browsers ask whether they have changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = secured(super().file_response(*args, **kwargs))
        response.headers["Cache-Control"] = "no-cache"
        return response


def main() -> Starlette:
    """Return the service as the unit starts it.

    Raises:
        SettingsError: something is missing that it can't do without.
        StoreTooNewError: its files were written by a newer version.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    return create(settings.from_environment())


def create(found: settings.Settings) -> Starlette:
    """Return the service; its files are made or migrated first."""
    store.prepare(found.state)
    static = Mount(f"{BASE}/static", _Assets(directory=Path(__file__).with_name("static")))
    pages = [*entering.PAGES, *account.PAGES, *second_factor.PAGES]
    service = Starlette(
        routes=[static, *(page.route for page in pages)],
        exception_handlers={HTTPException: _refused, Exception: _out_of_order},
    )
    service.state.settings = found
    return service


def _refused(request: Request, error: Exception) -> Response:
    return plain(error.status_code if isinstance(error, HTTPException) else 400, "refused")


def _out_of_order(request: Request, error: Exception) -> Response:
    # Starlette writes the traceback to the log, which names no value.
    return plain(503, "out-of-order")
