"""Typed model of a unit's file. Keys are English, values Vietnamese.

How single values are read stands in `congvu.roster.values`; what values mean together is the
business of `congvu.checks`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from congvu.labels import DECISIONS, PERSON_DECISIONS
from congvu.policies import PersonFacts
from congvu.roster.values import (
    Date,
    Flag,
    Identifier,
    Kind,
    Listed,
    LocalPart,
    Name,
    PersonDecided,
    Successor,
    Text,
    UnitDecided,
)

# Decisions have a field of the name `date`, which hides the class inside their bodies.
Day = date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Decision(_Strict):
    # First in both kinds of decision; which types there are, each says itself.
    type: str
    number: Text = Field(
        title="Số quyết định",
        description="Số và ký hiệu của quyết định, đúng như trên văn bản.",
        examples=["45/QĐ-UBND"],
    )
    date: Date = Field(
        title="Ngày ký",
        description="Ngày ký quyết định, viết năm-tháng-ngày.",
        examples=["2026-03-12"],
    )
    effective: Date | None = Field(
        default=None,
        title="Ngày có hiệu lực",
        description="Chỉ ghi khi quyết định có hiệu lực sau ngày ký. Đến ngày đó hộp thư tự đổi.",
        examples=["2026-04-01"],
    )

    @property
    def starts(self) -> Day:
        """The day from which the decision counts."""
        return self.effective or self.date

    @property
    def called(self) -> str:
        """What it is called in a sentence, in a word or two."""
        return DECISIONS[self.type]


class PersonDecision(_Decision):
    """A decision about a person (Article 7.2)."""

    model_config = ConfigDict(
        title="Quyết định về cán bộ",
        json_schema_extra={"description": "Quyết định về một cán bộ (Điều 7.2)."},
    )

    type: PersonDecided = Field(
        title="Loại quyết định",
        description="Việc mà quyết định nêu (Điều 7.2).",
        examples=["recruit"],
    )
    until: Date | None = Field(
        default=None,
        title="Nghỉ đến hết ngày",
        description=(
            "Chỉ với nghỉ thai sản, nghỉ dài ngày, và bắt buộc: ngày cuối cùng của kỳ nghỉ."
        ),
        examples=["2027-05-31"],
    )

    @property
    def called(self) -> str:
        """A person's name is corrected (Article 7.2), a unit's is another one from then on."""
        return PERSON_DECISIONS["rename"] if self.type == "rename" else super().called


class UnitDecision(_Decision):
    """A decision about a unit (Article 7.1.a) or a section (7.1.b)."""

    model_config = ConfigDict(
        title="Quyết định về đơn vị",
        json_schema_extra={
            "description": "Quyết định về đơn vị (Điều 7.1.a) hoặc bộ phận (Điều 7.1.b)."
        },
    )

    type: UnitDecided = Field(
        title="Loại quyết định",
        description="Việc mà quyết định nêu (Điều 7.1).",
        examples=["establish"],
    )
    successor: Successor | None = Field(
        default=None,
        title="Nơi tiếp nhận",
        description=(
            "Chỉ với giải thể: mã của đơn vị tiếp nhận công việc và thư gửi đến; là một bộ phận "
            "thì ghi mã-đơn-vị/mã-bộ-phận, ví dụ ubnd-xa-tay-phu/van-thu."
        ),
        examples=["phong-noi-vu"],
    )
    former_name: Text | None = Field(
        default=None,
        title="Tên cũ",
        description=(
            "Chỉ với đổi tên: tên đầy đủ trước khi đổi, để người quen tên cũ vẫn tìm được trong "
            "danh bạ."
        ),
        examples=["Phòng Công Thương"],
    )


AnyDecision = PersonDecision | UnitDecision


class Delegate(_Strict):
    """Somebody whom the head empowers in writing to run the shared mailbox (Article 14.1)."""

    model_config = ConfigDict(
        title="Người được ủy quyền",
        json_schema_extra={
            "description": "Người được Thủ trưởng ủy quyền bằng văn bản (Điều 14.1)."
        },
    )

    person: Identifier = Field(
        title="Mã cán bộ",
        description="Mã của người được ủy quyền, đang làm việc ở đơn vị.",
        examples=["ts-0102"],
    )
    document: Text = Field(
        title="Giấy ủy quyền",
        description="Số của văn bản ủy quyền; không có văn bản thì không ủy quyền được.",
        examples=["12/GUQ-UBND"],
    )
    date: Date = Field(
        title="Ngày ủy quyền",
        description="Ngày ký giấy ủy quyền; từ ngày này người đó mở được hộp thư chung.",
        examples=["2026-01-05"],
    )
    until: Date | None = Field(
        default=None,
        title="Ủy quyền đến hết ngày",
        description=(
            "Chỉ ghi khi giấy ủy quyền có thời hạn: hết ngày này người đó không mở được hộp thư "
            "chung nữa."
        ),
        examples=["2026-12-31"],
    )


class Mailbox(_Strict):
    """A unit's shared mailbox (Article 14)."""

    model_config = ConfigDict(
        title="Hộp thư chung",
        json_schema_extra={"description": "Hộp thư chung của đơn vị (Điều 14)."},
    )

    name: LocalPart | None = Field(
        default=None,
        title="Tên hộp thư",
        description="Phần trước @. Chỉ ghi khi khác tên lấy từ tên đơn vị (Điều 6.2.b).",
        examples=["vanphong"],
    )
    manager: Identifier | None = Field(
        default=None,
        title="Người quản lý",
        description="Mã cán bộ của Thủ trưởng, người quản lý hộp thư chung (Điều 14.1).",
        examples=["ts-0101"],
    )
    delegates: tuple[Delegate, ...] = Field(
        default=(),
        title="Những người được ủy quyền",
        description="Những người được Thủ trưởng ủy quyền bằng văn bản cùng dùng hộp thư chung.",
    )


