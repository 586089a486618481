"""Coming in: with a password, by a link, not at all."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.accounts import links, members, passwords, sessions, users
from ringback.accounts.links import Purpose
from ringback.accounts.members import Role
from ringback.cli.scenarios.stage import Stage, stage
from ringback.db.transaction import Transaction
from tests.web.pages import FROM_HERE, Answered, Visitor, get, post, sign_in

GOOD = "four words in a row"
HASHED = passwords.hashed(GOOD)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        await world.ringback.db.run(_add_rosa, world.line.account_id)
        yield world


def _add_rosa(tx: Transaction, account_id: str) -> None:
    rosa = users.add(tx, email="Rosa@Example.com", name="Rosa", password=HASHED)
    members.put(tx, account_id, rosa.id, Role.OWNER)


async def tries(
    world: Stage, password: str = GOOD, email: str = "rosa@example.com", to: str = "/", known: str = ""
) -> Answered:
    from tests.web.pages import FROM_HERE

    headers = {**FROM_HERE, "cookie": f"ringback-guest=guest; ringback-known={known}"}
    fields = {"email": email, "password": password, "to": to}
    return await post(world.ringback.asgi, "/sign-in", fields, headers=headers)


def as_signed_in(world: Stage, answered: Answered) -> Visitor:
    token = answered.cookies["ringback"].partition(";")[0]
    return Visitor(world.ringback.asgi, world.line.account_id, "", token)


async def test_the_right_password_opens_the_shop(world: Stage) -> None:
    answered = await tries(world, email=" ROSA@example.com ")
    assert (answered.status, answered.to) == (303, "/")
    rosa = as_signed_in(world, answered)
    assert (await rosa.get("/")).to == rosa.whole("today")
    assert (await rosa.get("today")).status == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("rosa@example.com", "four words in a ro"),
        ("nobody@example.com", GOOD),
        ("", ""),
        ("rosa@example.com", ""),
    ],
)
async def test_a_wrong_one_says_the_same_whoever_it_is_for(world: Stage, email: str, password: str) -> None:
    answered = await tries(world, password, email)
    assert (answered.status, "do not belong together" in answered.body) == (422, True)
    assert "ringback" not in answered.cookies
    assert f'value="{email}"' in answered.body  # what was typed stays
    assert not password or password not in answered.body


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/a/x/calls?q=1", "/a/x/calls?q=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
async def test_afterwards_one_is_where_one_wanted_to_go_and_never_elsewhere(
    world: Stage, to: str, goes: str
) -> None:
    assert (await tries(world, to=to)).to == goes


async def test_whose_session_ended_in_the_middle_of_a_form_comes_back_to_it(world: Stage) -> None:
    here = {"hx-request": "true", "hx-current-url": "https://ringback.example/a/account_1/rules?of=line_1"}
    answered = await post(
        world.ringback.asgi, "/a/account_1/rules", {"when": "open"}, headers={**FROM_HERE, **here}
    )
    assert (answered.status, answered.headers["hx-redirect"]) == (
        401,
        "/sign-in?to=/a/account_1/rules%3Fof%3Dline_1",
    )


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: Stage) -> None:
    for name, value in (await tries(world)).cookies.items():
        flags = value.lower()
        assert ("httponly" in flags, "samesite=lax" in flags, "secure" in flags) == (True, True, False), name


async def test_over_https_cookies_are_for_this_host_and_for_tls_only(tmp_path: Path) -> None:
    from tests.world import shop

    async with shop(tmp_path) as rosas:
        answered = await get(rosas.ringback.asgi, "/sign-in")
    assert [(name, "; Secure" in value, "Path=/;" in value) for name, value in answered.cookies.items()] == [
        ("__Host-ringback-guest", True, True)
    ]


async def test_whoever_guesses_waits_longer_and_longer_and_rosas_own_browser_does_not(world: Stage) -> None:
    known = (await tries(world)).cookies["ringback-known"].partition(";")[0]
    for _ in range(6):
        assert (await tries(world, "wrong")).status == 422
    waiting = await tries(world)
    assert (waiting.status, "Too many tries. Wait 15 seconds" in waiting.body) == (429, True)
    assert (await tries(world, known=known)).status == 303
    assert (await tries(world, known="made up")).status == 429
    world.clock.advance_to(world.clock.now() + timedelta(seconds=16))
    assert (await tries(world)).status == 303


async def test_one_address_that_tries_many_people_is_slowed_down(world: Stage) -> None:
    for number in range(21):
        assert (await tries(world, email=f"{number}@example.com")).status == 422
    assert (await tries(world, email="another@example.com")).status == 429


async def test_who_was_disabled_is_out_at_once_and_stays_out(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))

    def disable(tx: Transaction) -> None:
        user = users.by_email(tx, "rosa@example.com")
        assert user is not None
        users.change(tx, user.id, disabled_at=tx.now)

    await world.ringback.db.run(disable)
    assert (await rosa.get("today")).to.startswith("/sign-in")
    assert (await tries(world)).status == 422


async def test_signing_out_ends_the_session_itself_not_only_the_cookie(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    assert (await rosa.post("/sign-out", accept="text/html")).to == "/sign-in"
    assert (await rosa.get("today")).to.startswith("/sign-in")


async def test_signing_out_everywhere_ends_every_session(world: Stage) -> None:
    here, there = as_signed_in(world, await tries(world)), as_signed_in(world, await tries(world))
    await here.post("/you/sign-out-everywhere", accept="text/html")
    assert (await there.get("today")).to.startswith("/sign-in")


async def test_a_session_ends_a_month_after_its_last_use(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    for _ in range(3):
        world.clock.advance_to(world.clock.now() + timedelta(days=20))
        assert (await rosa.get("today")).status == 200
    world.clock.advance_to(world.clock.now() + timedelta(days=31))
    assert (await rosa.get("today")).to.startswith("/sign-in")


async def test_a_new_password_needs_the_old_one_and_signs_out_the_others(world: Stage) -> None:
    here, there = as_signed_in(world, await tries(world)), as_signed_in(world, await tries(world))
    wrong = await here.post("/you/password", old="wrong", password="short", accept="text/html")
    assert wrong.status == 422
    assert ("This is not your password." in wrong.body, "at least 10 letters" in wrong.body.lower()) == (
        True,
        True,
    )
    await here.post("/you/password", old=GOOD, password="another four words here", accept="text/html")
    assert (await here.get("today")).status == 200
    assert (await there.get("today")).to.startswith("/sign-in")
    assert (await tries(world, "another four words here")).status == 303


# --- Links ---


async def open_link(world: Stage, token: str, **fields: str) -> Answered:
    return await post(world.ringback.asgi, f"/link/{token}", fields)


async def test_the_first_owner_comes_in_once_by_the_printed_link(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        token = await world.ringback.db.run(links.for_first_owner)
        assert token is not None
        looked = await get(
            world.ringback.asgi, f"/link/{token}"
        )  # as a mail program does, and nothing is used up
        assert "Make this Ringback yours" in looked.body
        fields = {"name": "Olu", "email": "olu@example.com", "password": GOOD}
        olu = as_signed_in(world, await open_link(world, token, **fields))
        assert (await olu.get("today")).status == 200  # the shop had nobody, so it is Olu's
        assert (await open_link(world, token, **fields)).status == 410
        assert await world.ringback.db.run(links.for_first_owner) is None


async def test_a_newer_link_for_the_first_owner_replaces_the_older(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        older = await world.ringback.db.run(links.for_first_owner)
        newer = await world.ringback.db.run(links.for_first_owner)
        found = [(await get(world.ringback.asgi, f"/link/{token}")).status for token in (older, newer)]
        assert found == [410, 200]
        world.clock.advance_to(world.clock.now() + timedelta(days=1, seconds=1))
        assert (await get(world.ringback.asgi, f"/link/{newer}")).status == 410


async def test_a_link_form_keeps_what_was_typed_and_names_what_is_wrong(world: Stage) -> None:
    token = await world.ringback.db.run(
        links.make, Purpose.INVITATION, account_id=world.line.account_id, role=Role.MEMBER
    )
    answered = await open_link(world, token, name="Ben <b>", email="ben at home", password="aaaaaaaaaaaa")
    assert answered.status == 422
    assert ('value="Ben &lt;b&gt;"' in answered.body, 'value="ben at home"' in answered.body) == (True, True)
    assert ("such as rosa@example.com" in answered.body, "Anybody would guess that" in answered.body) == (
        True,
        True,
    )
    assert "aaaaaaaaaaaa" not in answered.body


async def test_an_invitation_leads_into_its_business_with_its_role(world: Stage) -> None:
    rosa = await sign_in(world.ringback, world.line.account_id, name="Owner")
    answered = await rosa.post("team/invite", email="ben@example.com", role="member", accept="text/html")
    token = answered.body.partition("/link/")[2].partition("<")[0].strip()
    assert 'value="ben@example.com"' in (await get(world.ringback.asgi, f"/link/{token}")).body
    ben = as_signed_in(
        world, await open_link(world, token, name="Ben", email="ben@example.com", password=GOOD)
    )
    assert [(await ben.get(path)).status for path in ("today", "team")] == [200, 403]
    assert "joined by invitation" in (await rosa.get("audit")).body


async def test_an_invitation_that_was_taken_back_opens_nothing(world: Stage) -> None:
    rosa = await sign_in(world.ringback, world.line.account_id, name="Owner")
    answered = await rosa.post("team/invite", email="ben@example.com", role="owner", accept="text/html")
    token = answered.body.partition("/link/")[2].partition("<")[0].strip()
    (invited,) = await world.ringback.db.read(links.invitations, world.line.account_id)
    await rosa.post(f"team/invitations/{invited.id}/take-back")
    assert (await open_link(world, token, name="B", email="b@example.com", password=GOOD)).status == 410


async def test_the_last_owner_cannot_leave_a_business_to_nobody(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    (only,) = await world.ringback.db.read(members.of_account, world.line.account_id)
    for path, fields in (("role", {"role": "member"}), ("remove", {})):
        await rosa.post(f"team/members/{only.user.id}/{path}", **fields)
    assert await world.ringback.db.read(members.of_account, world.line.account_id) == [only]


async def test_a_link_for_a_new_password_signs_out_whoever_knew_the_old_one(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))

    def make(tx: Transaction) -> str:
        user = users.by_email(tx, "rosa@example.com")
        assert user is not None
        return links.make(tx, Purpose.RESET, user_id=user.id)

    token = await world.ringback.db.run(make)
    new = as_signed_in(world, await open_link(world, token, password="quite another one"))
    assert (await new.get("today")).status == 200
    assert (await rosa.get("today")).to.startswith("/sign-in")
    assert (await tries(world)).status == 422


async def test_what_is_stored_of_a_session_or_link_opens_nothing(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))

    def stored(tx: Transaction) -> str:
        user = users.by_email(tx, "rosa@example.com")
        assert user is not None
        return sessions.of_user(tx, user.id)[0].id

    kept = await world.ringback.db.read(stored)
    assert kept != rosa.token
    thief = Visitor(world.ringback.asgi, world.line.account_id, "", kept)
    assert (await thief.get("today")).to.startswith("/sign-in")
