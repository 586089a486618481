"""Anger, threats and complaints: for a person, never for a machine to answer."""

from ringback.understand.rules import rule

LEGAL_THREAT = (
    rule(
        "legal_threat",
        "threatens with the law or an authority",
        """
        sue|suing|sued YOU|your
        i|we will|am|are|going|gonna _3 sue|suing !my|the|him|her|them|a|someone
        hear|hearing _2 from _3 LAWYER|board|state|court|authorities
        going|sent|sending|goes to my LAWYER
        my LAWYER
        hear|hearing|contacted|contact|call|calls|letter from _1 my|our|an|a? LAWYER
        contacting|calling|talking|getting|hiring|speaking|consulting|retaining|retained|contacted _2 my|our|an|a LAWYER !about|for
        calling|call|talk|speak _1 my LAWYER
        my|our LAWYER _3 will|is|says|said|contact|touch|has|calling|handle|handling
        legal action|letter
        see you|YOU in court
        small claims
        take|taking you|YOU|this to|in court|small
        report|reporting|reported you|YOU|this|your|these to
        report|reporting|reported _3 fcc|bbb|ftc|ag|attorney|board|police|licensing|osha|authorities
        file|filing|filed|lodging|submitting|submit _2 complaint|complaints|lawsuit|suit|claim|charges|grievance
        complaint _2 fcc|bbb|ftc|attorney|board|state
        fcc|ftc|tcpa|bbb _2 violation|violations|complaint|lawsuit|fine|illegal
        tcpa|fcc|ftc
        attorney general
        class action
        pressing|press|pressed charges
        better business bureau
        filed|filing|file _1 police report
        harassment _2 illegal|charges|suit
        this is _1 harassment|illegal
        abogado|demandar|demanda|demandare|demandarlos|denunciar|denuncia|denunciarlos
        los|les|lo voy _1 a? reportar|demandar|denunciar
        voy a reportar|demandar|denunciar|reportarlos|demandarlos|denunciarlos
        avocat|poursuivre|poursuite|poursuites|tribunal|plainte|denoncer
        vous|te poursuis|poursuivrai|denonce
        """,
        unless="""
        need|want|looking|hire|find|recommend|get|meet|see|consult _3 LAWYER
        is|are you|he|she|there|this|any _2 LAWYER
        LAWYER for|fees|fee|specializing|who
        need _4 avocat|abogado
        besoin|cherche|necesito|busco _4 avocat|abogado
        suing me|us|my
        landlord|ex|insurance|employer|contractor|neighbor|company|wife|husband
        can|should|could i|we _2 sue|file|press
        want to sue my|the|a|someone
        file _3 insurance|taxes|bankruptcy|claim
        """,
    ),
)

