"""What an office decides about its people's accounts (`accounts` in `district.yml`).

Who decides nothing has the values of the law's level 2 for the state's mail.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# An age recipient (X25519): bech32 of 32 bytes, as age-keygen prints it.
_RECIPIENT = re.compile(r"^age1[02-9ac-hj-np-z]{58}$")

_Days = Annotated[int, Field(ge=0, le=36_500)]


class PasswordRules(BaseModel):
    """What a chosen password must be.

    Attributes:
        length: fewest characters; a second factor is asked for beside it.
        classes: how many of lower case, upper case, digits and other signs.
        days: how long it is good; 0 for ever.
        history: how many former ones can't be chosen again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    length: int = Field(default=12, ge=8, le=64)
    classes: int = Field(default=3, ge=1, le=4)
    days: _Days = 0
    history: int = Field(default=3, ge=0, le=24)


class AccountRules(BaseModel):
    """Rules of people's accounts.

    Attributes:
        first_password_days: how long a first password is good.
        password: rules of chosen passwords.
        second_factor: where the account page asks for a second factor: from outside the office's
            networks, always or never. Of operators it always does.
        office_networks: the office's own networks.
        unused_days: after how many days without a login an account is closed to login; 0 never.
        unused_notice_days: how long before that the unit's mailbox is told.
        answer_days: how long who has left is answered for.
        left_mail: what becomes of mail to who has left: an answer, or the unit gets it.
        suspended_mail: what becomes of mail to who is suspended: it is kept, or answered.
        archive_after_days: how long after leaving a mailbox is archived.
        delete_after_days: how long after archiving it is deleted; 0 never.
        failures: how many failed logins lock a source for an account.
        failures_minutes: for how long.
        recipients: age keys of the office, public, that letters and archives are encrypted to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_password_days: int = Field(default=15, ge=1, le=90)
    password: PasswordRules = PasswordRules()
    second_factor: Literal["outside", "always", "never"] = "outside"
    office_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    unused_days: _Days = 45
    unused_notice_days: int = Field(default=7, ge=0, le=90)
    answer_days: _Days = 90
    left_mail: Literal["answer", "unit"] = "answer"
    suspended_mail: Literal["keep", "answer"] = "keep"
    archive_after_days: _Days = 90
    delete_after_days: _Days = 1825
    failures: int = Field(default=5, ge=1, le=100)
    failures_minutes: int = Field(default=15, ge=1, le=1440)
    recipients: tuple[Annotated[str, Field(pattern=_RECIPIENT)], ...] = ()
