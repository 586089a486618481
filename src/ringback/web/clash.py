"""When two people change the same settings, the second does not silently overwrite the first.

A form carries marks (hashes) of the values that it was drawn with. They are compared in the transaction that
saves: - A field that only this person changed is saved. - A field that only somebody else changed meanwhile
keeps the other's value. - A field that both changed to different values is a clash. The form is shown again
with the other's value under the
  field, and now carries the mark of that value: whoever saves again overwrites it knowingly.
"""

import hashlib
from collections.abc import Mapping
from textwrap import shorten
from typing import Final

from ringback.web.forms import Form
from ringback.web.words import Words

FIELD: Final = "seen"


class Clash(Exception):
    """Somebody else changed these fields, too. `theirs`: each field with its value now."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        super().__init__(", ".join(theirs))
        self.theirs = theirs

    @property
    def value(self) -> str:
        """The value of the first of them now."""
        return next(iter(self.theirs.values()))

    def in_words(self, t: Words, value: str = "") -> str:
        """A sentence for a button or a choice, where no form is shown again. `value`: the value's name on the
        page."""
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
