"""What the directory is made of: the office and its units, read once for every builder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial

from congvu.directory import Directory, directory
from congvu.findings import RosterError
from congvu.office import Office, OfficeError, roster_directory
from congvu.revision import RevisionError
from congvu.sound import errors_in
from congvu.state import State, read_state
from directory_site.beside import Beside, BesideError
from directory_site.cache import key_of
from directory_site.revision import SiteRevision, site_revision


class SourceError(Exception):
    """The directory can't be made; the message is Vietnamese and shows every finding."""


@dataclass(frozen=True)
class Source:
    """One office and what citizens see of it.

    Attributes:
        office: whose directory it is.
        directory: everything that is public on the day.
        revision: the commit that it is made from, where there is one.
    """

    office: Office
    directory: Directory
    revision: SiteRevision | None = None

    @cached_property
    def unit_keys(self) -> dict[str, bytes]:
        """A key of each unit as it stands here, by its id: another one wherever anything differs.

        For caches of what is made of one unit and the office.
        """
        office = repr(self.office)
        return {unit.id: key_of(office, repr(unit)) for unit in self.directory.units}


@lru_cache(maxsize=1)
def read_source() -> Source:
    """Read the roster that ``CONGVU_ROSTER`` names, as of the day in ``CONGVU_DATE`` (today).

    Once a process: what builds the site and what checks it see the same.

    Raises:
        SourceError: the roster breaks a rule, the office or its repository can't be read, or the
            day is no date.
    """
    day = os.environ.get("CONGVU_DATE", "")
    roster = roster_directory()
    try:
        state = read_state(roster, date.fromisoformat(day) if day else None)
        return Source(state.office, _sound_directory(state), site_revision(roster))
    except RosterError as error:
        raise SourceError(
            f"Danh sách có {len(error.findings)} lỗi, chưa dựng danh bạ. Hãy sửa rồi chạy lại:\n"
            f"{error}"
        ) from error
    except (BesideError, OfficeError, RevisionError) as error:
        raise SourceError(str(error)) from error
    except ValueError as error:
        raise SourceError(
            f"CONGVU_DATE «{day}» không phải là ngày; hãy ghi dạng năm-tháng-ngày, ví dụ 2026-01-31"
        ) from error


def _sound_directory(state: State) -> Directory:
    """Return the directory of a roster that passes every check, which is checked meanwhile."""
    errors = Beside(partial(errors_in, state), "Chưa kiểm tra được danh sách")
    try:
        return directory(state)
    finally:
        # What a faulty roster breaks here is told by its faults.
        if found := errors.result():
            raise RosterError(found)
