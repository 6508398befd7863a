"""Small rosters for tests, built in memory."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from congvu.accounts import desired_accounts
from congvu.office import load_office
from congvu.register.derive import derive
from congvu.register.model import Register
from congvu.roster.load import Roster
from congvu.roster.model import Unit

OFFICE = load_office()
TODAY = date(2026, 11, 24)


def decision(type_, day, number="1/QĐ-UBND", **more):
    return {"type": type_, "number": number, "date": day, **more}


def person(id_, name, *decisions, since="2015-08-01", **more):
    return {
        "id": id_,
        "name": name,
        "title": "Chuyên viên",
        "decisions": [decision("recruit", since), *decisions],
        **more,
    }


def unit(id_="phong-noi-vu", name="Phòng Nội vụ", kind="division", *, staff=(), **more):
    return {
        "id": id_,
        "name": name,
        "kind": kind,
        "decisions": [decision("establish", "2015-07-16")],
        "staff": list(staff),
        **more,
    }


def roster(*units):
    return Roster(Path("roster"), tuple(Unit.model_validate(data) for data in units))


def staff_roster(*people):
    return roster(unit(staff=people))


def derived(the_roster, register=None, on=TODAY):
    result = derive(the_roster, register or Register(), OFFICE, on)
    assert not result.findings, [finding.message for finding in result.findings]
    return result.register


def mains(register, on=TODAY):
    return {
        holder: entry.local_part
        for holder in register.by_holder
        if (entry := register.main(holder, on))
    }


class Alias(NamedTuple):
    """A former address that is still delivered, and the account that gets its mail."""

    address: str
    account: str


def aliases(state):
    return sorted(
        Alias(address, account.id)
        for account in desired_accounts(state)
        for address in account.former_addresses
    )


class _Dumper(yaml.SafeDumper):
    """Writes repeated values in full, since anchors are not allowed in a roster."""

    def ignore_aliases(self, data):
        return True


def write_unit(directory, data, name=None):
    file = directory / f"{name or data['id']}.yml"
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    return file
