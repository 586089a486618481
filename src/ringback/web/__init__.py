"""The pages."""

from starlette.routing import BaseRoute


def routes(ringback: object) -> list[BaseRoute]:
    return []
