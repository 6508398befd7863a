"""The office that a roster belongs to: its domain, its policy, its times (`district.yml`)."""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
)
from pydantic_core import ErrorDetails

from congvu.accounts_plan import Limits
from congvu.names import fold, syllables
from congvu.policies import Policy, load_policy, policy_exists
from congvu.policies.reserved import RESERVED
from congvu.text_gate import problems_within

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = PROJECT / "inventory" / "district.yml"
DEFAULT_ROSTER = PROJECT / "inventory" / "roster"


# The path of a group: names of letters, digits, `_`, `-` and `.`, one below the other.
_GROUP = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"


class OfficeError(Exception):
    """`district.yml` is missing or wrong; the message is Vietnamese."""


class MailboxSizes(BaseModel):
    """Quotas in MB, by kind of account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: int = Field(gt=0)
    shared: int = Field(gt=0)


class MassChange(BaseModel):
    """What is too much for one change, for the plan and for the mail hosts alike.

    Attributes:
        percent: share of the open mailboxes that one change may close or re-address.
        count: how many in all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    percent: float = Field(default=Limits.percent, gt=0, le=100)
    count: int = Field(default=Limits.count, gt=0)

    @property
    def limits(self) -> Limits:
        """The same for the comparison of accounts, which needs nothing but Python."""
        return Limits(self.percent, self.count)


class GitLabGroups(BaseModel):
    """Groups in GitLab whose members review merge requests.

    Attributes:
        office: of those who run the system.
        units: the group that has a subgroup for each unit, named after the unit's id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str = Field(pattern=_GROUP)
    units: str = Field(pattern=_GROUP)


class DirectorySettings(BaseModel):
    """What an office decides about its public directory (Article 4.5).

    Attributes:
        contact: id of the unit whose mailbox citizens report errors to (Article 13.6).
        people_addresses: `shown` on the pages and in the open data, or `on_request`: units stay
            open, a person's address is shown one at a time, so that nobody takes all at once.
        words: words that citizens have for what units do, by function as the roster writes it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: str | None = None
    people_addresses: Literal["shown", "on_request"] = "shown"
    words: dict[str, tuple[str, ...]] = {}


class AccountsSettings(BaseModel):
    """What an office decides about the course of an account; the law's values by default.

    Attributes:
        answer_days: how long who has left is answered for, or the unit gets the mail.
        left_mail: what becomes of mail to who has left: an answer that names the unit's mailbox,
            or delivery to that.
        suspended_mail: whether who is suspended goes on receiving, or mail is answered.
        archive_after_days: how long after the end of service mail is archived.
        delete_after_days: how long after that the archive is deleted; 0 for never.
        unused_days: after how many days without use a login is closed; 0 for never.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    answer_days: int = Field(default=90, ge=0)
    left_mail: Literal["answer", "unit"] = "answer"
    suspended_mail: Literal["keep", "answer"] = "keep"
    archive_after_days: int = Field(default=90, ge=0)
    delete_after_days: int = Field(default=1825, ge=0)
    unused_days: int = Field(default=45, ge=0)


class Office(BaseModel):
    """One office under one regulation.

    Attributes:
        name: the office, as citizens read it.
        office: who runs the system for it.
        regulation: the regulation's full title with its decision, as the directory cites it.
        domain: the mail domain.
        policy: module of `congvu.policies` that derives the addresses.
        former_address_days: how long a former address goes on delivering.
        reserved_names: local parts that nobody gets, beside those that mail needs.
        quota_mb: sizes of the mailboxes.
        mass_change: how many mailboxes one change may close or re-address.
        head_titles: how the titles of heads of units (Thủ trưởng, Article 14.1) begin.
        gitlab_groups: who reviews merge requests; None where GitLab is not told.
        directory: what the office decides about its public directory.
        accounts: what the office decides about the course of an account.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    office: str
    regulation: str
    domain: str = Field(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}$")
    policy: str
    former_address_days: int = Field(ge=0)
    reserved_names: tuple[str, ...] = ()
    quota_mb: MailboxSizes
    mass_change: MassChange = MassChange()
    head_titles: tuple[str, ...] = ()
    gitlab_groups: GitLabGroups | None = None
    directory: DirectorySettings = DirectorySettings()
    accounts: AccountsSettings = AccountsSettings()

    _file: Path = PrivateAttr(default=Path())

    @property
    def file(self) -> Path:
        """Where the office was read from; an empty path for one made in memory."""
        return self._file

    @field_validator("policy")
    @classmethod
    def _exists(cls, policy: str) -> str:
        if not policy_exists(policy):
            raise ValueError(policy)
        return policy

    @property
    def rules(self) -> Policy:
        """The address policy."""
        return load_policy(self.policy)

    @property
    def reserved(self) -> frozenset[str]:
        """Local parts that nobody gets: those that mail needs and those of this office."""
        return RESERVED | frozenset(self.reserved_names)

    @cached_property
    def folded_head_titles(self) -> tuple[str, ...]:
        """The titles of heads, folded syllable by syllable, each with a space at its end."""
        return tuple(map(_folded, self.head_titles))

    def is_head(self, title: str) -> bool:
        """Tell whether a title is that of a unit's head (Article 14.1), an acting one's too."""
        return _folded(title).removeprefix("quyen ").startswith(self.folded_head_titles)

    def address(self, local_part: str) -> str:
        """Return the full address of a local part."""
        return f"{local_part}@{self.domain}"


