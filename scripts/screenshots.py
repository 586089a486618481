"""Draws the demo shop: a missed call in the simulator, and every page, on a phone and at a desk.

Prints how long it took from the click on Call until the text was on the caller's phone.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page, expect

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # beside pytest, nobody else adds it
from tests.browser import browsing, launched  # noqa: E402
from tests.web.things import is_looked_at  # noqa: E402

from ringback.web import PAGES  # noqa: E402
from ringback.web.pages import Needs  # noqa: E402

PICTURES = ROOT / "screenshots"
RINGBACK = Path(sys.executable).with_name("ringback")
LONG_ENOUGH = 30_000  # milliseconds
ALSO = ("/a/{account}/setup/line?another=1",)  # where a page looks otherwise


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="ringback-") as folder,
        serving(Path(folder)) as address,
        launched() as browser,
        browsing(browser, 1440, 900) as page,
    ):
        page.goto(address)
        page.get_by_role("link", name="Simulator").click()
        seconds = missed_call(page)
        print(f"From the click on Call to the text on the phone: {seconds:.1f} s")
        for name, width, height in (("simulator", 1440, 900), ("simulator-phone", 390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                draw(page, name if scheme == "light" else f"{name}-dark", scheme)
        conversation(page)
        every_page(page, "en")
        speak_spanish(page)
        every_page(page, "es")


def speak_spanish(page: Page) -> None:
    back = page.url
    page.goto(urljoin(back, "/you"))
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Guardado.").wait_for()
    page.goto(back)


def conversation(page: Page) -> None:
    """One of the demo's week, beside the list and on a phone."""
    account = urlsplit(page.url).path.split("/")[2]
    for name, width, height in (("inbox", 1440, 900), ("inbox-phone", 390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(urljoin(page.url, f"/a/{account}/inbox"))
        page.locator("a.talk", has_text="Owen Pratt").click()
        expect(page.locator("#thread")).to_be_visible()
        for scheme in ("light", "dark"):
            draw(page, name if scheme == "light" else f"{name}-dark", scheme)


def every_page(page: Page, language: str) -> None:
    """Each page of the table, as `pages/en/calls-phone-dark.png`; of calls, people and the like the first."""
    (PICTURES / "pages" / language).mkdir(parents=True, exist_ok=True)
    account = urlsplit(page.url).path.split("/")[2]
    start = page.url
    seen: set[str] = set()  # paths that the pages so far lead to
    shown = [each for each in PAGES if is_looked_at(each)]
    for path in ALSO:
        address = urljoin(start, path.replace("{account}", account))
        seen |= draw_page(page, address, f"pages/{language}/{named(path)}")
    with somebody_else(page, language) as guest:
        for each in sorted(shown, key=lambda each: each.path.count("{")):
            here = each.path.replace("{account}", account)
            found = [to for to in sorted(seen) if re.fullmatch(re.sub(r"{\w+}", "[^/]+", here), to)]
            if "{" not in here or found:
                who = guest if each.needs is Needs.NOTHING else page
                path = urljoin(start, found[0] if "{" in here else here)
                seen |= draw_page(who, path, f"pages/{language}/{named(each.path)}")


@contextmanager
def somebody_else(page: Page, language: str) -> Iterator[Page]:
    """Who is not signed in, for the pages that are open to all."""
    assert page.context.browser is not None
    context = page.context.browser.new_context(locale=language)
    try:
        yield context.new_page()
    finally:
        context.close()


def named(path: str) -> str:
    words = path.removeprefix("/a/{account}/").strip("/").replace("{", "").replace("}", "")
    return re.sub(r"\W+", "-", words) or "first"


def draw_page(page: Page, address: str, name: str) -> set[str]:
    """On a phone and at a desk, in light and dark. Returns the paths that it leads to."""
    for size, width, height in (("phone", 390, 844), ("desk", 1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        for scheme in ("light", "dark"):
            draw(page, f"{name}-{size}{'' if scheme == 'light' else '-dark'}", scheme)
    links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    return {urlsplit(link).path for link in links}


def missed_call(page: Page) -> float:
    """Play it, with a picture while it rings; returns the seconds until the text was there."""
    page.locator("#call").click()
    begun = time.monotonic()
    expect(page.locator(".phone.owner")).to_contain_text("is calling")
    draw(page, "simulator-ringing", "light")
    expect(page.locator(".theirs")).to_be_visible(timeout=LONG_ENOUGH)
    seconds = time.monotonic() - begun
    expect(page.locator("#story")).to_contain_text("It has arrived.")
    return seconds


def draw(page: Page, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)  # for a bubble to come to rest
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    print(f"screenshots/{name}.png")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`ringback demo` and `ringback serve`, exactly as a new owner would."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"RINGBACK_DATA": str(folder / "data"), "RINGBACK_PORT": str(port)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RINGBACK_")}
    subprocess.run([RINGBACK, "demo"], env={**kept, **own}, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([RINGBACK, "serve"], env={**kept, **own}, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()  # it says where it runs, and then it does
        yield server.stdout.readline().split()[-1]  # the link into the demo shop
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
