"""A week at the demo shop, played: who called, what they wrote, and what Rosa and Ben did about it.

Only what people do stands here. What came of it (receipts, texts, tasks, promises, who waits) is what
Ringback made of it while the clock of the simulated world ran through the week.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from ringback.accounts import members, users
from ringback.accounts.members import Role
from ringback.cli.scenarios.deeds import (
    PEOPLE,
    Do,
    Shop,
    all_is_read,
    called_back,
    calls,
    done,
    knows,
    notes,
    replies,
    sends_photo,
    texts,
)
from ringback.cli.scenarios.stage import TIME_ZONE, Stage
from ringback.conversations import canned
from ringback.db.transaction import Transaction
from ringback.flows import line_tested

BEN: Final = "Ben"
ROSA: Final = "Rosa"
BENS_ADDRESS: Final = "ben@example.com"


@dataclass(frozen=True, slots=True)
class Moment:
    days_ago: int
    at: time  # on the clock of the shop
    do: Do


def play_from(now: datetime) -> datetime:
    """When the week before `now` begins."""
    return now - timedelta(days=7, hours=2)


async def play_week(stage: Stage, now: datetime) -> None:
    """Run the clock of the stage through the week, up to `now`, everything being done at its time."""
    shop = await _open(stage)
    await _test_call(shop)
    for at, do in sorted([*_by_the_clock(now), *_just_now(now)], key=lambda one: one[0]):
        await stage.passes(at - stage.clock.now())
        await do(shop)
    await stage.passes(now - stage.clock.now())


async def _open(stage: Stage) -> Shop:
    account = stage.line.account_id
    team = await stage.ringback.db.run(_team, account)
    stage.carrier.faults.landlines.add(PEOPLE["old"][0])
    return Shop(stage, account, team)


def _team(tx: Transaction, account_id: str) -> dict[str, str]:
    if users.by_email(tx, BENS_ADDRESS) is None:
        ben = users.add(tx, email=BENS_ADDRESS, name=BEN, password="")
        members.put(tx, account_id, ben.id, Role.MEMBER)
    canned.add_usual(tx, account_id, "en")
    return {member.user.name: member.user.id for member in members.of_account(tx, account_id)}


async def _test_call(shop: Shop) -> None:
    """First of all Rosa calls her own line from another phone, as the set-up asks, and answers the text."""
    await shop.stage.ringback.db.run(line_tested.begin_test, shop.stage.line, PEOPLE["test"][0])
    for do in (calls("test"), texts("test", "It works!"), knows("test"), done(ROSA, "test")):
        await do(shop)


def _by_the_clock(now: datetime) -> list[tuple[datetime, Do]]:
    """What belongs to an hour on the shop's wall, as far as it lies well before `now`."""
    zone = ZoneInfo(TIME_ZONE)
    today = now.astimezone(zone).date()
    found = []
    for moment in (*_stories(), *_everyday()):
        day = today - timedelta(days=moment.days_ago)
        at = datetime.combine(day, moment.at, zone).astimezone(now.tzinfo)
        if play_from(now) < at < now - timedelta(hours=3):
            found.append((at, moment.do))
    return found


def _stories() -> list[Moment]:
    found = [*_early_in_the_week(), *_late_in_the_week()]
    return [Moment(days, time.fromisoformat(clock), do) for days, clock, do in found]


def _early_in_the_week() -> list[tuple[int, str, Do]]:
    return [
        (6, "08:42", calls("marta")),
        (6, "08:44", texts("marta", "Hi! Our water heater is leaking into the garage")),
        (6, "08:51", replies(BEN, "marta", "Ben here. Is its water shut off? We come before noon.")),
        (6, "08:53", texts("marta", "Yes just did. Before noon is great, thank you!!")),
        (6, "08:54", knows("marta")),
        (6, "08:55", notes(BEN, "marta", "Big dog, call before going in.")),
        (6, "14:20", texts("marta", "All fixed, your guy was lovely 🙏")),
        (6, "14:31", done(BEN, "marta")),
        (6, "11:05", calls("supplier")),
        (6, "19:40", calls("owen")),
        (6, "19:52", texts("owen", "do you do tankless installs? how much roughly")),
        (5, "08:03", replies(ROSA, "owen", "We do! Could you send a picture of the spot?")),
        (5, "12:15", texts("owen", "will send one tonight when im home")),
        (5, "12:16", knows("owen")),
        (5, "09:30", calls("lucia")),
        (5, "09:33", texts("lucia", "Buenos días, ¿hablan español? Se me tapó el fregadero")),
        (5, "09:40", replies(BEN, "lucia", "¡Buenos días! Sí. ¿Le queda bien hoy por la tarde?")),
        (5, "09:41", texts("lucia", "Sí, perfecto. Gracias")),
        (5, "09:45", knows("lucia")),
        (5, "17:10", done(BEN, "lucia")),
        (5, "15:22", calls("pat", gives_up=True)),
        (4, "07:48", calls("bakery")),
        (4, "07:49", calls("bakery")),
        (4, "07:55", called_back(ROSA, "bakery")),
        (4, "07:57", knows("bakery")),
        (4, "07:58", notes(ROSA, "bakery", "Grease trap again. From now on quarterly, they agreed.")),
        (4, "10:12", calls("old")),
        (4, "10:40", called_back(BEN, "old")),
        (4, "13:25", calls("noor")),
        (4, "13:31", texts("noor", "مرحبا، هل تصلحون سخانات المياه؟")),
        (4, "13:50", replies(BEN, "noor", "Hello! Yes, we do. Which make is it?")),
        (4, "13:52", knows("noor")),
    ]  # fmt: skip


