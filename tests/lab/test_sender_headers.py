"""Nobody sends in another's name (Article 13.3), whatever the header looks like.

Each case stands once, and is tried with a person's own address and with one that is shared.
"""

import shlex
import smtplib
from base64 import b64encode

import pytest

from lab.mail import MailClient


def encoded(text: str) -> str:
    """Return a text as an encoded word (RFC 2047)."""
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


# {own} is the address that the person sends as, {other} a colleague's, {domain} the office's. What
# stands between « and » is written as an encoded word.
REFUSED = {
    "another's": "From: {other}",
    "another's with own as name": 'From: "{own}" <{other}>',
    "another's with own as encoded name": "From: «{own}» <{other}>",
    "another's with own as comment": "From: {other} ({own})",
    "own as comment before another's": "From: ({own}) {other}",
    "comment that ends early": "From: {own} (\\)) <{other}>",
    "none": "X-From: {own}",
    "empty": "From: ",
    "name alone": "From: Chu tich",
    "two fields": "From: {own}\r\nFrom: {other}",
    "two fields, one in capitals": "From: {own}\r\nFROM: {other}",
    "two fields, one with a space before its colon": "From: {own}\r\nFrom : {other}",
    "two fields, the first with a space before its colon": "X: x\r\nFrom : {other}\r\nFrom: {own}",
    "two fields alike": "From: {own}\r\nFrom: {own}",
    "two addresses": "From: {own}, {other}",
    "two addresses on two lines": "From: {own},\r\n\t{other}",
    "two addresses with a semicolon": "From: {own}; {other}",
    "two addresses without a comma": "From: <{own}> <{other}>",
    "two addresses with nothing between": "From: <{own}><{other}>",
    "address after one in a name": "From: {own} <{other}>",
    "folded": "From:\r\n {other}",
    "folded within own": "From: {own}\r\n ,{other}",
    "group": "From: Ban: {other};",
    "group with own": "From: Ban: {own}, {other};",
    "group of own alone": "From: Ban: {own};",
    "empty group": "From: Ban:;",
    "route to another's": "From: <@{domain}:{other}>",
    "route through own": "From: <{own}:{other}>",
    "encoded address": "From: «{other}»",
    "encoded address and name": "From: «Do Van Sy <{other}>»",
    "encoded address after own": "From: {own} «<{other}>»",
    "quoted local part": 'From: "{own}"@noikhac.example',
    "own as local part": "From: <{own}@noikhac.example>",
    "final dot": "From: {own}.noikhac.example",
    "look-alike letter": "From: <\u0430{own}>",
    "look-alike at": "From: {own}\uff20noikhac.example",
    "no ASCII domain": "From: <an@t\u00e2yson.binhdinh.gov.vn>",
    "NUL before another's": "From: {own}\0, {other}",
    "NUL in brackets": "From: {own}\0 <{other}>",
    "NUL first": "From: \0{other}",
    "NUL in the field's name": "From: {own}\r\nFrom\0: {other}",
    "NUL in another field": "Subject: x\0\r\nFrom: {own}",
    "carriage return": "From: {own}\r<{other}>",
    "line feed in another field": "Subject: x\nFrom: {other}\r\nFrom: {own}",
    "control character": "From: {own}\x0b,{other}",
    "escape": "From: {own}\x1b[2K{other}",
    "another's as name": 'From: "{other}" <{own}>',
    "another's as encoded name": "From: «{other}» <{own}>",
    "another's as encoded name in two words": "From: «{other_local}» «@{domain}» <{own}>",
    "Sender": "From: {own}\r\nSender: {other}",
    "Sender in capitals": "From: {own}\r\nSENDER: {other}",
    "Sender with a name": 'From: {own}\r\nSender: "{own}" <{other}>',
    "Sender, folded": "From: {own}\r\nSender:\r\n\t{other}",
    "Sender with a space before its colon": "From: {own}\r\nSender : {other}",
    "Sender of two": "From: {own}\r\nSender: {own}, {other}",
    "second Sender": "From: {own}\r\nSender: {own}\r\nSender: {other}",
    "Sender after NUL": "From: {own}\r\nSender: {own}\0{other}",
    "Sender outside": "From: {own}\r\nSender: bangiamdoc@noikhac.example",
    "Sender with no address": "From: {own}\r\nSender: Chu tich",
    "Sender with another's as name": 'From: {own}\r\nSender: "{other}" <{own}>',
    "Resent-From": "From: {own}\r\nResent-From: {other}",
    "Resent-From of two": "From: {own}\r\nResent-From: {own}, {other}",
    "Resent-Sender": "From: {own}\r\nResent-From: {own}\r\nResent-Sender: {other}",
    "second Resent-From": "From: {own}\r\nResent-From: {own}\r\nResent-From: {other}",
    "Author (RFC 9057)": "From: {own}\r\nAuthor: {other}",
}

