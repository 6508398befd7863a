"""name+word@ is an address of name's: to get mail by, and to send as."""

import smtplib

import pytest


def tagged(address: str, word: str) -> str:
    """Return an address with a word behind its local part."""
    return address.replace("@", f"+{word}@")


@pytest.fixture(scope="module")
def folders(an):
    """Folders of An's."""
    session = an.imap()
    names = ["hoi-nghi", "cha/con"]
    for name in names:
        session.create(name)
    yield
    for name in names:
        session.delete(name)
    session.logout()


@pytest.mark.parametrize(
    ("word", "folder"),
    [
        ("hoi-nghi", "hoi-nghi"),
        ("cha/con", "cha/con"),
        ("khong-co", "INBOX"),
        ("", "INBOX"),
        ("a+b", "INBOX"),
        ("../x", "INBOX"),
        # Strangers put nothing among what An sent, wrote or threw away.
        ("Sent", "INBOX"),
        ("Drafts", "INBOX"),
        ("Trash", "INBOX"),
        ("Junk", "INBOX"),
    ],
)
def test_it_goes_into_the_folder_of_that_name_or_the_inbox(an, foreign, folders, word, folder):
    sent = foreign.send(tagged(an.address, word), "Họp", "x")
    an.wait_for(sent, folder=folder)


def test_nobodys_name_stays_nobodys(an):
    with smtplib.SMTP(an.host, 25, timeout=30) as session:
        session.ehlo("mx.hopthu.example")
        session.mail("congdan@hopthu.example")
        assert session.rcpt(tagged(f"khongco@{an.address.partition('@')[2]}", "x"))[0] == 550


@pytest.mark.parametrize("envelope", ["", "hop"])
@pytest.mark.parametrize("header", ["", "hop"])
def test_one_sends_as_it(an, envelope, header):
    sender, shown = (
        tagged(an.address, word) if word else an.address for word in (envelope, header)
    )
    with an.smtp() as session:
        session.sendmail(sender, an.address, f"From: {shown}\r\nSubject: x\r\n\r\nx\r\n")


def test_a_colleagues_is_refused(an, sy):
    other = tagged(sy.address, "hop")
    with an.smtp() as session, pytest.raises(smtplib.SMTPRecipientsRefused):
        session.sendmail(other, an.address, f"From: {other}\r\n\r\nx\r\n")
    with an.smtp() as session, pytest.raises(smtplib.SMTPDataError):
        session.sendmail(an.address, an.address, f"From: {other}\r\n\r\nx\r\n")
