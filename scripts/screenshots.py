"""Draws the demo shop: a missed call in the simulator, and every page, on a phone and at a desk.

Prints how long it took from the click on Call until the text was on the caller's phone.
"""

import os
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

from ringback.web import PAGES  # noqa: E402

PICTURES = ROOT / "screenshots"
RINGBACK = Path(sys.executable).with_name("ringback")
LONG_ENOUGH = 30_000  # milliseconds
NO_PICTURE = ("/live", ".js", ".webmanifest")


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
        every_page(page)


def conversation(page: Page) -> None:
    """One of the demo's week, beside the list and on a phone."""
    account = urlsplit(page.url).path.split("/")[2]
    for name, width, height in (("inbox", 1440, 900), ("inbox-phone", 390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(urljoin(page.url, f"/a/{account}/inbox"))
        page.locator("a.talk", has_text="Grace Lindqvist").click()
        expect(page.locator("#thread")).to_be_visible()
        for scheme in ("light", "dark"):
            draw(page, name if scheme == "light" else f"{name}-dark", scheme)


def every_page(page: Page) -> None:
    """Each page of the table that needs no more than an account, as `pages/calls-phone-dark.png`."""
    (PICTURES / "pages").mkdir(exist_ok=True)
    account = urlsplit(page.url).path.split("/")[2]
    for each in PAGES:
        path = each.path.replace("{account}", account)
        if each.method != "GET" or "{" in path or path.endswith(NO_PICTURE):
            continue
        name = each.path.removeprefix("/a/{account}/").strip("/").replace("/", "-") or "first"
        for size, width, height in (("phone", 390, 844), ("desk", 1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(urljoin(page.url, path))
            for scheme in ("light", "dark"):
                draw(page, f"pages/{name}-{size}{'' if scheme == 'light' else '-dark'}", scheme)


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
