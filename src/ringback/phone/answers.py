"""What a company's answer to a request of ours means, as far as all companies are alike.

For a text the question is: do they have it, do they certainly not have it, or can nobody say?
"""

from collections.abc import Awaitable
from typing import Any

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

Row = dict[str, Any]


async def to_a_send(asked: Awaitable[HttpAnswer], title: str) -> HttpAnswer:
    """The answer to a request that sends a text. Raises SendFailed where there was none: `DOWN` when the
    company has certainly not seen it, `UNSURE` when it may have."""
    try:
        return await asked
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said=f"{title} could not be reached.")) from None
    except Lost:
        broke = f"The connection to {title} broke before its answer came."
        raise SendFailed(SendProblem(Problem.UNSURE, said=broke)) from None


def neither_yes_nor_no(answer: HttpAnswer, title: str) -> SendProblem | None:
    """What an answer means that does not accept the text and does not refuse it for good: wait, or unsure.
    None for a refusal, whose reason the company's own tables tell."""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said=f"{title} asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        said = f"{title} answered with something else than expected (HTTP {answer.status})."
        return SendProblem(Problem.UNSURE, said=said)
    return None


def failure(problem: SendProblem, answer: HttpAnswer) -> SendFailed:
    return SendFailed(problem, answer.retry_after if answer.status == 429 else None)


async def to_a_question(asked: Awaitable[HttpAnswer], refused: SendProblem | None = None) -> HttpAnswer:
    """The answer to a request that changes nothing, or may be made twice. Raises CannotAsk where there was
    none; where the key is refused, SendFailed(`refused`), or CannotAsk too when that is None."""
    try:
        answer = await asked
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    if answer.status in (401, 403):
        if refused is None:
            raise CannotAsk("the key is not accepted")
        raise SendFailed(refused)
    return answer


def listed(answer: HttpAnswer) -> Row:
    """The JSON object of a plain answer. Raises CannotAsk for any other: half an answer would say that
    something is not there."""
    found = json_object(answer)
    if answer.status != 200 or not found:
        raise CannotAsk(f"HTTP {answer.status}")
    return found


def rows(found: Row, name: str) -> list[Row]:
    """The objects of a list in an answer. Raises CannotAsk when it is missing."""
    every = found.get(name)
    if not isinstance(every, list):
        raise CannotAsk("there is no list in the answer")
    return [row for row in every if isinstance(row, dict)]


def json_object(answer: HttpAnswer) -> Row:
    """An empty one when it is anything else, such as a proxy's page."""
    return json_object_if_any(answer) or {}


def json_object_if_any(answer: HttpAnswer) -> Row | None:
    """None for anything but a JSON object."""
    try:
        parsed = answer.json()
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
