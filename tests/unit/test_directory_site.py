"""The directory's Markdown: data in, texts out."""

import html
import tarfile
from datetime import date

import markdown
import pytest

from congvu.directory import DecisionEntry, Directory, PersonEntry, SectionEntry, UnitEntry
from congvu.office import load_office
from directory_site.archive import COMPLETE, pack
from directory_site.markdown import pages
from directory_site.markdown.parts import KINDS
from directory_site.source import Source
from directory_site.text import anchor, escape, front_matter

DAY = date(2015, 7, 16)
DOMAIN = "tayson.binhdinh.gov.vn"
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
    values = {
        "id": "ubnd-xa-tay-phu",
        "name": "UBND xã Tây Phú",
        "kind": "commune",
        "place": "Tây Phú",
        "functions": ("hộ tịch",),
        "address": f"xatayphu@{DOMAIN}",
        "sections": (SectionEntry("van-thu", "Văn thư", f"vanthu-tayphu@{DOMAIN}"),),
        "people": (PersonEntry("Nguyễn Văn An", "An", "Chủ tịch", f"annv@{DOMAIN}"),),
        "decision": DecisionEntry("establish", "3426/QĐ-UBND", DAY, DAY),
        "updated": DAY,
    }
    return UnitEntry(**{**values, **changes})


def texts(*units):
    return {page.path: page.text for page in pages(Source(load_office(), Directory(DAY, units)))}


def rendered(text):
    # With far more extensions than the site uses: another builder may have them on.
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
    marks = ["# UBND xã Tây Phú", f"**[xatayphu@{DOMAIN}](mailto:xatayphu@{DOMAIN})**", "- hộ tịch"]
    marks += [f"| Văn thư | [vanthu-tayphu@{DOMAIN}](mailto:vanthu-tayphu@{DOMAIN}) |"]
    marks += ["| Trần Văn Bình | Chủ tịch |", "| Lê An | Phó Chủ tịch |"]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_unit_without_sections_functions_or_people_has_no_empty_headings():
    page = texts(unit(sections=(), functions=(), people=()))["don-vi/ubnd-xa-tay-phu.md"]
    assert "##" not in page.replace("#xa", "")


def test_the_front_page_groups_by_kind_and_sorts_as_vietnamese_reads():
    units = [
        unit(id="ubnd-xa-vinh-an", name="UBND xã Vĩnh An", place="Vĩnh An"),
        unit(id="ubnd-xa-binh-hoa", name="UBND xã Bình Hòa", place="Bình Hòa"),
        unit(id="phong-y-te", name="Phòng Y tế", kind="division", place=None),
    ]
    front = texts(*units)["index.md"]
    marks = ["## Phòng, ban", "Phòng Y tế", "## Xã", "UBND xã Bình Hòa", "UBND xã Vĩnh An"]
    assert [front.index(mark) for mark in marks] == sorted(front.index(mark) for mark in marks)
    assert "## Thị trấn" not in front
    assert "(#thi-tran)" not in front


def test_the_about_page_says_whom_to_tell():
    about = texts()["gioi-thieu.md"]
    assert "3426/QĐ-UBND" in about
    assert "báo cho Văn phòng HĐND và UBND huyện (khoản 6 Điều 13)" in about


def packed(folder, name):
    archive = folder.parent / name
    pack(folder, archive)
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