TAKEN = {
    "own": "From: {own}",
    "brackets": "From: <{own}>",
    "name": "From: Nguyen Van An <{own}>",
    "name with a full stop": "From: Nguyen V. An <{own}>",
    "quoted name": 'From: "An, \\"Chu tich\\" (xa)" <{own}>',
    "encoded name": "From: «Nguyễn Văn An» <{own}>",
    "encoded name in two words": "From: «Nguyễn Văn» «An» <{own}>",
    "name of plain UTF-8": "From: Nguyễn Văn An <{own}>",
    "folded": "From: «Nguyễn Văn An»\r\n <{own}>",
    "own as name": 'From: "{own}" <{own}>',
    "own as name without quotes": "From: {own} <{own}>",
    "name as a remark": "From: {own} (Nguyen Van An)",
    "capitals": "FROM: <{OWN}>",
    "Sender": "From: {own}\r\nSender: {own}",
    "Sender with a name": "From: {own}\r\nSender: «Nguyễn Văn An» <{own}>",
    "Resent-From": "From: {own}\r\nResent-From: {own}\r\nResent-Sender: {own}",
    "Sender of the person who is logged in": "From: {own}\r\nSender: {person}",
    "Reply-To of others": "From: {own}\r\nReply-To: {other}",
}


# Gives an address to a login, beside all that the table of senders holds.
GRANT = """
import pathlib, subprocess, sys
sys.path.insert(0, "/usr/lib/congvu/accounts")
from ansible.module_utils.cdb import constant_database
table = pathlib.Path("/var/lib/congvu/tables/senders.cdb")
shown = subprocess.check_output(["postmap", "-s", f"cdb:{table.with_suffix('')}"], text=True)
rows = [tuple(line.split("\\t", 1)) for line in shown.splitlines()]
table.write_bytes(constant_database([*rows, ("ADDRESS", "ts-0001, ts-0101")]))
"""


@pytest.fixture(scope="module")
def shared(system, an):
    """An address that An may send as, beside the own one."""
    address = f"hop-thu-chung@{system.domain}"
    script = GRANT.replace("ADDRESS", address)
    system.ssh(f"python3 -c {shlex.quote(script)}")
    yield address
    assert system.playbook("mailboxes.yml").returncode == 0


@pytest.fixture(scope="module", params=["own", "shared"])
def own(request, an):
    """The address that An sends as."""
    return request.getfixturevalue("shared") if request.param == "shared" else an.address


def header(case: str, own: str, an: MailClient, sy: MailClient) -> bytes:
    """Return the header of a case."""
    local, _, domain = sy.address.partition("@")
    text = case.format(
        own=own,
        OWN=own.upper(),
        other=sy.address,
        other_local=local,
        domain=domain,
        person=an.address,
    )
    while "«" in text:
        before, _, rest = text.partition("«")
        word, _, after = rest.partition("»")
        text = before + encoded(word) + after
    return text.encode()


def send(an: MailClient, own: str, to: str, head: bytes) -> None:
    with an.smtp() as session:
        session.ehlo()
        # Exactly these bytes; smtplib's `data` would put line ends right.
        session.mail(own)
        session.rcpt(to)
        session.putcmd("data")
        session.getreply()
        session.send(head + b"\r\nDate: Tue, 24 Nov 2026 08:00:00 +0700\r\n\r\nThu.\r\n.\r\n")
        code, text = session.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, text)


@pytest.mark.parametrize("case", REFUSED)
def test_who_writes_in_anothers_name_is_refused(an, sy, own, case):
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(an, own, an.address, header(REFUSED[case], own, an, sy))
    assert refused.value.smtp_code in (550, 554)


@pytest.mark.parametrize("case", TAKEN)
def test_who_writes_in_the_own_name_is_not_refused(an, sy, own, case):
    send(an, own, an.address, header(TAKEN[case], own, an, sy))
