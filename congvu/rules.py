"""The catalogue of all rules, with the stable code, the severity and the Article of each.

The rules are implemented in `congvu.checks`, `congvu.roster` and `congvu.register`. Every finding
needs an entry here. The clerks' page of rules is generated from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        code: stable name, which findings have.
        meaning: what must be true, one Vietnamese sentence for clerks.
        article: its Article, such as ``6.2.c``; empty for a rule about form only.
        severity: an ``error`` stops every playbook, a ``warning`` does not.
    """

    code: str
    meaning: str
    article: str = ""
    severity: Severity = "error"


def _warning(code: str, meaning: str, article: str = "") -> Rule:
    return Rule(code, meaning, article, "warning")


# The title of each group on the page of rules, and its rules.
GROUPS: dict[str, tuple[Rule, ...]] = {
    "Tệp và cách viết": (
        Rule("roster-unreadable", "Thư mục danh sách đọc được."),
        Rule("roster-empty", "Thư mục danh sách có ít nhất một tệp đơn vị (*.yml)."),
        Rule("file-unreadable", "Mỗi tệp đọc được, là tệp thường chứ không phải liên kết."),
        Rule("file-too-large", "Mỗi tệp không lớn hơn 8 MB."),
        Rule("file-empty", "Tệp có nội dung; đơn vị không còn thì xóa tệp."),
        Rule("file-not-utf8", "Tệp lưu bằng Unicode UTF-8, không phải TCVN3 (ABC) hay VNI.", "8.5"),
        _warning("file-not-read", "Tệp của danh sách đứng ngay trong thư mục, tên có đuôi «.yml»."),
        _warning("file-name", "Tên tệp là mã của đơn vị, thêm «.yml»."),
        Rule("conflict-marker", "Không còn dấu xung đột của Git (<<<<<<<, =======, >>>>>>>)."),
        Rule("tab", "Thụt lề và ngăn cách bằng dấu cách, không dùng dấu tab."),
        _warning("windows-line-ends", "Dòng kết thúc kiểu Unix (LF), không phải Windows (CRLF)."),
        _warning("byte-order-mark", "Tệp không có dấu BOM ở đầu."),
        Rule("control-character", "Không có ký tự điều khiển."),
        Rule("invisible-character", "Không có ký tự ẩn (độ rộng bằng không, đảo chiều chữ)."),
        Rule("unknown-character", "Không có ký tự dùng riêng hoặc chưa được Unicode gán."),
        Rule("unusual-space", "Dấu cách là dấu cách thường, không phải dấu cách đặc biệt."),
        Rule("legacy-encoding", "Chữ Việt gõ bằng Unicode, không phải TCVN3 hay VNI.", "8.5"),
        Rule("foreign-letter", "Chữ cái là chữ La-tinh, không phải chữ khác trông giống.", "8.5"),
        _warning("not-nfc", "Chữ Việt ở dạng Unicode dựng sẵn (NFC).", "8.5"),
        Rule("yaml-syntax", "Tệp đúng cú pháp YAML."),
        Rule("yaml-alias", "Không dùng neo (& và *) của YAML."),
        Rule("yaml-tag", "Không dùng thẻ (!) của YAML."),
        Rule("yaml-depth", "Cấu trúc không lồng nhau quá sâu."),
        Rule("yaml-key", "Tên trường là một từ."),
        Rule("duplicate-key", "Mỗi trường chỉ ghi một lần trong một mục."),
    ),
    "Trường và giá trị": (
        Rule("missing-field", "Các trường bắt buộc đều có."),
        Rule("unknown-field", "Chỉ dùng các trường có trong trang định dạng."),
        Rule("empty-field", "Trường đã ghi thì có giá trị."),
        Rule("unknown-value", "Giá trị nằm trong các lựa chọn của trường."),
        Rule("value-invalid", "Giá trị đúng dạng của trường: ngày, mã, phần trước @."),
        Rule("name-invalid", "Họ tên chỉ gồm họ, tên lót và tên; không học vị, không chữ số."),
    ),
    "Mã và tên": (
        Rule("unit-id-duplicate", "Mỗi mã đơn vị chỉ có ở một tệp."),
        Rule("person-id-duplicate", "Mỗi mã cán bộ chỉ thuộc một người, ở một đơn vị."),
        Rule("person-id-reused", "Mã của người cũ không dùng lại cho người mới."),
        _warning("person-twice", "Một người chỉ có một mục, một mã."),
        Rule("section-id-duplicate", "Mỗi mã bộ phận chỉ có một lần trong đơn vị."),
        Rule("place-missing", "Xã và thị trấn có địa danh (place).", "6.1.c"),
        Rule("sections-not-allowed", "Chỉ xã và thị trấn có bộ phận (sections).", "6.1.c"),
        Rule("leader-elsewhere", "Lãnh đạo huyện ở đơn vị có kind: leadership.", "6.2.a"),
        Rule("unit-name", "Tên đơn vị có chữ.", "6.2.b"),
        Rule("section-name", "Tên bộ phận có chữ.", "6.1.c"),
        _warning("name-capitals", "Họ tên viết hoa chữ đầu mỗi tiếng, không viết toàn chữ hoa."),
    ),
    "Quyết định": (
        Rule("unit-without-decision", "Đơn vị có quyết định thành lập.", "7.1.a"),
        Rule("person-without-decision", "Cán bộ có quyết định tuyển dụng.", "7.2.a"),
        Rule("decision-order", "Các quyết định theo một thứ tự có thể xảy ra.", "7"),
        Rule("decision-date", "Quyết định không có hiệu lực trước ngày ký.", "7"),
        _warning("decision-year", "Năm của quyết định là năm hợp lý.", "7"),
        _warning("decision-twice", "Mỗi quyết định chỉ ghi một lần trong một mục.", "7"),
        Rule("staff-of-dissolved-unit", "Đơn vị giải thể không còn cán bộ.", "7.1.a"),
        _warning(
            "staff-of-dissolving-unit",
            "Trước ngày giải thể, cán bộ được điều động sang đơn vị khác.",
            "7.1.a",
        ),
        Rule(
            "moved-without-decision",
            "Chuyển đơn vị, thành hoặc thôi là lãnh đạo huyện thì có quyết định.",
            "7.2.a",
        ),
        _warning("decision-vanished", "Quyết định đã có hiệu lực không bị xóa khỏi mục.", "7"),
        Rule("leave-without-end", "Kỳ nghỉ có ngày cuối cùng (until).", "7"),
        Rule("leave-ends-before", "Kỳ nghỉ không hết trước khi bắt đầu.", "7"),
        Rule("leave-order", "Kỳ nghỉ không trùng nhau; ai đang nghỉ mới đi làm lại.", "7"),
        Rule("until-misplaced", "until chỉ đi cùng nghỉ thai sản, nghỉ dài ngày.", "7"),
        Rule("successor-misplaced", "successor chỉ đi cùng quyết định giải thể.", "7.1"),
        Rule("former-name-misplaced", "former_name chỉ đi cùng quyết định đổi tên.", "7.1"),
        Rule("successor-unknown", "Nơi tiếp nhận là đơn vị, bộ phận khác trong danh sách.", "7.1"),
        _warning("successor-dissolved", "Nơi tiếp nhận còn hoạt động.", "7.1"),
    ),
    "Danh bạ công khai": (
        Rule(
            "contact-unknown",
            "Nơi nhận báo lỗi danh bạ (district.yml) là một đơn vị trong danh sách.",
            "13.6",
        ),
        _warning("contact-closed", "Nơi nhận báo lỗi danh bạ còn hoạt động.", "13.6"),
        _warning(
            "word-without-function",
            "Từ ngữ của người dân (district.yml) ghi cho một lĩnh vực có đơn vị phụ trách.",
            "4.5",
        ),
    ),
    "Tài khoản": (
        Rule("new-letter-ahead", "Ngày xin thư mật khẩu mới (new_letter) đã đến.", "7"),
        Rule("new-letter-without-mailbox", "Ai xin thư mật khẩu mới thì đang có hộp thư.", "7"),
        _warning("new-letter-without-key", "Cơ quan đã có khóa để lập thư mật khẩu mới.", "7"),
        Rule(
            "operator-unknown",
            "Người vận hành (district.yml) là cán bộ trong danh sách.",
            "10",
        ),
    ),
    "Hộp thư chung": (
        _warning("manager-missing", "Hộp thư chung có người quản lý.", "14.1"),
        Rule("manager-unknown", "Người quản lý làm việc ở đơn vị đó.", "14.1"),
        _warning("manager-absent", "Người quản lý không bị đình chỉ, chưa nghỉ.", "14.2"),
        _warning(
            "head-without-mailbox",
            "Thủ trưởng quản lý hộp thư chung, hoặc ủy quyền bằng văn bản; khi thay Thủ trưởng "
            "thì đổi người quản lý.",
            "14.2",
        ),
        Rule("delegate-unknown", "Người được ủy quyền làm việc ở đơn vị đó.", "14.1"),
        _warning("delegate-absent", "Người được ủy quyền không bị đình chỉ, chưa nghỉ.", "14.1"),
        Rule("delegate-date", "Giấy ủy quyền không có trước khi người đó được tuyển dụng.", "14.1"),
        _warning("delegate-not-needed", "Không ủy quyền hai lần, không cho chính người quản lý."),
    ),
    "Địa chỉ": (
        Rule("address-no-step-left", "Điều 6 còn cho một địa chỉ chưa ai giữ.", "6.2"),
        Rule("address-too-long", "Phần trước @ không dài quá 64 ký tự.", "6.2"),
        _warning("address-looks-alike", "Địa chỉ không trông giống địa chỉ của người khác.", "4.6"),
    ),
    "Sổ địa chỉ": (
        Rule("register-form", "Sổ địa chỉ đúng dạng, mỗi dòng một địa chỉ."),
        Rule("register-edited", "Sổ địa chỉ chỉ do lệnh «congvu register» ghi.", "4.6"),
        Rule("register-stale", "Sổ địa chỉ khớp với danh sách.", "4.6"),
        Rule("address-reserved", "Tên dành riêng của hệ thống thư không cấp cho ai.", "4.6"),
        Rule("address-changed-hands", "Địa chỉ đã cấp không chuyển cho người khác.", "4.6"),
        Rule("address-vanished", "Địa chỉ đã cấp không biến mất khỏi sổ.", "4.6"),
        Rule("holder-vanished", "Người đang có hộp thư không bị xóa khỏi danh sách.", "7"),
        Rule("change-without-decision", "Tên đổi thì có quyết định.", "7"),
    ),
    "Dữ liệu cá nhân và mục không còn cần": (
        _warning("personal-data-not-needed", "Ngày sinh, quê quán, nơi sinh chỉ ghi khi cần."),
        _warning("exception-not-needed", "Cách ghi riêng chỉ dùng khi cần."),
        _warning("entry-not-needed", "Mục đã hết thời hạn giữ thì xóa."),
    ),
}

RULES: dict[str, Rule] = {rule.code: rule for rules in GROUPS.values() for rule in rules}
