"""Vietnamese name tables: how often names occur, by sex and generation. No logic lives here.

The weights are estimates for Bình Định (Nguyễn about a third, many Võ, Huỳnh, Phan, Hồ), good
enough that as many people share an address form as in a real list of staff.
"""

from __future__ import annotations

from collections.abc import Iterator

# A name stands in its table as often as its weight, so that one random index draws it.
Table = tuple[str, ...]


def _table(text: str) -> Table:
    """Read "<weight> <names>, ..." into a table; an underscore joins the syllables of a name."""
    return tuple(_weighted(text))


def _weighted(text: str) -> Iterator[str]:
    for group in text.split(","):
        weight, *names = group.split()
        for name in names:
            yield from [name.replace("_", " ")] * int(weight)


FAMILIES = _table("""
    680 Nguyễn, 220 Trần, 170 Lê, 120 Phạm Võ, 90 Huỳnh, 80 Phan, 64 Đặng Bùi, 58 Hồ,
    50 Đỗ Trương, 34 Ngô Đinh, 26 Mai Dương, 22 Đoàn Đào, 18 Hà Cao Lâm, 13 Thái Lý Tạ Hoàng,
    11 Châu Vũ Trịnh Lương, 9 Văn Tô Từ Lưu, 6 Kiều Phùng Quách Tăng Hứa La, 4 Bạch Diệp Tống
    Vương Mạc Lữ Tiêu, 2 Khổng Nghiêm Thân Triệu Ung Cù Ninh Trà Nông Hàn Giang Thi Lai
""")

# Double family names: their bearers are written in parts.
DOUBLE_FAMILIES_MALE = _table("5 Tôn_Thất, 3 Âu_Dương, 1 Lê_Mô")
DOUBLE_FAMILIES_FEMALE = _table("5 Tôn_Nữ, 3 Âu_Dương, 1 Công_Tằng_Tôn_Nữ, 1 Lê_Mô")

# The generations below are: born before 1975, 1975 to 1988, after 1988.

# What most men of a generation have between family and given name, beside Văn.
MIDDLE_MALE = _table("""
    9 Đình Đức Hữu Ngọc Thanh Minh, 8 Công Quang Xuân Quốc, 6 Tấn Thành Hoàng Trọng Thế,
    5 Duy Anh Tiến Hồng Viết Phước, 3 Bá Như Mạnh Chí Kim Trung Vĩnh Nhật Khắc, 2 Đăng Gia Bảo
    Phú Tuấn Cao Hải Long Thái Tường Phi, 1 Thiện Nguyên Đại Ích Khánh Chánh Huy Kỳ Doãn
""")
# What women have after Thị, or instead of it.
MIDDLE_FEMALE = _table("""
    12 Thanh Thu Kim Ngọc, 9 Hồng Mỹ Bích, 7 Phương Minh Xuân Mộng, 5 Hoài Tuyết Diệu Như Ánh
    Lệ Thúy, 3 Cẩm Quỳnh Hải Kiều Trúc Tường Thùy Thuỳ Thuý, 2 Lan Yến Khánh Bảo Hoàng Mai Diễm
    Tố Hạnh Vân, 1 Ái Đoan Nhã Huyền Nguyệt An Việt Hương Tú Linh Uyên
""")
# Shares in percent, by generation: Văn among men, Thị among women.
VAN_PERCENT = (34, 22, 9)
THI_PERCENT = (84, 72, 55)

