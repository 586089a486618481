"""The person never meant to be in touch with us: wrong number, wrong person, a call by mistake, or no call at all."""

from ringback.understand.rules import Rule, rule

_STILL_WANTS_SOMETHING = """
but _3 need|want|have|can|still
still need|want|would|like|interested
anyway|anyways _4 can|need|want|do|is
pero _2 necesito|quiero
"""


def _wrong(why: str, sources: str) -> Rule:
    return rule("wrong_number", why, sources, unless=_STILL_WANTS_SOMETHING)


WRONG_NUMBER = (
    _wrong(
        "says that the number or the person is wrong",
        """
        ^ FILLER* not NAME|TITLE
        no longer NAME|TITLE
        NAME|TITLE _2 changed|has|got _1 PHONE
        different|another person phone|number|is
        different|another persons _1 phone|number
        old|outdated|bad info|information|contact $
        wrong|incorrect|wrng|bad|mistaken _1 WRONG_WHO
        ^ FILLER* wrong FILLER* $
        not|isn|wasn _1 the? right|correct _1 PHONE|person|one|guy
        you|YOU _2 mixed|confused|confusing|mistaken|mistook _2 someone|somebody|me|person|with|for
        text|texting|texted|reached|contacting|messaging|sent the? wrong _1 person|one|guy|PHONE|family
        TEXT_V|texting a random|wrong
        TEXT_V|texting a|some|random|total|complete? stranger|strangers
        calling|looking|trying _4 not you|YOU
        trying|meant|meaning|wanted to call|reach|dial|get my|another|a|the
        was calling|trying|looking _4 PLACE_ELSE
        not that|this|the|your|who person|man|woman|guy|one
        TEXT_V|texting someone|somebody else
        was|were someone|somebody else
        used to be _2 else
        no such person|number|patient|customer
        not the owner|patient|homeowner|tenant $
        not who you|YOU _1 think|want|looking|are
        not the|your _2 person|customer|client|guy|lady|patient|one you|YOU?
        ^ FILLER* not me FILLER* $
        equivoco|equivocaron|equivocan|equivocaste|equivocando
        PHONE|persona|esta|estan|telefono tan? equivocado|equivocada|equivocados
        ^ FILLER* equivocado|equivocada FILLER* $
        mauvais|faux|mal PHONE
        mauvaise personne
        trompez|trompe|trompes|tromper _2 de PHONE|personne|numero
        erreur de PHONE|numero|personne
        ne? pas le|la|mon|ma bon|bonne|compte|rendez|rdv
        ne? est pas moi
        """,
    ),
    _wrong(
        "says that the person we mean is not here",
        """
        no|not _1 here $
        nobody|noone|no _2 live|lives|by|named _2 that|this|name
        nobody|noone named|by|with
        no one|person|body _1 by|named|with
        there is no NAME|TITLE
        no NAME|TITLE _2 here|at|lives
        this|it is not _2 PHONE $
        not NAME|TITLE is? PHONE|$
        this|i|it is|am not NAME|TITLE
        ^ FILLER* this is not !STATE _1 FILLER* $
        ^ FILLER* i am not !STATE _1 FILLER* $
        no longer|not _3 PHONE|cell $
        not _2 PHONE anymore
        not|isn hers|his|theirs|mine _1 anymore
        PHONE changed owners|hands|owner
        PHONE was|got|been reassigned|recycled
        had this PHONE
        got this PHONE
        no longer _1 have|has|own|owns|use|uses this|that PHONE
        not|never have|has|had|own this|that PHONE anymore|any
        PHONE|this|it _1 belong|belongs|belonged _2 to
        not _1 belong
        just|recently got|gotten|new _1 this PHONE
        new owner|person|user|number owner? _2 PHONE|here
        previous|prior|old|former owner|person|user
        not live|lives here|at|there
        do not know any|anyone|a|who
        ya no es su|mi|el _1 PHONE
        no soy NAME|esa|ese|la|el|quien
        no conozco
        aqui no|ningun _3 vive|hay|ningun|ninguna|nadie
        no vive|existe aqui
        ce ne est pas _2 PHONE|numero|moi
        """,
    ),
    _wrong(
        "has no appointment or business with us",
        """
        not my|mine appointment|appt|order|account|car|house
        not mine $
        not _1 have|having _1 an|any appointment|account|business
        not|never make|made|book|booked|schedule|scheduled|set|have|had an|any|this|that|anything|one? appointment|booking|reservation|order|anything
        never _1 booked|scheduled|ordered|bought|used|visited|hired you|anything|from|your|this|there|that|$
        not a|your|even? customer|client|patient
        not _1 customer|client|patient _1 of
        never been|visited|used|gone|bought|heard _1 to|your|you|there|from
        not even? own this|the|that|a|any property|building|house|place
        not even? have|own a|any? house|home|car|dog|cat|kids|pet|vehicle|truck
        never _1 dealt|business _2 with
        never done business
        not my|our reservation
        no tengo _1 cita|cuenta
        no es mi cita|pedido|orden|nombre
        pas mon|ma rendez|rdv|commande
        """,
    ),
    _wrong(
        "called by mistake",
        """
        misdialed|misdial|buttdial|buttdialed|misdials
        mis dial|dialed|dialled
        butt|pocket|ass|purse dial|dialed|dialled|called|call|dials|dialing
        called|call|calling|dialed|dialled|dial|rang|phoned|rung|calls|dialing _4 by? accident|mistake|accidentally|mistakenly|unintentionally|error
        accidental|accidentally|mistakenly|mistaken|unintentional|inadvertently|inadvertent _2 call|called|dial|dialed|hit|phoned|pressed|rang|dialled|calling
        ^ FILLER* accident|accidental|mistake FILLER* $
        accident|accidental call
        not _1 on purpose
        pressed|hit|clicked|tapped|touched|pushed _4 mistake|accident|accidentally
        phone|cell _2 in my pocket|purse|bag
        hit|tapped|clicked|pressed _1 wrong _1
        looking for _2 other|different|another NAME|place|one|company|PROFESSION
        marco|llamo|marcado|apreto _2 sin querer
        confundieron|confundio|confunde|equivocaron _1 de
        called|dialed|call|calling|reached the? wrong
        not mean|meant|intend|try|trying|intending|meaning|supposed to call|dial|phone|ring|reach|contact
        not intentional|intentionally
        CHILD|PET|kid|toddler|cat|she|he _3 sat|playing|got|grabbed|hit|stepped|called|dialed|pressed|pushed|touching|messing|play|plays|had _3 my|the|this|her|his|you|your? phone|cell|button|call|screen|dialing
        CHILD|PET|kid|toddler|baby called|dialed|dialled|rang you|YOU
        playing with|on _1 phone|cell
        phone|siri|watch|alexa|car|bluetooth|cell called|dialed|dials|calls|dialled _2 itself|own|you
        siri called|dialed
        phone _2 on its own
        hit|pressed|pushed|tapped|clicked|selected|picked _1 wrong _1 contact|button|number|name|one
        meant|trying|wanted|intended|supposed|thought to? _1 call|reach|dial|contact|calling someone|somebody|a|another|my|different|other _1 else|different|other|company|place|business|person|friend|mom|wife|husband|number
        ignore|disregard|attention|mind _2 my|that|the|this|previous|missed|last? phone? call|calls
        ignore|disregard it|that FILLER* accident|mistake
        marque mal
        me equivoque
        llame|marque|fue sin querer
        fue _2 error|equivocacion|accidente
        llame|llamada|marque|llamamos|marcado _3 error|equivocacion|accidente|accidentalmente
        error la llamada
        hijo|hija|nino|nina|bebe _4 telefono|celular
        appele|compose|appel _3 erreur|accident|mistake|megarde
        trompe _1 de numero
        me suis trompe
        enfant|fils|fille|bebe _4 telephone|cellulaire
        """,
    ),
)

