"""Mail within the office, from outside and to outside, and its headers on arrival."""

import os
import smtplib
from email import message_from_bytes
from email.policy import SMTP
from time import sleep
from uuid import uuid4

import pytest

from congvu.office import load_office
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


@pytest.mark.parametrize(("sender", "receiver"), [("foreign", "an"), ("an", "foreign")])
def test_as_much_as_may_be_attached_arrives(request, sender, receiver):
    one, other = request.getfixturevalue(sender), request.getfixturevalue(receiver)
    size = load_office().attachments_mb * 1024 * 1024
    sent = message(one.address, other.address, size)
    with one.smtp() as session:
        session.send_message(sent)
    got = other.wait_for(sent["Message-ID"], 120)
    assert len(next(got.iter_attachments()).get_content()) == size


def test_what_may_be_sent_may_be_saved(an):
    size = load_office().attachments_mb * 1024 * 1024
    draft = message(an.address, an.address, size).as_bytes(policy=SMTP)
    session = an.imap()
    try:
        assert session.append("Drafts", "", None, draft)[0] == "OK"
    finally:
        session.select("Drafts")
        session.store("1:*", "+FLAGS", r"\Deleted")
        session.expunge()
        session.logout()


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


def test_nothing_is_offered_at_the_door_that_the_mailboxes_lack(an, foreign):
    with smtplib.SMTP(an.host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        assert not session.has_extn("smtputf8")
        assert session.docmd("MAIL", f"FROM:<{foreign.address}> SMTPUTF8")[0] // 100 == 5


def test_letters_of_a_header_that_are_not_encoded_arrive(an, foreign):
    message_id = f"<{uuid4()}@{foreign.address.partition('@')[2]}>"
    head = f"From: Công dân <{foreign.address}>\r\nSubject: Hộ tịch\r\nMessage-ID: {message_id}"
    with foreign.smtp() as session:
        session.sendmail(foreign.address, an.address, f"{head}\r\n\r\nx\r\n".encode())
    an.wait_for(message_id)


def test_who_wrote_to_nobody_is_told_in_vietnamese(an, foreign):
    subject = f"Gửi nhầm {uuid4()}"
    domain = foreign.address.partition("@")[2]
    an.send(f"khongco@{domain}", subject, BODY)
    session = an.imap()
    try:
        for _ in range(60):
            session.select(readonly=True)
            _, found = session.search(None, "FROM", "MAILER-DAEMON")
            told = [
                message_from_bytes(
                    session.fetch(one.decode(), "(BODY.PEEK[])")[1][0][1], policy=SMTP
                )
                for one in found[0].split()
            ]
            told = [one for one in told if subject in str(list(one.walk())[-1]["Subject"])]
            if told:
                break
            sleep(0.5)
    finally:
        session.logout()
    [notice] = told
    assert notice["Subject"].startswith("Thư của Ông/Bà không gửi được")
    assert f"postmaster@{an.address.partition('@')[2]}" in notice.get_body().get_content()
    assert "khongco" in notice.get_body().get_content()


@pytest.mark.parametrize("name", ["postmaster", "abuse", "security", "hostmaster"])
def test_role_addresses_reach_the_mailbox_that_the_office_names(system, foreign, name):
    subject = f"{name} {uuid4()}"
    foreign.send(f"{name}@{system.domain}", subject, BODY)
    search = f"doveadm search -u {load_office().directory.contact} SUBJECT '{subject}' | grep ."
    system.ssh(f"for i in $(seq 50); do {search} && exit; sleep 0.2; done; exit 1")
