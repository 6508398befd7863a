"""The PDF of the whole directory, read with Poppler's and qpdf's tools."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing import (
    DAY,
    make_pdf,
    pages_of,
    read_aloud,
    read_objects,
    run,
    small,
    solid,
    text_of,
    written,
)

from congvu.directory import Directory, PersonEntry, SectionEntry
from congvu.office import DEFAULT_ROSTER
from directory_site.beside import Beside, BesideError
from directory_site.pdf import PATH, make_pdfs
from directory_site.pdf.volumes import by_kind
from directory_site.source import read_source
from tests.samples import DOMAIN


@pytest.fixture(scope="session")
def source():
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CONGVU_ROSTER", str(DEFAULT_ROSTER))
        environment.setenv("CONGVU_DATE", DAY.isoformat())
        return read_source()


@pytest.fixture(scope="session")
def printed(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("pdf") / "danh-ba.pdf"
    file.write_bytes(make_pdf(source))
    return file


@pytest.fixture(scope="session")
def objects(printed):
    """Every object of the file by its number, read with qpdf."""
    return read_objects(printed)


def test_the_file_is_sound(printed):
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", printed)
    facts = run("pdfinfo", printed)
    assert re.search(r"Tagged: +yes", facts)
    assert re.search(r"Page size: .*A4", facts)


def test_the_site_has_it(site, printed):
    assert (site / "danh-ba.pdf").read_bytes() == printed.read_bytes()


def test_everything_public_stands_in_it(source, printed):
    text = read_aloud(printed)
    for unit in source.directory.units:
        assert solid(f"{unit.name}Hộp thư chung: {unit.address}") in text
        for function in unit.functions:
            assert solid(function) in text
        for section in unit.sections:
            assert solid(f"{section.name}{section.address}") in text
        for person in unit.people:
            assert solid(f"{person.name}{person.title}{person.address}") in text


def test_people_stand_in_the_order_of_rank_each_in_a_row(source, printed):
    rows = [" ".join(line.split()) for page in pages_of(printed) for line in page.splitlines()]
    unit = max(source.directory.units, key=lambda unit: len(unit.people))
    places = [
        next(place for place, row in enumerate(rows)
             if row.startswith(person.name) and row.endswith(person.address))
        for person in unit.people
    ]  # fmt: skip
    assert places == sorted(places)
    assert len(places) > 20


def test_units_stand_by_kind_as_on_the_front_page(source, printed):
    text = solid(text_of(printed))
    expected = [unit for _, members in by_kind(source.directory.units) for unit in members]
    assert len(expected) == len(source.directory.units)
    places = [text.index(solid(f"{unit.name}Hộp thư chung")) for unit in expected]
    assert places == sorted(places)


def test_the_contents_and_the_list_by_name_tell_the_right_pages(source, printed):
    pages = pages_of(printed)
    contents = pages[0].partition("Mục lục")[2]
    for unit in source.directory.units:
        # A long name takes a second line, which has the page number.
        found = re.search(re.escape(" ".join(unit.name.split()[:4])) + r"\D*(\d+)", contents)
        assert solid(f"{unit.name}Hộp thư chung") in solid(pages[int(found[1]) - 1]), unit.name
    place = int(re.search(r"Danh sách theo tên\D*(\d+)", contents)[1])
    assert pages[place - 1].split("\n")[0].strip() == "Danh sách theo tên"
    assert "Danh sách theo tên" not in pages[place - 2]
    names = [person.name for unit in source.directory.units for person in unit.people]
    index = "\n".join(page for page in pages if "Danh sách theo tên" in page.splitlines()[0])
    for name in names[::7]:
        numbers = re.search(re.escape(name) + r" +([\d, ]*\d)", index)[1]
        for number in numbers.split(","):
            assert name in pages[int(number) - 1]


def test_every_page_says_where_it_is(source, printed):
    pages = pages_of(printed)
    for place, page in enumerate(pages, 1):
        assert f"Trang {place}/{len(pages)}" in page
        assert "dữ liệu ngày 24/11/2026" in page
    names = [solid(unit.name) for unit in source.directory.units]
    for page in pages[1:]:
        above, *rest = page.strip().splitlines()
        for name in above.split(" – "):
            assert solid(name) in names or solid(name) in solid("Danh sách theo tên")
        # The page's header begins with the name of the first unit on the page.
        heads = [line.strip() for line in rest if solid(line) in names]
        if len(rest) and solid(rest[0]) in names:
            assert above.strip().startswith(heads[0])


def test_it_begins_like_a_document_of_an_office(printed):
    text = text_of(printed, "-l", "1")
    for part in ("UBND HUYỆN TÂY SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DANH BẠ THƯ CÔNG VỤ",
                 "ngày 24 tháng 11 năm 2026", "khoản 3 Điều 14", f"@{DOMAIN}"):  # fmt: skip
        assert solid(part) in solid(text)


def test_it_says_that_it_is_pdf_ua(printed):
    """Typst writes this only into a file that passes its checks."""
    assert "<pdfuaid:part>1</pdfuaid:part>" in run("pdfinfo", "-meta", printed)


def test_a_screen_reader_gets_headings_tables_and_links(source, printed, objects):
    root = next(one for one in objects.values()
                if isinstance(one, dict) and one.get("/Type") == "/Catalog")  # fmt: skip
    assert root["/Lang"].casefold().startswith("u:vi")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is True
    assert run("pdfinfo", printed).splitlines()[0].split() == [
        "Title:", "Danh", "bạ", "thư", "công", "vụ", *source.office.name.split()
    ]  # fmt: skip
    kinds = Counter(re.findall(r"^ *(\w+)", run("pdfinfo", "-struct", printed), re.MULTILINE))
    units = source.directory.units
    tables = [rows for unit in units for rows in (unit.people, unit.sections) if rows]
    assert kinds["Table"] == kinds["THead"] == kinds["TBody"] == len(tables)
    assert kinds["TR"] == sum(len(rows) + 1 for rows in tables)
    assert kinds["TH"] == 3 * sum(1 for unit in units if unit.people) + 2 * sum(
        1 for unit in units if unit.sections
    )
    assert kinds["TOCI"] > len(units)
    links = [one for one in objects.values()
               if isinstance(one, dict) and one.get("/Subtype") == "/Link"]  # fmt: skip
    written_to = Counter(one["/A"]["/URI"] for one in links if "/A" in one)
    for unit in units:
        for one in (unit, *unit.sections, *unit.people):
            assert written_to[f"u:mailto:{one.address}"] >= 1


def test_the_bookmarks_lead_to_kinds_and_units(source, objects):
    titles = [one["/Title"].removeprefix("u:") for one in objects.values()
              if isinstance(one, dict) and "/Title" in one and "/Parent" in one]  # fmt: skip
    kinds = by_kind(source.directory.units)
    expected = [name for title, units in kinds for name in (title, *(unit.name for unit in units))]
    assert sorted(titles) == sorted(["Mục lục", *expected, "Danh sách theo tên"])


def test_headings_come_in_order(printed):
    levels = [int(level) for level in re.findall(r"^ *H(\d)", run("pdfinfo", "-struct", printed),
                                                 re.MULTILINE)]  # fmt: skip
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_broken_row_would_show(source, printed):
    """The address is on the same line as its row, also in the first and last row of a page."""
    by_address = {person.address: person for unit in source.directory.units
                  for person in unit.people}  # fmt: skip
    seen = set()
    for page in pages_of(printed):
        for line in page.splitlines():
            address = line.split()[-1] if line.split() else ""
            if address in by_address:
                assert by_address[address].name.split()[0] == line.split()[0]
                seen.add(address)
    assert seen == set(by_address)


def test_the_head_of_a_table_comes_again_on_the_next_page(tmp_path):
    people = tuple(
        PersonEntry(f"Trần Văn {n}", str(n), "Chuyên viên", f"p{n}@{DOMAIN}") for n in range(100)
    )
    pages = pages_of(written(small({"people": people}), tmp_path))
    with_people = [page for page in pages if f"@{DOMAIN}" in page and "Trần Văn" in page]
    assert len(with_people) > 2
    for page in with_people[1:]:
        lines = [line.split() for line in page.splitlines() if line.strip()]
        assert " ".join(lines[1]) == "Họ và tên Chức danh Địa chỉ thư"


def test_where_addresses_are_shown_on_request_none_stands_in_it(source, tmp_path):
    directory = source.office.directory.model_copy(update={"people_addresses": "on_request"})
    office = source.office.model_copy(update={"directory": directory})
    file = written(replace(source, office=office), tmp_path)
    plain = tmp_path / "plain.pdf"
    run("qpdf", "--qdf", "--object-streams=disable", file, plain)
    text, raw = solid(text_of(file)), plain.read_bytes()
    for unit in source.directory.units:
        assert unit.address in text
        shared = {unit.address, *(section.address for section in unit.sections)}
        for person in unit.people:
            assert solid(person.name) in text
            if person.address not in shared:
                assert not re.search(rf"(?<![\w.-]){re.escape(person.address)}", text)
                assert f"mailto:{person.address}".encode() not in raw
    assert solid("Địa chỉ của từng người: xem ở trang của đơn vị") in text


@pytest.mark.parametrize("mode", ["shown", "on_request"])
def test_who_is_listed_by_function_only_is_a_title(tmp_path, mode):
    source = small(office_changes={"people_addresses": mode}, name="", given="", title="Dân quân",
                   address=f"xatayphu@{DOMAIN}")  # fmt: skip
    text = text_of(written(source, tmp_path))
    assert "Dân quân" in text
    assert "Nguyễn Văn An" not in text
    assert text.count("Danh sách theo tên") >= 1


def test_private_data_is_not_in_it(hostile, private):
    text = read_aloud(hostile[2] / "danh-ba.pdf")
    assert solid(hostile[0]) in text
    assert solid(hostile[1]) in text
    for marker in private:
        assert solid(marker) not in text


# Markup of Typst, TeX, HTML, Markdown and PDF, and letters that the site's font does not have.
_TEXTS = st.text(
    st.sampled_from("aZ09 ăễữĐƠ#$*_[]{}()<>\\/@&%~^`'\"|+-=.,;:!?«»–…ЖΩč"),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=6, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=4, max_size=40))
def test_any_text_comes_out_as_it_is_written(texts, tmp_path_factory):
    name, function, section, *titles = texts
    people = tuple(
        PersonEntry("Lê An", "An", f"[{place}:{title}:{place}]", f"an@{DOMAIN}")
        for place, title in enumerate(titles)
    )
    changes = {"name": f"[n:{name}:n]", "functions": (f"[f:{function}:f]",), "people": people,
               "sections": (SectionEntry("x", f"[s:{section}:s]", f"s@{DOMAIN}"),)}  # fmt: skip
    file = written(small(changes), tmp_path_factory.mktemp("hostile"))
    run("qpdf", "--check", file)
    text = read_aloud(file)
    for mark, wanted in (("n", name), ("f", function), ("s", section), *enumerate(titles)):
        assert solid(f"[{mark}:{wanted}:{mark}]") in text


def test_a_letter_that_no_font_has_costs_the_standard_not_the_file(tmp_path, capfd):
    file = written(small(title="Phó 中 \U0001f600 Chủ tịch"), tmp_path)
    assert "danh-ba.pdf không đạt chuẩn PDF/UA" in capfd.readouterr().err
    assert "pdfuaid" not in run("pdfinfo", "-meta", file)
    assert "Chủ tịch" in text_of(file)


def test_long_texts_are_broken_and_lose_nothing(tmp_path):
    long = " ".join(f"từ{n}" for n in range(1500))
    endless = "".join(f"{n:04d}" for n in range(700))
    people = (
        PersonEntry("Lê An", "An", long, f"an@{DOMAIN}"),
        PersonEntry("Lê Bình", "Bình", endless, f"{'b' * 64}@{DOMAIN}"),
    )
    changes = {"name": f"Phòng {long}", "people": people}
    file = written(small(changes), tmp_path)
    text = read_aloud(file)
    words = [f"từ{n}" for n in range(1500)]
    assert all(text.count(word) >= 2 for word in words)
    assert all(f"{n:04d}" in text for n in range(0, 700, 50))
    assert "b" * 64 in text
    assert f"Trang 1/{len(pages_of(file))}" in text_of(file)


def test_an_empty_directory_is_a_file_too(tmp_path):
    source = small()
    empty = replace(source, directory=Directory(DAY, ()))
    assert "DANH BẠ THƯ CÔNG VỤ" in text_of(written(empty, tmp_path))


def test_a_pdf_that_cannot_be_made_is_said(capfd):
    with pytest.raises(BesideError, match=r"danh-ba\.pdf"):
        Beside(partial(make_pdfs, [PATH], None), "Chưa lập được danh-ba.pdf").result()
    assert "AttributeError" in capfd.readouterr().err


def test_the_fonts_are_in_the_file(printed):
    rows = run("pdffonts", printed).splitlines()[2:]
    assert len(rows) == 2
    for row in rows:
        assert re.search(r"Danh-ba-.* Identity-H +yes +yes +yes", row)


def test_another_process_makes_the_same_bytes(source, printed, tmp_path):
    script = (
        "import sys; from directory_site.pdf import every_pdf; "
        "from directory_site.source import read_source; "
        "sys.stdout.buffer.write(*every_pdf(read_source()).values())"
    )
    environment = {"CONGVU_DATE": DAY.isoformat(), "PYTHONHASHSEED": "7", "CONGVU_CACHE": "",
                   "PATH": "/usr/bin:/bin"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True,
                          env=environment)  # fmt: skip
    assert done.stdout == printed.read_bytes()
