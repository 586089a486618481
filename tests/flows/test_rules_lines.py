"""A line, or a number in an advertisement that leads to it, may have rules of its own."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ringback.lines.overrides import LINE, overrides_of, set_overrides
from ringback.lines.store import Line
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA
from tests.world import Shop, open_line, shop

FLYER = "+15125550155"
MEXICAN = "+525512345678"
OPEN_NOW = {"hours": {"fri": ["08:00-17:00"]}, "when": "open"}
CLOSED_NOW = {"hours": {"mon": ["08:00-17:00"]}, "when": "open"}


async def say(rosas: Shop, line: Line, rules: Mapping[str, Mapping[str, object]]) -> None:
    await rosas.ringback.db.run(set_overrides, line.account_id, line.id, rules)


async def missed(rosas: Shop, caller: str = DAN, **said: str) -> int:
    """How many texts it led to."""
    before = len(rosas.sent)
    call = f"CA{caller}{said}"
    await rosas.call("voice", call, caller=caller, CallStatus="ringing", Direction="inbound", **said)
    await rosas.after(10)
    await rosas.nobody_answers(call, caller)
    await rosas.call("voice_status", call, caller=caller, CallStatus="completed", CallDuration="9")
    await rosas.after(10)
    return len(rosas.sent) - before


@pytest.mark.parametrize(
    ("account", "line", "texted"),
    [(OPEN_NOW, {}, 1), (CLOSED_NOW, {}, 0), (OPEN_NOW, CLOSED_NOW, 0), (CLOSED_NOW, OPEN_NOW, 1)],
)
async def test_hours_of_the_line_go_before_those_of_the_account(
    tmp_path: Path, account: dict[str, object], line: dict[str, object], texted: int
) -> None:
    async with shop(tmp_path, policy=account) as rosas:
        await say(rosas, rosas.line, {LINE: line})
        assert await missed(rosas) == texted


async def test_calls_from_the_flyer_get_the_flyers_text(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        flyer = {"templates": {"missed": "{business}: thanks for calling about our flyer! {stop}"}}
        await say(rosas, rosas.line, {FLYER: flyer})
        await missed(rosas, DAN, ForwardedFrom=FLYER)
        await missed(rosas, DANA)
        assert [body.partition("!")[0] for _, body in rosas.sent] == [
            "Rosa's Plumbing: thanks for calling about our flyer",
            "Hi there, this is Rosa's Plumbing. Sorry we missed your call. What can we help you with? "
            "Reply STOP to opt out.",
        ]


async def test_source_goes_before_the_line(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await say(rosas, rosas.line, {LINE: {"shadow": True}, FLYER: {"shadow": False}})
        assert await missed(rosas, DAN) == 0
        assert await missed(rosas, DANA, ForwardedFrom="5125550155") == 1


async def test_rules_are_replaced_and_empty_ones_are_none(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        line, read = rosas.line, rosas.ringback.db.read
        await say(rosas, line, {LINE: {"shadow": True}, FLYER: {"when": "open"}})
        await say(rosas, line, {LINE: {}, FLYER: {"delay_seconds": 9}})
        assert await read(overrides_of, line.account_id, line.id) == {FLYER: '{"delay_seconds":9}'}


async def test_carols_lines_keep_the_rules_of_carol(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        run = rosas.ringback.db.run
        carols = await run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await say(rosas, carols, {LINE: {"shadow": True}})
        await run(set_overrides, rosas.line.account_id, carols.id, {})
        assert await run(overrides_of, carols.account_id, carols.id) == {LINE: '{"shadow":true}'}
        assert await run(overrides_of, rosas.line.account_id, carols.id) == {}
        assert await missed(rosas) == 1


async def test_line_may_text_a_country_that_the_business_does_not(tmp_path: Path) -> None:
    """Also when the text is looked at once more before it leaves, and when a person writes."""
    async with shop(tmp_path) as rosas:
        assert await missed(rosas, MEXICAN) == 0
        await say(rosas, rosas.line, {LINE: {"countries": ["US", "MX"]}})
        await rosas.after(3600)
        assert await missed(rosas, MEXICAN, again="1") == 1


async def test_spanish_line_of_an_english_shop_is_spanish_throughout(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"follow_up_after": "4h"}, language="es") as rosas:
        own = {"missed": "{business}: abrimos {next_open|pronto}. {stop}"}
        await say(rosas, rosas.line, {LINE: {"templates": own, **CLOSED_NOW, "when": "always"}})
        await missed(rosas)
        await rosas.after(5 * 3600)
        await rosas.texts_in("remove", DANA)
        await rosas.after(5)
        assert [body for _, body in rosas.sent] == [
            "Rosa's Plumbing: abrimos el lunes a las 8 AM. Responda STOP para salir.",
            "Rosa's Plumbing: ¿sigue necesitando ayuda? Responda a este mensaje. Responda STOP para salir.",
            "Rosa's Plumbing: ya no le mandaremos mensajes. Responda START para volver.",
        ]