class Section(_Strict):
    """A section (bộ phận) of a commune or town (Article 6.1.c)."""

    model_config = ConfigDict(
        title="Bộ phận",
        json_schema_extra={"description": "Bộ phận của xã, thị trấn (Điều 6.1.c)."},
    )

    id: Identifier = Field(
        title="Mã bộ phận",
        description="Chữ thường không dấu, nối bằng dấu gạch; không đổi về sau.",
        examples=["van-thu"],
    )
    name: Text = Field(
        title="Tên bộ phận",
        description="Tên đầy đủ; địa chỉ là tên bộ phận-địa danh, ví dụ vanthu-tayphu.",
        examples=["Văn thư"],
    )
    manager: Identifier | None = Field(
        default=None,
        title="Người quản lý",
        description="Mã cán bộ của người quản lý hộp thư của bộ phận (Điều 14.1).",
        examples=["ts-0102"],
    )
    decisions: tuple[UnitDecision, ...] = Field(
        default=(),
        title="Quyết định",
        description="Để trống nếu bộ phận có từ khi lập đơn vị (Điều 7.1.b).",
    )


class Person(_Strict):
    """A member of staff (CBCCVC)."""

    model_config = ConfigDict(
        title="Cán bộ",
        json_schema_extra={"description": "Một cán bộ, công chức, viên chức."},
    )

    id: Identifier = Field(
        title="Mã cán bộ",
        description="Không bao giờ dùng lại; giữ nguyên khi điều động hoặc sửa họ tên.",
        examples=["ts-0101"],
    )
    name: Name = Field(
        title="Họ và tên",
        description=(
            "Họ, tên lót và tên, có dấu, không ghi học hàm, học vị. Họ kép hoặc tên không theo "
            "nếp họ - tên lót - tên thì ghi theo từng phần: {family: Tôn Nữ, middle: Thị, "
            "given: Ninh}."
        ),
        examples=["Nguyễn Văn An"],
    )
    title: Text = Field(
        title="Chức vụ",
        description="Chức vụ hoặc chức danh, như công bố trong danh bạ.",
        examples=["Chủ tịch UBND xã"],
    )
    leader: Flag = Field(
        default=False,
        title="Lãnh đạo huyện",
        description="true với lãnh đạo huyện: địa chỉ là họ tên đầy đủ (Điều 6.2.a).",
        examples=[True],
    )
    listed: Listed = Field(
        default="name",
        title="Cách ghi trong danh bạ",
        description=(
            "Không ghi thì danh bạ có họ tên và địa chỉ thư. function: danh bạ chỉ ghi chức vụ, "
            "với địa chỉ của bộ phận mà người đó quản lý, hoặc của đơn vị. Hộp thư vẫn như thường."
        ),
        examples=["function"],
    )
    reopened: Date | None = Field(
        default=None,
        title="Ngày mở lại hộp thư",
        description=(
            "Chỉ ghi khi hộp thư bị khóa vì không sử dụng: từ ngày này đăng nhập được, và lại tính "
            "những ngày không sử dụng."
        ),
        examples=["2026-11-24"],
    )
    new_letter: Date | None = Field(
        default=None,
        title="Ngày xin thư mật khẩu mới",
        description=(
            "Chỉ ghi khi người đó quên mật khẩu: Văn phòng in thư mới, còn mật khẩu, bước thứ hai, "
            "các máy đã thêm và các phiên đăng nhập cũ đều hết hiệu lực. Lần sau ghi ngày của lần "
            "sau."
        ),
        examples=["2026-11-24"],
    )
    birth_date: Date | None = Field(
        default=None,
        title="Ngày sinh",
        description="Dữ liệu cá nhân: chỉ ghi khi địa chỉ bị trùng và bước kiểm tra yêu cầu.",
        examples=["1985-03-12"],
    )
    home_town: Text | None = Field(
        default=None,
        title="Quê quán",
        description="Dữ liệu cá nhân: chỉ ghi khi địa chỉ bị trùng và bước kiểm tra yêu cầu.",
        examples=["Bình Khê"],
    )
    birthplace: Text | None = Field(
        default=None,
        title="Nơi sinh",
        description="Dữ liệu cá nhân: chỉ ghi khi địa chỉ bị trùng và bước kiểm tra yêu cầu.",
        examples=["Quy Nhơn"],
    )
    decisions: tuple[PersonDecision, ...] = Field(
        default=(),
        title="Quyết định",
        description="Các quyết định về người này, ít nhất là tuyển dụng (Điều 7.2).",
    )

    @property
    def facts(self) -> PersonFacts:
        """What an address may be derived from."""
        return PersonFacts(self.name, self.leader, self.birth_date, self.home_town, self.birthplace)


