"""What one inbound text means and what the system must do about it.

The order of looking, each step with its own file:

1. `quoting`      what the phone quoted or a reaction repeated is cut off
2. `keywords`     STOP, START, HELP as the whole message
3. `spelling`     words, clause by clause, as they were meant
4. `machines`     automatic replies: answering one starts a loop
5. `danger`, `damage`   read everything that was said
6. `opting_out`, `opting_out_es_fr`, `wrong_number`   read what `lookalikes` left
7. `everyday`, `complaints`, `topics`   the rest
8. `second_opinion`   adds an outcome where the rules were silent, never takes one away
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ringback.understand import complaints, damage, danger, everyday, machines, opting_out, topics, wrong_number
from ringback.understand import opting_out_es_fr as abroad
from ringback.understand.keywords import Keyword, keyword
from ringback.understand.lexicon import clauses
from ringback.understand.lookalikes import LOOKALIKES
from ringback.understand.patterns import Clause
from ringback.understand.quoting import own_words
from ringback.understand.rules import Finding, Rule, explain_away, findings
from ringback.understand.second_opinion import Opinion, opinion
from ringback.understand.spelling import clauses_of, plain_words


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
    """`why` is a sentence for the owner. `labels` may say more than `expect`: an opt-out in an emergency has both."""

    text: str
    labels: tuple[str, ...]
    expect: Expect
    why: str

    @property
    def opts_out(self) -> bool:
        """Whether this person must go on the suppression list, whatever else `expect` asks for first."""
        return not _OPTS_OUT.isdisjoint(self.labels)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: everything the person said, and the same without the look-alikes."""

    text: str
    said: tuple[Clause, ...]
    plain: tuple[Clause, ...]


_OPTS_OUT = frozenset(("opt_out", "wrong_number", "consent_disputed"))
_YES = frozenset(("yes", "y", "si", "oui", "ok", "sure", "agree", "accept"))

_OUT: tuple[Rule, ...] = (
    *opting_out.OPT_OUT,
    *abroad.SPANISH,
    *abroad.FRENCH,
    *wrong_number.WRONG_NUMBER,
)


def understand(
    text: str, *, opted_out: bool = False, asked_consent: bool = False, ours: Iterable[str] = ()
) -> Understanding:
    """`opted_out` and `asked_consent` say what a YES would mean now; `ours` are the bodies we last sent.

    Never raises, needs no network, and gives the same answer for the same arguments.
    """
    own = own_words(text, ours)
    if own.reaction:
        return Understanding(text, ("tapback",), Expect.IGNORE, "A reaction to one of our texts, no words.")
    key = keyword(own.folded, opted_out=opted_out) or (_agreed(own.folded) if asked_consent else None)
    if key:
        return _of_keyword(text, own.folded, key)
    reading = read(text, own.folded)
    return decide(reading, opinion(reading.said, reading.plain))


def read(text: str, folded: str) -> Reading:
    said = clauses(clauses_of(folded))
    return Reading(text, said, explain_away(LOOKALIKES, said))


def decide(reading: Reading, second: Opinion) -> Understanding:
    """The first step that found something decides; the labels of all are kept."""
    steps = _steps(reading)
    found = [(expect, each) for expect, each in steps if each]
    if not found or found[0][0] in _YIELDS:
        found = [*_added(second, found[0][0] if found else Expect.NORMAL), *found]
    labels = [each.label for _, several in found for each in several]
    labels += [each.label for each in findings(topics.TOPICS, reading.said)]
    labels += topics.languages([word.text for clause in reading.said for word in clause.words])
    known = tuple(dict.fromkeys(labels)) or ("unclear",)
    if not found:
        return Understanding(reading.text, known, Expect.NORMAL, "An ordinary text.")
    expect, several = found[0]
    return Understanding(reading.text, known, expect, f'"{several[0].said}": {several[0].why}.')


def _steps(reading: Reading) -> list[tuple[Expect, list[Finding]]]:
    said, plain = reading.said, reading.plain
    return [
        (Expect.IGNORE, findings(machines.AUTO_REPLY, said)),
        (Expect.SAFETY, findings((*danger.CRISIS, *danger.LIFE), said)),
        (Expect.SUPPRESS, findings(_OUT, plain) + findings(wrong_number.DISPUTED, said)),
        (Expect.URGENT, findings(damage.URGENT, said)),
        (Expect.IGNORE, findings(machines.VENDOR, said)),
        (Expect.OPT_IN, findings(everyday.OPT_IN, said)),
        (Expect.HELP, findings(everyday.HELP, said)),
        (Expect.PAUSE_HUMAN, findings((*complaints.LEGAL_THREAT, *complaints.COMPLAINT), said)),
        (Expect.CLOSE, findings(everyday.DECLINE, said)),
    ]


# How sure the second opinion must be to add an outcome, and what the label is then. The order is the order of asking.
_SURE: Mapping[Expect, tuple[float, str]] = {
    Expect.SAFETY: (0.5, "emergency_life"),
    Expect.SUPPRESS: (0.8, "opt_out"),
    Expect.URGENT: (0.5, "emergency_property"),
    Expect.IGNORE: (0.7, "vendor_spam"),
    Expect.OPT_IN: (0.7, "opt_in"),
    Expect.HELP: (0.7, "help"),
    Expect.PAUSE_HUMAN: (0.6, "complaint"),
    Expect.CLOSE: (0.6, "decline"),
}
_RANK = list(_SURE)
# Below that, and above this, we neither text on nor suppress: a person looks.
_UNSURE = 0.5
# Where the rules found only this much, the second opinion may still add something that matters more.
_YIELDS: Mapping[Expect, float] = {
    Expect.HELP: 0.8,
    Expect.PAUSE_HUMAN: 0.8,
    Expect.CLOSE: 0.9,
    Expect.OPT_IN: 0.97,
}


def _added(second: Opinion, so_far: Expect) -> list[tuple[Expect, list[Finding]]]:
    above = _RANK[: _RANK.index(so_far)] if so_far in _SURE else _RANK
    for expect in above:
        enough, label = _SURE[expect]
        if second.chances.get(expect, 0.0) >= max(enough, _YIELDS.get(so_far, 0.0)):
            return [(expect, [_weighed(label, second, expect)])]
    if so_far not in _YIELDS and second.chances.get(Expect.SUPPRESS, 0.0) >= _UNSURE:
        return [(Expect.PAUSE_HUMAN, [_weighed("unclear", second, Expect.SUPPRESS)])]
    return []


def _weighed(label: str, second: Opinion, expect: Expect) -> Finding:
    said = '", "'.join(second.words.get(expect, ()))
    sure = f"{second.chances[expect]:.0%}"
    why = f"may ask us to stop ({sure} sure), a person should look" if label == "unclear" else f"reads like {label.replace('_', ' ')} ({sure} sure)"
    return Finding(label, why, said)


def _agreed(folded: str) -> Keyword | None:
    words = [word for clause in clauses_of(folded) for word in clause]
    return Keyword.START if words[:1] and set(words) <= _YES | {"please", "i", "thanks"} and _YES & set(words) else None


def _of_keyword(text: str, folded: str, key: Keyword) -> Understanding:
    label, expect = {
        Keyword.STOP: ("opt_out", Expect.SUPPRESS),
        Keyword.START: ("opt_in", Expect.OPT_IN),
        Keyword.HELP: ("help", Expect.HELP),
    }[key]
    words: Sequence[str] = [word for raw in folded.split() for word in plain_words(raw)]
    return Understanding(
        text, (label, "keyword", *topics.languages(list(words))), expect, f"The whole message is a keyword for {key.upper()}."
    )
