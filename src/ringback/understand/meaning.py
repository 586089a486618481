"""What one inbound text means and what the system must do about it.

The order of looking, each step with its own file:

1. `quoting`          what the phone quoted or a reaction repeated is cut off
2. `keywords`         STOP, START, HELP as the whole message
3. `spelling`         words, clause by clause, as they were meant
4. `rulebook/*.txt`   the rules, in the order of `_steps`; opt-outs are read without their look-alikes
5. `second_opinion`   adds an outcome where the rules were silent, never takes one away
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ringback.understand.keywords import Keyword, keyword
from ringback.understand.languages import languages
from ringback.understand.lexicon import clauses
from ringback.understand.patterns import Clause
from ringback.understand.quoting import own_words
from ringback.understand.rulebook import patterns_of, rules_of
from ringback.understand.rules import EXPLAINED, Finding, explain_away, findings
from ringback.understand.second_opinion import Opinion, opinion
from ringback.understand.spelling import clauses_of


class Expect(StrEnum):
    """What the system does; the words of the labelled sets."""

    NORMAL = "normal"
    SUPPRESS = "suppress"
    SAFETY = "safety"
    URGENT = "urgent"
    IGNORE = "ignore"
    CLOSE = "close"
    HELP = "help"
    OPT_IN = "opt_in"
    PAUSE_HUMAN = "pause_human"


@dataclass(frozen=True, slots=True)
class Understanding:
    """`why` is for the owner. `labels` may say more than `expect`: an opt-out in an emergency keeps both."""

    text: str
    labels: tuple[str, ...]
    expect: Expect
    why: str

    @property
    def opts_out(self) -> bool:
        """Whether this person must go on the suppression list, whatever `expect` asks for first."""
        return not _OPTS_OUT.isdisjoint(self.labels)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: everything the person said, and the same without the look-alikes."""

    text: str
    said: tuple[Clause, ...]
    plain: tuple[Clause, ...]


_OPTS_OUT = frozenset(("opt_out", "wrong_number", "consent_disputed"))

_LOOKALIKES = patterns_of("lookalikes")
_MACHINES = rules_of("machines")
_DANGER = rules_of("crisis", "danger")
_OUT = rules_of("opting_out", "opting_out_es", "opting_out_fr", "wrong_number")
_DISPUTED = rules_of("disputed")
_DAMAGE = rules_of("damage")
_VENDORS = rules_of("vendors")
_OPTING_IN = rules_of("opting_in")
_ASKING_WHO = rules_of("asking_who")
_COMPLAINTS = rules_of("complaints")
_DECLINING = rules_of("declining")
_TOPICS = rules_of("topics")


def understand(
    text: str, *, opted_out: bool = False, asked_consent: bool = False, ours: Iterable[str] = ()
) -> Understanding:
    """`opted_out` and `asked_consent` say what a YES would mean now; `ours` are the bodies we last sent.

    Never raises, needs no network, and gives the same answer for the same arguments. The caller suppresses
    when `opts_out` is true, whatever else `expect` asks for.
    """
    own = own_words(text, ours)
    if own.reaction:
        return _of_reaction(text)
    key = keyword(own.folded, opted_out=opted_out) or _agreed(own.folded, asked_consent)
    if key:
        return _of_keyword(text, own.folded, key)
    if keyword(own.folded, opted_out=True):
        return Understanding(
            text, ("affirm",), Expect.NORMAL, "An answer: there is no opt-out that it could lift."
        )
    reading = read(text, own.folded)
    return decide(reading, opinion(reading.said, reading.plain))


def read(text: str, folded: str) -> Reading:
    said = clauses(clauses_of(folded))
    return Reading(text, said, explain_away(_LOOKALIKES, said))


def decide(reading: Reading, second: Opinion) -> Understanding:
    """The first step that found something decides; the labels of all are kept."""
    found = [(expect, several) for expect, several in _steps(reading) if several]
    so_far = found[0][0] if found else Expect.NORMAL
    added = _added(second, so_far)
    steps = [added, *found] if added else found
    labels = _labels(reading, [finding for _, several in steps for finding in several])
    if not steps:
        return Understanding(reading.text, labels, Expect.NORMAL, "An ordinary text.")
    expect, several = steps[0]
    return Understanding(reading.text, labels, expect, f'They wrote "{several[0].said}": {several[0].why}.')


