"""Recognises totals, signatures, vacant posts, units and kinds of staff in a list's texts.

A syllable with diacritics must have the right ones («Công an» is not «cộng»). A syllable without
diacritics is accepted too, since some lists are written without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from congvu.names import fold, syllable_key, syllables

_MARKS = re.compile(r"[./,:;&()\[\]+\"“”«»…_!?*]")
# A number of people: «05 người», «: 12 đ/c».
_COUNT = re.compile(
    r"[\s(:–-]*(?:có\s+)?\d+[\s.)]*(?:người|cán bộ|đ/c|đồng chí|biên chế|cbccvc|cc|nv)?[\s.)]*",
    re.IGNORECASE,
)
_SIGNED_ON = re.compile(r"(?!ngày|số)\D{2,60}\bngày\b.{1,12}\btháng\b.{1,12}\bnăm\b", re.IGNORECASE)

_SURELY_TOTAL = ("tổng cộng", "tổng số", "danh sách này gồm", "danh sách trên gồm",
                 "danh sách gồm", "danh sách có", "danh sách này có")  # fmt: skip
_MAYBE_TOTAL = ("tổng", "cộng")
# Words that may follow «cộng» in a total and name the part that is summed up.
_SUMMED = ("mục", "phần", "danh sách", "toàn", "chung", "khối", "nhóm", "đơn vị", "xã", "phòng")

_END = (
    "người lập", "cán bộ lập", "kế toán lập", "nhân viên lập", "lập bảng", "lập biểu",
    "lập danh sách", "người tổng hợp", "cán bộ tổng hợp", "người duyệt", "người kiểm tra",
    "xác nhận", "ký tên", "ký và", "ký ghi", "ký họ tên", "đã ký", "thủ trưởng", "nơi nhận", "tm",
    "kt", "tl", "tuq", "phê duyệt",
)  # fmt: skip
_END_ALONE = ("lập", "tổng hợp", "duyệt", "ký")

_VACANT = re.compile(
    r"(?:(?:hiện|hiện nay|đang|tạm|tạm thời|còn|vẫn|vị trí|chức danh|biên chế) )*"
    r"(?:chưa (?:bố trí|có|tuyển|phân công|bổ nhiệm|kiện toàn|bầu|cử|giao|xác định)(?: .*)?|chưa"
    r"|khuyết(?: (?:người|chức|vị trí|biên chế|cán bộ|danh|01|1|một).*)?|trống|bỏ trống|để trống"
    r"|chờ (?:tuyển|bổ nhiệm|bố trí|phân công|kiện toàn|bầu)(?: .*)?|đang tuyển(?: .*)?"
    r"|thiếu(?: (?:người|cán bộ|biên chế|01|1|một).*)?|không(?: (?:có|bố trí)(?: .*)?)?|vacant)"
)

# How the names of units begin; what begins otherwise may be any heading. Nobody's name begins with
# these …
_SURE_UNITS = (
    "ubnd", "ủy ban", "hđnd", "phòng", "văn phòng", "trung tâm", "thanh tra", "xã", "thị trấn",
    "chi cục", "trạm", "bệnh viện", "mặt trận", "kho bạc", "tòa án", "viện kiểm sát", "tổng đội",
)  # fmt: skip
# … but somebody's may begin with these («Trường Sơn»), unless one of the next lines follows.
_MAYBE_UNITS = ("vp", "p", "ban", "tt", "đài", "trường", "công an", "đội", "hạt", "bql")
_SURE_WITH_MORE = (
    "ban quản lý", "ban chỉ huy", "ban chỉ đạo", "ban tổ chức", "ban dân vận", "ban tuyên giáo",
    "ban bồi thường", "đài truyền", "trường tiểu học", "trường mầm non", "trường thcs",
    "trường thpt", "công an huyện", "công an xã", "hạt kiểm",
)  # fmt: skip
UNIT_WORDS = (*_SURE_UNITS, *_MAYBE_UNITS)
# Organisations and groups, which no roster has as units.
_GROUPS = (
    "hội đồng", "hội nông dân", "hội liên hiệp", "hội cựu", "hội phụ nữ", "đoàn thanh niên",
    "huyện đoàn", "huyện ủy", "đảng ủy", "thường trực", "ubmttq", "mttq", "liên đoàn", "công đoàn",
    "khối", "bộ phận", "nhóm", "tổ chuyên môn",
)  # fmt: skip
_NEVER_A_NAME = (*_SURE_UNITS, *_SURE_WITH_MORE, *_GROUPS)
# Titles of those who sign.
_SIGNING = (
    "chủ tịch", "phó chủ tịch", "chánh văn phòng", "phó chánh", "chánh thanh tra", "trưởng phòng",
    "phó trưởng", "trưởng ban", "trưởng trạm", "kế toán", "thủ quỹ", "giám đốc", "phó giám đốc",
    "hiệu trưởng", "phó hiệu trưởng", "bí thư", "phó bí thư",
)  # fmt: skip
_TITLES = (*_SIGNING, "chuyên viên", "công chức", "viên chức", "cán bộ", "nhân viên")
# Words of headings for a kind of staff. After a heading of only these words the unit stays.
_STAFF = frozenset((
    "cán", "bộ", "công", "chức", "viên", "lao", "động", "hợp", "đồng", "lãnh", "đạo", "quản",
    "lý", "chuyên", "nhân", "biên", "chế", "người", "hoạt", "không", "trách", "môn", "nghiệp",
    "vụ", "thừa", "hành", "phục", "những", "và", "khác", "chính", "thức", "tập", "sự", "trong",
    "đó", "kế", "toán", "văn", "thư", "cấp", "xã", "phòng", "đơn", "vị", "cơ", "quan", "ban",
    "trưởng", "phó", "theo", "nghị", "định", "nđ", "cp", "của", "số", "danh", "sách", "hưởng",
    "lương", "cbcc", "cbccvc", "ccvc",
))  # fmt: skip
_KINDS_OF_STAFF = (
    "cán bộ", "công chức", "viên chức", "lao động", "hợp đồng", "lãnh đạo", "quản lý",
    "chuyên viên", "nhân viên", "biên chế", "người hoạt động", "người lao động", "những người",
    "hoạt động", "không chuyên trách", "chuyên trách", "trong đó", "danh sách",
)  # fmt: skip

# First words of all headings after which the rows no longer belong to the unit above.
GROUP_WORDS = (
    *UNIT_WORDS, *_GROUPS, *_KINDS_OF_STAFF, "các", "đoàn thể", "tổ", "hội", "cơ quan", "đơn vị",
)  # fmt: skip

# Family names with which no title and no unit's name begins.
FAMILIES = frozenset((
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "võ", "vũ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "đinh", "trương", "trịnh", "tạ", "lương",
))  # fmt: skip


@lru_cache(maxsize=65536)
def spoken(text: str) -> tuple[str, ...]:
    """Return the syllables of a text in lower case, without punctuation."""
    return tuple(syllables(_MARKS.sub(" ", text.lower())))


def starts(text: str, phrases: Iterable[str]) -> str:
    """Return the longest of the phrases with which a text begins, empty for none.

    >>> starts("CỘNG", ["cộng"]), starts("Công an huyện", ["cộng"]), starts("Cong", ["cộng"])
    ('cộng', '', 'cộng')
    """
    said = spoken(text)
    fitting = [phrase for phrase in phrases if _fits(said, tuple(phrase.split()))]
    return max(fitting, key=len, default="")


def _fits(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return len(said) >= len(phrase) and all(map(same, said, phrase))


@lru_cache(maxsize=65536)
def same(said: str, word: str) -> bool:
    """Tell whether a syllable is a word, written with its diacritics or without any."""
    return syllable_key(said) == syllable_key(word) or (said.isascii() and said == fold(word))


def is_count(text: str) -> bool:
    """Tell whether a text is only a number of people, such as «05 người»."""
    return bool(_COUNT.fullmatch(text))


def is_total(text: str) -> bool:
    """Tell whether a text begins a line with a total.

    >>> [is_total(text) for text in ("Tổng cộng: 2 người", "CỘNG I", "Tổng đội", "Cong an huyen")]
    [True, True, False, False]
    """
    if starts(text, _SURELY_TOTAL):
        return True
    if not starts(text, _MAYBE_TOTAL):
        return False
    rest = spoken(text)[1:]
    return (
        not rest
        or rest[0].isdigit()
        or re.fullmatch(r"[ivxlc]+|[a-h]", rest[0]) is not None
        or bool(starts(" ".join(rest), _SUMMED))
    )


def is_end(text: str) -> bool:
    """Tell whether a text begins the end of a list: place and day, or a signature."""
    said = spoken(text)
    alone = any(len(said) == len(one.split()) and starts(text, [one]) for one in _END_ALONE)
    return bool(_SIGNED_ON.match(text) or starts(text, _END) or alone)


def is_vacant(text: str) -> bool:
    """Tell whether a text in a name's cell says that the post is vacant.

    >>> [is_vacant(text) for text in ("(trống)", "Đang khuyết", "Chưa bố trí", "Trần Chưa")]
    [True, True, True, False]
    """
    return _VACANT.fullmatch(" ".join(spoken(text))) is not None


def signs(text: str) -> bool:
    """Tell whether a text is the title of somebody who signs lists."""
    return bool(starts(text, _SIGNING)) or spoken(text) == ("văn", "thư")


def is_no_name(text: str) -> str:
    """Say what a text in a name's cell is, empty where it can be a name.

    >>> is_no_name("Trạm Y tế"), is_no_name("Phong Thị Lan"), is_no_name("Kế toán")
    ('tên đơn vị hoặc tên nhóm', '', 'chức danh')
    """
    if is_total(text):
        return "dòng tổng cộng"
    phrase = starts(text, _NEVER_A_NAME)
    # «Phong» can be a family name, where the text has diacritics.
    if phrase and (
        text.isascii() or syllable_key(spoken(text)[0]) == syllable_key(phrase.split()[0])
    ):
        return "tên đơn vị hoặc tên nhóm"
    if is_end(text):
        return "lời ghi ở phần ký tên"
    if signs(text) or starts(text, _TITLES):
        return "chức danh"
    return "tên nhóm" if is_kind_of_staff(text) else ""


def is_kind_of_staff(text: str) -> bool:
    """Tell whether a heading only names a kind of staff, such as «Lãnh đạo».

    >>> is_kind_of_staff("Lao động hợp đồng"), is_kind_of_staff("Cán bộ Đoàn")
    (True, False)
    """
    if not starts(text, _KINDS_OF_STAFF):
        return False
    return all(word.isdigit() or any(same(word, known) for known in _STAFF)
               for word in spoken(text))  # fmt: skip


def looks_like_a_person(text: str) -> bool:
    """Tell whether a text is certainly a person's name: a known family name and more syllables."""
    parts = syllables(text)
    return (
        2 <= len(parts) <= 6
        and parts[0].lower() in FAMILIES
        and all(part.replace("'", "").isalpha() and part[0].isupper() for part in parts)
    )
