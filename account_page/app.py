"""The service: `uvicorn --factory account_page.app:main` behind nginx."""

import logging
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from account_page import passwords, settings, store
from account_page.pages import account, entering
from account_page.web import BASE, failed, secured


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
    pages = [page.route() for page in (*entering.PAGES, *account.PAGES)]
    # Starlette writes the traceback of what is none of the first two to the log; it names no value.
    failing = dict.fromkeys((HTTPException, passwords.BusyError, Exception), failed)
    service = Starlette(routes=[static, *pages], exception_handlers=failing)
    service.state.settings = found
    return service
