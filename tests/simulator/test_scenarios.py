"""Each scenario ends as it must, and the command says so."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.cli.scenarios.scripts import SCENARIOS, TEXTED, Scenario
from ringback.cli.scenarios.stage import stage
from ringback.cli.scenarios.story import Told, tell
from ringback.cli.simulate import play, simulate
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.settings import Settings, read_settings

MISSED = SCENARIOS[0]


async def played(scenario: Scenario, folder: Path) -> Told:
    async with stage(folder, start=scenario.start) as world:
        await scenario.play(world)
        return await tell(world)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_ends_as_it_must(scenario: Scenario, tmp_path: Path) -> None:
    told = await played(scenario, tmp_path)
    assert told.ending == scenario.must_end


async def test_the_story_of_a_missed_call_is_told_in_order(tmp_path: Path) -> None:
    told = await played(MISSED, tmp_path)
    began = told.events[0].at
    assert [(round((each.at - began).total_seconds()), each.who, each.what) for each in told.events] == [
        (0, "Dan", "dials"),
        (0, "Rosa", "rings"),
        (14, "Rosa", "leg_no_answer"),
        (14, "Ringback", "decides"),
        (14, "carrier", "greets"),
        (19, "Ringback", "hands_over"),
        (19, "carrier", "takes"),
        (19, "Dan", "text_arrives"),
        (29, "carrier", "call_over"),
    ]


def test_names_are_as_documented() -> None:
    assert [scenario.name for scenario in SCENARIOS] == [
        "missed",
        "answered",
        "busy",
        "voicemail-picks-up",
        "hung-up-early",
        "repeat-caller",
        "after-hours",
        "stop",
        "duplicate-webhooks",
        "reordered-webhooks",
        "lost-final-webhook",
        "carrier-5xx",
        "carrier-answer-lost",
        "landline",
    ]


def test_told_in_plain_words_with_the_time_on_the_shops_wall(capsys: pytest.CaptureFixture[str]) -> None:
    play("missed", as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  Fri 10:00:00 AM  Dan calls the shop."
    assert lines[-2] == "  ✓ As it must: text; Dan got 1 text (delivered)."


def test_told_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    play("missed", as_json=True)
    told = json.loads(capsys.readouterr().out)
    ended = {"decisions": ["text"], "arrived": ["missed_call"], "texts": ["delivered"], "tasks": []}
    assert told["scenario"] == "missed"
    assert told["result"] == {"ok": True, "ended": ended, "must_end": ended}
    assert told["events"][0] == {
        "at": "2026-11-20T16:00:00+00:00",
        "who": "Dan",
        "what": "dials",
        "words": "Dan calls the shop.",
    }


def test_another_end_is_a_finding(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(MISSED, must_end=replace(TEXTED, tasks=("call_back",)))
    monkeypatch.setattr("ringback.cli.simulate.SCENARIOS", (wrong,))
    with pytest.raises(Stop) as stop:
        play("missed", as_json=False)
    out = capsys.readouterr().out
    assert stop.value.code == FINDING
    assert re.findall(r"✗ Came to: (.+)\.", out) == ["text; Dan got 1 text (delivered)"]
    assert re.findall(r"Must be: (.+)\.", out) == [
        "text; Dan got 1 text (delivered), for Rosa to do: call back"
    ]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"RINGBACK_DATA": str(tmp_path)})


def run(settings: Settings, *words: str, only_list: bool = False, as_json: bool = False) -> None:
    simulate(settings, words, only_list=only_list, line=None, url=None, seed=None, as_json=as_json)


def test_the_list_names_them_all(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run(settings, only_list=True, as_json=True)
    listed = json.loads(capsys.readouterr().out)
    assert listed == [{"scenario": each.name, "title": each.title} for each in SCENARIOS]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mised",), 'There is no scenario "mised"; did you mean missed?'),
        (("zzz",), 'There is no scenario "zzz"; ringback simulate --list names them.'),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(
    settings: Settings, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Stop) as stop:
        run(settings, *words)
    assert (stop.value.sentence, stop.value.code) == (said, WRONG_USE)


def test_nothing_named_is_answered_with_how(settings: Settings) -> None:
    with pytest.raises(Stop) as stop:
        run(settings)
    assert stop.value.code == WRONG_USE
