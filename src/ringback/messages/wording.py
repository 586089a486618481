"""Words in a text that make carriers, lawyers or callers frown. Each function returns what it found.

English and Spanish. They look at folded text (lower case, no accents), so nothing is missed for a capital.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from ringback.messages.links import carrier_rules
from ringback.understand.folding import fold

# Whole texts are judged sentence by sentence: a promise and a day belong together only inside one.
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*|[.!?]+")
# "Back at 9 Reply STOP to opt out": whoever leaves the full stop out has ended a sentence there all the same.
_HOW_TO_STOP = re.compile(
    r"\s+(?:(?i:reply|text|send|txt|respond[ae]|env[ií]e|mande|escriba)\s+)?(?:(?i:with)\s+)?(?=STOP\b)"
)


def forbidden_in(text: str) -> list[str]:
    """What carriers refuse, whoever sends it."""
    return _all(_words(carrier_rules().forbidden), text)


def promotional_words_in(text: str) -> list[str]:
    """What a carrier's reviewer reads as advertising."""
    return _all(_words(carrier_rules().promotional), _FOR_SALE.sub("", fold(text)))


def offers_in(text: str) -> list[str]:
    """A price, a gain, pressure to buy: what turns information into advertising, beyond the list above."""
    return [*promotional_words_in(text), *_all(_OFFERS, text)]


def times_in(text: str) -> list[str]:
    """Times that someone would have to keep: "9 AM", "in 10 minutes", "we will call you back today"."""
    folded = fold(_HOW_TO_STOP.sub(". ", text))
    days = [found for sentence in _SENTENCE.findall(folded) for found in _promised_days(sentence)]
    return [*(found[0].strip() for pattern in (_CLOCK, _LENGTH) for found in pattern.finditer(folded)), *days]


def shouting_in(text: str) -> list[str]:
    """Two words in capitals side by side, or one long one. Keywords and short names (HVAC) may stand."""
    quiet = _KEYWORDS.sub("~", text)
    return [found[0] for found in _SHOUTING.finditer(quiet) if len(found[0]) > 5]


def odd_punctuation_in(text: str) -> list[str]:
    """ "!!", "?!", "$$", "***": what a filter takes for a lure."""
    found = [run[0] for run in _ODD.finditer(text)]
    return found or (["!"] * text.count("!") if text.count("!") > 2 else [])


def _promised_days(sentence: str) -> list[str]:
    if sentence.endswith("?") or not _PROMISE.search(sentence):
        return []
    return [found[0] for found in _DAY.finditer(sentence)]


def _all(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found[0].strip() for found in pattern.finditer(fold(text))]


