"""A call that we place for a member, as far as all companies are alike: ring their phone, then the person.

Whoever picks up the first phone is asked to press 1, so that no voicemail box ever rings a customer. What is
to be done next a company asks at our addresses, which carry our id of the call and whom to ring.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from ringback.lib.http import HttpAnswer
from ringback.phone.answers import Row, failure, json_object, neither_yes_nor_no, to_a_send
from ringback.phone.asked import Placed
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import SendFailed

RING_SECONDS: Final = 25  # each of the two phones: most voicemail boxes pick up after that
PRESS_SECONDS: Final = 8  # after the words


async def started(
    asked: Awaitable[HttpAnswer],
    title: str,
    id_of: Callable[[Row], object],
    bad_key: str,
    code_of: Callable[[HttpAnswer], str] = lambda answer: "",
) -> Placed:
    """What their answer to "call this phone" means. Raises SendFailed; what may have been started is UNSURE.

    `bad_key` is said to the owner where they do not let us in.
    """
    answer = await to_a_send(asked, title)
    id = id_of(json_object(answer))
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Placed(id)
    code = code_of(answer)
    if (unclear := neither_yes_nor_no(answer, title)) is not None:
        raise failure(SendProblem(unclear.problem, code, unclear.said), answer)
    if answer.status in (401, 403, 404):
        raise SendFailed(SendProblem(Problem.MISCONFIGURED, code, bad_key))
    raise SendFailed(SendProblem(Problem.REFUSED, code, f"{title} refused the call."))
