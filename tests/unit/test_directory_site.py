"""The directory's Markdown, made from data."""

import gzip
import html
import tarfile
from datetime import date

import markdown
import pytest

from congvu.days import written
from congvu.directory import Directory, PersonEntry
from congvu.directory.functions import functions
from congvu.office import load_office
from directory_site.markdown import pages
from directory_site.markdown.parts import KINDS
from directory_site.publish.pack import COMPLETE, pack
from directory_site.source import Source
from directory_site.text import anchor, escape, front_matter
from tests.samples import DOMAIN, tay_phu

DAY = date(2015, 7, 16)
HOSTILE = [
    "*nghiêng* _gạch_ **đậm** __đậm__",
    "<script>alert(1)</script>",
    "a | b || c",
    "{{ config }} {% raw %} {: .lop #id}",
    "[chữ](http://x.vn) ![ảnh](y.png) [^1] [[z]]",
    "&amp; &#42; &copy;",
    "`mã` ~~xóa~~ ==tô== ^^chèn^^ H~2~O $x$ :smile:",
    "# đầu đề",
    "- mục",
    "+ mục",
    "1. mục",
    "1) mục",
    "> trích",
    "--- *** ___ ===",
    "\\ \\* \\\\",
    "a@b.vn https://x.vn www.x.vn",
    "--8<-- 'tep'",
    "nháy \"kép\" và 'đơn'",
]


def unit(**changes):
    return tay_phu(DAY, **changes)


def texts(*units):
    return {page.path: page.text for page in pages(Source(load_office(), Directory(DAY, units)))}


def rendered(text):
    # More extensions than the site uses, since another builder may enable them.
    extensions = ["tables", "attr_list", "def_list", "footnotes", "abbr", "smarty", "md_in_html"]
    extensions += ["pymdownx.magiclink", "pymdownx.tilde", "pymdownx.caret", "pymdownx.mark"]
    return markdown.markdown(text, extensions=extensions)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["# {}", "- {}", "| x |\n| --- |\n| {} |", "{}"])
def test_any_text_comes_out_as_it_is_written(text, frame):
    calm = rendered(frame.format("TEXT"))
    shown = rendered(frame.format(escape(text)))
    before, after = calm.split("TEXT")
    inside = shown.removeprefix(before).removesuffix(after)
    assert shown == before + inside + after
    assert "<" not in inside
    assert html.unescape(inside) == text


def test_ordinary_names_stay_legible():
    assert escape("Phòng Tài chính - Kế hoạch") == "Phòng Tài chính - Kế hoạch"
    assert escape("Chủ tịch\n  UBND xã") == "Chủ tịch UBND xã"


def test_a_page_head_is_one_yaml_string_without_html():
    head = front_matter('a "b" <c>\nd: \\e', "mô tả")
    assert head.splitlines()[1] == 'title: "a &quot;b&quot; &lt;c&gt; d: \\\\e"'


@pytest.mark.parametrize("title", KINDS.values())
def test_an_anchor_keeps_every_letter(title):
    assert anchor(title).replace("-", "").isascii()
    assert len(anchor(title).split("-")) == len(title.split())


def test_a_units_page_shows_everything_in_the_order_of_rank():
    people = (
        PersonEntry("Trần Văn Bình", "Bình", "Chủ tịch", f"binhtv@{DOMAIN}"),
        PersonEntry("Lê An", "An", "Phó Chủ tịch", f"anl@{DOMAIN}"),
    )
    page = texts(unit(people=people))["don-vi/ubnd-xa-tay-phu.md"]
    marks = [
        "# UBND xã Tây Phú",
        "Hộp thư chung",
        "xatayphu<wbr>@",
        f'href="mailto:xatayphu@{DOMAIN}?',
    ]
    marks += ['<a href="../../viec/ho-tich/">hộ tịch</a>']
    marks += ['<th scope="row">Văn thư</th>', f">vanthu-tayphu<wbr>@{DOMAIN}</a>"]
    marks += [
        '<tr id="binhtv"',
        "Trần Văn Bình</th><td>Chủ tịch</td>",
        f">binhtv<wbr>@{DOMAIN}</a>",
    ]
    marks += ['<tr id="anl"', "Lê An</th><td>Phó Chủ tịch</td>", 'href="danh-ba.vcf"', "qr.svg"]
    marks += [f"Lập theo Quyết định số 3426/QĐ-UBND ngày {written(DAY)}"]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_unit_without_sections_functions_or_people_has_no_empty_headings():
    page = texts(unit(sections=(), functions=(), people=()))["don-vi/ubnd-xa-tay-phu.md"]
    assert [line for line in page.splitlines() if line.startswith("##")] == [
        "## Lưu và in",
        "## Căn cứ",
    ]
    assert "<table>" not in page


def test_a_units_page_names_its_head_and_leads_to_the_row():
    people = (
        PersonEntry("Lê An", "An", "Phó Chủ tịch", f"anl@{DOMAIN}"),
        PersonEntry("Trần Văn Bình", "Bình", "Chủ tịch", f"binhtv@{DOMAIN}", is_head=True),
    )
    page = texts(unit(people=people))["don-vi/ubnd-xa-tay-phu.md"]
    assert 'Thủ trưởng: <a href="#binhtv">Trần Văn Bình</a>, Chủ tịch' in page
    assert "Thủ trưởng:" not in texts(unit())["don-vi/ubnd-xa-tay-phu.md"]


