"""What every page must be, in a real browser: usable by everybody, quiet, and at home.

def test_rosa_sees_it(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page)
    fine.looks(served.url("calls"))
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

PHONE: Final = (390, 844)
DESK: Final = (1440, 900)
SERIOUS: Final = {"serious", "critical"}
EXPECTED: Final = (
    "the server responded with a status of 4"  # a form with a mistake in it is no fault of a page
)

A_SENTENCE: Final = 30  # letters
NARROW: Final = 90  # pixels: two or three words, at most, beside each other
# The first words of each sentence in sight that has less room. What is only for ears is a pixel wide.
CRUSHED: Final = """([letters, pixels]) => [...document.querySelectorAll("body *")].filter((each) => {
  const texts = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  const own = texts.map((node) => node.data.trim()).join(" ");
  const width = each.getBoundingClientRect().width;
  const flows = getComputedStyle(each).display === "inline" || !each.checkVisibility();
  return own.length >= letters && width > 1 && width < pixels && !flows;
}).map((each) => each.textContent.trim().slice(0, 60))"""


@dataclass
class Fine:
    page: Page
    troubles: list[str] = field(default_factory=list)

    def looks(self, address: str) -> None:
        """Go there, on a phone and at a desk, in light and dark: it is fine."""
        for width, height in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.goto(address)
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                self.is_now(f"{urlsplit(address).path} {width} {scheme}")
        self.page.emulate_media(color_scheme="light")

    def is_now(self, where: str = "") -> None:
        """The page as it stands there, with whatever is open on it."""
        self.troubles += [f"{where}: {words}" for words in self._faults()]
        assert self.troubles == []

    def _faults(self) -> Iterator[str]:
        if not self.page.evaluate("'axe' in window"):  # half a megabyte, so once for each page
            self.page.evaluate(AXE_SCRIPT)
        for fault in self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]:
            if fault["impact"] in SERIOUS:
                yield f"{fault['id']}: {[node['html'][:160] for node in fault['nodes'][:3]]}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            yield f"sticks out of the window by {wide} pixels"

        for words in self.page.evaluate(CRUSHED, [A_SENTENCE, NARROW]):
            yield f"is crushed into a narrow column: {words}"

    def heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and EXPECTED not in said.text:
            self.troubles.append(f"{urlsplit(self.page.url).path}: {said.text}")

    def asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost", None):
            self.troubles.append(f"{urlsplit(self.page.url).path}: asked {request.url}")


@contextmanager
def watching(page: Page) -> Iterator[Fine]:
    """Fails at the end when the browser has complained, or asked another host, at any time."""
    fine = Fine(page)

    def watch(opened: Page) -> None:
        opened.on("console", fine.heard)
        opened.on("pageerror", lambda error: fine.troubles.append(str(error)))
        opened.on("request", fine.asked)

    watch(page)
    page.context.on("page", watch)
    yield fine
    assert fine.troubles == [], fine.troubles
