import json
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from ringback.permission.places import ANYWHERE, Place, area_codes, place_of
from tests.cast import ROSAS_LINE

VECTORS = Path(__file__).parents[1] / "vectors"
CODES = json.loads((VECTORS / "area_code_zones.json").read_text("utf-8"))["rows"]


@pytest.mark.parametrize("row", CODES, ids=[row["area_code"] for row in CODES])
def test_where_the_numbers_of_an_area_code_may_be(row: dict[str, str]) -> None:
    place = place_of(f"+1{row['area_code']}5550142")
    assert (place.country, "/".join(place.states)) == (row["country"], row["state"])
    assert sorted(place.zones) == sorted(row["zones"])


def test_no_other_area_code_is_claimed() -> None:
    assert set(area_codes()) == {row["area_code"] for row in CODES}


def test_every_zone_exists() -> None:
    zones = {zone for place in area_codes().values() for zone in place.zones}
    assert (zones | set(ANYWHERE)) - available_timezones() == set()


def test_the_unknown_place_is_the_one_of_the_hours_table() -> None:
    table = json.loads((VECTORS / "quiet_hours_states.json").read_text("utf-8"))
    assert list(ANYWHERE) == table["unknown_place_zones"]


@pytest.mark.parametrize("number", ["+18005550142", "+15005550006", "+19005550123", "+1555", "anonymous", ""])
def test_toll_free_personal_and_odd_numbers_may_be_anywhere(number: str) -> None:
    assert place_of(number) == Place(ANYWHERE)


def test_a_number_abroad_has_the_zones_of_its_country() -> None:
    assert place_of("+442079460018") == Place(("Europe/London",), "GB")


def test_a_satellite_phone_may_be_anywhere() -> None:
    assert place_of("+881612345678") == Place(ANYWHERE, "001")


def test_rosas_line_is_in_texas() -> None:
    assert place_of(ROSAS_LINE) == Place(("America/Chicago",), "US", ("TX",))
