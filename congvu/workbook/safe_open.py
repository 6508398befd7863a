"""Opens a workbook from an unknown source, after a check of its ZIP archive.

It refuses other formats than .xlsx, files that unpack to a huge size, and active content: macros,
links to other files, embedded objects.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from congvu.os_errors import reason

MAX_BYTES = 10 * 1024 * 1024
# For all parts together. A workbook of some thousand people has less than a tenth of it.
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 20_000
MAX_COLUMNS = 300
# The cells of one merged or linked range. Loading the workbook creates each of them.
MAX_RANGE = 20_000

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_REQUIRED = {"[Content_Types].xml", "xl/workbook.xml"}
_REFUSED = {
    "vbaproject": "có macro; hãy lưu lại thành «Excel Workbook (.xlsx)», không có macro",
    "macrosheets/": "có macro; hãy lưu lại thành «Excel Workbook (.xlsx)», không có macro",
    "externallinks/": "có liên kết đến tệp khác; hãy bỏ liên kết (Data → Edit Links → Break Link)",
    "connections.xml": "có kết nối đến nguồn dữ liệu khác; hãy bỏ kết nối đó",
    "embeddings/": "có đối tượng nhúng; hãy xóa đối tượng đó",
    "activex/": "có nút điều khiển ActiveX; hãy xóa chúng",
}
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
# The namespace of ISO/IEC 29500 Strict, which openpyxl can't read.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_SAVE_AS = "hãy mở bằng Excel hoặc LibreOffice và lưu lại thành «Excel Workbook (.xlsx)»"


class WorkbookError(Exception):
    """A file is refused as a whole; the message is Vietnamese."""


def open_workbook(file: Path) -> Workbook:
    """Open a workbook with its formulas.

    Raises:
        WorkbookError: the file can't be read or is refused; the message names it.
    """
    try:
        data = _bytes(file)
        _look_into(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = _loaded(data)
        _measure(workbook)
    except WorkbookError as error:
        raise WorkbookError(f"{file.name}: {error}") from error
    return workbook


def _bytes(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise WorkbookError("không có tệp này")
        if file.stat().st_size > MAX_BYTES:
            raise WorkbookError(f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB")
        return file.read_bytes()
    except OSError as error:
        raise WorkbookError(f"không đọc được tệp này: {reason(error)}") from error


def _look_into(data: bytes) -> None:
    if data.startswith(_OLD_OR_LOCKED):
        message = f"tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy bỏ mật khẩu, {_SAVE_AS}"
        raise WorkbookError(message)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _look_at_parts(archive)
    except WorkbookError:
        raise
    except Exception as error:  # a broken archive can raise any error
        message = f"tệp không phải là sổ tính .xlsx, hoặc bị hỏng; {_SAVE_AS}"
        raise WorkbookError(message) from error


def _look_at_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not {part.filename for part in parts} >= _REQUIRED:
        raise WorkbookError(f"tệp không phải là sổ tính .xlsx; {_SAVE_AS}")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise WorkbookError("tệp khi giải nén quá lớn, không giống một danh sách cán bộ")
    if not archive.getinfo("xl/workbook.xml").flag_bits & 1 and _STRICT in archive.read(
        "xl/workbook.xml"
    ):
        raise WorkbookError(
            "tệp lưu ở dạng «Strict Open XML Spreadsheet», chưa đọc được; hãy mở bằng Excel, chọn "
            "Save As → «Excel Workbook (.xlsx)», không chọn «Strict»"
        )
    for part in parts:
        if part.flag_bits & 1:
            raise WorkbookError("tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
        for name, what in _REFUSED.items():
            if name in part.filename.lower():
                raise WorkbookError(f"tệp {what}")
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _look_at_xml(archive.read(part))


def _look_at_xml(data: bytes) -> None:
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise WorkbookError(f"tệp có cấu trúc mà Excel không ghi; {_SAVE_AS}")
    for match in _RANGE.finditer(data):
        try:
            left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
            cells = (right - left + 1) * (bottom - top + 1)  # type: ignore[operator]
        except (ValueError, TypeError):
            raise WorkbookError(f"tệp có vùng ô không hợp lệ; {_SAVE_AS}") from None
        if cells > MAX_RANGE:
            raise WorkbookError("tệp có một vùng ô gộp quá lớn; hãy bỏ gộp ô (Unmerge)")


def _loaded(data: bytes) -> Workbook:
    try:
        return load_workbook(BytesIO(data), keep_links=False)
    except Exception as error:  # openpyxl can raise any error for a broken file
        raise WorkbookError(f"không đọc được nội dung sổ tính; {_SAVE_AS}") from error


def _measure(workbook: Workbook) -> None:
    if not workbook.worksheets:
        raise WorkbookError("sổ tính không có trang nào")
    for sheet in workbook.worksheets:
        if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
            raise WorkbookError(
                f"trang «{sheet.title}» có hơn {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột; hãy xóa "
                "hẳn các dòng, cột thừa (Delete, không phải xóa nội dung)"
            )
