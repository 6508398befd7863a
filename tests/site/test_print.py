"""Pages printed by a browser: an address list without controls for the screen."""

import base64
import re
import subprocess
from pathlib import Path

import pytest

from guide.pictures.tools import served

PAGES = ["don-vi/ubnd-xa-tay-phu/", "viec/ho-tich/", "a-z/n/", "lanh-dao/", "./", "gioi-thieu/"]
# Texts of controls, which are useless on paper.
ONLY_ON_SCREEN = ["Chép", "Viết thư", "In trang này", "Tải danh thiếp", "Tìm đơn vị", "Màu nền",
                  "Đến nội dung chính", "Mã QR danh thiếp"
                  "Nguồn tin (Atom)"]  # fmt: skip

# The resolution of the tested pictures.
_PER_MM = 2


@pytest.fixture(scope="module")
def printed(browser, site, tmp_path_factory):
    """The PDF of each page, printed on A4 from a phone with the dark scheme."""
    folder = tmp_path_factory.mktemp("printed")
    browser.set_window_size(400, 800)
    result = {}
    try:
        with served(site) as url:
            for place, page in enumerate(PAGES):
                browser.get(f"{url}/{page}")
                browser.execute_script("document.documentElement.dataset.scheme = 'dark'")
                file = folder / f"{place}.pdf"
                file.write_bytes(paper(browser))
                result[page] = file
        yield result
    finally:
        browser.set_window_size(1280, 900)


def paper(browser, **options):
    options = {"preferCSSPageSize": True, "printBackground": True, **options}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", options)["data"])


def pages_of(file: Path) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.split("\f")[:-1]


@pytest.mark.parametrize("page", PAGES)
def test_paper_has_every_address_in_one_piece(page, printed, site):
    text = "\n".join(pages_of(printed[page]))
    html = Path(site, page, "index.html").read_text()
    main = html.partition("<main")[2].partition("</main>")[0]
    addresses = {
        one.split("?")[0] for one in re.findall(r'(?:mailto:|data-address=")([^"]*@[^"]*)"', main)
    }
    assert addresses or page == "gioi-thieu/"
    for address in addresses:
        assert address in text


@pytest.mark.parametrize("page", PAGES)
def test_paper_has_nothing_that_only_a_screen_can_do(page, printed):
    text = "\n".join(pages_of(printed[page]))
    for said in ONLY_ON_SCREEN:
        assert said not in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_where_and_of_which_day_it_is(page, printed):
    pages = pages_of(printed[page])
    address = f"https://danhba.tayson.binhdinh.gov.vn/{page.removeprefix('./')}"
    for place, text in enumerate(pages, 1):
        assert f"In từ trang {address}\n" in text
        assert re.search(r"Dữ liệu ngày \d\d/\d\d/\d{4}", text)
        assert f"Trang {place}/{len(pages)}" in text


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_nearly_empty(page, printed):
    pages = [
        [line for line in text.splitlines() if line.strip()] for text in pages_of(printed[page])
    ]
    for lines in pages[:-1]:
        assert len(lines) > 30
    # The last page has more than the end of the list and the footer.
    assert len(pages[-1]) > 6


def test_a_table_that_goes_on_has_its_head_again(printed):
    pages = pages_of(printed["don-vi/ubnd-xa-tay-phu/"])
    assert len(pages) > 1
    for text in pages:
        assert re.search(r"Họ và tên +Chức danh +Địa chỉ thư", text)


def test_rows_stay_whole(printed):
    """A title with two lines and its address are on the same page."""
    for text in pages_of(printed["don-vi/ubnd-xa-tay-phu/"]):
        body = [line for line in text.splitlines() if line.strip()]
        first = next(place for place, line in enumerate(body) if line.startswith("Họ và tên"))
        assert "@" in body[first + 1]


def test_paper_is_black_on_white_also_from_the_dark_scheme(printed):
    _, _, picture = gray(printed["don-vi/ubnd-xa-tay-phu/"])
    dark = sum(1 for value in picture if value < 128)
    light = sum(1 for value in picture if value > 230)
    assert dark / len(picture) < 0.1
    assert light / len(picture) > 0.85


def test_a_units_qr_code_stands_on_paper_though_it_is_folded_in_on_the_screen(printed):
    """About half of a QR code is black; no other square of these pages is so dark."""
    file = printed["don-vi/ubnd-xa-tay-phu/"]
    side = 24 * _PER_MM
    darkest = max(
        sum(1 for row in range(top, top + side)
            for value in picture[row * width + left : row * width + left + side] if value < 100)
        for page in range(1, len(pages_of(file)) + 1)
        for width, height, picture in [gray(file, page)]
        # The left edge of the printed area; the code has a white border.
        for left in [20 * _PER_MM]
        for top in range(0, height - side, _PER_MM)
    )  # fmt: skip
    assert 0.3 < darkest / side**2 < 0.7


def gray(file, page=1):
    """Width, height and grey values of a page (PGM, raw)."""
    resolution = str(_PER_MM * 25.4)
    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", resolution, "-f", str(page), "-l", str(page), file],
        capture_output=True, check=True,
    )  # fmt: skip
    _, size, _, data = done.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, data[: width * height]
