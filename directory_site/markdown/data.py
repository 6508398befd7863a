"""The page about the open data: the files, what stays in a version, how to download them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory_site import json_ld
from directory_site.addresses import root
from directory_site.cards import shows_people
from directory_site.markdown.parts import Page, page
from directory_site.markdown.rows import html_table
from directory_site.open_data import csv_table, csvw, json_document, json_schema
from directory_site.open_data.place import DATA, VERSION
from directory_site.source import Source
from directory_site.text import anchor, escape, in_html

_TITLE, _ADDRESS = "Dữ liệu mở", "du-lieu/"
_TERMS = "Điều kiện dùng lại"
# Months for which a version is still published after a new one.
_BESIDE = 12
_CODE = re.compile(r"`([^`]*)`")

# The files: path from the site's root, description, media type (IANA).
_FILES = (
    (DATA + csv_table.NAME, "Bảng CSV, mỗi hộp thư một dòng, mở được bằng Excel", "text/csv"),
    (DATA + csvw.NAME, "Mô tả các cột của bảng (CSV on the Web, W3C)", "application/csvm+json"),
    (DATA + json_document.NAME, "Toàn bộ danh bạ ở dạng JSON", "application/json"),
    (DATA + json_schema.NAME, "Lược đồ của JSON (JSON Schema 2020-12)", "application/schema+json"),
    ("thay-doi.xml", "Những thay đổi gần đây (nguồn tin Atom)", "application/atom+xml"),
    ("danh-ba.pdf", "Bản in của cả danh bạ (PDF)", "application/pdf"),
    ("sitemap.xml", "Địa chỉ của mọi trang (Sitemap)", "application/xml"),
)


def data_page(source: Source) -> Page:
    """Return the page that documents the open data and its guarantees."""
    name = source.office.name
    description = (
        f"Danh bạ thư công vụ {name} ở dạng CSV, JSON, vCard và Atom: đơn vị, bộ phận, cán bộ, "
        "công chức, viên chức với chức danh và địa chỉ thư."
    )
    data = {
        path: media_type
        for path, _, media_type in _FILES
        if path.startswith(DATA) and not path.endswith((csvw.NAME, json_schema.NAME))
    }
    terms = f"{_ADDRESS}#{anchor(_TERMS)}"
    told = json_ld.dataset(source, ((_TITLE, _ADDRESS),), description, data, terms)
    return page("du-lieu/index.md", _TITLE, description, _blocks(source), json_ld=told)


def _blocks(source: Source) -> Iterator[str]:
    yield f"# {_TITLE}"
    yield (
        "Danh bạ này có ở những dạng mà máy đọc được, để đưa vào sổ địa chỉ, ứng dụng hay trang "
        "khác. Ai cũng lấy được, không phải đăng ký."
    )
    yield "## Các tệp"
    yield _files()
    yield (
        "Trang của mỗi đơn vị có thêm danh thiếp vCard 4.0 (RFC 6350) của đơn vị, từng bộ phận và "
        f"từng người ở <code>{root(source.office)}don-vi/MÃ-ĐƠN-VỊ/danh-ba.vcf</code>, và mô tả "
        "theo schema.org (JSON-LD) trong trang."
    )
    yield "## Các cột của bảng CSV"
    yield (
        "Bảng theo RFC 4180, mã hóa UTF-8, dòng đầu là tên cột. Ô bắt đầu bằng dấu mà bảng tính "
        "coi là công thức thì có thêm dấu ' ở đầu."
    )
    yield _columns()
    yield "## Các trường của JSON"
    yield "Ngày ghi dạng năm-tháng-ngày. Chi tiết và kiểu của từng trường ở trong lược đồ."
    yield from _fields(source)
    yield "## Điều được giữ nguyên"
    yield _promise()
    yield f"## {_TERMS}"
    yield _terms(source)
    yield "## Lấy dữ liệu sao cho nhẹ"
    yield _politeness()
    yield "## Dữ liệu cá nhân"
    yield _privacy(source)


def _files() -> str:
    rows = (
        f'<tr><th scope="row"><a href="../{path}">{path.removeprefix(_ADDRESS)}</a></th>'
        f"<td>{in_html(what)}</td><td><code>{media_type}</code></td></tr>"
        for path, what, media_type in _FILES
    )
    return html_table(("Tệp", "Nội dung", "Kiểu"), rows)


def _columns() -> str:
    rows = (
        f'<tr><th scope="row">{in_html(column.header)}</th><td><code>{column.name}</code></td>'
        f"<td>{in_html(column.description)}</td></tr>"
        for column in csv_table.COLUMNS
    )
    return html_table(("Cột", "Tên cho máy", "Nội dung"), rows)


def _fields(source: Source) -> Iterator[str]:
    """Yield a table for the document and for each kind of object in it, from the schema."""
    schema = json_schema.schema(source.office)
    for part in (schema, *schema["$defs"].values()):
        yield f"### {escape(part['title'])}"
        yield escape(part["description"])
        rows = (
            f'<tr><th scope="row"><code>{name}</code></th><td>{in_html(field["title"])}</td>'
            f"<td>{_described(field['description'])}</td></tr>"
            for name, field in part["properties"].items()
        )
        yield html_table(("Trường", "Tên", "Nội dung"), rows)


def _described(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", in_html(text))


def _promise() -> str:
    return "\n".join(
        [
            f"- Phiên bản hiện nay là **{VERSION}**, ghi trong địa chỉ của tệp (v{VERSION}). Trong "
            "một phiên bản, địa chỉ của tệp, tên và ý nghĩa của cột và trường không đổi, không "
            "cột hay trường nào bị bỏ.",
            "- Có thể có thêm: cột mới ở cuối bảng, trường mới ở bất kỳ chỗ nào. Chương trình gặp "
            "trường lạ thì hãy bỏ qua.",
            f"- Khi buộc phải đổi khác đi, phiên bản mới có địa chỉ mới, và phiên bản cũ còn chạy "
            f"song song ít nhất {_BESIDE} tháng. Ngày thôi phiên bản cũ được báo trước ở trang này "
            'và ở <a href="../thay-doi/">trang thay đổi</a>.',
            "- Mã đơn vị không bao giờ đổi và không dùng lại, kể cả khi đơn vị đổi tên. Trang của "
            "đơn vị đã giải thể vẫn còn và chỉ sang nơi tiếp nhận.",
            "- Địa chỉ của các trang đơn vị, việc cần làm, A–Z và của nguồn tin cũng không đổi.",
        ]
    )


def _terms(source: Source) -> str:
    name, runs = escape(source.office.name), escape(source.office.office)
    return (
        f"Điều kiện dùng lại do {name} quyết định; ở đây mới là đề nghị của {runs}: được sao chép, "
        "chuyển đổi, đăng lại, kể cả để kinh doanh, miễn là ghi nguồn «Danh bạ thư công vụ "
        f"{name}» với địa chỉ trang và ngày lấy dữ liệu, và không làm người đọc tưởng rằng bản "
        "đăng lại là của cơ quan. Không dùng để gửi thư quảng cáo hàng loạt (Nghị định "
        "91/2020/NĐ-CP)."
    )


def _politeness() -> str:
    return "\n".join(
        [
            "- Dữ liệu đổi nhiều nhất mỗi ngày vài lần; hỏi lại mỗi giờ một lần là đủ.",
            "- Hãy giữ <code>ETag</code> của lần trước và gửi lại trong "
            "<code>If-None-Match</code>: chưa đổi gì thì máy chủ trả lời 304, không gửi lại tệp "
            "(RFC 9110).",
            "- Nhận <code>Accept-Encoding: br, gzip</code> thì tệp nhỏ đi nhiều lần.",
            "- Cần cả danh bạ thì lấy một tệp JSON hay CSV, đừng lấy từng trang.",
            "- Chỉ cần biết điều gì mới thì theo dõi nguồn tin Atom.",
        ]
    )


def _privacy(source: Source) -> str:
    said = (
        "Dữ liệu chỉ có họ tên, chức danh, đơn vị và địa chỉ thư công vụ, đúng như các trang "
        "(khoản 5 Điều 4 của quy chế). Người chỉ được ghi theo chức vụ thì không có tên ở đây. "
        "Ai nghỉ việc thì không còn trong dữ liệu; xin hãy cập nhật bản của mình để tên người đó "
        "không còn lại."
    )
    if shows_people(source.office):
        return said
    return (
        f"{said} Cơ quan chỉ cho xem địa chỉ của từng cá nhân trên trang của đơn vị, mỗi lần một "
        "người, nên địa chỉ đó không có trong dữ liệu."
    )