@lru_cache(maxsize=8)
def _words(words: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    # "50% off" has no word boundary before its %.
    return re.compile(rf"(?<![a-z])(?:{every})(?![a-z])")


_FOR_SALE = re.compile(r"\bfor sale\b")  # what a house is
_FREE = (
    "estimate|quote|consult|inspect|trial|evaluat|assess|exam|check|clean|deliver|ship|gift|visit|diagnos|service|"
    r"case\sreview|valuation|apprais|install|drink|dessert|appetizer|meal|month|week|lesson|class"
)
_OFFERS = re.compile(
    rf"""
    \$\s?\d[\d.,]* | (?<!\w)\d[\d.,]*\s?(?:dollars|bucks|dolares)\b
    | \d+\s?(?:%|por\sciento)\s?(?:de\s)?(?:descuento|menos|extra)?
    | \bhalf[ -](?:off|price)\b | \b(?:buy\sone|two\sfor\sone|2\sfor\s1|2x1|bogo)\b
    | \bfree\s(?!(?:for|to|on|at)\b)(?:[a-z-]+\s){{0,2}}(?:{_FREE})[a-z]*
    | \b(?:{_FREE})[a-z]*\s(?:is|are)\s(?:always\s)?free\b
    | \b(?:{_FREE}|first|next)[a-z]*\s(?:\w+\s)?(?:is|are)\son\s(?:us|the\shouse)\b | \bwaiv(?:e|ed|ing)\b
    | \bfor\sfree\b | \bfree\sof\scharge\b | \bno\s(?:extra\s)?charge\b | \b(?:at\s)?no\s(?:cost|obligation)\b
    | \bcomplimentary\b | \bsave\s(?:\$|\d|big|money|up|now|today|more)[\w$]*
    | \b(?:book|buy|order|act|sign\sup|reserve)\s(?:now|today|fast)\b | \bhurry\b | \blast\schance\b
    | \bdon'?t\smiss\b | \bwhile\ssuppl(?:y|ies)\slasts?\b | \bexclusive\b
    | \bspecials?\s(?:on|this|today|pric(?:e|ing)|rate)s?\b
    | \b(?:our|new|weekly|daily|today's|spring|summer|fall|winter|holiday)\sspecials?\b
    | \b(?:our|try)\s(?:brand\s)?new(?:est)?\s(?:service|product|plan|menu|treatment|program|package)s?\b
    | \bdid\syou\sknow\b | \bwe\s(?:also|now)\s(?:do|offer|sell|install|carry|provide)\b
    | \bonly\s\w+\s(?:\w+\s)?left\b | \b(?:spot|slot|appointment)s\s(?:are\s)?(?:filling|going)\b
    | \b(?:join|subscribe\sto|sign\sup\sfor)\sour\b | \bfor\s(?:updates|news|offers)\b
    | \bbeat\s(?:any|every)\b | \b(?:low[ -]cost|affordable|unbeatable)\b
    | \b(?:best|lowest|cheapest|great|low)\s(?:price|rate)s?\b | \bcheap(?:est|er)?\b | \bprice\smatch\w*
    | \b(?:bonus|reward|voucher|prize|giveaway|raffle|gift\scard|financing|cash\sback)s?\b
    | \brefer(?:\sa\sfriend|ral|red\sby)\w* | \b(?:leave|write|post)\s(?:us\s)?an?\s(?:\w+\s)?review\b
    | \b(?:rate|review)\sus\b | \bmoney[ -]back\b | \bguaranteed?\b
    | \b(?:descuento|oferta|promocion|cupon|rebaja|sorteo|regalo|premio)(?:s|es)?\b
    | \bgrat(?:is|uit[oa]s?)\b | \bsin\s(?:costo|cargo)\b | \bahorr[ea]\w* | \bregalamos\b | \bbarat[oa]s?\b
    | \b(?:precio|tarifa)s?\s(?:especial|baj[oa]|mas\sbaj[oa])\w* | \baprovech[ea]\b | \bultima\soportunidad\b
    | \b(?:por\s)?tiempo\slimitado\b | \b(?:compre|reserve|ordene|pida)\s(?:ya|ahora|hoy)\b
    | \brecomiend[ea]\w*\sa\sun\samig[oa]\b | \bdej[ea](?:nos)?\s(?:una|su)\sresena\b
    """,
    re.VERBOSE,
)

_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty|sixty|ninety|a\sfew|a\scouple\sof"
    r"|un\spar\sde|un[oa]s|dos|tres|cuatro|cinco|seis|diez|quince|veinte|treinta|pocos|pocas)"
)
# "One" is left out: "by one of our plumbers".
_HOUR = (
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)"
)
_CLOCK = re.compile(
    rf"""
    \b{_HOUR}(?:[:.]\d\d)?\s?[ap]\.?\s?m\b | \b\d{{1,2}}:\d\d\b | \b{_HOUR}\s?o'?\s?clock\b | \ben\spunto\b
    | \b{_HOUR}\s?-?ish\b | @\s?{_HOUR}\b | \b\d{{1,2}}\s?h(?:\s?\d\d)?\b
    | \b{_HOUR}[ -](?:fifteen|thirty|forty[ -]five|y\s(?:media|cuarto)|menos\scuarto)\b
    | (?<![\d\#-])(?<!apt\s)(?<!unit\s)(?<!suite\s)\d{{1,2}}\s?-\s?\d{{1,2}}(?=\s?(?:$|[.,;!?)]|daily\b))
    | \b(?:half|quarter)\spast\b | \bquarter\sto\s{_HOUR}\b
    | \b(?:at|by|from|until|till|opens?|before|after)\s0\d[0-5]\d\b
    | \b(?:noon|midday|midnight|mediodia|medianoche)\b
    | \b(?:at|by|until|till|before|after|around|a\slas?|hasta\slas?|antes\sde\slas?|despues\sde\slas?)
      \s{_HOUR}
      (?=\s?(?:$|[.,;!?)]|or\b|and\b|to\b|sharp|today|tonight|tomorrow|in\sthe|on\s|de\sla|y\s|hoy|manana))
    | \b(?:mon|tues?|wed|thurs?|fri|sat|sun|day|daily|weekdays|weekends|hours|open|from|between
      |lunes|martes|viernes|sabado|domingo|abiertos?|de|entre|horario)s?[a-z]*
      [ :]{{1,2}}\d{{1,2}}\s?(?:-|to|and|a|y)\s?\d{{1,2}}\b
    """,
    re.VERBOSE,
)
_LENGTH = re.compile(
    rf"""
    (?<![\w-])(?!24[ -]hour\b){_NUMBER}(?:\s?(?:-|to|or|a|o)\s?\d+)?
      [ -]?(?:more\s|business\s|working\s|short\s)?
      (?:second|sec|minute|min|hour|hr|day|week|segundo|minuto|hora|dia|semana)s?\b
      (?!\s(?:a|per)\s(?:day|week)|\s(?:al|del|por)\s(?:dia|semana)|\s(?:ago|atras))
    | \b(?:in|within|under)\s(?:about\s|less\sthan\s)?(?:half\s)?(?:an?|the|the\snext)
      \s(?:minute|hour|day|week)\b
    | \b(?:en|dentro\sde|en\smenos\sde)\s(?:un|una|media|la\sproxima)\s(?:minuto|hora|dia|semana)\b
    | \b(?:next|coming)\s(?:few|couple\sof|several)\s(?:minute|hour|day|week)s\b
    | \b(?:pro|ma)xim[oa]s\s(?:minuto|hora|dia|semana)s\b
    | \b(?:in|within|en|dentro\sde)\s{_NUMBER}(?=\s?(?:$|[.,;!)]))
    """,
    re.VERBOSE,
)
_DAY = re.compile(
    r"""
    \b(?:today|tonight|tomorrow|this\s(?:morning|afternoon|evening|week)|first\sthing|same[ -]day
    |(?:before|by|after|around|until)\s(?:lunch|dinner|breakfast|closing|close|cob|sundown)(?:time)?
    |antes\s(?:del\salmuerzo|de\s(?:comer|cerrar))
    |in\sthe\smorning|by\smorning|next\s(?:week|business\sday|day)|end\sof\s(?:the\s)?(?:business\s)?day|eod
    |(?:mon|tues|wednes|thurs|fri|satur|sun)days?
    |(?:january|february|march|april|may|june|july|august|september|october|november|december
      |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\s\d{1,2}(?:st|nd|rd|th)?
    |the\s\d{1,2}(?:st|nd|rd|th)|(?!24/7)\d{1,2}/\d{1,2}(?:/\d{2,4})?
    |\d{1,2}\sde\s(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)
    |hoy|manana|esta\s(?:tarde|noche|semana)|el\smismo\sdia|(?:proximo|siguiente)\sdia(?:\shabil)?|proxima\ssemana
    |lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)\b
    """,
    re.VERBOSE,
)
_PROMISE = re.compile(
    r"""
    \b(?:we\s(?:answer|reply|respond)|(?:llam|respond|contest|escrib)[aei]mos|we'?ll|we\swill|we'?re|we\sare|we\s(?:re)?open|i'?ll|i\swill|will|someone|back|(?:re)?opens?|returns?
    |(?:call|text|reply|get|reach|write)s?\s(?:to\s)?(?:you|back)|expect|hours\sare
    |until|till|hasta
    |abri(?:mos|remos)|abre|volve(?:mos|remos)|regres\w+|(?:le|te|lo|la|los|les)\s\w+mos|\w{2,}remos|estamos|horario)\b
    """,
    re.VERBOSE,
)
_KEYWORDS = re.compile(r"\b(?:STOP|HELP|START|UNSTOP|YES|ALTO|INFO|AYUDA)\b")
_CAPITALS = "[A-ZÀ-ÖØ-Þ]"
_SHOUTING = re.compile(rf"\b{_CAPITALS}{{2,}}(?:['&\s-]+{_CAPITALS}{{2,}})+\b|\b{_CAPITALS}{{6,}}\b")
_ODD = re.compile(r"!{2,}|\?{2,}|\?!|!\?|\${2,}|\*{2,}|\.{4,}|#{2,}|={3,}|-{3,}|>{2,}|~{2,}|\+{3,}")
