"""The settings of the office that a roster belongs to (`district.yml`)."""

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

from congvu import places
from congvu.accounts_plan import Limits
from congvu.accounts_settings import AccountsSettings
from congvu.findings import Location
from congvu.names import fold, syllables
from congvu.policies import Policy, load_policy, policy_exists
from congvu.policies.reserved import RESERVED
from congvu.roster import yaml_text
from congvu.roster.value_forms import ONE_LINE
from congvu.roster.values import Text
from congvu.text_gate import problems_within
from congvu.unseen import visible

PROJECT = places.PROJECT
DEFAULT_FILE = places.OFFICE_FILE
DEFAULT_ROSTER = places.ROSTER_FOLDER


_DOMAIN = r"^[a-z0-9.-]+\.[a-z]{2,}$"
# The path of a group: names of letters, digits, `_`, `-` and `.`, one below the other.
_GROUP = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"


class OfficeError(Exception):
    """`district.yml` is missing or wrong; a Vietnamese line for each fault, with file and line."""


class MailboxSizes(BaseModel):
    """Quotas in MB, by kind of account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: int = Field(gt=0)
    shared: int = Field(gt=0)


class MassChange(BaseModel):
    """The limits for one change, both for the plan and for the mail hosts.

    Attributes:
        percent: share of the open mailboxes that one change may close or re-address.
        count: how many in all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    percent: float = Field(default=Limits.percent, gt=0, le=100)
    count: int = Field(default=Limits.count, gt=0)

    @property
    def limits(self) -> Limits:
        """The same limits as a plain class, for the module that mail hosts get."""
        return Limits(self.percent, self.count)


class GitLabGroups(BaseModel):
    """Groups in GitLab whose members review merge requests.

    Attributes:
        office: the group of the people who operate the system.
        units: the group with a subgroup for each unit, named by the unit's id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str = Field(pattern=_GROUP)
    units: str = Field(pattern=_GROUP)


class DirectorySettings(BaseModel):
    """The settings of the public directory (Article 4.5).

    Attributes:
        contact: id of the unit to which citizens report errors (Article 13.6).
        people_addresses: `shown` on the pages and in the open data, or `on_request`: a page shows
            a person's address only when the visitor asks for it, so that nobody can copy all of
            them. Units' addresses are always shown.
        words: citizens' words for the functions of units, by the function's name in the roster.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: Text | None = None
    people_addresses: Literal["shown", "on_request"] = "shown"
    words: dict[Text, tuple[Text, ...]] = {}


class Office(BaseModel):
    """One office under one regulation.

    Attributes:
        name: the authority's name, as citizens read it.
        office: the office that operates the system.
        regulation: the regulation's full title with its decision, as the directory cites it.
        domain: the mail domain.
        policy: module of `congvu.policies` that derives the addresses.
        former_address_days: how many days mail to a former address is still delivered.
        former_address_tells: whether who writes there afterwards is told the new address.
        reserved_names: local parts that nobody gets, in addition to those that mail needs.
        quota_mb: sizes of the mailboxes.
        attachments_mb: how much may be attached to one message, in MB.
        mass_change: how many mailboxes one change may close or re-address.
        head_titles: first words of the titles of units' heads (Thủ trưởng, Article 14.1).
        gitlab_groups: the groups that review merge requests, None for none.
        directory: settings of the public directory.
        accounts: settings of its people's accounts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    office: Text
    regulation: Text
    domain: str = Field(pattern=_DOMAIN)
    policy: str
    former_address_days: int = Field(ge=0)
    former_address_tells: bool = False
    reserved_names: tuple[Text, ...] = ()
    quota_mb: MailboxSizes
    attachments_mb: int = Field(default=30, gt=0, le=500)
    mass_change: MassChange = MassChange()
    head_titles: tuple[Text, ...] = ()
    gitlab_groups: GitLabGroups | None = None
    directory: DirectorySettings = DirectorySettings()
    accounts: AccountsSettings = AccountsSettings()

    _file: Path = PrivateAttr(default=Path())

    @property
    def file(self) -> Path:
        """The file that the office was read from; an empty path if it was made in memory."""
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
        """Tell whether a title is that of a unit's head or acting head (Article 14.1)."""
        return _folded(title).removeprefix("quyen ").startswith(self.folded_head_titles)

    def address(self, local_part: str) -> str:
        """Return the full address of a local part."""
        return f"{local_part}@{self.domain}"


