"""A line's phone company is asked, while somebody waits, whether it knows our keys."""

from dataclasses import dataclass

from ringback.lines.settings import MissingSecret, read_settings
from ringback.lines.store import Line
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.registry import provider
from ringback.web.visit import Visit


@dataclass(frozen=True, slots=True)
class No:
    """It did not say yes. `sentence` is in English, as it is stored; "" where the company gave no reason."""

    sentence: str
    settings_are_wrong: bool  # else it may only be away

    def words(self, visit: Visit, line: Line) -> str:
        company = provider(line.provider).title
        return visit.t.retold(self.sentence) or visit.t(
            "{company} did not answer as it should. Try again in a minute.", company=company
        )


async def ask(visit: Visit, line: Line) -> No | None:
    """None: it knows us."""
    company = provider(line.provider)
    try:
        settings = read_settings(company.Settings, line.settings, visit.running.vault)
        await company.check(settings, visit.running.http)
    except SendFailed as why:
        return No(why.problem.said, why.problem.problem is Problem.MISCONFIGURED)
    except MissingSecret as why:
        return No(why.sentence, settings_are_wrong=True)
    except CannotAsk:
        return No("", settings_are_wrong=False)
    return None
