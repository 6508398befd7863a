"""MkDocs hook: feeds the generated pages into the build."""

from __future__ import annotations

import os

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from congvu.directory import directory
from congvu.findings import RosterError
from congvu.office import OfficeError, load_office, roster_directory
from congvu.state import sound_state
from directory_site.markdown import pages


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the build deterministic: MkDocs writes its day into the sitemap."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the roster.

    Raises:
        PluginError: the roster breaks a rule; the build stops and shows every finding.
    """
    try:
        office = load_office()
        units = directory(sound_state(roster_directory()))
    except (RosterError, OfficeError) as error:
        raise PluginError(f"Danh sách có lỗi, không dựng danh bạ:\n{error}") from error
    for page in pages(units, office):
        files.append(File.generated(config, page.path, content=page.text))
    return files