@lru_cache(maxsize=4096)
def _folded(title: str) -> str:
    return " ".join(map(fold, syllables(title))) + " "


@lru_cache(maxsize=4)
def _parsed(text: str) -> Any:
    """Return the parsed text, which must not be changed: a plan uses one result for both states."""
    return yaml.safe_load(text)


def load_office(file: Path = DEFAULT_FILE) -> Office:
    """Read `district.yml`.

    Raises:
        OfficeError: the file can't be read or a value is missing or wrong.
    """
    try:
        data = _parsed(yaml_text.composed(file.read_text(encoding="utf-8")))
        refused = [
            (location, f"«{_called(location)}» {problem.sentence()}")
            for location, problem in problems_within(data["district"], ("district",), "giá trị này")
        ]
        if refused:
            raise _wrong(file, refused)
        office = Office.model_validate(data["district"])
    except ValidationError as error:
        found = [(("district", *one["loc"]), _described(one)) for one in error.errors()]
        raise _wrong(file, found) from None
    except (KeyError, TypeError):
        raise _wrong(file, [((), "thiếu khóa «district»")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise _no_yaml(file, error) from None
    except (OSError, ValueError) as error:
        raise OfficeError(f"{file}: {_UNUSABLE}: {error}") from None
    office._file = file
    return office


_UNUSABLE = "thông tin của cơ quan chưa dùng được"


def _wrong(file: Path, found: list[tuple[Location, str]]) -> OfficeError:
    """Say what is wrong with values, each at its line."""
    lines = yaml_text.lines_of(file, [location for location, _ in found])
    return OfficeError(
        "\n".join(
            f"{file}:{line}: {_UNUSABLE}: {sentence}"
            for line, (_, sentence) in zip(lines, found, strict=True)
        )
    )


def _no_yaml(file: Path, error: Exception) -> OfficeError:
    """Say why a file is not YAML, as of a file of the roster; else in YAML's own words."""
    line, said = 1, str(error)
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, said = mark.line + 1 if mark else 1, error.problem or said
    try:
        yaml_text.compose(file, yaml_text.read_text(file))
    except yaml_text.YamlError as refused:
        line, said = max(refused.findings[0].line, 1), refused.findings[0].message
    return OfficeError(f"{file}:{line}: {_UNUSABLE}: {said}")


# What the value should be, by pydantic's type of the error.
_EXPECTED = {
    "greater_than": "phải lớn hơn {gt:g}",
    "greater_than_equal": "không được nhỏ hơn {ge:g}",
    "less_than_equal": "không được lớn hơn {le:g}",
    "float_parsing": "phải là số",
    "float_type": "phải là số",
    "int_from_float": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "literal_error": "chọn một: {expected}",
    "model_type": "phải gồm các dòng «khóa: giá trị»",
    "string_too_long": "dài nhất {max_length} ký tự",
    "refused": "{why}",
    "string_type": "phải là một dòng chữ; là số thì đặt trong dấu ngoặc kép",
    "tuple_type": "phải là danh sách, ví dụ [một, hai]",
}
# The same for a text of the wrong form, by the form.
_FORMS = {
    ONE_LINE: "phải là một dòng chữ, không để trống",
    _DOMAIN: "ví dụ tayson.binhdinh.gov.vn",
    _GROUP: "ví dụ tayson/van-phong",
}


def _described(problem: ErrorDetails) -> str:
    field = _called(("district", *problem["loc"]))
    if problem["type"] == "missing":
        return f"thiếu «{field}»"
    if problem["type"] == "extra_forbidden":
        return f"không có trường «{field}»"
    context = problem.get("ctx", {})
    expected = _EXPECTED.get(problem["type"], "").format(**context)
    expected = expected.replace("' or '", "', '")
    expected = expected or _FORMS.get(context.get("pattern", ""), "")
    return f"giá trị của «{field}» không hợp lệ" + (f", {expected}" if expected else "")


def _called(location: Location) -> str:
    """Name a value by its keys; in a list its line tells which one it is."""
    return visible(".".join(step for step in location if isinstance(step, str)))


def roster_directory() -> Path:
    """Return the roster's folder: ``CONGVU_ROSTER`` if it is set, or else ``inventory/roster``."""
    named = os.environ.get("CONGVU_ROSTER")
    return Path(named).expanduser().resolve() if named else DEFAULT_ROSTER
