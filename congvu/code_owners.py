"""Makes GitLab's CODEOWNERS, which lists the reviewers of each file. Pure.

GitLab requires one approval for each section. So a unit's file needs its unit and the Office, and
everything else (register, code, pipeline) needs only the Office. GitLab without a licence ignores
the file; docs/gitlab.md says what to set there instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from congvu.office import Office

_HEADER = """\
# Ai phải xem thay đổi ở tệp nào. Do lệnh «bin/congvu schema» ghi từ inventory/district.yml
# và các tệp đơn vị. Không sửa bằng tay.
"""


def code_owners(office: Office, files: Iterable[str]) -> str:
    """Return the file's text.

    Args:
        office: the office with the groups; without groups nobody is named.
        files: names of the units' files in the roster: the unit's id with `.yml`.
    """
    groups = office.gitlab_groups
    if groups is None:
        return _HEADER
    lines = [f"\n[Văn phòng]\n* @{groups.office}\n", "\n[Đơn vị]\n"]
    for name in sorted(files):
        unit = name.rpartition(".")[0]
        lines.append(f"/inventory/roster/{name} @{groups.units}/{unit}\n")
    return _HEADER + "".join(lines)