COMPLAINT = (
    rule(
        "complaint",
        "complains about us",
        """
        nobody|noone|no|never|not one? _2 showed|show|shows|shown|came|arrived _1 up|$
        nobody|noone _2 came|called|answers|answered|responded|calls|responds|showed|replied|contacted|returned|shows|returns
        YOU|he|she|nobody|tech|office never|not _1 called|call|calls ME? _2 back
        nobody|noone _1 called|call|calls|returned ME? _2 back|call
        ^ FILLER* never called ME? back
        no one _1 called|call _2 back
        no one|body _2 came|called|answers|answered|ever|showed|responds|responded|calls
        you|he|she|they|guy|tech|YOU never|not _1 came|come|arrived|showed|finished|returned|fixed|answered
        still|been waiting|waited
        waiting|waited _3 hours|all|weeks|days|forever|since
        times|several|twice|multiple and|already _3 nobody|no|still|not
        called _3 times
        left _2 messages|voicemails|voicemail|message _3 nothing|no|never|still
        and|still nothing $
        card|i|we|was|were|got|been _2 charged|billed _2 two|2|twice|double|three
        where are|is you|YOU|he|she|they|guy|tech people|guys $
        YOU|they|she|tech said|promised|told _4 and|but _5 nobody|not|still|late
        peeling|leaking|failing|falling|broken|loose _1 already|again|apart
        already|again peeling|leaking|broken|cracked
        overcharged|overcharge|overcharging|overbilled|misled|lied
        charged|billed|charging _3 me? twice|double|wrong|extra|again|too|two
        charged|billed ME for _3 not|never|nothing
        double charged|billed
        charged me|us _3 and|but|for|more
        worst|terrible|horrible|awful|pathetic|lousy|poor|crappy|disgusting|shitty|trash|garbage _2 service|company|experience|job|business|work|customer|place|people|ever
        bad job|work|service|experience|attitude
        unacceptable|ridiculous|unprofessional|disgrace|disgraceful|incompetent|outrageous|disappointed|disappointing|disappointment|furious|livid|outraged|pissed|fraud|fraudulent|thieves|thief|crooks|crook|scam|scammers|scammer|scammed|joke|ripoff|useless|worthless|unhappy|frustrated|fuming|upset|negligent|sloppy|shoddy|botched|pathetic|dishonest|liars|liar
        ripped|ripping ME|me|us|people off
        rip off $
        ripoff
        refund|refunded
        money back
        want _3 speak|talk|manager _3 manager|owner|boss|supervisor|charge|complain
        bad|negative|1|one|star|terrible|horrible _2 review|reviews|star
        your|the|ur _1 guy|guys|tech|technician|plumber|crew|driver|worker|workers|employee|employees|man|electrician|cleaner|cleaners|team|people|dentist|painter|painters|doctor|receptionist|staff|repairman|repair|installer|mechanic _3 broke|scratched|stained|damaged|left|rude|ruined|destroyed|never|stole|broken|cracked|dented|messed|dropped|hit|was|smashed|yelled|did|hold|lied|cut|tracked|flooded|forgot|botched
        you|YOU|they|u _2 broke|scratched|damaged|ruined|destroyed|stole|messed|cracked|dented|botched|screwed|forgot|ghosted|ignored|lied|cheated
        broke|damaged|ruined|scratched|cracked _2 my _3 when|while|your|you
        made it worse
        came|is|leaking|broke|broken|happening|back _1 again _2 after|you|paid
        back again|already
        leak|problem|noise|issue is|came|again back|again
        still _1 broken|leaking|not _1 fixed|working|right|after
        did not fix|fixed|work|hold|finish
        not|never _1 fixed|fix|finished|resolved|properly|happy|satisfied|pleased|impressed|okay|acceptable
        paid _4 for nothing|and
        nobody|noone|no _4 back to me
        for nothing
        dispute|disputing this|the|my charge|bill
        no call|show no show
        want _1 manager|owner|boss|supervisor
        not paying
        dejaron plantado
        never _1 using|use|hire|hiring|calling|coming _2 again
        ruined
        time YOU _2 cancelled|canceled|rescheduled|late
        billed _3 quoted|said
        YOU quoted _4 billed|charged
        YOU lost
        hung up on
        waited _5 no
        explanation|compensation
        enjoy the lawsuit
        over this $
        the owner now
        not ok|okay $
        all|people|guys not care
        no reply|answer|response $
        regreso|regresaron _2 llamada
        rompieron|rompio|dejaron|ensuciaron|rayaron _1 mi|todo|la
        brise|casse|endommage|abime _1 ma|mon|mes
        rude|disrespectful|unbelievable
        left _2 mess|huge
        huge mess
        your _2 work|job|service _3 bad|terrible|failed|sucks|poor
        waste of _2 time|money
        complaint|complain
        how many times
        fed up
        sick|tired of you|your|this|waiting
        nadie _1 vino|llego|llamo|contesta|contesto|responde|aparecio
        nunca _1 vinieron|llegaron|llamaron|vino|llego|contestan
        cobraron|cobrando|cobro _3 mas|doble|dos
        pesimo|pesima|mal|malo|mala|terrible|horrible servicio|trabajo|atencion
        servicio|trabajo _2 pesimo|malo|terrible|horrible|mal
        dinero|devuelvan|devuelvanme|reembolso|reembolsen
        molesto|molesta|enojado|enojada|decepcionado|decepcionada|furioso|harto|harta|inaceptable|ladrones|estafa|estafadores|rateros|ratero|estafaron|inutiles|queja
        personne _3 venu|vient|rappele|repond|appele
        jamais _1 venu|rappele|venus|repondu
        charge|facture|chargee _3 deux|trop|double
        service _2 pourri|nul|horrible|terrible|mauvais|affreux
        mauvais|pire|horrible service|travail
        remboursez|rembourser|remboursement|remboursement|inacceptable|decu|decue|furieux|furieuse|voleurs|arnaque|honteux|incompetents|fache|fachee|plaindre
        """,
        unless="""
        scam likely
        who _3 complain|complaint
        warranty
        no|not|never|nothing _2 complaint|complaints|upset
        no|not _1 rush
        just|only joke|joking|kidding
        lol
        reviews guaranteed|yes|software|for
        more _3 reviews
        dispute|tax refund
        is this|it _1 scam|spam|joke|legit
        refund|cancellation policy
        was in|hit by
        rear ended
        """,
    ),
    rule(
        "abuse",
        "insults",
        """
        idiot|idiots|moron|morons|asshole|assholes|bitch|bitches|bastard|bastards|stupid|dumbass|dipshit|jackass|scum|scumbag|scumbags|losers|loser|dumb|clowns|clown|prick|dickhead|dick|douche|cunt|motherfucker|motherfuckers|fucker|fuckers|retarded|imbecile|jerk|jerks|shithead
        screw|fuck|damn you|u|YOU|this|your
        you|u|YOU|this|it _1 suck|sucks|blow|stink
        go to hell
        go fuck|screw
        kiss my
        bite me
        shame on
        eat shit
        up yours
        drop dead
        hate you|YOU
        bullshit|crap
        pendejo|pendejos|idiotas|idiota|estupido|estupidos|imbecil|imbeciles|cabron|cabrones|puto|putos|mierda|chinga|chinguen|vayanse|basura|inutil
        connard|connards|imbeciles|salaud|salauds|merde|idiots|nuls|crosseurs|crisse
        """,
        unless="""
        damn good|fine
        feel stupid|dumb
        stupid _1 thing|question|mistake|me|phone
        """,
    ),
)
