import re
from xml.etree import ElementTree

from ringback.lib.qr import qr_svg, qr_terminal

CODE = "tel:**61*+15125550142**20%23"


def test_a_page_gets_a_square_that_is_black_on_white() -> None:
    drawn = ElementTree.fromstring(qr_svg(CODE))
    _, _, width, height = (float(side) for side in drawn.attrib["viewBox"].split())
    assert (drawn.tag, width) == ("svg", height)
    assert set(re.findall(r'(?:fill|stroke)="(#\w+)"', qr_svg(CODE))) == {"#fff", "#000"}


def test_nothing_in_the_content_gets_into_the_page() -> None:
    assert "script" not in qr_svg("<script>alert(1)</script>")


def test_a_terminal_gets_lines_of_blocks() -> None:
    lines = qr_terminal(CODE).splitlines()
    assert len(lines) > 10
    assert len({len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in lines if line}) == 1
