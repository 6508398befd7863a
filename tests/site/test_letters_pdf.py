"""The printed letters, measured and read as they come out of the printer and lie in an envelope."""

import io
import json
import re
import subprocess
from datetime import date
from itertools import combinations, product
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image
from printing import run, solid, text_of

from congvu.letters.model import Letter
from congvu.letters.printing import TEMPLATE, unit_pdf
from congvu.office import load_office
from congvu.typesetting import Typesetter
from tests.letter_files import PASSWORDS, letter
from tests.samples import DOMAIN

DAY = date(2026, 11, 29)
PHONE = "0256 000 0000"
LONG_UNIT = "Ban quản lý dự án đầu tư xây dựng và phát triển quỹ đất huyện Tây Sơn, tỉnh Bình Định"
SAMPLES = {
    "usual": {},
    "long name and unit": {
        "name": "Công Tằng Tôn Nữ Huyền Trân Thị Phương Thảo Nguyên",
        "unit": LONG_UNIT,
    },
    "long address and page": {
        "address": f"{'congtangtonnu' * 4}{'w' * 12}@{DOMAIN}",
        "page": "https://mail.ubnd.phuongnguyentrungtruc.thanhphorachgia.kiengiang.gov.vn/tai-khoan/",
        "password": "wwww-mmmm-wwww-mmmm",
    },
    "long helper": {},
}
HELPERS = {"long helper": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện, Tổ Công nghệ"}

# Width and height of each envelope, and of its window: from the left, from the bottom, size.
ENVELOPES = {
    "DL, DIN 680": (220, 110, (20, 15, 90, 45)),
    "DL, low window": (220, 110, (20, 18, 90, 35)),
    "C5/6, DIN 680": (229, 114, (20, 15, 90, 45)),
    "12 x 22": (220, 120, (20, 15, 90, 45)),
}
FOLD, PANEL_WIDTH = 105, 210
PER_MM = 150 / 25.4


class Page:
    """One page of a PDF: words with their boxes in mm, and its picture at 150 dots an inch."""

    def __init__(self, file, number):
        page = ("-f", str(number), "-l", str(number))
        (box,) = re.findall(r"<page .*?</page>", run("pdftotext", "-bbox", *page, file, "-"), re.S)
        self.words = [
            (one.text, *(float(one.get(at)) / 72 * 25.4 for at in ("xMin", "yMin", "xMax", "yMax")))
            for one in ElementTree.fromstring(box)
        ]
        self.text = text_of(file, *page)
        self.pdf, self.number = file, number
        picture = run_binary("pdftoppm", "-r", "150", "-gray", *page, file)
        self.picture = Image.open(io.BytesIO(picture))

    def box(self, texts):
        """The box around some words, each of which stands there."""
        found = [word for word in self.words if word[0] in texts]
        assert {word[0] for word in found} == set(texts)
        return around(word[1:] for word in found)

    def ink(self, box):
        """The box around all that is printed within a box; None where that is nothing."""
        pixels = self.picture.crop(tuple(round(side * PER_MM) for side in box))
        found = pixels.point(lambda grey: 255 if grey < 200 else 0).getbbox()
        if found is None:
            return None
        shifted = zip(found, (box[0], box[1]) * 2, strict=True)
        return tuple(side / PER_MM + by for side, by in shifted)


def run_binary(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout


def around(boxes):
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def within(inner, outer, slack=0.0):
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def meets(one, other):
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.1
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.1
    )


def windows():
    """Where each window lies on the letter's front panel, for the four ends of its play."""
    for width, height, (left, bottom, across, up) in ENVELOPES.values():
        for right, rise in product((0, width - PANEL_WIDTH), (0, height - FOLD)):
            low = FOLD + rise - bottom
            yield left - right, low - up, left + across - right, low


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request, tmp_path_factory):
    """A unit's file with one letter of two, and the letter."""
    office = load_office()
    accounts = office.accounts.model_copy(update={"help_phone": PHONE})
    helper = HELPERS.get(request.param, office.office)
    office = office.model_copy(update={"accounts": accounts, "office": helper})
    one = Letter.model_validate_json(json.dumps(letter(**SAMPLES[request.param])))
    second = one.model_copy(update={"account": "ts-0002", "password": PASSWORDS[1]})
    with Typesetter(TEMPLATE) as typesetter:
        pdf = unit_pdf(typesetter, [one, second], office, {"ts-0001": "Chuyên viên"}, DAY)
    file = tmp_path_factory.mktemp("letters") / "unit.pdf"
    file.write_bytes(pdf)
    return Page(file, 1), Page(file, 3), one


