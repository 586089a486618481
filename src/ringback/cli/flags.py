"""A flag takes no value, and `--help` must show none beside it: else people type `--json true`."""

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption


class Command(TyperCommand):
    def get_params(self, ctx: typer.Context) -> list[TyperOption]:  # type: ignore[override]  # its own types are private
        return _bare(super().get_params(ctx))  # type: ignore[arg-type]  # the same


class Menu(TyperGroup):
    def get_params(self, ctx: typer.Context) -> list[TyperOption]:  # type: ignore[override]  # the same
        return _bare(super().get_params(ctx))  # type: ignore[arg-type]  # the same


def _bare(params: list[TyperOption]) -> list[TyperOption]:
    for param in params:
        if getattr(param, "is_flag", False):  # an argument has none
            param.metavar = ""
    return params
