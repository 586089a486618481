"""What an ordinary text is about, and in which language. Hints for people and for the receptionist, nothing more."""

from ringback.understand.folding import word_set
from ringback.understand.rules import Rule, rule


def _topic(label: str, sources: str, *, unless: str = "") -> Rule:
    return rule(label, f"is about: {label.replace('_', ' ')}", sources, unless=unless)


TOPICS = (
    _topic("ai_question", """
        are|is|am _4 bot|robot|human|person|real|automated|ai|machine|computer|chatbot|gpt
        eres|es|son _2 bot|robot|persona|maquina|real
        etes|es|est _3 robot|bot|humain|personne|machine
    """),
    _topic("human", """
        talk|speak|chat|connect|transfer|get|reach _3 someone|somebody|human|person|agent|representative|owner|manager|rep|operator
        ^ FILLER* agent|representative|human|operator|person FILLER* $
        hablar con alguien|persona|gerente|dueno
        parler _2 quelqu|humain|personne|agent|gerant
    """),
    _topic("privacy_request", """
        what _2 data|info|information _3 me|mine
        delete|remove|erase|purge|wipe _3 data|info|information|photos|pictures|chat|history|records|account
        data|info _2 you _1 have|keep|store
    """),
    _topic("cancel_appointment", """
        cancel|canceling|cancelling|cancelled|cancelar|annuler|canceled
    """),
    _topic("reschedule", """
        reschedule|push|postpone|move|switch|change|cambiar|deplacer|reporter _6 appointment|it|time|to|cita|rendez|us|my
        instead
        running _2 late
        reschedule|reprogramar
    """),
    _topic("quote", """
        quote|estimate|ballpark|presupuesto|cotizacion|soumission|devis|bid
        how much to|for|would|is
    """),
    _topic("faq_price", """
        how much|cuanto|combien
        price|cost|charge|fee|rate|cuesta|coute|prix|precio|prices|rates|fees|sale|discount|oferta
    """),
    _topic("faq_hours", """
        what|your hours
        open|close|closed|closing|abren|cierran|abierto|ouvert|ouverts|fermez|ferme
    """),
    _topic("faq_location", """
        where _2 you|your|located|shop|office|entrance
        address|parking|directions|located|ubicados|direccion|adresse|situes|estacionamiento|donde|entrance
    """),
    _topic("faq_service", """
        do|can|does you|u|yall|your|the _6 service|work|do|fix|repair|take|accept|offer|sell|install|have|handle|remove|clean|warranty
    """),
    _topic("billing", """
        invoice|bill|payment|paid|pay|charged|card|venmo|zelle|membership|refund|receipt|order|factura|pago|facture|unpaid|deposit
    """),
    _topic("callback", """
        call|ring me|us|back
        give _1 me a? call|ring
        missed _2 call
        llameme|llamame|llamenme|llamen
        appelez|rappelez moi|me
    """),
    _topic("medical_info", """
        prescription|refill|meds|medication|medicine|pill|test results|results|symptoms|diagnosis|rash|fever|pain|surgery|smoking|bleeding|extraction|stitches
    """),
    _topic("legal_matter", """
        arrested|dui|divorce|custody|lawyer|attorney|served|lawsuit|court|bankruptcy|eviction|accident
    """, unless="FIRE"),
    _topic("booking", """
        appointment|book|booking|schedule|available|availability|opening|openings|slot|cita|rendez|reserve|reservar
        can|could|puede|pueden _3 come|get|venir|come
        TIME
        need|want|looking|quisiera|quiero|necesito|besoin _3 appointment|someone|plumber|repair|help|haircut|cita|plomero|service|cleaning
        stop VISIT
    """),
    _topic("affirm", """
        ^^ yes|y|si|oui|ok|sure|perfect|great|sounds|works|good|confirm|confirmed|c|deal|absolutely|correct FILLER*
        is|works|sounds|bien fine|good|great|perfect|works
    """),
    _topic("status", """
        on my way
        driving|late|here|there|traffic|arrived|outside|parked|tablet|eta
    """),
    _topic("provide_info", """
        my name|address|email is
        emailaddress
        me llamo
        street|st|ave|avenue|apt|gate|code|elm|oak|pine
    """),
    _topic("greeting", """
        ^^ hi|hello|hey|hola|bonjour|salut|bonsoir $$
        ^^ good|buenos|buenas morning|afternoon|evening|dias|tardes $$
    """),
    _topic("thanks", """
        ^^ FILLER* thanks|gracias|merci|thank FILLER* $$
        thanks|thank|gracias|merci
    """),
)  # fmt: skip

_SPANISH = word_set(
    "que el los las una por para con mi su mas numero mensajes cita hola gracias quiero puede pueden necesito esta es "
    "muy donde cuanto cuando como senor senora manana hoy lunes martes miercoles jueves viernes sabado domingo "
    "llamen escriban manden favor usted ustedes tengo hay agua casa alguien quien yo nos les sin pero ya bien si alto "
    "baja salir ayuda equivocado llame huele fuego humo emergencia urgente tienen son del al no me lo la de"
)
_FRENCH = word_set(
    "je vous les des une est pas plus mon ma mes votre vos pour avec sur dans qui quoi etes suis ai bonjour merci oui "
    "numero rendez eau de du au le la ne me ce il elle nous messages arretez arret svp textes aide gaz feu"
)
_SPANISH_ONLY = word_set(
    "no me la de es si son con alto baja sin"  # also English or French: they count, but never alone
)
_FRENCH_ONLY = word_set("de me la no on ma les messages message texte plus pour il ce le du au est pas des")
_ENGLISH = word_set(
    "the you your to is my this i it of for and do not please stop text can what are at in on me have with be we no"
)


def languages(words: list[str]) -> list[str]:
    """`language_es`, `language_fr`, both or none; English and unknown texts have no label."""
    spanish = sum(2 - (word in _SPANISH_ONLY) for word in words if word in _SPANISH)
    french = sum(2 - (word in _FRENCH_ONLY) for word in words if word in _FRENCH)
    english = sum(1 for word in words if word in _ENGLISH)
    found = [("language_es", spanish), ("language_fr", french)]
    best = max(spanish, french)
    return [label for label, score in found if score == best and score >= 2 and score > english]
