"""Run work on a text as a traced step: its log lines carry the text's id, and traces show it."""

from collections.abc import Awaitable, Callable

from ringback.lib.tracing import step
from ringback.worker.tasks import Finish

Do = Callable[[str], Awaitable[Finish | None]]


def as_step(name: str, do: Do) -> Do:
    async def one_step(text_id: str) -> Finish | None:
        with step(name, text=text_id):
            return await do(text_id)

    return one_step