GIVEN_MALE: tuple[Table, Table, Table] = (
    _table("""
        8 Hùng Dũng Minh, 7 Sơn Thành Bình Hải, 6 Thanh An Long Tâm Phúc Hòa, 5 Lộc Châu Lâm Quang
        Đức Hoàng Trung Thọ Ba Tân, 4 Bảy Năm Sáu Mười Liêm Chính Ân Hưng Nam Xuân Thắng Tuấn,
        3 Ngọc Cường Nhân Ích Khương Thạnh Sang Phước Quý Tài Lợi Hiệp Dân Vinh Hồng Thái Cảnh
        Phụng Hoà, 2 Chín Đông Thu Tư Mẫn Tín Nghĩa Trí Lập Danh Kỷ Đào Sỹ Sinh Trưng Ánh Diện
        Hạnh Lưu Triều Thiện Ẩn Ảnh Điền Đạt Toàn Toản Thuận, 1 Ngãi Nhiên Truyền Khải Đệ Chương
        Sửu Dần Tỵ Ngọ Mùi Thân Kiệt Luận Dư Huệ Nhựt Xông Bổn Tàu Trọng
    """),
    _table("""
        8 Hùng Tuấn Dũng, 7 Cường Hải Sơn Thành, 6 Long Trung Tùng Minh Vũ Hiếu, 5 Nam Quang Thắng
        Bình Đức Hưng Linh Phong Hòa Toàn, 4 Tâm Anh Tiến Vinh Khoa Thanh Lâm Phương Huy Nghĩa,
        3 An Ân Quân Sang Tài Lộc Tân Thịnh Việt Duy Phú Quốc Hoàng Công Chung Tín Khánh Hậu Trí
        Thuận, 2 Luân Viên Vương Nhân Quyền Thái Tây Đông Thiện Trọng Đạt Điệp Giang Kiên Lương
        Luật Bảo Phước Tú Toản Chiến Khương Cảnh Danh, 1 Hoan Hoàn Khôi Nguyên Lực Quyết Hoạt Thi
        Tưởng Thông Triều Vĩ Vượng Xuân Đoàn Ngân Phi Thạch Trường
    """),
    _table("""
        7 Huy Tuấn, 6 Hiếu Đạt Khoa Duy Nam, 5 Anh Tài Phúc Khánh Hoàng Thịnh Vũ Trung, 4 Long
        Minh Quân Bảo Tín Thành Nhân Hậu Tâm Phong Linh Sơn, 3 Nguyên Kiệt Thiện Toàn Hưng Vinh
        Cường Quốc Trí Dũng Lộc Tiến Đức Hải Khang Nghĩa Trường An Ân, 2 Việt Phát Thắng Lâm Khôi
        Luân Thuận Tùng Đăng Sang Công Phú Quyền Hùng Quang, 1 Vỹ Triết Thiên Lợi Dương Danh Kỳ
        Giang Tân Nhật Hoài Đông Thông Trọng Vương Văn Khải Tú
    """),
)
GIVEN_FEMALE: tuple[Table, Table, Table] = (
    _table("""
        8 Hoa Lan Hồng, 7 Hương Nga Hạnh, 6 Liên Thanh Bình Tâm Loan Sương, 5 Cúc Xuân Thu Dung
        Mai Liễu Hà Phượng Tuyết Minh, 4 Yến Lệ Nguyệt Vân Ánh Hòa Hiền Hường Lý Thủy, 3 Ngọc Nhung
        Đào Bông Sen Huệ Thảo Cẩm Ba Bảy Thúy Thuỷ Phương Diệu Hoà Tám Chín, 2 Năm Mười Lài Út
        Nhàn Thơ Điểm Kiều Đông Quyên Chi Nữ Lợi Phụng Oanh Mận Gái Trâm Kim An Phúc Châu Chung,
        1 Lưu Thọ Hiệp Kính Thành Thân Luyến Xinh Tuất Cam Sự Định Khánh
    """),
    _table("""
        9 Hương Hà, 8 Hằng Thủy Hạnh, 7 Hoa Nga Vân Thu Lan Thảo, 6 Hiền Trang Phương Dung Hồng
        Loan Yến Nhung, 5 Liên Tuyết Mai Thúy Bình Huyền Tâm Ngọc Oanh Linh, 4 Nguyệt Diễm Thanh
        Trinh Quyên Châu Hường Anh Xuân Phượng Lệ Nhi Kiều, 3 Sương Diệu Nhàn Thơ Thuỷ Thuý Chi
        Ly Trâm My Vy Lý Hòa Hậu Thương Ngân, 2 Đào Tiên Viên Cúc Tuyền Giang Minh Hoài Hiếu Lài
        An Tú Uyên Liễu Hoà Duyên, 1 Hải Bích Bông Ái Kha Lam Điệp Khuyên Nữ Thoa Thuận Quy Tùng
    """),
    _table("""
        8 Trang Linh, 7 Thảo Phương Hương, 6 Ngân Hà Huyền Nhung Trinh Vy, 5 Anh Nhi My Trâm Thúy
        Ngọc Yến Hằng Hiền Thu Mai Vân Uyên Quyên, 4 Diễm Duyên Thư Ly Trúc Như Oanh Tiên Dung Lan
        Thương Châu Thủy, 3 Nguyên Tuyền Kiều Ngà Hoa Hạnh Giang Tâm Loan Quỳnh Thuỳ Hoài Hậu,
        2 Chi Diệu An Khánh Nga Tú Ái Trà Viên Kim Thoa Bình Liên Lam, 1 Hân Thi Băng Đan Nghi
        Phụng Sương Minh Xuân Khuê Thuỷ Hoàng Đoan Cầm
    """),
)

