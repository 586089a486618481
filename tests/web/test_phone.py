"""On a phone: installed, without a net, with a finger for a password."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.fine import Fine
from tests.web.server import Served, serving

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # a browser does not see the database


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Served]:
    """Under a name, as passkeys and service workers want it."""
    with serving(tmp_path / "ringback", host="localhost") as served:
        yield served


def test_it_can_be_installed(page: Page, named: Served, fine: Fine) -> None:
    named.sign_in(page)
    page.goto(named.url("today"))
    manifest = json.loads(page.request.get(named.url("/manifest.webmanifest")).text())
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(f"{named.address}{icon['src']}").headers["content-type"] == "image/png"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []


def test_without_a_net_there_is_a_page_that_says_so_and_keeps_nothing_of_the_shop(
    page: Page, named: Served
) -> None:
    named.sign_in(page)
    page.goto(named.url("team"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)
    page.goto(named.url("team"))
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.context.set_offline(False)
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name)"
        ".then((c) => c.keys())))).then((all) => all.flat().map((request) => new URL(request.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline"]


def test_a_passkey_is_made_and_lets_in(page: Page, named: Served, fine: Fine) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    about = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    about |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": about})
    named.sign_in(page)
    page.goto(named.url("/you"))
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("From now on this device lets you in.")).to_be_visible()
    fine.is_now("with a passkey")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today")
    page.goto(named.url("/you"))
    page.locator("li", has_text="Chrome").get_by_role("button", name="Remove").first.click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey did not work here.")).to_be_visible()
    assert urlsplit(page.url).path == "/sign-in"


def test_what_is_written_without_a_net_stays_until_there_is_one(page: Page, named: Served) -> None:
    named.sign_in(page)
    page.goto(named.url("team"))
    page.get_by_label("E-mail").fill("ben@example.com")
    page.context.set_offline(True)
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#trouble")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.get_by_label("E-mail")).to_have_value("ben@example.com")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("Send this link to whom you invite.")).to_be_visible()
    expect(page.locator("#trouble")).to_be_hidden()
