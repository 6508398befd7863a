"""The sheets and columns of a workbook: one definition for writing and reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from congvu.days import HINT
from congvu.labels import LISTINGS, PERSON_DECISIONS, UNIT_DECISIONS, UNIT_KINDS
from congvu.roster import model

# How a cell is read: a text, a day, có or nothing, one of a list, several texts.
Kind = Literal["text", "date", "flag", "choice", "texts"]

GUIDE = "Hướng dẫn"
LISTS = "Danh mục"
BASELINE = "congvu"
VERSION = "1"
REASON = "Cần sửa"
KEY = "Khóa"
YES, NO = "có", "không"
# Separates several texts in one cell.
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: its name in the program, which is the roster's key where the roster has the field.
        title: its header.
        hint: the comment for the clerk at the header.
        kind: how its cells are read.
        width: its width in characters.
        choices: name of its drop-down list, empty for none.
        computed: whether the program fills it and the clerk can't change it.
        fixed: whether the clerk can write in it in new rows only.
        personal: whether it is personal data, which no message may show.
        printed: whether it is printed.
        required: whether it must be filled in every row.
    """

    key: str
    title: str
    hint: str
    kind: Kind = "text"
    width: int = 16
    choices: str = ""
    computed: bool = False
    fixed: bool = False
    personal: bool = False
    printed: bool = True
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a header and rows.

    Attributes:
        key: its name in the program.
        title: its name in the workbook.
        columns: its columns, from left to right.
        grows: whether rows can be added.
        frozen: how many columns stay visible when the clerk scrolls.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    grows: bool = True
    frozen: int = 1

    def column(self, key: str) -> Column | None:
        """Return a column by its key."""
        return next((column for column in self.columns if column.key == key), None)


def _of(of: type[BaseModel], field: str, hint: str = "", **more: object) -> Column:
    """Make a column with title and hint from the model, whose texts are for YAML files."""
    info = of.model_fields[field]
    key = str(more.pop("key", field))
    title = str(more.pop("title", info.title))
    return Column(key, title, hint or info.description or "", **more)  # type: ignore[arg-type]


_DATE_HINT = f"Ngày ký quyết định: {HINT}."
_STATE = Column("state", "Trạng thái", "Tính từ các quyết định và ngày xuất tệp; không sửa ở đây.",
                width=22, computed=True)  # fmt: skip
_ADDRESS = Column("address", "Địa chỉ thư", "Do hệ thống cấp theo Điều 6; không sửa ở đây.",
                  width=42, computed=True)  # fmt: skip
_CHOOSE = " Chọn trong danh sách."

UNIT = Sheet(
    "unit",
    "Đơn vị",
    (
        _of(model.Unit, "id", "Mã của đơn vị; không đổi.", width=24, computed=True),
        _of(model.Unit, "name", width=30, required=True),
        _of(model.Unit, "kind", required=True, width=20, kind="choice", choices="kinds"),
        _of(model.Unit, "place", width=14),
        _of(
            model.Unit,
            "functions",
            "Những việc mà người dân tìm đến đơn vị, để tra cứu trong danh bạ; giữa các việc ghi "
            "dấu chấm phẩy.",
            width=46,
            kind="texts",
        ),
        _of(model.Mailbox, "name", key="mailbox", width=14),
        _of(
            model.Mailbox,
            "manager",
            "Thủ trưởng, người quản lý hộp thư chung (Điều 14.1)." + _CHOOSE,
            kind="choice",
            choices="people",
            width=28,
        ),
        _STATE,
        _ADDRESS,
    ),
    grows=False,
)

