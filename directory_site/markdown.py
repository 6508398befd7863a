"""Pages of the directory as Markdown: data in, texts out, no files and no MkDocs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from congvu.directory import UnitEntry
from congvu.office import Office
from directory_site.text import anchor, escape, front_matter, mail

# Headings of the front page, in the order in which they stand.
KINDS = {
    "leadership": "Lãnh đạo huyện",
    "division": "Phòng, ban chuyên môn",
    "public_service": "Đơn vị sự nghiệp",
    "town": "Thị trấn",
    "commune": "Xã",
}


@dataclass(frozen=True)
class Page:
    """One page: its path in the site's sources and its Markdown."""

    path: str
    text: str


def site_name(office: Office) -> str:
    """Return the directory's name, short enough for a phone's title bar."""
    return f"Danh bạ {office.name}"


def pages(units: Sequence[UnitEntry], office: Office) -> Iterator[Page]:
    """Yield every page; a unit's page is named after its id and so outlives a renaming."""
    yield Page("index.md", _front(units, office))
    yield Page("gioi-thieu.md", _about(office))
    for unit in units:
        yield Page(f"don-vi/{unit.id}.md", _unit(unit, office))


def _front(units: Sequence[UnitEntry], office: Office) -> str:
    chosen = {
        title: sorted(
            (unit for unit in units if unit.kind == kind),
            key=lambda unit: anchor(unit.place or unit.name),
        )
        for kind, title in KINDS.items()
    }
    groups = {title: members for title, members in chosen.items() if members}
    jumps = " · ".join(f"[{title}](#{anchor(title)})" for title in groups)
    blocks = [
        f"# Danh bạ thư công vụ {escape(office.name)}",
        "Địa chỉ thư điện tử chính thức của cơ quan, đơn vị và cán bộ, công chức, viên chức; "
        f"mọi địa chỉ đều kết thúc bằng **{escape('@' + office.domain)}**. "
        "Chọn tên đơn vị để xem việc giải quyết và từng người.",
        jumps,
    ]
    for title, members in groups.items():
        rows = [
            (f"[{escape(unit.name)}](don-vi/{unit.id}.md)", mail(unit.address)) for unit in members
        ]
        blocks += [f"## {title}", _table(("Đơn vị", "Hộp thư chung"), rows)]
    description = f"Địa chỉ thư điện tử chính thức của {office.name} và các đơn vị trực thuộc"
    return _page("Hộp thư công vụ", description, blocks)


def _unit(unit: UnitEntry, office: Office) -> str:
    kind = KINDS[unit.kind]
    blocks = [
        f"[Danh bạ](../index.md) › [{kind}](../index.md#{anchor(kind)})",
        f"# {escape(unit.name)}",
        # A quotation is the one plain block that a style sheet can make stand out.
        f"> Hộp thư chung\n>\n> **{mail(unit.address)}**",
    ]
    if unit.functions:
        functions = "\n".join(f"- {escape(function)}" for function in unit.functions)
        blocks += ["## Giải quyết các việc", functions]
    if unit.sections:
        rows = [(escape(section.name), mail(section.address)) for section in unit.sections]
        blocks += ["## Bộ phận", _table(("Bộ phận", "Hộp thư"), rows)]
    if unit.people:
        people = [
            (escape(person.name), escape(person.title), mail(person.address))
            for person in unit.people
        ]
        blocks += [
            "## Cán bộ, công chức, viên chức",
            _table(("Họ và tên", "Chức danh", "Địa chỉ thư"), people),
        ]
    description = f"Hộp thư công vụ của {unit.name}, {office.name}: {unit.address}"
    return _page(unit.name, description, blocks)


def _about(office: Office) -> str:
    domain = escape("@" + office.domain)
    name, responsible = escape(office.name), escape(office.office)
    return _page(
        "Giới thiệu",
        f"Danh bạ thư công vụ {office.name}: căn cứ, cách nhận biết thư thật, nơi báo lỗi",
        [
            "# Giới thiệu",
            f"Danh bạ này công khai địa chỉ hộp thư điện tử công vụ của {name}, các đơn vị trực "
            "thuộc và từng cán bộ, công chức, viên chức, để người dân và doanh nghiệp liên hệ "
            "trực tiếp.",
            "## Căn cứ",
            f"Khoản 5 Điều 4 {escape(office.regulation)}. Địa chỉ được đặt theo Điều 6 của văn bản "
            "này.",
            "## Nên viết thư cho ai",
            "Hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người được ủy quyền có "
            "trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14).",
            "## Nhận biết thư thật",
            f"Thư công vụ của {name} chỉ được gửi từ địa chỉ kết thúc bằng **{domain}**. Thư xưng "
            "là của cơ quan, đơn vị ở đây nhưng gửi từ địa chỉ khác thì không phải là thư công vụ.",
            "## Báo lỗi",
            f"Thấy địa chỉ sai, thiếu, hoặc gặp sự cố khi gửi thư, xin báo cho {responsible} "
            "(khoản 6 Điều 13).",
            "## Dữ liệu cá nhân",
            "Danh bạ chỉ có họ tên, chức danh, đơn vị và địa chỉ thư công vụ. Trang này không "
            "dùng cookie và không tải gì từ nơi khác.",
        ],
    )


def _page(title: str, description: str, blocks: Iterable[str]) -> str:
    return front_matter(title, description) + "\n" + "\n\n".join(blocks) + "\n"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(headings)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows))