def test_name_and_unit_lie_in_every_window_and_nothing_else_does(sample):
    page, _, one = sample
    exposed = around(windows())
    shown = [word for word in page.words if meets(word[1:], exposed)]
    assert solid(" ".join(word[0] for word in shown)) == solid(f"{one.name}{one.unit}")
    ink = page.ink(exposed)
    assert within(ink, around(word[1:] for word in shown), slack=0.5)
    for window in windows():
        # A millimetre for who folds and for who cuts.
        assert within(ink, window, slack=-1)


def test_the_password_lies_behind_no_window(sample):
    page, _, one = sample
    box = page.box([one.password])
    exposed = around(windows())
    # Folded at 105 and 210 mm, the second panel lies behind the first upside down, the third
    # behind that the right way up.
    assert FOLD < box[1] < box[3] < 2 * FOLD
    assert not meets((box[0], 2 * FOLD - box[3], box[2], 2 * FOLD - box[1]), exposed)


def test_it_folds_between_lines_at_its_marks(sample):
    page, _, _ = sample
    for fold in (FOLD, 2 * FOLD):
        assert page.ink((0, fold - 2.5, 20, fold + 2.5)) == pytest.approx(
            (4, fold, 9, fold), abs=0.5
        )
        assert page.ink((10, fold - 2.5, 210, fold + 2.5)) is None


def test_nothing_lies_over_anything_else_or_beyond_what_printers_print(sample):
    page, listed, _ = sample
    for one, (width, height) in ((page, (210, 297)), (listed, (297, 210))):
        for word in one.words:
            assert within(word[1:], (10, 10, width - 10, height - 8)), word
        for first, second in combinations(one.words, 2):
            assert not meets(shrunk(first), shrunk(second)), (first, second)


def shrunk(word):
    """The box of a word's letters, without the room that fonts keep above and below."""
    _, left, top, right, bottom = word
    room = (bottom - top) * 0.22
    return left, top + room, right, bottom - room


def test_it_is_read_at_arms_length(sample):
    page, _, one = sample
    number = str(page.number)
    xml = run(
        "pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", "-f", number, "-l", number, page.pdf
    )
    fonts = {
        found["id"]: (float(found["size"]), found["family"])
        for found in (
            dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<fontspec .*?/>", xml)
        )
    }
    assert min(size for size, _ in fonts.values()) >= 12
    (font,) = re.findall(rf'font="(\d+)"><b>{one.password}</b>', xml) or re.findall(
        rf'font="(\d+)">{one.password}<', xml
    )
    size, family = fonts[font]
    assert size >= 18
    assert "Mono" in family


def test_it_says_all_that_a_newcomer_needs(sample):
    page, _, one = sample
    text = solid(page.text)
    for words in (
        one.name,
        one.unit,
        one.address,
        one.password,
        "hết ngày 09/12/2026",
        one.page,
        "Mở trang tài khoản",
        "Chọn mật khẩu của riêng ông/bà",
        "Không ai được hỏi mật khẩu của ông/bà",
        f"điện thoại {PHONE}",
        "hãy xé nhỏ thư này",
    ):
        assert solid(words) in text, words


def test_the_code_opens_the_account_page(sample):
    page, _, one = sample
    (code,) = zxingcpp.read_barcodes(page.picture)
    assert code.text == one.page
    assert str(code.format).startswith("QR")


def test_the_list_names_everybody_and_no_password(sample):
    _, listed, one = sample
    text = solid(listed.text)
    heads = ("STT", "Họ và tên", "Chức vụ", "Địa chỉ thư", "Thư số", "Ngày nhận", "Ký nhận")
    for words in (*heads, "Độc lập - Tự do - Hạnh phúc", one.unit, one.name, one.address):
        assert solid(words) in text, words
    assert solid("Chuyên viên") in text
    assert solid("Trang 1/1") in text
    assert one.password not in listed.text
    assert PASSWORDS[1] not in listed.text


def test_each_letter_has_the_page_of_its_own(sample):
    page, _, one = sample
    assert text_of(page.pdf).count(one.password) == 1
    assert PASSWORDS[1] not in page.text
    assert PASSWORDS[1] in Page(page.pdf, 2).text