STAFF = Sheet(
    "staff",
    "Cán bộ",
    (
        _of(
            model.Person,
            "id",
            "Không bao giờ dùng lại. Người mới: để trống, hệ thống cấp mã. Người điều động đến: "
            "ghi mã cũ.",
            fixed=True,
            width=11,
        ),
        _of(
            model.Person,
            "name",
            "Họ, tên lót và tên, có dấu, không ghi học hàm, học vị. Sửa họ tên thì ghi thêm quyết "
            "định sửa họ tên ở trang «Quyết định».",
            width=26,
            required=True,
        ),
        _of(model.Person, "title", width=34, required=True),
        _of(
            model.Person,
            "leader",
            "Chỉ với lãnh đạo huyện: địa chỉ là họ tên đầy đủ (Điều 6.2.a).",
            kind="flag",
            choices="flags",
            width=10,
        ),
        _STATE,
        _ADDRESS,
        Column(
            "number",
            "Số quyết định tuyển dụng, điều động đến",
            "Chỉ ghi ở dòng mới: số quyết định tuyển dụng, hoặc điều động đến nếu đã có mã "
            "(Điều 7.2.a).",
            fixed=True,
            width=18,
        ),
        Column("date", "Ngày ký", "Chỉ ghi ở dòng mới. " + _DATE_HINT, "date", 12, fixed=True),
        Column(
            "effective",
            "Ngày có hiệu lực",
            "Chỉ ghi ở dòng mới, khi quyết định có hiệu lực sau ngày ký.",
            "date",
            12,
            fixed=True,
        ),
        Column(
            "family",
            "Họ (nếu ghi riêng)",
            "Chỉ ghi khi họ kép hoặc tên không theo nếp họ - tên lót - tên, ví dụ Tôn Nữ.",
            width=13,
            printed=False,
        ),
        Column(
            "middle",
            "Tên lót (nếu ghi riêng)",
            "Đi cùng họ và tên ghi riêng.",
            width=13,
            printed=False,
        ),
        Column(
            "given", "Tên (nếu ghi riêng)", "Bắt buộc khi ghi họ riêng.", width=13, printed=False
        ),
        _of(
            model.Person,
            "listed",
            "Để trống thì danh bạ có họ tên và địa chỉ thư; có thể chọn chỉ ghi chức vụ, với địa "
            "chỉ của bộ phận mà người đó quản lý, hoặc của đơn vị." + _CHOOSE,
            kind="choice",
            choices="listings",
            width=24,
            printed=False,
        ),
        _of(model.Person, "reopened", kind="date", width=12, printed=False),
        _of(model.Person, "new_letter", kind="date", width=12, printed=False),
        _of(model.Person, "birth_date", kind="date", width=12, personal=True, printed=False),
        _of(model.Person, "home_town", width=18, personal=True, printed=False),
        _of(model.Person, "birthplace", width=18, personal=True, printed=False),
    ),
    frozen=2,
)

DECISIONS = Sheet(
    "decisions",
    "Quyết định",
    (
        Column(
            "who",
            "Của ai",
            "Mã và tên cán bộ, đơn vị hoặc bộ phận." + _CHOOSE,
            "choice",
            36,
            "holders",
            required=True,
        ),
        _of(
            model.PersonDecision,
            "type",
            "Việc mà quyết định nêu (Điều 7)." + _CHOOSE,
            kind="choice",
            choices="types",
            width=36,
            required=True,
        ),
        _of(model.PersonDecision, "number", width=20, required=True),
        _of(model.PersonDecision, "date", _DATE_HINT, kind="date", width=13, required=True),
        _of(model.PersonDecision, "effective", kind="date", width=13),
        _of(model.PersonDecision, "until", kind="date", width=13),
        _of(
            model.UnitDecision,
            "successor",
            "Chỉ với giải thể: đơn vị tiếp nhận công việc và thư gửi đến." + _CHOOSE,
            kind="choice",
            choices="units",
            width=30,
        ),
        _of(model.UnitDecision, "former_name", width=30),
    ),
)

SECTIONS = Sheet(
    "sections",
    "Bộ phận",
    (
        _of(
            model.Section,
            "id",
            "Chữ thường không dấu, nối bằng dấu gạch; không đổi về sau. Bộ phận mới: để trống thì "
            "lấy từ tên.",
            fixed=True,
            width=18,
        ),
        _of(model.Section, "name", width=30, required=True),
        _of(
            model.Section,
            "manager",
            "Người quản lý hộp thư của bộ phận (Điều 14.1)." + _CHOOSE,
            kind="choice",
            choices="people",
            width=30,
        ),
        _STATE,
        _ADDRESS,
    ),
)

DELEGATES = Sheet(
    "delegates",
    "Ủy quyền",
    (
        _of(
            model.Delegate,
            "person",
            "Người được Thủ trưởng ủy quyền, đang làm việc ở đơn vị." + _CHOOSE,
            title="Cán bộ",
            required=True,
            kind="choice",
            choices="people",
            width=34,
        ),
        _of(model.Delegate, "document", width=22, required=True),
        _of(
            model.Delegate,
            "date",
            "Ngày ký giấy ủy quyền, ví dụ 05/01/2026.",
            kind="date",
            width=14,
            required=True,
        ),
    ),
)

SHEETS = (UNIT, STAFF, DECISIONS, SECTIONS, DELEGATES)
SHEETS_BY_KEY = {sheet.key: sheet for sheet in SHEETS}

# Value and label of the drop-down lists that are the same for every unit. Decisions of units and
# of people have their own labels, since a unit's `rename` is called otherwise than a person's.
FLAGS = (("true", YES), ("", NO))
LISTED = tuple(LISTINGS.items())
KINDS = tuple(UNIT_KINDS.items())
TYPES = (*PERSON_DECISIONS.items(), *UNIT_DECISIONS.items())


def label(id_: str, name: str) -> str:
    """Return the label of a person, unit or section in a drop-down list."""
    return f"{id_} – {name}"


def type_label(type_: str, *, person: bool) -> str:
    """Return the label of a type of decision, for a person or for a unit or section."""
    labels: Mapping[str, str] = PERSON_DECISIONS if person else UNIT_DECISIONS
    return labels[type_]
