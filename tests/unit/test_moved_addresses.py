"""What Postfix says at a former address after its time, to be tried on a store in memory."""

from contextlib import closing

import pytest
from ansible.module_utils import accounts_store, mail_tables
from ansible.module_utils.accounts_plan import AccountsPlan
from ansible.module_utils.moved_addresses import moved
from mail_hosts import in_memory

ROWS = """
INSERT INTO domains VALUES ('x.vn');
INSERT INTO accounts (id, kind, name, state, since, quota_mb) VALUES
  ('ts-1', 'person', 'Nguyễn Văn An', 'active', '2026-01-01', 1),
  ('noi-vu', 'shared', 'Phòng Nội vụ', 'active', '2026-01-01', 1),
  ('ts-2', 'person', 'Lê Thị Bình', 'suspended', '2026-01-01', 1),
  ('ts-3', 'person', 'Trần Văn Cường', 'left', '2026-01-01', 1);
INSERT INTO addresses VALUES
  ('noivu@x.vn', 'x.vn', 'noi-vu', 'main', 'noi-vu'),
  ('tochuc@x.vn', 'x.vn', NULL, 'former', 'noi-vu'),
  ('an@x.vn', 'x.vn', NULL, 'former', 'ts-1'),
  ('annv@x.vn', 'x.vn', 'ts-1', 'main', 'ts-1'),
  ('anv@x.vn', 'x.vn', 'ts-1', 'former', NULL),
  ('annv2@x.vn', 'x.vn', 'ts-1', 'former', 'ts-1'),
  ('binhlt@x.vn', 'x.vn', 'ts-2', 'main', 'ts-2'),
  ('binh@x.vn', 'x.vn', 'ts-2', 'former', NULL),
  ('cuongtv@x.vn', 'x.vn', 'ts-3', 'main', NULL),
  ('cuong@x.vn', 'x.vn', 'ts-3', 'former', NULL);
"""
SILENT = "550 5.1.6 Dia chi nay khong con dung. This address is no longer used"
TELLING = (
    "550 5.1.6 Dia chi nay khong con dung - Xin gui toi {0}. "
    "This address is no longer used - please write to {0}"
)


@pytest.fixture
def connection():
    with closing(in_memory(ROWS)) as made:
        yield made


def test_only_an_address_whose_time_is_over_is_refused(connection):
    assert dict(moved(connection, told=False)) == {"anv@x.vn": SILENT, "binh@x.vn": SILENT}


def test_where_the_office_wants_it_the_new_address_is_named(connection):
    assert dict(moved(connection, told=True)) == {
        "anv@x.vn": TELLING.format("annv@x.vn"),
        "binh@x.vn": TELLING.format("binhlt@x.vn"),
    }


@pytest.mark.parametrize(
    ("office", "names"),
    [
        ({}, False),
        ({"former_address_tells": "false"}, False),
        ({"former_address_tells": "true"}, True),
    ],
)
def test_postfix_is_told_by_the_offices_setting(connection, office, names):
    table = mail_tables.contents(connection, office)["gone.cdb"]
    assert (TELLING.format("annv@x.vn").encode() in table) is names
    # Who has left is told by the unit, as ever.
    assert table.count(b"550 5.1.6") == 4


def test_on_a_host_that_never_knew_it_as_main_it_becomes_the_persons(connection):
    plan = AccountsPlan(4, remove_addresses=["an@x.vn", "tochuc@x.vn"])
    accounts_store.apply(connection, plan, "2026-11-24")
    assert dict(moved(connection, told=True))["an@x.vn"] == TELLING.format("annv@x.vn")
    # The unit's may have been that of a unit before it.
    assert accounts_store.owners(connection).keys() & {"an@x.vn", "tochuc@x.vn"} == {"an@x.vn"}
