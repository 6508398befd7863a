"""Decoding text in the TCVN3 or VNI encoding, and leaving other text unchanged."""

import subprocess

import pytest

from congvu.legacy_text import from_bytes, in_unicode


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("NguyÔn V¨n An", "Nguyễn Văn An"),
        ("V¨n An", "Văn An"),  # only a sign shows the encoding
        ("Chñ tÞch UBND x·", "Chủ tịch UBND xã"),
        ("Nguyeãn Vaên An", "Nguyễn Văn An"),
        ("Phoøng Noäi vuï", "Phòng Nội vụ"),
        ("Nguyá»…n VÄƒn An", "Nguyễn Văn An"),
    ],
)
def test_old_encodings_are_read(typed, says):
    assert in_unicode(typed) == says


@pytest.mark.parametrize(
    "text",
    ["Đỗ Văn Sỹ", "hoà giải", "hòa giải", "H'Hen Niê", "Ksor Ñua", "Y Ñă", "UBND xã Tây Phú", ""],
)
def test_what_is_unicode_is_left_alone(text):
    assert in_unicode(text) is None


def test_tcvn3_is_what_the_system_says_it_is():
    text = "Nguyễn Thị Thanh Hà, Trưởng phòng Tài chính - Kế hoạch huyện, số điện thoại"
    done = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "TCVN"], input=text.encode(), capture_output=True, check=True
    )
    assert from_bytes(done.stdout) == text