DISPUTED = (
    rule(
        "consent_disputed",
        "says that there was no call to us",
        """
        never|not _1 called|call|phoned|phone|dialed|rang|contacted|contact|reached|texted !4:back|me|him|her|because|earlier|sooner|yet|to|before|about|in|first|since _2 YOU|this|any|anyone|anybody|nobody|$
        never|not _1 called|call|contacted|contact|dialed YOU|anyone|anybody|any|this|your|anything !4:back|earlier|yet|before
        never|not _1 reach|reached out
        never|not _1 contacted|called|phoned|texted|visited a|any|the|no PROFESSION !before
        nobody|noone _2 called|phoned|dialed|contacted !ME|back
        no one|body _3 called|phoned|dialed|contacted|call !ME|back
        not|was not me _1 who|that called|call
        was not me
        was not us
        never|not _1 rang|rung|buzzed
        no record of|that _1 calling|call|called
        no call _1 to you|YOU
        not|never dial|dialed|dialled
        not|never _1 request|requested|order|ordered|ask|asked _1 an|a|any|your estimate|info|information|quote|service|anything
        not do business
        how come YOU have|got my
        <!sorry I _2 never|not called|call|phoned|dialed|contacted $
        spoofed|spoofing|spoof|hacked|cloned|faked
        someone|somebody|scammer _2 using|used|use my PHONE
        no _1 llame|llamado|marque
        nunca llame|llamado|marque|marcado|contacte|hable
        yo no _1 llame|pedi|hable|los|solicite|marque
        ai _1 pas|jamais _1 appele|contacte|telephone|donne|demande
        """,
    ),
    rule(
        "consent_disputed",
        "asks where we have the number from",
        """
        how|where|why did|do|does|have|had|is YOU|you|ya|this|are _2 got|get|have|find|obtain|acquire|getting my|this|our|his|her|the PHONE|info|information|name|contact|details
        how|where YOU|you|get|got _2 my|this PHONE|info
        who gave|gives|sold|provided|shared _3 PHONE|info|information
        de|como|donde|quien de? _2 sacaron|saco|consiguieron|obtuvieron|obtuvo|tienen|dieron|dio|paso _2 PHONE
        comment|ou _2 avez|as|eu|obtenu|trouve _3 PHONE
        qui _2 donne _3 PHONE
        """,
        unless="""
        gave|give|here you my PHONE is
        """,
    ),
    rule(
        "consent_disputed",
        "says that nobody asked for our texts",
        """
        not|never _1 sign|signed|signup|subscribe|subscribed|enroll|enrolled|register|registered|opt|opted !out _3 up|for|to|this|it|these|in|anything|texts|$
        not|never _1 ask|asked|request|requested|want|wanted _2 for|this|these|any|you|YOU _3 TEXTS|text|this|these|contacted|texted|be
        never asked|requested|wanted this|that|these|for
        not|never _1 agree|agreed|consented|consent _1 to|with
        not|never _1 give|gave|given|gives you|YOU|anyone|anybody|out? _1 my|this|permission|consent|the PHONE|permission|consent|to
        never heard of
        not know who you|YOU|this
        not know YOU|you $
        nunca|no _2 di|dado|dimos _2 PHONE|CONSENT
        no _1 pedi|solicite|pedimos|suscribi _2 esto|TEXTS|nada
        ne _3 pas|jamais _1 demande|inscrit|donne
        """,
    ),
)
