"""What our addresses carry comes back as we wrote it, or is refused."""

import pytest

from ringback.lib.secret import Secret
from ringback.phone.ours import SEAL, carrying, is_unchanged, sealed

KEY = Secret("a key of ours")
BARE = "https://ringback.example.com/in/ln_1/placed_key"
CARRIES = carrying(BARE, {"placed": "placed_1", "to": "+15125550178"})
ADDRESS = sealed(CARRIES, KEY)


def test_what_is_carried_stands_in_the_query_and_nothing_empty() -> None:
    assert carrying(BARE, {"call": "a&b", "leg": "", "left": 0}) == f"{BARE}?call=a%26b"
    assert carrying(BARE, {"left": 2, "caller": "+1 5"}) == f"{BARE}?left=2&caller=%2B1%205"
    assert carrying(BARE, {"call": ""}) == BARE


def test_address_that_carries_nothing_needs_no_seal() -> None:
    assert sealed(BARE, KEY) == BARE
    assert is_unchanged(BARE, KEY)
    assert is_unchanged(f"{BARE}?from=15125550178&to=15125550142&key=abc", KEY), "the company's own words"


def test_address_is_ours_however_the_company_writes_it() -> None:
    seal = ADDRESS.partition(f"&{SEAL}=")[2]
    again = f"http://proxy.test/in/ln_1/placed_key?{SEAL}={seal}&x=1&to=%2b15125550178&placed=%70laced_1"
    assert is_unchanged(ADDRESS, KEY)
    assert is_unchanged(again, KEY)


@pytest.mark.parametrize(
    "changed",
    [
        CARRIES,
        f"{CARRIES}&{SEAL}=",
        ADDRESS.replace("placed_1", "placed_2"),
        ADDRESS.replace("0178", "0179"),
        ADDRESS.replace("&to=%2B15125550178", ""),
        ADDRESS.replace("ln_1", "ln_2"),
        ADDRESS.replace("placed_key", "placed_done"),
        f"{ADDRESS}&placed=placed_1",
        f"{ADDRESS}&to=+15125550179",
        f"{ADDRESS}&call=CA1",
        f"{CARRIES}&{SEAL}=é",
        ADDRESS[:-1],
    ],
)
def test_a_changed_address_is_not_ours(changed: str) -> None:
    assert not is_unchanged(changed, KEY)


def test_nor_is_one_that_another_server_has_sealed() -> None:
    assert not is_unchanged(sealed(CARRIES, Secret("another key")), KEY)
