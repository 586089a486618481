"""Two people change the same settings: nothing of the first is overwritten silently.

A form carries marks of the values that it was drawn with. When it comes back, in the transaction that saves:
- What only this person changed is saved.
- What only somebody else changed meanwhile stays theirs.
- What both changed, and not to the same, is a clash: the form is shown again with what the other wrote under
  the field. It then carries the marks of the other's values, so whoever saves again does so knowingly.
"""

import hashlib
from collections.abc import Mapping
from textwrap import shorten
from typing import Final

from ringback.web.forms import Form
from ringback.web.words import Words

FIELD: Final = "seen"


class Clash(Exception):
    """Others changed these fields too. `theirs`: the field and what it is now."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        super().__init__(", ".join(theirs))
        self.theirs = theirs

    @property
    def value(self) -> str:
        """What the first of them is now."""
        return next(iter(self.theirs.values()))

    def in_words(self, t: Words, value: str = "") -> str:
        """For a button or a choice, which shows no form again. `value`: how it is called on the page."""
        now = shorten(value or self.value, 120, placeholder="…")
        return t("Meanwhile somebody else changed this to “{value}”. Nothing was changed.", value=now)

    def shown_in(self, form: Form, t: Words) -> Form:
        """The form as it was typed, with what the others wrote under each field."""
        wrong = {
            name: t(
                "Meanwhile somebody changed this to “{value}”. Save again to put yours there.", value=value
            )
            for name, value in self.theirs.items()
        }
        return form.wrong(wrong)


def marks(values: Mapping[str, str]) -> str:
    """For the hidden field `seen` of a form that shows these values."""
    return " ".join(f"{name}={_mark(value)}" for name, value in values.items())


def settled(form: Form, now: Mapping[str, str]) -> dict[str, str]:
    """What to save, field by field, given what is stored now. Raises Clash.

    A form without marks (a program's, say) changes what it names.
    """
    seen = _seen(form)
    values, theirs = dict(now), {}
    for name, stored in now.items():
        typed = form.text(name).replace("\r\n", "\n") if name in form else stored
        changed_here = name not in seen or seen[name] != _mark(typed)
        changed_there = name in seen and seen[name] != _mark(stored)
        if changed_here and changed_there and typed != stored:
            theirs[name] = stored
        elif changed_here:
            values[name] = typed
    if theirs:
        raise Clash(theirs)
    return values


def unchanged(form: Form, now: Mapping[str, str]) -> None:
    """For what is taken away whole: raises Clash when somebody has changed it since the page was drawn."""
    theirs = {name: stored for name, stored in now.items() if changed_since(form, name, stored)}
    if theirs:
        raise Clash(theirs)


def changed_since(form: Form, name: str, stored: str) -> bool:
    """Has somebody changed this one since the form was drawn? For what a form does not show: a secret."""
    seen = _seen(form)
    return name in seen and seen[name] != _mark(stored)


def _seen(form: Form) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in form.get(FIELD).split() if "=" in part)


def _mark(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]
