"""A small roster in a folder, its workbooks, and a clerk who edits them."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from rosters import decision, person, unit, write_unit

from congvu.cli.main import main
from congvu.roster.edit import UnitFile
from congvu.workbook import write

DAY = "2026-11-24"
COMMUNE = "ubnd-xa-tay-phu"
DIVISION = "phong-noi-vu"


def small_workbooks(monkeypatch):
    """Have exports write few empty rows and no hints: most of a test's time goes into these."""
    header = write._header
    monkeypatch.setattr(write, "SPARE_ROWS", 9)
    monkeypatch.setattr(
        write, "_header", lambda cell, title, hint, personal: header(cell, title, "", personal)
    )


def run(folder, *arguments):
    return main(["--roster", str(folder), "--date", DAY, *map(str, arguments)])


# Exported workbooks by their source, since many tests begin with the same one.
_EXPORTED = {}


def sample(folder):
    """Write two units with some comments, like a clerk's files."""
    folder.mkdir(exist_ok=True)
    for name, content in _sample().items():
        (folder / name).write_bytes(content)
    return folder


@cache
def _sample():
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_sample(folder)
        assert run(folder, "register") == 0
        return contents(folder)


def _write_sample(folder):
    people = [
        person("ts-0001", "Nguyễn Văn An", title="Chủ tịch UBND xã"),
        person("ts-0002", "Lê Bình", decision("retire", "2026-12-01"), birth_date="1985-03-12"),
        person("ts-0003", {"family": "Tôn Nữ", "middle": "Thị", "given": "Ninh"}),
        person("ts-0004", "Trần Cường", decision("retire", "2020-01-01")),
    ]
    commune = unit(
        COMMUNE,
        "UBND xã Tây Phú",
        "commune",
        place="Tây Phú",
        functions=["hộ tịch", "văn bằng, chứng chỉ"],
        mailbox={
            "manager": "ts-0001",
            "delegates": [{"person": "ts-0002", "document": "12/GUQ", "date": "2026-01-05"}],
        },
        sections=[{"id": "van-thu", "name": "Văn thư", "manager": "ts-0002"}],
        staff=people,
    )
    division = unit(
        staff=[person("ts-0010", "Phạm Dũng"), person("ts-0011", "Võ Em")],
        mailbox={"manager": "ts-0010"},
    )
    file = write_unit(folder, commune)
    text = file.read_text(encoding="utf-8").replace("- id: ts-0003", "# họ kép\n- id: ts-0003")
    file.write_text(text, encoding="utf-8")
    write_unit(folder, division)


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


class Clerk:
    """A clerk who edits one unit's workbook."""

    def __init__(self, folder, out, id_=COMMUNE):
        self.folder = folder
        self.file = Path(out) / f"{id_}.xlsx"
        source = (id_, write.SPARE_ROWS, *sorted(contents(folder).items()))
        if source not in _EXPORTED:
            self.file.unlink(missing_ok=True)  # export never overwrites an edited file
            assert run(folder, "export", "--unit", id_, "--output", out) == 0
            _EXPORTED[source] = self.file.read_bytes()
        self.file.write_bytes(_EXPORTED[source])
        self.book = load_workbook(self.file)

    def column(self, sheet, title):
        return next(
            cell.column for cell in self.book[sheet][1] if str(cell.value).startswith(title)
        )

    def row(self, sheet, key):
        """Return the row with a first cell that begins with a text, or the first free row."""
        page = self.book[sheet]
        inputs = range(1, self.column(sheet, "Cần sửa"))
        for number in range(2, page.max_row + 1):
            first = str(page.cell(number, 1).value or "")
            if (
                (first.startswith(key) and first)
                if key
                else not any(page.cell(number, column).value for column in inputs)
            ):
                return number
        raise AssertionError(key)

    def write(self, sheet, key, **cells):
        """Write into the row of a key, None for a new row; columns by the start of their titles."""
        number = self.row(sheet, key)
        for title, value in cells.items():
            self.set(sheet, number, title.replace("_", " "), value)
        return number

    def set(self, sheet, row, title, value):
        cell = self.book[sheet].cell(row, self.column(sheet, title))
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    def clear(self, sheet, key):
        number = self.row(sheet, key)
        for column in range(1, self.column(sheet, "Cần sửa")):
            if not self.book[sheet].cell(number, column).protection.locked:
                self.book[sheet].cell(number, column).value = None
        return number

    def send(self, *options):
        self.book.save(self.file)
        return run(self.folder, "import", self.file, *options)

    def copy(self):
        return load_workbook(self.file.with_name(f"{self.file.stem}-can-sua.xlsx"))


def new_person(**more):
    return {
        "Họ_và": "Đỗ Mới",
        "Chức_vụ": "Chuyên viên",
        "Số_quyết": "45/10",
        "Ngày_ký": datetime(2026, 11, 2),
        **more,
    }


def day(text):
    return date.fromisoformat(text)


def unit_file(folder, id_=COMMUNE):
    return UnitFile.read(folder / f"{id_}.yml")


def refused(clerk, capsys, *parts):
    """Send, and see that nothing was written but a copy with these parts of reasons."""
    before = contents(clerk.folder)
    assert clerk.send() == 1
    said = capsys.readouterr().out
    assert contents(clerk.folder) == before
    for part in parts:
        assert part in said
    reasons = [
        str(cell.value)
        for page in clerk.copy().worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value and page.cell(1, cell.column).value == "Cần sửa" and cell.row > 1
    ]
    return said, reasons
