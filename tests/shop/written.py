"""A shop as its owner writes it into a file, and what is said about it."""

import pytest

from ringback.shop.check import read_shop
from ringback.shop.problems import Broken
from ringback.shop.shop import Shop

SMALLEST = '[account]\nname = "Rosa\'s Plumbing"\ntime_zone = "America/Chicago"\n'
LINE = '[[lines]]\nnumber = "+15125550142"\nprovider = "twilio"\nmode = "dial"\n'


def problems(written: str) -> list[str]:
    with pytest.raises(Broken) as caught:
        read_shop(written.encode())
    return [str(problem) for problem in caught.value.problems]


def shop(written: str) -> Shop:
    return read_shop(written.encode()).shop