@lru_cache(maxsize=4096)
def _folded(title: str) -> str:
    return " ".join(map(fold, syllables(title))) + " "


@lru_cache(maxsize=4)
def _parsed(text: str) -> Any:
    """Return what a text says, to be read only: a plan reads the same one for both its sides."""
    return yaml.safe_load(text)


def load_office(file: Path = DEFAULT_FILE) -> Office:
    """Read `district.yml`.

    Raises:
        OfficeError: the file can't be read or a value is missing or wrong.
    """
    try:
        data = _parsed(file.read_text(encoding="utf-8"))
        for path, problem in problems_within(data["district"], "district", "giá trị này"):
            raise OfficeError(
                f"{file}: thông tin của cơ quan chưa dùng được: «{path}» {problem.sentence()}"
            )
        office = Office.model_validate(data["district"])
        office._file = file
        return office
    except ValidationError as error:
        found = ", ".join(_described(problem) for problem in error.errors())
    except (KeyError, TypeError):
        found = "thiếu khóa «district»"
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        found = str(error)
    raise OfficeError(f"{file}: thông tin của cơ quan chưa dùng được: {found}")


# What a value should have been, by pydantic's name of what is wrong with it.
_EXPECTED = {
    "greater_than": "phải lớn hơn {gt:g}",
    "greater_than_equal": "không được nhỏ hơn {ge:g}",
    "less_than_equal": "không được lớn hơn {le:g}",
    "float_parsing": "phải là số",
    "float_type": "phải là số",
    "int_from_float": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "model_type": "phải gồm các dòng «khóa: giá trị»",
}


def _described(problem: ErrorDetails) -> str:
    field = ".".join(["district", *map(str, problem["loc"])])
    if problem["type"] == "missing":
        return f"thiếu «{field}»"
    if problem["type"] == "extra_forbidden":
        return f"không có trường «{field}»"
    expected = _EXPECTED.get(problem["type"], "").format(**problem.get("ctx", {}))
    return f"giá trị của «{field}» không hợp lệ" + (f", {expected}" if expected else "")


def roster_directory() -> Path:
    """Return the roster's folder: ``CONGVU_ROSTER`` where set, else ``inventory/roster``."""
    named = os.environ.get("CONGVU_ROSTER")
    return Path(named).expanduser().resolve() if named else DEFAULT_ROSTER