# Places for home towns and birthplaces: communes and towns of Bình Định and near it.
HOME_TOWNS: Table = (
    "Bình Khê", "Nhơn Lộc", "Nhơn Tân", "Nhơn Khánh", "Cát Tường", "Cát Hanh", "Cát Nhơn",
    "Phước Sơn", "Phước Thuận", "Phước Hiệp", "Mỹ Hiệp", "Mỹ Trinh", "Hoài Hảo", "Hoài Châu",
    "Ân Tín", "Ân Thạnh", "Vĩnh Thịnh", "Vĩnh Quang", "Canh Vinh", "An Hòa", "Tuy Phước",
    "Phù Cát", "Phù Mỹ", "Hoài Nhơn", "Hoài Ân", "An Nhơn", "Vân Canh", "Vĩnh Thạnh", "Kiên Mỹ",
    "Phú Xuân", "Thuận Nghĩa", "Trường Định", "Đồng Phó", "Thượng Giang", "Hữu Giang", "Hòa Hiệp",
    "Kiên Long", "Mỹ Thạch", "Thủ Thiện", "Lai Nghi",
)  # fmt: skip
BIRTHPLACES: Table = (
    "Quy Nhơn", "An Khê", "Pleiku", "Kon Tum", "Tuy Hòa", "Quảng Ngãi", "Đà Nẵng", "Nha Trang",
    "Huế", "Buôn Ma Thuột", "Phú Phong", "Bồng Sơn", "Diêu Trì", "Đập Đá", "Bình Định",
    "Tam Quan", "Ngô Mây", "Kbang", "Sông Cầu", "Đức Phổ",
)  # fmt: skip

# First and second syllable of invented communes: no two pairs fold to the same name.
PLACE_FIRST: Table = (
    "Bình", "Tây", "Vĩnh", "Nhơn", "Cát", "Mỹ", "Hoài", "Phước", "Canh", "Phù", "Sơn", "Đức",
    "Phổ", "Nghĩa", "Tịnh", "Hành", "Trà", "Ba", "Diên", "Ninh", "Khánh", "Xuân", "Đồng", "Krông",
    "Kông", "Đăk", "Tân", "Trung", "Quế", "Duy",
)  # fmt: skip
PLACE_SECOND: Table = (
    "Hòa", "Thành", "Thuận", "Tường", "Giang", "Vinh", "Lộc", "Hưng", "Thọ", "Hậu", "Lâm", "Thắng",
    "Hải", "Châu", "Quang", "Hiệp", "Khê", "Thịnh", "Long", "Phú", "Nguyên", "Phong", "Lợi",
    "Minh", "Tiến", "Khương", "Tài", "Trị", "Chánh", "Hương",
)  # fmt: skip