def test_who_is_listed_by_function_only_has_neither_name_nor_row_id():
    people = (PersonEntry("", "", "Kế toán", f"xatayphu@{DOMAIN}", is_head=True),)
    page = texts(unit(people=people))["don-vi/ubnd-xa-tay-phu.md"]
    assert "Thủ trưởng: Kế toán</p>" in page
    row = f'<tr data-address="xatayphu@{DOMAIN}"><th scope="row" colspan="2">Kế toán</th>'
    assert row in page


def test_on_request_a_units_page_tells_no_persons_address():
    office = load_office()
    asked = office.directory.model_copy(update={"people_addresses": "on_request"})
    office = office.model_copy(update={"directory": asked})
    people = (
        PersonEntry("Nguyễn Văn An", "An", "Chủ tịch", f"annv@{DOMAIN}", is_head=True),
        PersonEntry("", "", "Kế toán", f"xatayphu@{DOMAIN}"),
    )
    source = Source(office, Directory(DAY, (unit(people=people),)))
    page = next(page for page in pages(source) if page.path == "don-vi/ubnd-xa-tay-phu.md").text
    assert "annv" not in page
    assert 'href="#nguoi-1">Nguyễn Văn An</a>' in page
    assert '<tr id="nguoi-1"><th scope="row">Nguyễn Văn An</th>' in page
    link = 'class="reveal" href="../../the/ubnd-xa-tay-phu/1.vcf" data-name="Nguyễn Văn An"'
    assert link in page
    assert page.count(f"xatayphu<wbr>@{DOMAIN}</a>") == 1  # the accountant's row


def test_the_front_page_groups_by_kind_and_sorts_as_vietnamese_reads():
    units = [
        unit(id="ubnd-xa-vinh-an", name="UBND xã Vĩnh An", place="Vĩnh An"),
        unit(id="ubnd-xa-binh-hoa", name="UBND xã Bình Hòa", place="Bình Hòa"),
        unit(id="phong-y-te", name="Phòng Y tế", kind="division", place=None),
    ]
    front = texts(*units)["index.md"]
    marks = ["### Phòng, ban", "Phòng Y tế", "### Xã", "UBND xã Bình Hòa", "UBND xã Vĩnh An"]
    assert [front.index(mark) for mark in marks] == sorted(front.index(mark) for mark in marks)
    assert "Thị trấn" not in front
    assert "#thi-tran" not in front


def test_the_front_page_begins_with_what_the_office_has_citizens_words_for():
    names = ("tiếp công dân", "đất đai", "hộ tịch")
    one = unit(functions=names)
    entries = functions([one], load_office().directory.words)
    source = Source(load_office(), Directory(DAY, (one,), functions=entries))
    front = next(page for page in pages(source) if page.path == "index.md").text
    order = ["hộ tịch <small>khai sinh", "đất đai <small>sổ đỏ", "tiếp công dân", "tất cả các việc"]
    assert [front.index(mark) for mark in order] == sorted(front.index(mark) for mark in order)


def test_the_about_page_says_whom_to_tell():
    about = texts()["gioi-thieu.md"]
    assert "3426/QĐ-UBND" in about
    assert "báo cho Văn phòng HĐND và UBND huyện (khoản 6 Điều 13)" in about
    office = unit(id="van-phong-hdnd-va-ubnd-huyen", address=f"vanphong@{DOMAIN}")
    assert (
        f"[vanphong@{DOMAIN}](mailto:vanphong@{DOMAIN}?subject=" in texts(office)["gioi-thieu.md"]
    )


def packed(folder, name, beside=None):
    archive = folder.parent / name
    pack(folder, beside or {}, archive)
    with tarfile.open(archive) as tar:
        return archive.read_bytes(), tar.getmembers()


def test_a_page_that_changes_without_growing_changes_its_time(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("một")
    first, members = packed(site, "one.tar")
    assert [member.name for member in members] == ["index.html", COMPLETE]
    (site / "index.html").touch()
    assert packed(site, "two.tar")[0] == first
    (site / "index.html").write_text("mốt")
    assert packed(site, "three.tar")[1][0].mtime != members[0].mtime


def test_what_comes_beside_a_file_is_packed_in_its_place(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    for name in ("a.html", "b.html"):
        (site / name).write_text(f"{name} " * 2000)
    gz = gzip.compress((site / "a.html").read_bytes())
    beside = {site / "a.html.gz": gz, site / "a.html.br": b"brotli"}
    archive, members = packed(site, "beside.tar.gz", beside)
    names = [member.name for member in members]
    assert names == ["a.html", "a.html.br", "a.html.gz", "b.html", COMPLETE]
    # It is in the archive twice: as a file, and as the compressed form of a.html.
    assert archive.count(gz) == 2
    with tarfile.open(tmp_path / "beside.tar.gz") as tar:
        tar.extractall(tmp_path / "out", filter="data")
    assert (tmp_path / "out" / "a.html").read_bytes() == (site / "a.html").read_bytes()
    assert (tmp_path / "out" / "a.html.gz").read_bytes() == gz
    assert not list(site.glob("*.gz"))
