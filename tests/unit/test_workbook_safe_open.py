"""A workbook file is checked before it is loaded, and refused with a clear message."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from workbooks import COMMUNE, Clerk, contents, run, sample, small_workbooks

from congvu.workbook.safe_open import MAX_BYTES, WorkbookError, open_workbook


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents_):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents_.items():
            archive.writestr(name, content)
    return stream.getvalue()


def plain():
    book = Workbook()
    book.active["A1"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(name, content=b"x"):
    return packed({**parts(plain()), name: content})


def in_sheet(xml):
    """Return a workbook with additional XML at the end of its sheet."""
    found = parts(plain())
    name = "xl/worksheets/sheet1.xml"
    found[name] = found[name].replace(b"<pageMargins", xml + b"<pageMargins")
    assert xml in found[name]
    return packed(found)


def message(tmp_path, data):
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(data)
    with pytest.raises(WorkbookError) as caught:
        open_workbook(file)
    assert str(caught.value).startswith("danh-sach.xlsx: ")
    return str(caught.value)


def strict():
    """Return a workbook with the namespaces of Excel's «Strict» format."""
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    new = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    return packed({name: data.replace(old, new) for name, data in parts(plain()).items()})


def test_a_plain_workbook_is_opened(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(plain())
    assert open_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].value == "x"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "không phải là sổ tính"),
        (b"ho ten,chuc vu\n", "không phải là sổ tính"),
        (packed({"a.txt": b""}), "không phải là sổ tính"),
        (plain()[:-200], "không phải là sổ tính"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ".xls"),
        (packed({**parts(plain()), "xl/workbook.xml": b"<a"}), "không đọc được nội dung"),
        (strict(), "Strict Open XML Spreadsheet"),
        (with_part("xl/vbaProject.bin"), "macro"),
        (with_part("xl/externalLinks/externalLink1.xml"), "liên kết đến tệp khác"),
        (with_part("xl/connections.xml"), "nguồn dữ liệu"),
        (with_part("xl/embeddings/oleObject1.bin"), "đối tượng nhúng"),
        (with_part("xl/activeX/activeX1.xml"), "ActiveX"),
    ],
)
def test_what_is_no_workbook_or_does_more_is_refused(tmp_path, data, part):
    assert part in message(tmp_path, data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    bomb = with_part("xl/media/a.bin", b"\0" * (70 * 1024 * 1024))
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert "giải nén quá lớn" in message(tmp_path, bomb)


def test_very_many_parts_are_refused(tmp_path):
    many = packed({**parts(plain()), **{f"a/{number}": b"" for number in range(1100)}})
    assert "giải nén quá lớn" in message(tmp_path, many)


@pytest.mark.parametrize(
    "xml",
    [
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b"<mergeCells><mergeCell a='' ref = 'A1:XFD1048576'/></mergeCells>",
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks>',
        b'<mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>',
    ],
)
def test_a_range_that_would_fill_the_memory_is_refused(tmp_path, xml):
    assert "vùng ô" in message(tmp_path, in_sheet(xml))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path, encoding):
    xml = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'.encode(encoding)
    found = parts(plain())
    found["xl/workbook.xml"] = xml
    assert "cấu trúc mà Excel không ghi" in message(tmp_path, packed(found))


@pytest.mark.parametrize("cell", ["A1048576", "XFD1"])
def test_a_cell_far_out_is_refused(tmp_path, cell):
    book = Workbook()
    book.active[cell] = "x"
    stream = io.BytesIO()
    book.save(stream)
    assert "hãy xóa hẳn" in message(tmp_path, stream.getvalue())


def test_what_is_too_large_is_not_even_read(tmp_path, monkeypatch):
    file = tmp_path / "a.xlsx"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(WorkbookError, match="lớn hơn 10 MB"):
        open_workbook(file)
    with pytest.raises(WorkbookError, match="không có tệp"):
        open_workbook(tmp_path)


@pytest.fixture
def folder(tmp_path, capsys, monkeypatch):
    small_workbooks(monkeypatch)
    return sample(tmp_path / "roster")


def refusal(folder, capsys, file):
    before = contents(folder)
    capsys.readouterr()
    assert run(folder, "import", file) == 2
    assert contents(folder) == before
    assert not list(file.parent.glob("*can-sua*"))
    return capsys.readouterr().err


def test_a_foreign_workbook_is_wrong_use(folder, tmp_path, capsys):
    (tmp_path / "a.xlsx").write_bytes(plain())
    assert "bin/congvu export" in refusal(folder, capsys, tmp_path / "a.xlsx")


def test_a_workbook_of_another_version_or_unit_is_wrong_use(folder, tmp_path, capsys):
    clerk = Clerk(folder, tmp_path)
    clerk.book["congvu"].cell(1, 2).value = "0"
    clerk.book.save(clerk.file)
    assert "phiên bản khác" in refusal(folder, capsys, clerk.file)
    clerk.book["congvu"].cell(1, 2).value = "1"
    clerk.book["congvu"].cell(1, 3).value = "phong-khac"
    clerk.book.save(clerk.file)
    assert "không có đơn vị «phong-khac»" in refusal(folder, capsys, clerk.file)
    clerk.book["congvu"].cell(1, 3).value = COMMUNE
    clerk.book["congvu"].cell(2, 1).value = "khac"
    clerk.book.save(clerk.file)
    assert "trang ẩn" in refusal(folder, capsys, clerk.file)


def test_a_missing_sheet_or_column_is_wrong_use(folder, tmp_path, capsys):
    clerk = Clerk(folder, tmp_path)
    clerk.book["Cán bộ"].cell(1, 3).value = "Chức danh"
    clerk.book.save(clerk.file)
    assert "thiếu cột «Chức vụ»" in refusal(folder, capsys, clerk.file)
    del clerk.book["Cán bộ"]
    clerk.book.save(clerk.file)
    assert "thiếu trang «Cán bộ»" in refusal(folder, capsys, clerk.file)


def test_the_same_unit_twice_is_wrong_use(folder, tmp_path, capsys):
    file = Clerk(folder, tmp_path).file
    assert run(folder, "import", file, file) == 2
    assert "cùng một đơn vị" in capsys.readouterr().err
