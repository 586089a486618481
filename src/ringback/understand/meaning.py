"""What one inbound text means and what the system must do about it."""

from collections.abc import Iterable, Sequence
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
    """`why` is a sentence for the owner. `labels` may say more than `expect`: an opt-out in an emergency keeps both."""

    text: str
    labels: tuple[str, ...]
    expect: Expect
    why: str

    @property
    def opts_out(self) -> bool:
        """Whether this person must go on the suppression list, whatever else `expect` asks for first."""
        return not _OPTS_OUT.isdisjoint(self.labels)


_OPTS_OUT = frozenset(("opt_out", "wrong_number", "consent_disputed"))
_YES = frozenset("yes y si oui ok sure yeah yep".split())

_OUT: tuple[Rule, ...] = (*opting_out.OPT_OUT, *abroad.SPANISH, *abroad.FRENCH, *wrong_number.WRONG_NUMBER)  # fmt: skip


def understand(
    text: str, *, opted_out: bool = False, asked_consent: bool = False, ours: Iterable[str] = ()
) -> Understanding:
    own = own_words(text, ours)
    if own.reaction:
        return Understanding(text, ("tapback",), Expect.IGNORE, "A reaction to one of our texts, not words of their own.")
    key = keyword(own.folded, opted_out=opted_out)
    if key is None and asked_consent and own.folded.strip(" .!") in _YES:
        key = Keyword.START
    if key:
        return _of_keyword(text, key)
    said = clauses(clauses_of(own.folded))
    return _decide(text, said)


def _of_keyword(text: str, key: Keyword) -> Understanding:
    label, expect = {
        Keyword.STOP: ("opt_out", Expect.SUPPRESS),
        Keyword.START: ("opt_in", Expect.OPT_IN),
        Keyword.HELP: ("help", Expect.HELP),
    }[key]
    words = text.lower().split()
    return Understanding(text, (label, "keyword", *topics.languages(words)), expect, f"The whole message is the keyword {key.upper()}.")


def _decide(text: str, said: Sequence[Clause]) -> Understanding:
    plain = explain_away(LOOKALIKES, said)
    machine = findings(machines.AUTO_REPLY, said)
    out = findings(_OUT, plain) + findings(wrong_number.DISPUTED, said)
    vendor = findings(machines.VENDOR, said)
    steps: list[tuple[Expect, list[Finding]]] = [
        (Expect.IGNORE, machine),
        (Expect.SAFETY, findings((*danger.CRISIS, *danger.LIFE), said)),
        (Expect.SUPPRESS, out),
        (Expect.URGENT, findings(damage.URGENT, said)),
        (Expect.IGNORE, vendor),
        (Expect.OPT_IN, findings(everyday.OPT_IN, said)),
        (Expect.HELP, findings(everyday.HELP, said)),
        (Expect.PAUSE_HUMAN, findings((*complaints.LEGAL_THREAT, *complaints.COMPLAINT), said)),
        (Expect.CLOSE, findings(everyday.DECLINE, said)),
    ]
    found = [(expect, each) for expect, each in steps if each]
    about = findings(topics.TOPICS, said)
    words = [word.text for clause in said for word in clause.words]
    labels = [finding.label for _, each in found for finding in each] + [f.label for f in about]
    labels = list(dict.fromkeys(labels + topics.languages(words)))
    if not found:
        return Understanding(text, tuple(labels or ["unclear"]), Expect.NORMAL, "An ordinary text.")
    expect, each = found[0]
    return Understanding(text, tuple(labels), expect, f'"{each[0].said}": {each[0].why}.')
