"""Rosa's shop, with a line of each kind, and Carol's, as the bytes of a database."""

from datetime import timedelta
from functools import cache

from ringback.db.transaction import Transaction
from ringback.flows import ON
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.plan import KEYPRESS
from ringback.lines.store import RingPlan
from ringback.phone.events import CallEnded, CallStarted, Outcome, Proof
from ringback.phone.provider import Mode
from tests.cast import BENS_LINE, CAROLS_LINE, CAROLS_SHOP, DANA, ROSAS_LINE, ROSAS_SHOP
from tests.company import SID, TOKEN
from tests.crash.model.disk import image
from tests.crash.model.loop import NOON
from tests.world import open_line

DIALLED = ROSAS_LINE
FORWARDED = BENS_LINE
ASKING = "+15125550146"  # for a message
OBSERVED = "+15125550147"  # of another phone system, which only tells; its texts go out on the first line
KEYED = CAROLS_LINE  # of another shop, which texts whom the greeting has made press a key
ALL = frozenset({DIALLED, FORWARDED, ASKING, OBSERVED, KEYED})
PBX_TOKEN = "test-webhook-token"
PBX_NUMBER = "4242"
CARRIER = "https://carrier.example.com"
PBX = "https://pbx.example.com"

FIRST = "We missed your call"
RULES = {
    "hours": None,
    "reply_within": "2h",
    "most_per_hour": 20_000,
    "hold_robocalls": False,  # its callers are neighbours of each other
    "most_per_day": 50_000,
    "templates": {"missed": FIRST + ". We answer {reply_within|soon}. {stop}"},
}


@cache
def shop(
    carrier: str = CARRIER, pbx: str = PBX, connected: frozenset[str] = ALL
) -> tuple[bytes, dict[str, str]]:
    """A database, and each number's line in it. Those that are known to be connected have heard a call of
    Dana's an hour ago, which somebody answered."""
    return image(
        lambda tx: fill(tx, carrier, pbx, connected), lambda: VirtualClock(NOON - timedelta(hours=1))
    )


def fill(tx: Transaction, carrier: str, pbx: str, connected: frozenset[str]) -> dict[str, str]:
    first = open_line(tx, carrier, RULES)
    carols = open_line(tx, carrier, RULES, name=CAROLS_SHOP, number=KEYED, notice=KEYPRESS)
    # The company leaves the answers to STOP and START to us, so that they are part of what is played.
    settings = {"account_sid": SID, "auth_token": TOKEN, "api_base": carrier, "keyword_replies": "ringback"}
    others = {
        DIALLED: (first, Mode.DIAL, first.plan),
        FORWARDED: (first, Mode.FORWARDED, RingPlan()),
        ASKING: (first, Mode.DIAL, RingPlan(ring=first.plan.ring, voicemail=True)),
        KEYED: (carols, Mode.DIAL, carols.plan),
    }
    made = [
        lines.save(
            tx,
            account_id=owner.account_id,
            number=number,
            provider="twilio",
            mode=mode,
            plan=plan,
            settings=settings,
        )
        for number, (owner, mode, plan) in others.items()
    ]
    made.append(
        lines.save(
            tx,
            account_id=first.account_id,
            number=OBSERVED,
            provider="aircall",
            mode=Mode.OBSERVE,
            plan=RingPlan(texts_via=DIALLED),
            settings={
                "api_id": "id",
                "api_token": "token",
                "webhook_token": PBX_TOKEN,
                "number_id": PBX_NUMBER,
                "api_base": pbx,
            },
        )
    )
    for line in [line for line in made if line.number in connected]:
        call = f"CAdana{line.number[-4:]}"
        for event in (
            CallStarted(call, DANA, line.number, tx.now),
            CallEnded(call, DANA, line.number, Outcome.COMPLETED, Proof.PERSON, tx.now),
        ):
            ON[type(event)](tx, line, event)
    return {line.number: line.id for line in made}


def shop_of(line: str) -> str:
    return CAROLS_SHOP if line == KEYED else ROSAS_SHOP