def _late_in_the_week() -> list[tuple[int, str, Do]]:
    return [
        (3, "09:14", calls("angry")),
        (3, "09:20", texts("angry", "stop texting me")),
        (3, "11:00", calls("hector", answered=True)),
        (3, "11:05", knows("hector")),
        (3, "16:45", calls("grace")),
        (3, "16:47", texts("grace", "Hello, the shower upstairs drips. Are you free this week?")),
        (3, "16:58", replies(BEN, "grace", "Hi, this is Ben. We are. Which day suits you best?")),
        (3, "17:02", texts("grace", "Thursday after 3 would be perfect")),
        (3, "17:04", knows("grace")),
        (3, "17:06", replies(BEN, "grace", "Thursday it is. We'll text when we are on the way.")),
        (2, "08:30", calls("sam")),
        (2, "08:34", texts("sam", "Toilet keeps running, kids are going crazy 😅")),
        (2, "08:41", replies(ROSA, "sam", "We know that one. Turn the valve behind it for now.")),
        (2, "08:43", texts("sam", "That did it, thanks! Can someone come by anyway?")),
        (2, "08:44", knows("sam")),
        (2, "12:40", calls("wei")),
        (2, "12:42", texts("wei", "Quote for a bathroom remodel? 2 sinks, 1 tub")),
        (2, "13:15", knows("wei")),
        (2, "18:20", calls("tess")),
        (1, "08:05", knows("tess")),
        (1, "08:10", texts("tess", "Sorry I missed your text! It was about the last invoice.")),
        (1, "08:25", replies(ROSA, "tess", "No problem. I'm sending it again this morning.")),
        (1, "08:26", texts("tess", "Got it, thank you")),
        (1, "08:40", done(ROSA, "tess")),
        (1, "10:05", calls("jo")),
        (1, "10:07", texts("jo", "Hey it's Jo from Oak Lane, the faucet drips again")),
        (1, "10:08", knows("jo")),
        (1, "10:20", replies(BEN, "jo", "Hi Jo! That is on us, we will come back. Is tomorrow fine?")),
        (1, "10:22", texts("jo", "Tomorrow works, any time after 9")),
        (1, "14:50", calls("kid")),
        (1, "20:15", calls("ana")),
        (1, "20:18", texts("ana", "Hi, do you have someone for a gas line to a new stove?")),
        (0, "00:40", knows("ana")),
    ]  # fmt: skip


def _just_now(now: datetime) -> list[tuple[datetime, Do]]:
    """The last hours, at whatever time of day somebody looks."""
    return [
        (now - timedelta(minutes=minutes), do)
        for minutes, do in (
            (180, all_is_read),
            (170, sends_photo("owen", "Here is the spot, next to the washer. 40 gallon one today")),
            (150, calls("jo")),
            (146, texts("jo", "Are you still coming?")),
            (128, replies(BEN, "jo", "Yes! Ben is ten minutes away.")),
            (95, calls("wei")),
            (74, calls("kid")),
            (58, calls("kid")),
            (41, calls("kid")),
            (52, texts("grace", "Could we make it 4 instead of 3?")),
            (31, calls("flood")),
            (29, texts("flood", "water is pouring through the kitchen ceiling please help")),
            (9, calls("ana")),
            (7, texts("ana", "Me again about the gas line. Are you licensed for that?")),
        )
    ]


def _everyday() -> list[Moment]:
    """The calls that Rosa answers, as on any day: a few each morning and afternoon."""
    random = Random(7)
    regulars = ["hector", "marta", "bakery", "sam", "grace", "jo", "lucia", "wei"]
    return [
        Moment(day, time(hour, random.randrange(2, 58)), calls(random.choice(regulars), answered=True))
        for day in range(6, -1, -1)
        for hour in (9, 10, 14, 16)
        if random.random() < 0.7
    ]
