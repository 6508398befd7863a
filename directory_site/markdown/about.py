"""The page about the directory."""

from __future__ import annotations

from directory_site.markdown.parts import Page, page
from directory_site.source import Source
from directory_site.text import escape


def about_page(source: Source) -> Page:
    """Return the page that says what the directory is and what to trust."""
    office = source.office
    domain = escape("@" + office.domain)
    name, responsible = escape(office.name), escape(office.office)
    return page(
        "gioi-thieu.md",
        "Giới thiệu",
        f"Danh bạ thư công vụ {office.name}: căn cứ, cách nhận biết thư thật, nơi báo lỗi",
        [
            "# Giới thiệu",
            f"Danh bạ này công khai địa chỉ hộp thư điện tử công vụ của {name}, các đơn vị trực "
            "thuộc và từng cán bộ, công chức, viên chức, để người dân và doanh nghiệp liên hệ "
            "trực tiếp.",
            "## Căn cứ",
            f"Khoản 5 Điều 4 {escape(office.regulation)}. Địa chỉ được đặt theo Điều 6 của văn bản "
            "này.",
            "## Nên viết thư cho ai",
            "Hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người được ủy quyền có "
            "trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14).",
            "## Nhận biết thư thật",
            f"Thư công vụ của {name} chỉ được gửi từ địa chỉ kết thúc bằng **{domain}**. Thư xưng "
            "là của cơ quan, đơn vị ở đây nhưng gửi từ địa chỉ khác thì không phải là thư công vụ.",
            "## Báo lỗi",
            f"Thấy địa chỉ sai, thiếu, hoặc gặp sự cố khi gửi thư, xin báo cho {responsible} "
            "(khoản 6 Điều 13).",
            "## Dữ liệu cá nhân",
            "Danh bạ chỉ có họ tên, chức danh, đơn vị và địa chỉ thư công vụ. Trang này không "
            "dùng cookie và không tải gì từ nơi khác.",
        ],
    )
