"""Tells from the words of a header what a column of a list holds.

Offices write headers in many ways: with or without diacritics, on two lines, abbreviated.
"""

from __future__ import annotations

import re
from enum import StrEnum

from congvu import legacy_text
from congvu.names import fold


class Field(StrEnum):
    """What a column holds; the value is its Vietnamese name."""

    NAME = "họ và tên"
    FAMILY = "họ"
    MIDDLE = "tên đệm"
    FAMILY_AND_MIDDLE = "họ và tên đệm"
    GIVEN = "tên"
    TITLE = "chức vụ"
    UNIT = "đơn vị"
    ID = "mã cán bộ"
    BIRTH_DATE = "ngày sinh"
    BIRTH_DAY = "ngày (ngày sinh)"
    BIRTH_MONTH = "tháng (ngày sinh)"
    BIRTH_YEAR = "năm (ngày sinh)"
    BIRTH_DATE_MALE = "ngày sinh (nam)"
    BIRTH_DATE_FEMALE = "ngày sinh (nữ)"
    HOME_TOWN = "quê quán"
    BIRTHPLACE = "nơi sinh"
    DECISION = "quyết định tuyển dụng (số và ngày)"
    NUMBER = "số quyết định"
    DATE = "ngày quyết định"
    START = "ngày vào làm"
    ORDINAL = "số thứ tự"
    NOT_USED = "không dùng đến"


# Patterns for whole headers, folded and joined. The first pattern that matches counts.
_WHO = "(cua)?(canbo|cbcc|cbccvc|congchuc|vienchuc|nhanvien|nguoilaodong|ccvc|cb|nv)*"
_WORDS: tuple[tuple[Field, str], ...] = (
    (Field.ORDINAL, "stt|tt|so(thu)?tu|sott|so?thutu|no"),
    (Field.FAMILY_AND_MIDDLE, "ho(va|chu)?(ten)?(chu)?(dem|lot)|hovachu(dem|lot)|hovadem|holot"),
    (Field.MIDDLE, "(ten|chu)?(dem|lot)"),
    (Field.FAMILY, "ho"),
    (Field.GIVEN, "ten|tengoi"),
    (Field.NAME, f"ho(va|chu)?(chu)?(dem)?(va)?ten(khaisinh|daydu|{_WHO})|ten{_WHO}|fullname"),
    (Field.TITLE, "(chucvu|chucdanh|cv)(va)?(chucvu|chucdanh)?(congtac|congviec|hientai|hiennay|"
     "dangdamnhiem|damnhiem|chinhquyen)?|vitrivieclam|(cong|nhiem)(viec|vu)(duocgiao|damnhiem)?"),
    (Field.ID, f"(ma|mahieu|maso|sohieu)(so)?{_WHO}|macanbo|socongchuc"),
    (Field.BIRTH_DATE, "(ngay)?(thang)?(namsinh|sinh|ngaysinh)|ngaythangnamsinh|ntns|"
     "ngaythangsinh|sinhngay|namsinh|dob"),
    (Field.HOME_TOWN, "que|quequan|nguyenquan|quequannguyenquan"),
    (Field.BIRTHPLACE, "noisinh|noisinhquan"),
    (Field.UNIT, "(ten|thuoc)?(donvi|coquan|phongban|noi|diaphuong|phong|ban)+(va)?(donvi|coquan|"
     "phongban)?(congtac|lamviec|tructhuoc|hientai|hiennay)?"),
    (Field.NUMBER, "so(hieu)?(cua)?(qd|quyetdinh)(td|tuyendung|tiepnhan|bonhiem)*|"
     "(qd|quyetdinh)(td|tuyendung|tiepnhan)*so"),
    (Field.DATE, "ngay(thang|thangnam)?(ky|banhanh|ra)?(qd|quyetdinh)(td|tuyendung|tiepnhan)*|"
     "ngayky|(qd|quyetdinh)(td|tuyendung|tiepnhan)*ngay(ky|thang|thangnam)?"),
    (Field.DECISION, "(qd|quyetdinh)(td|tuyendung|tiepnhan)*(so)?(va)?(ngay)?(thang)?(nam)?|"
     "so(va)?ngay(thangnam)?(ky)?(qd|quyetdinh)(td|tuyendung|tiepnhan)*"),
    (Field.START, "ngay(thangnam)?(batdau)?(vao|nhan|tuyen|tiep)?(lamviec|lam|nhan|viec|"
     "coquan|dung|congtac)"),
    (Field.NOT_USED, "gioitinh|phai|namnu|gioi|dienthoai.*|sodienthoai.*|sdt.*|didong|dt|dtdd|"
     "email.*|thudientu.*|diachi.*|ghichu.*|trinhdo.*|chuyenmon.*|bangcap.*|hocvan|hocham.*|hocvi|"
     "ngach.*|bac(luong)?|heso.*|luong.*|phucap.*|dantoc|tongiao|dang(vien)?|ngayvaodang.*|"
     "ngayvaonganh|lyluan.*|chinhtri|tinhoc|ngoaingu|qlnn|quanlynhanuoc|cccd|cmnd|socccd|socmnd|"
     "socmndcccd|socancuoc.*|sodinhdanh.*|cancuoc.*|hokhau.*|thuongtru|noio.*|choo.*|masothue|"
     "sobhxh|bhxh.*|thamnien|namcongtac|tuoi|kyten|chuky|soluong|bienche.*|hopdong.*|hinhanh|anh|"
     "xeploai|danhgia|loai.*|tinhtrang.*"),
)  # fmt: skip
_PATTERNS = tuple((field, re.compile(words)) for field, words in _WORDS)
_IN_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
# Longer texts are no headers; they are not tried, since the patterns are slow on long texts.
_LONGEST = 60
_NOTHING_SAID = re.compile(r"[^\w]+")

