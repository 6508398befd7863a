"""Pages of the directory as Markdown: data in, texts out, no files and no MkDocs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from congvu.directory import PersonEntry, SectionEntry, UnitEntry
from congvu.office import Office

# Headings of the front page, in the order in which they stand.
KINDS = {
    "leadership": "Lãnh đạo huyện",
    "division": "Phòng, ban chuyên môn",
    "public_service": "Đơn vị sự nghiệp",
    "town": "Thị trấn",
    "commune": "Xã",
}
# Characters that Markdown or one of its extensions could take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~^=:@$<>&\"'])")


@dataclass(frozen=True)
class Page:
    """One page: its path in the site's sources and its Markdown."""

    path: str
    text: str


def pages(units: Sequence[UnitEntry], office: Office) -> Iterator[Page]:
    """Yield every page of the directory."""
    yield Page("index.md", _front(units, office))
    yield Page("gioi-thieu.md", _about(office))
    for unit in units:
        yield Page(f"don-vi/{unit.id}.md", _unit(unit))


def escape(text: str) -> str:
    """Make a text of the roster come out as it is written, whatever characters it has.

    Entities rather than backslashes: they mean the same to Markdown, to its extensions and in
    HTML.
    """
    return _MARKUP.sub(lambda match: f"&#{ord(match[1])};", " ".join(text.split()))


def _front(units: Sequence[UnitEntry], office: Office) -> str:
    lines = [
        _head("Danh bạ hộp thư công vụ"),
        f"# Danh bạ hộp thư công vụ {escape(office.name)}",
        "",
        "Địa chỉ thư điện tử chính thức của các cơ quan, đơn vị và cán bộ, công chức, viên chức.",
        "Mọi địa chỉ đều kết thúc bằng " + f"**&#64;{escape(office.domain)}**.",
    ]
    for kind, title in KINDS.items():
        chosen = sorted(
            (unit for unit in units if unit.kind == kind), key=lambda unit: unit.place or unit.id
        )
        if not chosen:
            continue
        lines += ["", f"## {title}", "", '<ul class="units">']
        for unit in chosen:
            link = f'<a href="don-vi/{unit.id}/">{html.escape(unit.name)}</a>'
            lines.append(f"<li>{link}{_mail(unit.address)}</li>")
        lines.append("</ul>")
    return "\n".join(lines) + "\n"


def _unit(unit: UnitEntry) -> str:
    lines = [_head(unit.name), f"# {escape(unit.name)}", ""]
    lines += ['<p class="mailbox"><span>Hộp thư chung</span>' + _mail(unit.address) + "</p>"]
    if unit.functions:
        lines += ["", "## Giải quyết các việc", ""]
        lines += [f"- {escape(function)}" for function in unit.functions]
    if unit.sections:
        lines += ["", "## Bộ phận", "", '<ul class="people">']
        lines += [_section(section) for section in unit.sections]
        lines.append("</ul>")
    if unit.people:
        lines += ["", "## Cán bộ, công chức, viên chức", "", '<ul class="people">']
        lines += [_person(person) for person in unit.people]
        lines.append("</ul>")
    return "\n".join(lines) + "\n"


def _section(section: SectionEntry) -> str:
    return f"<li><strong>{html.escape(section.name)}</strong>{_mail(section.address)}</li>"


def _person(person: PersonEntry) -> str:
    return (
        f"<li><strong>{html.escape(person.name)}</strong><span>{html.escape(person.title)}</span>"
        f"{_mail(person.address)}</li>"
    )


def _mail(address: str) -> str:
    shown = html.escape(address)
    return f'<a class="mail" href="mailto:{shown}">{shown.replace("@", "<wbr>@")}</a>'


def _about(office: Office) -> str:
    return "\n".join(
        [
            _head("Giới thiệu"),
            "# Giới thiệu",
            "",
            f"Danh bạ này công khai địa chỉ hộp thư điện tử công vụ của {escape(office.name)} theo",
            "khoản 5 Điều 4 Quy chế ban hành kèm theo Quyết định số 3426/QĐ-UBND ngày 16/7/2015.",
            "",
            "Khi thấy địa chỉ sai hoặc gặp sự cố, xin báo "
            f"{escape(office.office)} (khoản 6 Điều 13).",
            "",
            "Thư của huyện chỉ được gửi từ địa chỉ kết thúc bằng "
            f"**&#64;{escape(office.domain)}**; thư xưng là của huyện mà gửi từ nơi khác là giả.",
            "",
        ]
    )


def _head(title: str) -> str:
    # YAML in double quotes is JSON's string form.
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'---\ntitle: "{quoted}"\nhide: [toc]\n---\n'
