"""What a clinic's or a law firm's template must not say, told while it is being written."""

from ringback.messages.compose import EXAMPLE, compose
from ringback.messages.lint import Problem, Severity
from ringback.permission.content_guard import Hold, Mode, check


def regulated_problems(template: str, mode: Mode, business: str, *, first: bool = True) -> list[Problem]:
    """Beside what `messages.lint` finds. `first`: it answers a call and nobody has written yet.

    A text with such a problem would be held at the last moment, and somebody would have to call instead.
    """
    if mode is Mode.STANDARD:
        return []
    try:
        text = compose(template, {**EXAMPLE, "business": business or EXAMPLE["business"]})
    except ValueError:
        return []  # an unknown field, which the lint names
    match check(text, mode, first=first, names=(business,)):
        case Hold(reasons):
            return [Problem(reason.code, reason.sentence, Severity.REFUSE) for reason in reasons]
    return []
