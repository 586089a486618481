import asyncio
import json
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.calls import store as calls
from ringback.cli.forwarding import Asked, show_forwarding
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import SystemClock
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.events import CallStarted
from ringback.phone.provider import Mode
from ringback.settings import Settings, read_settings
from tests.cast import BENS_LINE, DAN, ROSAS_LINE, ROSAS_PHONE, ROSAS_SHOP
from tests.empty import empty_database


@pytest.fixture
def rosas(tmp_path: Path) -> Settings:
    """A forwarded line, and one that rings Rosa's phone."""
    empty_database(tmp_path)
    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    _run(settings, _open_lines)
    return settings


def _open_lines(tx: Transaction) -> None:
    account = accounts.save(
        tx, name=ROSAS_SHOP, time_zone="America/Chicago", country="US", notice="website", policy="{}"
    )
    for number, mode, ring in (
        (ROSAS_LINE, Mode.FORWARDED, ()),
        (BENS_LINE, Mode.DIAL, (ROSAS_PHONE,)),
    ):
        plan = RingPlan(ring=ring)
        lines.save(
            tx, account_id=account.id, number=number, provider="telnyx", mode=mode, plan=plan, settings={}
        )


def _call_arrives(tx: Transaction) -> None:
    line = lines.by_number(tx, ROSAS_LINE)
    assert line is not None
    calls.record(tx, line, CallStarted("CA1", DAN, ROSAS_LINE, tx.now))


def _run(settings: Settings, write: object) -> None:
    db = open_database(settings, SystemClock())
    try:
        asyncio.run(db.run(write))  # type: ignore[arg-type]
    finally:
        db.close()


def shown(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    asked: Asked,
    *,
    qr: bool = False,
    as_json: bool = False,
) -> str:
    show_forwarding(settings, asked, qr=qr, as_json=as_json)
    return capsys.readouterr().out


def test_the_codes_of_one_company(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(rosas, capsys, Asked(ROSAS_LINE, "t-mobile", None, None))
    assert said.startswith("No forwarded call has arrived yet. Call the business from another phone")
    assert f"T-Mobile: pass calls on to {ROSAS_LINE}, after 20 seconds (about 3 rings)" in said
    assert f"**61*{ROSAS_LINE}**20#" in said
    assert "##62#" in said


def test_codes_to_scan(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(rosas, capsys, Asked(ROSAS_LINE, "verizon", None, None), qr=True)
    assert "█" in said
    assert "█" not in shown(rosas, capsys, Asked(ROSAS_LINE, "us-landline", None, None), qr=True)


def test_without_a_company_it_names_them(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "us-landline" in shown(rosas, capsys, Asked(ROSAS_LINE, None, None, None))
    listed = json.loads(shown(rosas, capsys, Asked(ROSAS_LINE, None, None, None), as_json=True))
    assert listed[0] == {"carrier": "att", "title": "AT&T (mobile)"}


def test_for_programs(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(shown(rosas, capsys, Asked(ROSAS_LINE, "verizon", None, None), as_json=True))
    assert said["switch_on"] == [
        {
            "does": "Pass calls on when nobody answers, and when the phone is busy or you decline",
            "code": "*715125550142",
            "cases": ["no_answer", "busy"],
            "otherwise": "",
            "tap": True,
            "link": "tel:*715125550142",
        }
    ]
    assert (said["state"], said["problems"], said["at_once"]) == ("unproven", [], None)


def test_the_test_call_turns_the_line_green(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    _run(rosas, _call_arrives)
    said = json.loads(shown(rosas, capsys, Asked(ROSAS_LINE, "att", None, None), as_json=True))
    assert (said["state"], said["says"], said["todo"]) == (
        "works",
        "The last forwarded call came just now.",
        "",
    )


def test_loops_are_named(rosas: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(ROSAS_LINE, "att", ROSAS_PHONE, None)
    [loop] = json.loads(shown(rosas, capsys, asked, as_json=True))["problems"]
    assert loop.startswith(f"Ringback also rings {ROSAS_PHONE} for calls to {BENS_LINE}")
    mode, loop = json.loads(shown(rosas, capsys, Asked(BENS_LINE, "att", ROSAS_PHONE, None), as_json=True))[
        "problems"
    ]
    assert mode.startswith('The line\'s mode is "dial"')
    assert loop.startswith(f"Ringback rings {ROSAS_PHONE} for calls to {BENS_LINE}")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(DAN, None, None, None), f"There is no line {DAN}: see ringback lines."),
        (Asked(ROSAS_LINE, None, "rubbish", None), "rubbish is no phone number."),
        (Asked(ROSAS_LINE, "nobody", None, None), 'There is no phone company "nobody"; there are: att,'),
    ],
)
def test_wrong_use_is_said_in_a_sentence(rosas: Settings, asked: Asked, said: str) -> None:
    with pytest.raises(Stop) as stopped:
        show_forwarding(rosas, asked, qr=False, as_json=False)
    assert stopped.value.code == WRONG_USE
    assert stopped.value.sentence.startswith(said)
