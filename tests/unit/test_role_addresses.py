"""Mail to postmaster and its like reaches the unit and the operators, as they are on the day."""

import json
from contextlib import closing

import pytest
from ansible.module_utils.role_addresses import NAMES, role_addresses
from mail_hosts import in_memory

ROWS = """
INSERT INTO domains VALUES ('x.vn'), ('y.vn');
INSERT INTO accounts (id, kind, name, state, since, quota_mb) VALUES
  ('van-phong', 'shared', 'Văn phòng', 'active', '2026-01-01', 1),
  ('ts-1', 'person', 'Nguyễn Văn An', 'active', '2026-01-01', 1),
  ('ts-2', 'person', 'Lê Thị Bình', 'active', '2026-01-01', 1);
INSERT INTO addresses VALUES
  ('vanphong@x.vn', 'x.vn', 'van-phong', 'main', 'van-phong'),
  ('annv@x.vn', 'x.vn', 'ts-1', 'main', 'ts-1'),
  ('anv@x.vn', 'x.vn', 'ts-1', 'former', 'ts-1'),
  ('binhlt@x.vn', 'x.vn', 'ts-2', 'main', 'ts-2');
"""
UNIT = {"role_unit": "van-phong"}
OPERATORS = {"rules": json.dumps({"operators": ["ts-1", "ts-2", "ts-9"]})}


@pytest.fixture
def connection():
    with closing(in_memory(ROWS)) as made:
        yield made


def test_every_domain_has_every_address(connection):
    found = dict(role_addresses(connection, UNIT))
    assert found.keys() == {f"{name}@{domain}" for name in NAMES for domain in ("x.vn", "y.vn")}
    assert {"postmaster", "abuse", "security", "hostmaster"} <= set(NAMES)


@pytest.mark.parametrize(
    ("office", "people"),
    [
        (UNIT, "vanphong@x.vn"),
        (OPERATORS, "annv@x.vn, binhlt@x.vn"),
        (UNIT | OPERATORS, "vanphong@x.vn, annv@x.vn, binhlt@x.vn"),
        ({"role_unit": "khong-co", **OPERATORS}, "annv@x.vn, binhlt@x.vn"),
    ],
)
def test_the_unit_and_the_operators_get_it(connection, office, people):
    assert set(dict(role_addresses(connection, office)).values()) == {people}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET state = 'suspended' WHERE id = 'ts-1'",
        "UPDATE accounts SET state = 'left' WHERE id = 'ts-1'",
        "INSERT INTO uses VALUES ('ts-1', '2026-01-01', '2026-02-01', '2026-03-01')",
    ],
)
def test_who_does_not_read_mail_gets_none_of_it(connection, change):
    connection.execute(change)
    assert dict(role_addresses(connection, OPERATORS))["abuse@x.vn"] == "binhlt@x.vn"


def test_with_nobody_it_is_refused_rather_than_lost(connection):
    assert dict(role_addresses(connection, {})) == {}
