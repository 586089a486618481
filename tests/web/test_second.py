"""A code of an app beside the password."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from ringback.cli.scenarios.stage import Stage, stage
from tests.web.pages import FROM_HERE, Answered, Visitor, get, post
from tests.web.test_signin import GOOD, _add_rosa, as_signed_in, tries


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        await world.ringback.db.run(_add_rosa, world.line.account_id)
        yield world


def now(world: Stage, secret: str, later: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(world.clock.now().timestamp()) + later)


async def sets_up(world: Stage, rosa: Visitor) -> tuple[str, list[str]]:
    """The secret in Rosa's app, and her recovery codes."""
    page = (await rosa.get("/you/authenticator")).body
    secret = re.sub(
        r"\s",
        "",
        page.partition("Or type this into the app:")[2].partition("<code>")[2][:40].partition("<")[0],
    )
    codes = (await rosa.post("/you/authenticator", code=now(world, secret), accept="text/html")).body
    return secret, re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", codes)


async def second(world: Stage, half: Answered, code: str) -> Answered:
    cookie = half.cookies["ringback-half"].partition(";")[0]
    headers = {**FROM_HERE, "cookie": f"ringback-guest=guest; ringback-half={cookie}"}
    return await post(world.ringback.asgi, "/sign-in/second", {"code": code}, headers=headers)


async def test_after_it_is_set_up_the_password_alone_opens_nothing(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    secret, codes = await sets_up(world, rosa)
    assert (len(codes), len(set(codes))) == (8, 8)
    half = await tries(world, to="/a/x/calls")
    assert (half.to, "ringback" in half.cookies) == ("/sign-in/second", False)
    assert (await second(world, half, "000000")).status == 422
    answered = await second(world, half, now(world, secret, 30))
    assert (answered.status, answered.to) == (303, "/a/x/calls")
    assert (await as_signed_in(world, answered).get("today")).status == 200


async def test_a_wrong_code_does_not_stay_in_its_field(world: Stage) -> None:
    await sets_up(world, as_signed_in(world, await tries(world)))
    page = (await second(world, await tries(world), "121212")).body
    (field,) = re.findall(r'<input id="code"[^>]*>', page)
    assert 'value=""' in field
    assert "autofocus" in field


async def test_a_code_is_taken_once(world: Stage) -> None:
    secret, _ = await sets_up(world, as_signed_in(world, await tries(world)))
    code = now(world, secret)  # that one was typed when it was set up
    assert (await second(world, await tries(world), code)).status == 422
    world.clock.advance_to(world.clock.now() + timedelta(seconds=30))
    code = now(world, secret)
    assert (await second(world, await tries(world), code)).status == 303
    assert (await second(world, await tries(world), code)).status == 422


async def test_a_recovery_code_is_taken_once_however_it_is_typed(world: Stage) -> None:
    _, codes = await sets_up(world, as_signed_in(world, await tries(world)))
    typed = f" {codes[3].upper().replace('-', ' ')} "
    assert (await second(world, await tries(world), typed)).status == 303
    assert (await second(world, await tries(world), codes[3])).status == 422
    assert (await second(world, await tries(world), codes[4])).status == 303


async def test_new_recovery_codes_end_the_old(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    _, codes = await sets_up(world, rosa)
    await rosa.post("/you/authenticator/codes", accept="text/html")
    assert (await second(world, await tries(world), codes[0])).status == 422


async def test_whoever_guesses_codes_has_to_wait(world: Stage) -> None:
    secret, _ = await sets_up(world, as_signed_in(world, await tries(world)))
    half = await tries(world)
    for _ in range(6):
        assert (await second(world, half, "123456")).status == 422
    assert (await second(world, half, now(world, secret, 30))).status == 429


async def test_half_a_sign_in_lasts_ten_minutes_and_cannot_be_made_up(world: Stage) -> None:
    secret, _ = await sets_up(world, as_signed_in(world, await tries(world)))
    half = await tries(world)
    made_up = Answered(303, {}, "", {"ringback-half": "made up"})
    assert (await second(world, made_up, now(world, secret, 30))).to == "/sign-in"
    world.clock.advance_to(world.clock.now() + timedelta(minutes=11))
    assert (await second(world, half, now(world, secret))).to == "/sign-in"


async def test_a_new_password_ends_what_was_begun_with_the_old_one(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    secret, _ = await sets_up(world, rosa)
    half = await tries(world)
    await rosa.post("/you/password", old=GOOD, password="another four words here")
    assert (await second(world, half, now(world, secret, 30))).to == "/sign-in"


async def test_it_is_ended_with_the_password_only(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    await sets_up(world, rosa)
    await rosa.post("/you/authenticator/end", password="wrong")
    assert (await tries(world)).to == "/sign-in/second"
    await rosa.post("/you/authenticator/end", password=GOOD)
    assert (await tries(world)).to == "/"


async def test_a_secret_whose_code_was_never_shown_asks_for_nothing(world: Stage) -> None:
    rosa = as_signed_in(world, await tries(world))
    assert "<svg" in (await rosa.get("/you/authenticator")).body
    wrong = await rosa.post("/you/authenticator", code="123", accept="text/html")
    assert (wrong.status, "not the code that the app shows" in wrong.body) == (422, True)
    assert (await tries(world)).to == "/"


async def test_without_the_first_step_there_is_no_second(world: Stage) -> None:
    assert (await get(world.ringback.asgi, "/sign-in/second")).to == "/sign-in"
