"""`ringback simulate`: play a ready-made story and see whether it ends as it must, or replay a webhook."""

import asyncio
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from ringback.cli.recording import is_recording, read_recording
from ringback.cli.replay import list_fixtures, replay
from ringback.cli.scenarios.scripts import SCENARIOS, Scenario
from ringback.cli.scenarios.stage import TIME_ZONE, stage
from ringback.cli.scenarios.story import Ending, Event, Told, tell
from ringback.cli.show import console, plain, show_json, show_table
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.lib.nearest import nearest
from ringback.phone.registry import PROVIDERS
from ringback.settings import Settings

ALL: Final = "all"
HOW: Final = (
    "Name a scenario (ringback simulate --list shows them, all plays every one), "
    "or a provider and one of its recorded webhooks."
)


def simulate(
    settings: Settings,
    words: Sequence[str],
    *,
    only_list: bool,
    line: str | None,
    url: str | None,
    seed: str | None,
    inbound: Sequence[str] = (),
    as_json: bool,
) -> None:
    """What was typed after `ringback simulate`: a scenario, or a provider with a webhook or a recording."""
    match words:
        case [] if only_list:
            list_scenarios(as_json=as_json)
        case [company] if company in PROVIDERS:
            list_fixtures(company, as_json=as_json)
        case [company, file] if company in PROVIDERS and is_recording(company, file):
            read_recording(company, file, inbound, as_json=as_json)
        case [company, fixture] if company in PROVIDERS:
            replay(settings, company, fixture, number=line, url=url, seed=seed, as_json=as_json)
        case [name] if not only_list:
            play(name, as_json=as_json)
        case _:
            raise Stop(HOW, WRONG_USE)


def list_scenarios(*, as_json: bool) -> None:
    if as_json:
        show_json([{"scenario": scenario.name, "title": scenario.title} for scenario in SCENARIOS])
    else:
        show_table(["scenario", "what happens"], ((each.name, each.title) for each in SCENARIOS))


def play(name: str, *, as_json: bool) -> None:
    """Play one scenario, or all. Stops with exit code 1 when one did not end as it must."""
    chosen = SCENARIOS if name == ALL else (_named(name),)
    with _no_log():
        played = [_play(scenario, as_json=as_json) for scenario in chosen]
    if as_json:
        documents = [_document(scenario, told) for scenario, told in played]
        show_json(documents if name == ALL else documents[0])
    elif name == ALL:
        console().print(
            f"{sum(_went_well(*one) for one in played)} of {len(played)} scenarios ended as they must."
        )
    if not all(_went_well(*one) for one in played):
        raise Stop("", FINDING)


def _named(name: str) -> Scenario:
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    known = [scenario.name for scenario in SCENARIOS]
    close = nearest(name, known)
    hint = f"did you mean {close}?" if close else "ringback simulate --list names them."
    raise Stop(f'There is no scenario "{name}"; {hint}', WRONG_USE)


def _play(scenario: Scenario, *, as_json: bool) -> tuple[Scenario, Told]:
    told = asyncio.run(_played(scenario))
    if not as_json:
        _print(scenario, told)
    return scenario, told


async def _played(scenario: Scenario) -> Told:
    with tempfile.TemporaryDirectory(prefix="ringback-") as folder:
        async with stage(Path(folder), start=scenario.start) as world:
            await scenario.play(world)
            return await tell(world)


def _went_well(scenario: Scenario, told: Told) -> bool:
    return told.ending == scenario.must_end


# --- For people ---


def _print(scenario: Scenario, told: Told) -> None:
    out = console()
    out.print(f"{scenario.name}: {scenario.title}", style="bold", markup=False)
    for event in told.events:
        style = {"Ringback": "bold cyan", "carrier": "dim"}.get(event.who, "")
        out.print(f"  {_wall(event)}  {plain(event.words)}", style=style, markup=False)
    if _went_well(scenario, told):
        out.print(f"  ✓ As it must: {_in_words(told.ending)}.\n", style="green", markup=False)
    else:
        out.print(f"  ✗ Came to: {_in_words(told.ending)}.", style="red", markup=False)
        out.print(f"    Must be: {_in_words(scenario.must_end)}.\n", style="red", markup=False)


def _wall(event: Event) -> str:
    wall = event.at.astimezone(ZoneInfo(TIME_ZONE))
    return f"{wall:%a} {wall.hour % 12 or 12:2}:{wall:%M:%S} {'AM' if wall.hour < 12 else 'PM'}"


def _in_words(ending: Ending) -> str:
    decided = ", then ".join(ending.decisions) or "no decision"
    got = _counted(ending.arrived, "text") if ending.arrived else "no text"
    left = f", for Rosa to do: {', '.join(ending.tasks)}" if ending.tasks else ""
    states = f" ({', '.join(ending.texts)})" if ending.texts else ""
    return f"{decided}; Dan got {got}{states}{left}".replace("_", " ")


def _counted(things: Iterable[str], name: str) -> str:
    number = len(tuple(things))
    return f"{number} {name}{'' if number == 1 else 's'}"


# --- For machines ---


def _document(scenario: Scenario, told: Told) -> dict[str, object]:
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "events": [
            {"at": event.at.isoformat(), "who": event.who, "what": event.what, "words": event.words}
            for event in told.events
        ],
        "result": {
            "ok": _went_well(scenario, told),
            "ended": _ending(told.ending),
            "must_end": _ending(scenario.must_end),
        },
    }


def _ending(ending: Ending) -> dict[str, list[str]]:
    return {
        "decisions": list(ending.decisions),
        "arrived": list(ending.arrived),
        "texts": list(ending.texts),
        "tasks": list(ending.tasks),
    }


@contextmanager
def _no_log() -> Iterator[None]:
    """The log of the server in the story would only stand between its lines."""
    before = structlog.get_config()
    structlog.configure(processors=[_swallow])
    try:
        yield
    finally:
        structlog.configure(**before)


def _swallow(_logger: object, _method: str, _event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    raise structlog.DropEvent
