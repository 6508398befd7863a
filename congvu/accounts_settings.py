"""What an office decides about its people's accounts: `accounts:` of `district.yml`.

Where the office says nothing, what the law asks of an office's mail today holds.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal

import pyrage
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from congvu.roster.values import Identifier

# Neither true nor "15" is a number of days.
_Count = Annotated[int, Field(strict=True, ge=0)]
_Positive = Annotated[int, Field(strict=True, gt=0)]


def refused(why: str) -> PydanticCustomError:
    """Return what a validator raises, with the Vietnamese words that follow «không hợp lệ»."""
    return PydanticCustomError("refused", "{why}", {"why": why})


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise refused("phải là một dải địa chỉ mạng, ví dụ 10.20.0.0/16") from None


def _recipient(text: str) -> str:
    # A key mistyped would lock the office out of its own letters and archives; the last letters of
    # an age key are its checksum.
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise refused("phải là khóa công khai của age (age1…), chép nguyên từng chữ") from None
    return text


class PasswordRules(BaseModel):
    """What a password that a person chooses must be.

    Attributes:
        length: least number of characters; the account page asks eleven of who sets fewer.
        classes: of small letters, capitals, digits and other signs, how many it must mix.
        days: after how many it must be changed; 0 for never.
        history: how many former ones may not come back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    length: int = Field(default=12, strict=True, ge=8, le=64)
    classes: int = Field(default=3, strict=True, ge=1, le=4)
    days: _Count = 0
    history: int = Field(default=3, strict=True, ge=0, le=24)


class AccountsSettings(BaseModel):
    """What holds for everybody's account.

    Attributes:
        first_password_days: how long the first password of a letter opens the account page.
        password: rules for chosen passwords.
        second_factor: when the account page asks for one: ``outside`` the office's networks,
            ``always`` or ``never``. Operators are always asked.
        office_networks: the office's networks, as CIDR.
        unused_days: after how many days without use an account is closed to login; 0 for never.
        unused_notice_days: how long before that the unit's mailbox is told.
        answer_days: how long mail to somebody who left is answered, or goes to the unit.
        left_mail: which of the two: ``answer`` or ``unit``.
        suspended_mail: ``keep`` what comes for who is suspended, or ``answer`` it too.
        archive_after_days: how long after leaving a mailbox is archived.
        delete_after_days: how long after that the archive is deleted; 0 for never.
        failures: wrong passwords after which a source is locked out of an account.
        failures_minutes: for how long.
        recipients: the office's public keys (age), which letters and archives are encrypted to.
        operators: ids of the people who run the mail hosts; the account page always asks them for
            the second factor.
        help_phone: the number that letters tell people to call, as it is printed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_password_days: int = Field(default=15, strict=True, gt=0, le=90)
    password: PasswordRules = PasswordRules()
    second_factor: Literal["outside", "always", "never"] = "outside"
    office_networks: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    unused_days: _Count = 45
    unused_notice_days: int = Field(default=7, strict=True, ge=0, le=90)
    answer_days: _Count = 90
    left_mail: Literal["answer", "unit"] = "answer"
    suspended_mail: Literal["keep", "answer"] = "keep"
    archive_after_days: _Count = 90
    delete_after_days: _Count = 1825
    failures: _Positive = 5
    failures_minutes: _Positive = 15
    recipients: tuple[Annotated[str, AfterValidator(_recipient)], ...] = ()
    operators: tuple[Identifier, ...] = ()
    help_phone: str | None = Field(default=None, pattern=r"^[0-9+(][0-9 .()-]{5,30}$")
