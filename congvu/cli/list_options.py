"""The options of `import` for plain lists of staff."""

from __future__ import annotations

import argparse

from congvu.cli.context import UsageError, iso_day
from congvu.plain_list.arrival import Choices
from congvu.plain_list.candidates import Decision, decision_number
from congvu.plain_list.grid import ListError
from congvu.plain_list.importing import Asked
from congvu.plain_list.read_list import chosen_columns
from congvu.workbook.cells import CellError, cleaned

NAMES = "--decision, --unit, --sheet, --column, --new, --create-units"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    plain = parser.add_argument_group(
        "khi tệp là danh sách thường của cơ quan (.xlsx, .csv)",
        "Tiêu đề cột được nhận theo chữ («Họ và tên», «Chức vụ», «Ngày sinh», «Đơn vị», «Số quyết "
        "định» …), có dấu hay không. Người đã có trong danh sách (cùng họ tên và đơn vị, hoặc cùng "
        "mã) không thêm lần nữa. Ngày sinh, quê quán, nơi sinh chỉ được giữ khi địa chỉ cần "
        "(Điều 6.2.c).",
    )
    plain.add_argument(
        "--decision",
        metavar="SỐ",
        help="số quyết định tuyển dụng, tiếp nhận của những người mà danh sách không ghi "
        "(Điều 7.2.a)",
    )
    plain.add_argument(
        "--decision-date", type=iso_day, metavar="NĂM-THÁNG-NGÀY", help="ngày ký quyết định đó"
    )
    plain.add_argument(
        "--unit",
        default="",
        metavar="ĐƠN_VỊ",
        help="đơn vị của những người mà danh sách không ghi đơn vị: tên hoặc mã",
    )
    plain.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="TRANG",
        help="chỉ đọc trang này; có thể lặp lại (mặc định: mọi trang có danh sách)",
    )
    plain.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TÊN=CỘT",
        help='cột của một trường, ví dụ --column "chức vụ=D"; có thể lặp lại',
    )
    plain.add_argument(
        "--new",
        action="store_true",
        help="người trùng họ tên với người ở đơn vị khác, hoặc với người đã nghỉ, là người khác",
    )
    plain.add_argument(
        "--create-units",
        action="store_true",
        help="lập tệp cho đơn vị chưa có, theo tên đơn vị (Điều 7.1.a)",
    )
    plain.add_argument(
        "--leadership",
        default="",
        metavar="TÊN",
        help="với --create-units: tên đơn vị là lãnh đạo huyện, ví dụ «UBND huyện Tây Sơn»; không "
        "ghi thì không lập đơn vị loại này (Điều 6.2.a)",
    )
    plain.add_argument(
        "--unit-decision",
        metavar="SỐ",
        help="với --create-units: số quyết định thành lập các đơn vị đó",
    )
    plain.add_argument(
        "--unit-decision-date",
        type=iso_day,
        metavar="NĂM-THÁNG-NGÀY",
        help="với --create-units: ngày ký quyết định thành lập",
    )


def asked(options: argparse.Namespace) -> Asked:
    """Return the options' values.

    Raises:
        UsageError: options contradict each other, or a value is not known.
    """
    decision = establish = None
    if (options.decision is None) != (options.decision_date is None):
        raise UsageError("--decision SỐ và --decision-date NGÀY phải đi cùng nhau (Điều 7.2.a)")
    if options.decision is not None:
        decision = Decision(_number(options.decision, "--decision"), options.decision_date)
    given = options.unit_decision, options.unit_decision_date
    if options.create_units and None in given:
        raise UsageError(
            "đơn vị mới cần quyết định thành lập (Điều 7.1.a): hãy ghi thêm --unit-decision SỐ và "
            "--unit-decision-date NGÀY"
        )
    if not options.create_units and given != (None, None):
        raise UsageError("--unit-decision chỉ dùng cùng --create-units")
    if options.create_units:
        number = _number(options.unit_decision, "--unit-decision")
        establish = number, options.unit_decision_date.isoformat()
    if options.leadership and not options.create_units:
        raise UsageError("--leadership chỉ dùng cùng --create-units")
    try:
        columns = chosen_columns(options.column)
    except ListError as error:
        raise UsageError(str(error)) from error
    choices = Choices(decision, options.unit, establish, options.new, options.leadership)
    return Asked(choices, columns, tuple(options.sheet))


def _number(text: str, option: str) -> str:
    """Return the number of a decision in an option.

    Raises:
        UsageError: it is empty, or has a character that is not allowed in a roster's file.
    """
    try:
        number = decision_number(cleaned(text))
    except CellError as error:
        raise UsageError(f"{option}: {str(error).replace('ô này', 'số này')}") from error
    if not number:
        raise UsageError(f"{option}: số quyết định đang để trống")
    return number
