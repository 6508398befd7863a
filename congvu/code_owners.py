"""Who must look at a change of which file: GitLab's CODEOWNERS, from the units' files. Pure.

GitLab takes one approval a section, so that a unit's file needs its unit and the Office, and
everything else (register, code, pipeline) the Office alone. The edition without licence ignores
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
        office: names the groups; without them nobody is named.
        files: names of the units' files in the roster, each the unit's id with `.yml`.
    """
    groups = office.gitlab_groups
    if groups is None:
        return _HEADER
    lines = [f"\n[Văn phòng]\n* @{groups.office}\n", "\n[Đơn vị]\n"]
    for name in sorted(files):
        unit = name.rpartition(".")[0]
        lines.append(f"/inventory/roster/{name} @{groups.units}/{unit}\n")
    return _HEADER + "".join(lines)
