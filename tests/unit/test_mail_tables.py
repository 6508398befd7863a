"""The files that the daemons read, made from the accounts store."""

from contextlib import closing
from dataclasses import replace

from ansible.module_utils import accounts_store as store
from ansible.module_utils import mail_tables
from ansible.module_utils.accounts_plan import plan
from mail_hosts import AN, BINH, OFFICE, SHARED


def tables(*accounts, aliases=()):
    """Return the files of a host that has these accounts."""
    with closing(store.connect(":memory:", read_only=True)) as connection:
        store.apply(connection, plan([], [], list(accounts), list(aliases)), "2026-11-24")
        return mail_tables.contents(connection, OFFICE)


def test_mail_is_taken_for_each_domain_of_an_address_and_for_no_other():
    elsewhere = replace(BINH, address="binhlt@xa.vn")
    made = tables(SHARED, AN, elsewhere, aliases=[("an@cu.vn", "ts-1")])
    rows = [(name, mail_tables._OWN_DOMAIN) for name in ("cu.vn", "x.vn", "xa.vn")]
    assert made["domains.cdb"] == mail_tables.constant_database(rows)
    assert b"khac.vn" not in made["domains.cdb"]


def test_postfix_takes_mail_for_a_mailbox_when_dovecot_and_its_domain_are_known():
    order = list(tables(SHARED))
    last = order.index("recipients.cdb")
    assert max(map(order.index, ("mailboxes", "addresses", "domains.cdb"))) < last
