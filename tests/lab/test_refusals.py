"""What the mail host refuses, and the text of its replies."""

import imaplib
import smtplib
from dataclasses import replace

import pytest

from congvu.office import load_office
from lab.mail import new_message


def mx(an):
    session = smtplib.SMTP(an.host, 25, timeout=30)
    session.ehlo("mx.hopthu.example")
    return session


def test_an_unknown_recipient_is_refused_at_rcpt(an):
    with mx(an) as session:
        session.mail("congdan@hopthu.example")
        code, text = session.rcpt("khongco@tayson.binhdinh.gov.vn")
    assert (code, text[:5]) == (550, b"5.1.1")


LITERALS = ["[{host}]", "[127.0.0.1]", "[127.0.0.2]", "[IPv6:::1]", "[IPv6:fe80::1]", "[192.0.2.1]"]


@pytest.mark.parametrize("literal", LITERALS)
def test_an_address_by_number_is_refused(an, literal):
    number = f"x@{literal.format(host=an.host)}"
    with mx(an) as session:
        session.mail("congdan@hopthu.example")
        assert session.rcpt(number)[0] in (550, 554)
        session.rset()
        session.mail(number)
        assert session.rcpt(an.address)[0] == 550
    with an.smtp() as session:
        session.mail(an.address)
        code, text = session.rcpt(number)
    assert (code, text[:5]) == (550, b"5.1.2")


def test_an_address_by_number_reaches_nobody_from_the_host_itself(system, an):
    # As a filter that redirects mail would send it.
    system.ssh("printf 'Subject: so\\n\\nx\\n' | sendmail -f '' 'x@[127.0.0.1]'")
    log = "journalctl -t postfix/error --since=-1min -o cat | grep -F 'x@[127.0.0.1]'"
    system.ssh(f"for i in $(seq 50); do {log} && exit; sleep 0.2; done; exit 1")


def test_nobody_has_the_queue_flushed(an):
    with mx(an) as session:
        assert not session.has_extn("etrn")
        code, _ = session.docmd("ETRN", an.address.partition("@")[2])
    assert code in (502, 554)


def test_relaying_from_outside_is_refused(an):
    with mx(an) as session:
        session.mail("congdan@hopthu.example")
        code, _ = session.rcpt("ai@noikhac.example")
    assert code == 554


def test_our_own_sender_without_login_is_refused(an):
    with mx(an) as session:
        session.mail(an.address)
        code, _ = session.rcpt(an.address)
    assert code == 554


def test_port_25_offers_no_login(an):
    with mx(an) as session:
        assert not session.has_extn("auth")


def test_submission_without_login_is_refused(an):
    with smtplib.SMTP(an.host, 587, timeout=30) as session:
        session.ehlo("pc.example")
        assert not session.has_extn("auth")
        code, _ = session.mail(an.address)
        assert code == 530
        session._host = an.server_name
        session.starttls(context=an.tls())
        session.ehlo("pc.example")
        session.mail(an.address)
        code, _ = session.rcpt("congdan@hopthu.example")
    assert code in (530, 553, 554)


def test_imap_login_without_tls_is_refused(an):
    with imaplib.IMAP4(an.host, timeout=30) as session:
        assert "LOGINDISABLED" in session.capabilities
        with pytest.raises(imaplib.IMAP4.error, match="PRIVACYREQUIRED"):
            session.login(an.login, an.password)


def test_a_wrong_password_is_refused(an):
    stranger = replace(an, password="sai-mat-khau")
    with pytest.raises(smtplib.SMTPAuthenticationError):
        stranger.smtp()


def test_an_envelope_sender_that_is_not_ones_own_is_refused(an, sy, foreign):
    with an.smtp() as session, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        session.sendmail(sy.address, foreign.address, "Subject: x\r\n\r\nx")
    assert refused.value.recipients[foreign.address][0] == 553


@pytest.mark.parametrize("how", ["other", "two", "none"])
def test_a_from_header_that_is_not_ones_own_is_refused(an, sy, foreign, how):
    made = new_message(sy.address, foreign.address, "Giả danh", "x")
    if how == "two":
        made.replace_header("From", f"{an.address}, {sy.address}")
    elif how == "none":
        del made["From"]
    with an.smtp() as session, pytest.raises(smtplib.SMTPDataError) as refused:
        session.sendmail(an.address, foreign.address, made.as_bytes())
    assert refused.value.smtp_code == 554
    assert b"not yours" in refused.value.smtp_error


def test_a_message_above_the_limit_is_refused_with_the_limit(an, foreign):
    body = "Subject: lon\r\n\r\n" + ("x" * 76 + "\r\n") * 600_000
    with mx(an) as session, pytest.raises(smtplib.SMTPException) as refused:
        session.sendmail(foreign.address, an.address, body)
    assert "552" in str(refused.value)
    assert f"{load_office().attachments_mb} MB" in str(refused.value)


def test_a_mailbox_over_quota_is_refused_with_the_standard_code(system, an):
    system.ssh(
        "(echo Subject: day; echo; head -c 3000000 /dev/urandom | base64) "
        "| doveadm save -u ts-0102 -m INBOX"
    )
    # What Dovecot reads; the next run writes it as the roster says.
    system.ssh("cd /var/lib/congvu/tables && sed -i '/ts-0102/s/=2048M/=1M/' mailboxes addresses")
    address = system.logins["ts-0102"].address
    try:
        with mx(an) as session:
            session.mail("congdan@hopthu.example")
            code, text = session.rcpt(address)
        assert (code, text[:5]) == (552, b"5.2.2")
        with an.smtp() as session:
            session.mail(an.address)
            code, text = session.rcpt(address)
        assert (code, text[:5]) == (552, b"5.2.2")
    finally:
        system.ssh("doveadm expunge -u ts-0102 mailbox INBOX all")
        done = system.playbook("mailboxes.yml")
        assert done.returncode == 0
