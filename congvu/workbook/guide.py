"""The short guide for the clerk on a workbook's first sheet."""

from __future__ import annotations

from datetime import date

from congvu.days import written
from congvu.workbook.sheets import DECISIONS, DELEGATES, REASON, SECTIONS, STAFF, UNIT

_LINES: tuple[tuple[str, bool], ...] = (
    ("Cách dùng", True),
    (
        f"1. Sửa ở các ô trắng của trang «{UNIT.title}», «{STAFF.title}», «{DECISIONS.title}», "
        f"«{SECTIONS.title}», «{DELEGATES.title}». Ô xám do hệ thống tính, không sửa được. Rê "
        "chuột lên tiêu đề cột để xem giải thích.",
        False,
    ),
    (
        "2. Lưu tệp (giữ dạng .xlsx), rồi chạy «bin/congvu import» với tệp này, hoặc gửi tệp cho "
        "Văn phòng HĐND và UBND. Chỉ những ô đã sửa được nhập; phần người khác sửa trong lúc đó "
        "vẫn giữ nguyên.",
        False,
    ),
    (
        f"3. Nếu có dòng sai thì không dòng nào được nhập. Lý do ghi ở cột «{REASON}» trong một "
        "bản sao tên «…-can-sua.xlsx»; hãy sửa trong bản sao đó rồi nhập lại.",
        False,
    ),
    ("Các việc thường gặp", True),
    (
        f"Người mới: ghi vào dòng trống của trang «{STAFF.title}», để trống mã; ghi số và ngày "
        "quyết định tuyển dụng ở cùng dòng (Điều 7.2.a). Hệ thống cấp mã và địa chỉ.",
        False,
    ),
    (
        f"Người điều động đến từ đơn vị khác: ghi mã cũ vào dòng trống của trang «{STAFF.title}», "
        "cùng số và ngày quyết định điều động. Người đó được chuyển từ đơn vị cũ sang.",
        False,
    ),
    (
        "Nghỉ hưu, nghỉ việc, đình chỉ, bổ nhiệm, sửa họ tên: thêm một dòng ở trang "
        f"«{DECISIONS.title}» (Điều 7.2). Không xóa dòng của người đã nghỉ; khi hết thời hạn giữ "
        "địa chỉ cũ, hệ thống sẽ báo là xóa được.",
        False,
    ),
    (
        f"Nghỉ thai sản, nghỉ dài ngày: cũng thêm một dòng ở trang «{DECISIONS.title}», ghi cả "
        "ngày cuối cùng của kỳ nghỉ. Hộp thư giữ nguyên và không bị khóa vì không sử dụng.",
        False,
    ),
    (
        "Đổi thứ tự: mở khóa trang (Review → Unprotect Sheet, không có mật khẩu), chuyển cả dòng "
        "đến chỗ mới. Thứ tự các dòng là thứ tự trong danh bạ.",
        False,
    ),
    (
        "Bỏ một quyết định ghi nhầm, một ủy quyền: xóa trắng các ô của dòng đó.",
        False,
    ),
    ("Dữ liệu cá nhân", True),
    (
        "Tệp này có họ tên và có thể có ngày sinh, quê quán, nơi sinh (cột đầu nâu). Chỉ gửi cho "
        "người cần làm việc với nó và xóa khi xong việc. Ngày sinh, quê quán, nơi sinh chỉ ghi "
        "khi địa chỉ bị trùng và bước kiểm tra yêu cầu (Điều 6.2.c).",
        False,
    ),
)


def guide_lines(name: str, on: date) -> list[tuple[str, bool]]:
    """Return the lines, each with whether it is a heading."""
    return [
        (f"Danh sách cán bộ và hộp thư công vụ: {name}", True),
        (f"Xuất theo trạng thái ngày {written(on)}.", False),
        *_LINES,
    ]