# The meaning of a header in two rows: meaning of the upper text, then the lower text.
_BIRTH = frozenset({Field.BIRTH_DATE})
_OF_A_DECISION = frozenset({Field.DECISION, Field.NUMBER, Field.DATE})
_HALVES: tuple[tuple[frozenset[Field], str, Field], ...] = (
    (_BIRTH, "nữ", Field.BIRTH_DATE_FEMALE),
    (_BIRTH, "ngày", Field.BIRTH_DAY),
    (_BIRTH, "tháng", Field.BIRTH_MONTH),
    (_OF_A_DECISION, "số", Field.NUMBER),
    (_OF_A_DECISION, "ngày", Field.DATE),
)


def meaning(*texts: str) -> Field | None:
    """Return what a header means, None where it is not known.

    Args:
        texts: the header's cell, or the cells of a header of several rows from top to bottom.

    >>> meaning("HO VA TEN"), meaning("Ngày, tháng, năm sinh"), meaning("Năm sinh", "Nữ")
    (<Field.NAME: 'họ và tên'>, <Field.BIRTH_DATE: 'ngày sinh'>, <Field.BIRTH_DATE_FEMALE: 'ngày \
sinh (nữ)'>)
    """
    said = [text for text in map(_readable, texts) if text]
    if not said:
        return None
    if len(said) == 1:
        return _alone(said[0])
    above, below = said[-2], said[-1]
    half = _half(_alone(above), below)
    if half is not None:
        return half
    return _alone(below) or _alone(f"{above} {below}") or _alone(above)


def _half(above: Field | None, below: str) -> Field | None:
    lowered = below.lower()
    # «Nam» (man) and «Năm» (year) fold to the same text, so the diacritic decides.
    if above in _BIRTH and lowered in ("nam", "năm"):
        return Field.BIRTH_YEAR if lowered == "năm" else Field.BIRTH_DATE_MALE
    folded = fold(below)
    for fields, text, half in _HALVES:
        if above in fields and folded in (
            fold(f"{text}{more}") for more in ("", "ký", "tháng năm")
        ):
            return half
    return None


def _alone(text: str) -> Field | None:
    for said in (_IN_BRACKETS.sub(" ", text), text):
        folded = fold(said)
        if len(folded) > _LONGEST:
            continue
        for field, pattern in _PATTERNS:
            if folded and pattern.fullmatch(folded):
                return field
    return None


def _readable(text: str) -> str:
    """Return a header's text in Unicode, also where it was typed with the TCVN3 or VNI encoding."""
    return legacy_text.in_unicode(text) or text if _NOTHING_SAID.sub("", text) else ""