class Unit(_Strict):
    """One file of the roster: a unit, its sections and its staff."""

    model_config = ConfigDict(
        title="Đơn vị",
        json_schema_extra={"description": "Một tệp của danh sách: đơn vị, bộ phận và cán bộ."},
    )

    id: Identifier = Field(
        title="Mã đơn vị",
        description="Cũng là tên tệp. Chữ thường không dấu, nối bằng dấu gạch; không đổi về sau.",
        examples=["ubnd-xa-tay-phu"],
    )
    name: Text = Field(
        title="Tên đơn vị",
        description="Tên đầy đủ; địa chỉ hộp thư chung lấy từ tên này (Điều 6.2.b).",
        examples=["UBND xã Tây Phú"],
    )
    kind: Kind = Field(
        title="Loại đơn vị",
        description="Quyết định đơn vị đứng ở đâu trong danh bạ và có bộ phận hay không.",
        examples=["commune"],
    )
    place: Text | None = Field(
        default=None,
        title="Địa danh",
        description="Bắt buộc với xã và thị trấn; là phần sau trong địa chỉ của bộ phận.",
        examples=["Tây Phú"],
    )
    functions: tuple[Text, ...] = Field(
        default=(),
        title="Lĩnh vực phụ trách",
        description="Những việc mà người dân tìm đến đơn vị, để tra cứu trong danh bạ.",
        examples=[["hộ tịch", "chứng thực", "đất đai"]],
    )
    decisions: tuple[UnitDecision, ...] = Field(
        default=(),
        title="Quyết định",
        description="Thành lập, đổi tên, giải thể đơn vị (Điều 7.1.a).",
    )
    mailbox: Mailbox = Field(
        default=Mailbox(),
        title="Hộp thư chung",
        description="Ai quản lý hộp thư chung của đơn vị (Điều 14).",
    )
    sections: tuple[Section, ...] = Field(
        default=(),
        title="Bộ phận",
        description="Các bộ phận có hộp thư riêng; chỉ xã và thị trấn (Điều 6.1.c).",
    )
    staff: tuple[Person, ...] = Field(
        default=(),
        title="Cán bộ",
        description="Mọi cán bộ của đơn vị, theo thứ tự chức vụ như muốn hiện trong danh bạ.",
    )

    _file: Path = PrivateAttr(default=Path())

    @property
    def file(self) -> Path:
        """Where the unit was read from."""
        return self._file

    def section_id(self, section: Section) -> str:
        """Return the id by which the register knows a section: ``unit-id/section-id``."""
        return f"{self.id}/{section.id}"

    def holder_id(self, section: Section | None) -> str:
        """Return the id by which the register knows who holds a mailbox: a section, or the unit."""
        return self.section_id(section) if section else self.id
