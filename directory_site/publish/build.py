"""Runs MkDocs in this process, so that the checks can use the roster that it has read."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException


class BuildError(Exception):
    """The build failed. The message is MkDocs's output, or empty if the hook printed the error."""


def build(site: Path) -> None:
    """Build the site of the roster that the environment names; a warning is an error.

    Args:
        site: a folder that MkDocs may empty.

    Raises:
        BuildError: MkDocs or the hook stopped.
    """
    logger, said = logging.getLogger("mkdocs"), _Said(logging.WARNING)
    logger.addHandler(said)
    try:
        config = load_config(strict=True, site_dir=str(site))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except MkDocsException as error:
        raise BuildError("\n".join((*said.lines, error.format_message()))) from None
    except SystemExit:
        raise BuildError("\n".join(said.lines)) from None
    finally:
        logger.removeHandler(said)


class _Said(logging.Handler):
    """Keeps warnings and errors as lines."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} - {record.getMessage()}")
