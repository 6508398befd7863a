"""The page about the directory."""

from __future__ import annotations

from collections.abc import Iterator

from directory_site.cards import shows_people
from directory_site.markdown.parts import Page, page
from directory_site.source import Source
from directory_site.text import escape, mail


def about_page(source: Source) -> Page:
    """Return the page that says what the directory is and what to trust."""
    return page(
        "gioi-thieu.md",
        "Giới thiệu",
        f"Danh bạ thư công vụ {source.office.name}: căn cứ, cách nhận biết thư thật, nơi báo lỗi",
        _blocks(source),
    )


def _blocks(source: Source) -> Iterator[str]:
    office = source.office
    name, domain = escape(office.name), escape(office.domain)
    yield "# Giới thiệu"
    yield (
        f"Danh bạ này công khai địa chỉ hộp thư điện tử công vụ của {name}, các đơn vị trực thuộc "
        "và từng cán bộ, công chức, viên chức, để người dân và doanh nghiệp liên hệ trực tiếp."
    )
    yield "## Căn cứ"
    yield (
        f"Khoản 5 Điều 4 {escape(office.regulation)}. Địa chỉ được đặt theo Điều 6 của văn bản này."
    )
    yield "## Nên viết thư cho ai"
    yield (
        "Hãy viết vào hộp thư chung của đơn vị. Thủ trưởng đơn vị hoặc người được ủy quyền có "
        "trách nhiệm xử lý và hồi đáp kịp thời (khoản 3 Điều 14)."
    )
    yield "## Nhận biết thư thật"
    yield (
        f"Thư công vụ của {name} chỉ được gửi từ địa chỉ kết thúc bằng **@{domain}**. Thư xưng là "
        "của cơ quan, đơn vị ở đây nhưng gửi từ địa chỉ khác thì không phải là thư công vụ."
    )
    yield "\n".join(
        [
            "- Xem cả địa chỉ gửi, không chỉ tên người gửi: tên thì ai cũng đặt được.",
            f"- Sau **@{domain}** không còn chữ nào nữa. Thêm dấu chấm hay gạch nối vào cuối là "
            "địa chỉ của người khác.",
            f"- Danh bạ thật ở **danhba.{domain}**. Xem địa chỉ trang trên trình duyệt.",
            "- Khi nghi ngờ, đừng bấm liên kết, đừng mở tệp và đừng trả lời. Hãy viết thư mới tới "
            "địa chỉ lấy từ danh bạ này để hỏi.",
        ]
    )
    yield "## Báo lỗi"
    yield f"Thấy địa chỉ sai, thiếu, hoặc gặp sự cố khi gửi thư, xin báo cho {_contact(source)}."
    yield "## Dữ liệu cá nhân"
    yield _privacy(source)
    yield "## Dữ liệu mở"
    yield (
        'Toàn bộ danh bạ có ở dạng <a href="../du-lieu/">dữ liệu mở</a> để dùng lại, và một '
        '<a href="../danh-ba.pdf">bản in (PDF)</a>.'
    )
    yield "## Khả năng tiếp cận"
    yield (
        "Danh bạ được làm và kiểm tra theo tiêu chuẩn WCAG 2.2, mức AA: dùng được bằng bàn phím và "
        "trình đọc màn hình, phóng chữ to gấp đôi, nền sáng hoặc tối. Không bật JavaScript thì "
        "vẫn tìm được mọi người theo đơn vị, theo việc và theo tên."
    )
    yield f"Gặp chỗ nào khó dùng, xin báo cho {_contact(source, law='')}."


def _contact(source: Source, law: str = " (khoản 6 Điều 13)") -> str:
    office = source.office
    contact = next(
        (unit for unit in source.directory.units if unit.id == office.directory.contact), None
    )
    if contact is None:
        return escape(office.office) + law
    address = mail(contact.address, "Báo lỗi danh bạ thư công vụ")
    return f"{escape(office.office)}{law}: {address}"


def _privacy(source: Source) -> str:
    said = (
        "Danh bạ chỉ có họ tên, chức danh, đơn vị và địa chỉ thư công vụ. Trang này không dùng "
        "cookie, không tải gì từ nơi khác và không ghi lại ai đã xem gì; lựa chọn màu nền chỉ lưu "
        "trên máy của bạn."
    )
    if shows_people(source.office):
        return said
    return (
        f"{said} Địa chỉ của từng người chỉ hiện khi bấm «Xem địa chỉ», mỗi lần một người, để "
        "không ai lấy được tất cả cùng một lúc."
    )
