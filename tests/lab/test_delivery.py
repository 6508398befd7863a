"""Mail within the office, from outside and to outside, and its headers on arrival."""

import os

import pytest

from lab.mail import new_message

SUBJECT = "Giấy mời họp giao ban quý IV – đề nghị chuẩn bị số liệu"
BODY = "Kính gửi: Ông Nguyễn Văn An\nĐề nghị đồng chí dự họp đúng giờ.\n"
NAME = "Báo cáo quý IV – xã Tây Phú.pdf"


def message(sender, to, size=1000):
    made = new_message(f"Đỗ Văn Sỹ <{sender}>", to, SUBJECT, BODY)
    made.add_attachment(os.urandom(size), maintype="application", subtype="pdf", filename=NAME)
    return made


@pytest.mark.parametrize(
    ("sender", "receiver"), [("sy", "an"), ("foreign", "an"), ("an", "foreign")]
)
def test_vietnamese_comes_through_intact(request, sender, receiver):
    one, other = request.getfixturevalue(sender), request.getfixturevalue(receiver)
    sent = message(one.address, other.address)
    with one.smtp() as session:
        session.send_message(sent)
    got = other.wait_for(sent["Message-ID"])
    assert got["Subject"] == SUBJECT
    assert got["From"].addresses[0].display_name == "Đỗ Văn Sỹ"
    assert got.get_body().get_content().replace("\r\n", "\n") == BODY
    [attachment] = got.iter_attachments()
    assert attachment.get_filename() == NAME
    assert attachment.get_content() == next(sent.iter_attachments()).get_content()


def test_an_attachment_of_25_mb_arrives(foreign, an):
    sent = message(foreign.address, an.address, 25 * 1024 * 1024)
    with foreign.smtp() as session:
        session.send_message(sent)
    got = an.wait_for(sent["Message-ID"], 120)
    assert len(next(got.iter_attachments()).get_content()) == 25 * 1024 * 1024


def test_outgoing_headers_show_nothing_of_the_inside(an, foreign):
    sent = message(an.address, foreign.address)
    sent["User-Agent"] = "Thunderbird on VANPHONG-PC01"
    sent["X-Originating-IP"] = "192.168.7.7"
    with an.smtp() as session:
        session.send_message(sent)
    got = foreign.wait_for(sent["Message-ID"])
    headers = "\n".join(f"{name}: {value}" for name, value in got.items())
    assert "User-Agent" not in headers
    for inside in ("192.168.7.7", "VANPHONG-PC01", "ts-0101", f"[{an.host.rsplit('.', 1)[0]}.1]"):
        assert inside not in headers, headers


def test_an_old_address_still_delivers_and_nothing_moved(system, foreign):
    client = system.staff("ts-0369")
    assert client.address.startswith("tuyenntt@")
    sent = foreign.send(client.address.replace("tuyenntt", "tienntt"), "Thư tới địa chỉ cũ", BODY)
    assert client.wait_for(sent)["Subject"] == "Thư tới địa chỉ cũ"
    # The folder is named by the staff number, which does not change with the address.
    assert "ts-0369" in system.ssh("ls /var/vmail")
