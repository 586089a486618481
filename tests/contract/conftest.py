"""For every test of the battery: a client, and a check that nothing private was logged."""

import logging
from collections.abc import Iterator

import pytest

from tests.contract.case import ContractCase


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No secret, text or number in any log line, whatever the test did."""
    caplog.set_level(logging.DEBUG)
    yield
    callspec = getattr(request.node, "callspec", None)
    case = callspec.params.get("case") if callspec else None
    if isinstance(case, ContractCase):
        assert [word for word in case.must_stay_quiet() if word in caplog.text] == []