def _steps(reading: Reading) -> list[tuple[Expect, list[Finding]]]:
    """In the order of what matters most, except that nothing is said to a machine.

    Danger comes before an opt-out because it decides what we say at once; the opt-out keeps its label and
    with it its effect on everything later.
    """
    said, plain = reading.said, reading.plain
    return [
        (Expect.IGNORE, findings(_MACHINES, said)),
        (Expect.SAFETY, findings(_DANGER, said)),
        (Expect.SUPPRESS, findings(_OUT, plain) + findings(_DISPUTED, said)),
        (Expect.URGENT, findings(_DAMAGE, said)),
        (Expect.IGNORE, findings(_VENDORS, said)),
        (Expect.OPT_IN, findings(_OPTING_IN, said)),
        (Expect.HELP, findings(_ASKING_WHO, said)),
        (Expect.PAUSE_HUMAN, findings(_COMPLAINTS, said)),
        (Expect.CLOSE, findings(_DECLINING, said)),
    ]


# How sure the second opinion must be to add an outcome, and the label it gets; in the order of asking.
_SURE: Mapping[Expect, tuple[float, str]] = {
    Expect.SAFETY: (0.55, "emergency_life"),
    Expect.SUPPRESS: (0.8, "opt_out"),
    Expect.URGENT: (0.55, "emergency_property"),
    Expect.IGNORE: (0.7, "vendor_spam"),
    Expect.OPT_IN: (0.7, "opt_in"),
    Expect.HELP: (0.7, "help"),
    Expect.PAUSE_HUMAN: (0.6, "complaint"),
    Expect.CLOSE: (0.6, "decline"),
}
# Where the rules found only this, the second opinion must be this sure to put something graver before it.
_YIELDS: Mapping[Expect, float] = {
    Expect.NORMAL: 0.0,
    Expect.CLOSE: 0.9,
    Expect.PAUSE_HUMAN: 0.8,
    Expect.HELP: 0.8,
    Expect.OPT_IN: 0.97,
}
# Too likely an opt-out to go on texting, not likely enough to suppress: a person looks.
_UNSURE = 0.5


def _added(second: Opinion, so_far: Expect) -> tuple[Expect, list[Finding]] | None:
    if so_far not in _YIELDS:
        return None
    for expect, (enough, label) in _SURE.items():
        if expect is so_far:
            return None
        if second.chances.get(expect, 0.0) >= max(enough, _YIELDS[so_far]):
            return expect, [_weighed(label, f"reads like {label.replace('_', ' ')}", second, expect)]
    if so_far is Expect.NORMAL and second.chances.get(Expect.SUPPRESS, 0.0) >= _UNSURE:
        unsure = _weighed("unclear", "may ask us to stop, so a person should look", second, Expect.SUPPRESS)
        return Expect.PAUSE_HUMAN, [unsure]
    return None


def _weighed(label: str, why: str, second: Opinion, expect: Expect) -> Finding:
    return Finding(label, f"{why} ({second.chances[expect]:.0%} sure)", '", "'.join(second.words[expect]))


def _labels(reading: Reading, found: list[Finding]) -> tuple[str, ...]:
    words = [word for clause in reading.plain for word in clause.words]
    labels = [finding.label for finding in (*found, *findings(_TOPICS, reading.said))]
    labels += languages([word.text for clause in reading.said for word in clause.words])
    if _OPTS_OUT.isdisjoint(labels) and any(
        word.names == EXPLAINED or "LOOKALIKE" in word.names for word in words
    ):
        labels.append("lookalike")
    return tuple(dict.fromkeys(labels)) or ("unclear",)


_YES = frozenset(("yes", "y", "si", "oui", "ok", "sure", "agree", "accept"))


def _agreed(folded: str, asked_consent: bool) -> Keyword | None:
    said = {word for clause in clauses_of(folded) for word in clause} - {
        "please",
        "i",
        "thanks",
        "gracias",
        "merci",
    }
    return Keyword.START if asked_consent and said and said <= _YES else None


def _of_keyword(text: str, folded: str, key: Keyword) -> Understanding:
    label, expect = {
        Keyword.STOP: ("opt_out", Expect.SUPPRESS),
        Keyword.START: ("opt_in", Expect.OPT_IN),
        Keyword.HELP: ("help", Expect.HELP),
    }[key]
    words = [word for clause in clauses_of(folded) for word in clause]
    why = f"The whole message is a keyword for {key.upper()}."
    return Understanding(text, (label, "keyword", *languages(words)), expect, why)


def _of_reaction(text: str) -> Understanding:
    return Understanding(
        text, ("tapback",), Expect.IGNORE, "A reaction to one of our texts, not words of their own."
    )
