"""Slips of the thumb: a neighbouring key, two letters swapped, one doubled, one left out.

Only words that matter are corrected, and never into them a word that exists: "massage" is not a "message".
"""

from functools import lru_cache

from ringback.understand.folding import word_set

_OFTEN_MISTYPED = word_set(
    "stop text texts texting message messages messaging unsubscribe unsubscribed remove removed cancel contact "
    "contacting number numbers wrong please delete consent revoke again anymore receive received spam spamming "
    "harassing bothering sending someone emergency flooding flooded leaking leak bleeding breathing breathe smoke "
    "sparking carbon monoxide sewage burst ceiling basement overflowing toilet locked unconscious ambulance police "
    "suicide suicidal overdose electrocuted furnace heater appointment never called stopped call subscribe business "
    "equivocado mensajes numero llamen escriban manden desabonner message arretez"
)
# Too short for slips, but often stretched ("stoppp", "noooo") or written with digits ("5t0p").
KEY_WORDS = _OFTEN_MISTYPED | word_set(
    "end quit stopall optout unsub cancelar cancelen alto pare parar baja salir basta detener hello so no help yes "
    "thanks start info urgent fire gas leave alone enough me not more anyone arret arrete desabonner numero ayuda "
    "emergencia fuego humo asap hey ok"
)

# Words that are one slip away from a key word, and are meant.
REAL_WORDS = word_set(
    "test tests testing tested massage massages massaging contract contracts contracting remote remoted cancels "
    "numb member members wring strong prong wrongs pleased pleases deleted removes remover moved "
    "step shop stomp atop spot spots top tops stoop slop swop tops tip opts next tent teat tex sext texture textured "
    "leek leaks lead lean leap peak beak teak breading bleeping breeding reading leading feeding calling tall ball "
    "fall mall hall cell all wall calls caller cull calm smoked smoker smoky spoke poke soke stroke "
    "sparkling barking parking packing looked licked lacked blocked flocked lock "
    "flooring floored floor flooding ceilings sealing celling healing feeling burt bust bursts hurst breathes "
    "breath breathed heather heated heat header healer eater theater seater furnaces polices polite "
    "sedan sedans span spa spat spay seam swam scam scams spasm sawing sanding ending lending bending seeding "
    "contacts contacted numbered sender tents spend even ever seven eleven lever clever fever level revel nerve "
    "cancer canal cancelled canceled receives receiver deceive consents content constant contents content "
    "sms mms invoke provoke evoke revolve somewhere sometime someones gain against pagan texted toile violet "
    "carton carbs caron bothered brothering brother mothering gathering sun subs sub subscriber described inscribe "
    "bussiness businesses agains regain aging agin numerous numeral manned mandan manner llame llaman llama escriben "
    "escribir mensaje mande mandan arrete arreter place pleas lease leased plead stoop stopper stops stopping"
)
_NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol",
    "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc",
    "y": "tghu", "z": "asx",
}  # fmt: skip


@lru_cache(maxsize=1)
def slips() -> dict[str, str]:
    """Every single slip for every word of the list. A slip that is itself a word is left out."""
    found = {slip: word for word in sorted(_OFTEN_MISTYPED) for slip in _slips_of(word)}
    return {slip: word for slip, word in found.items() if slip not in REAL_WORDS | KEY_WORDS}


def _slips_of(word: str) -> set[str]:
    places = range(len(word))
    near = {word[:i] + key + word[i + 1 :] for i in places for key in _NEIGHBOURS.get(word[i], "")}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]}
    doubled = {word[: i + 1] + word[i:] for i in places}
    missing = {word[:i] + word[i + 1 :] for i in places[1:]} if len(word) > 5 else set()
    return near | swapped | doubled | missing
