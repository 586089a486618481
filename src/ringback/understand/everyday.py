"""The ordinary texts of a shop: a polite no, "who is this?", "text me again", and the many reasons to write."""

from ringback.understand.rules import rule

OPT_IN = (
    rule(
        "opt_in",
        "wants our texts again",
        """
        resume|restart|resuming|reactivate|unblock|reinstate|restore|reenable _3 TEXTS|texting|messaging|subscription|sms
        start|begin texting|messaging|sending|text|message|back _3 again|me
        start _2 texting|messaging|sending|TEXTS _2 again
        text|message|contact|texting me|us _2 again
        ok|okay|fine|can|may|allowed|alright|feel|please _4 text|message|texting|contact me|us? again
        turn|switch|put _3 TEXTS _2 back|on
        turn|put|add|sign|opt|get|subscribe|enroll me|us|them|it|TEXTS? _1 back _4 on|in|up|text|TEXTS|list
        add|put|sign me|us back
        sign me up for? TEXTS|texting
        opt|opting|opted _2 back in
        ^ FILLER* opt FILLER* in FILLER* $
        resubscribe|resubscribing
        ^ FILLER* start again FILLER* $
        want|like|need|put|get _1 back on|in|onto _3 list|TEXTS|texting
        mandenme|envienme|escribanme|manden|envien|escriban _2 TEXTS? _1 otra|nuevo
        ^ FILLER* unstop FILLER* TEXTS? $
        subscribe _1 again|back
        want|like|wish|love|happy _2 RECEIVE _3 TEXTS _3 again|back
        want|like|need _2 TEXTS _1 again|back
        want|like _1 back in
        quiero _1 TEXTS _1 otra|nuevo
        start|begin _2 TEXTS FILLER* $
        start|begin sending _1 TEXTS
        re subscribe|enable
        want them|it|these back
        reactivate _2 PHONE
        unblock me
        stopped|unsubscribed|quit|opted|stop|unsubscribe _5 by? mistake|accident|accidentally
        accidentally _4 stop|stopped|unsubscribed|opted|stopping|unsubscribing|stop
        recibir _3 otra|nuevo|vez
        volver _3 recibir|mensajes
        REANUDAR|reactivar|reactiven|reactive
        vuelvan a? ES_DOING
        vuelvan|vuelva _1 a mandarme|escribirme|enviarme|mandar|escribir|enviar
        pueden|puede|pueden _2 escribirme|mandarme|textearme|escribir|mensajes _2 otra|nuevo|nuevamente
        REANUDAR
        nouveau|encore|recommencer|recommencez|reprendre|reprenez _4 TEXTS|ecrire|texter|envoyer
        recevoir _3 TEXTS _3 nouveau|encore
        pouvez _2 ecrire|texter|contacter|recontacter _2 nouveau|encore
        """,
        unless="""
        NOT|never|do|stop|no _3 text|message|contact|call me _2 again
        if|why _3 TEXT_V
        CAN you _2 opt me in
        text me again when|at|tomorrow|later|if|in|the
        """,
    ),
)

HELP = (
    rule(
        "help",
        "asks who we are",
        """
        who|whom _1 is|are|am|was|r _1 this|that|it|you|i|texting|messaging|calling|speaking
        who dis|this|dat|texting|r|are|you|am|tf|the
        who _3 texting|calling|messaging|contacting|text|message
        who|whos sent|wrote
        not recognize|know|have|recognise _1 this|the number
        who do _2 work|represent
        who is|this $
        have we met
        this for real|spam|legit
        vous etes qui
        what is these|those|message|text $
        which|what _1 number _1 are you
        whose|what _1 number|phone is? this? 
        what|which _1 company|business|shop|place|office|store is|are|this|you|am
        what is this $
        what is this about|for|number|text|regarding|all
        what is|this _1 number $
        what|which number _1 is this
        do i|we know you|u|this
        name of _2 business|company|shop
        your|the|business|company name
        what are|is you|your $
        identify yourself|yourselves
        introduce yourself
        is _2 spam|scam|legit|real|phishing
        legit
        why am|are|did !2:not _2 getting|receiving|get|receive|got _3 this|these|text|texts|message|messages|from
        why are|r|did|do you|YOU|u _1 text|texting|messaging|contacting|message|calling|texted|sending|call|contact|contacted|messaged|send
        what _2 want _2 from
        help me $$
        ^ FILLER* i? need|want help $$
        ^^ FILLER* help FILLER* $$
        quien _2 es|eres|son|habla|escribe|manda|son|me|esta|llama
        de que|cual|quien _1 compania|empresa|negocio|parte|es|son
        que|cual compania|empresa|negocio|numero _1 es|son|este
        ^ FILLER* de parte de
        que es esto
        ce est qui|quoi
        qui|que _1 est|etes|es|parle|ecrit|me|est
        quel|quelle compagnie|entreprise|numero
        de la|quelle part
        ayudame|ayudenme|aidez FILLER* $$
        """,
        unless="""
        who is|are coming|on|available|going|the|my|your|doing|that|scheduled|working|in|he|she
        who am i seeing
        why _2 YOU _1 stop|stopped|not|keep|still
        que _1 ES_ME? borren|quiten|manden|escriban
        clogged|drain|sink
        """,
    ),
)

DECLINE = (
    rule(
        "decline",
        "a polite no",
        """
        ^^ FILLER* no thanks|gracias|merci|thank FILLER* you?
        no|nope thanks|gracias|thank
        not|no|never|longer interested|interest
        no longer|more? need|needed|needs|required|necessary|looking|want
        not need _2 anymore|any|it|anything|this|you|help|now|appointment|service|after|one
        not|do need|want anything|it|one|any
        not right|at now|this|the|present|moment
        not now|today|yet|currently $
        not now but
        thanks|thank you? but no|not
        ended|end|wound up doing|going|fixing|hiring|using
        no need
        not necessary
        maybe|perhaps _3 later|another|other|next|time|future|month|year|spring|fall|road
        some|another other? time
        ^ FILLER* no|nah|nope _2 am|we|i|im good|fine|set|okay|ok|covered|alright
        i|we am|are|all _1 good|set|fine|covered|ok|okay FILLER* $
        ^^ FILLER* no? FILLER* all set|good FILLER* $
        false alarm
        figured it out
        fixed itself
        stick|sticking with
        passing on
        i|we found one|another
        ya quedo
        brother|husband|dad|son|neighbor|friend|law|wife _3 fixed|did|handled it
        turns out
        found it? cheaper
        going|gonna|will _1 skip|pass
        think about it
        ended up
        is|it working|works now
        not really FILLER* interested|now|$
        not today
        plumber|someone|guy coming already?
        just|already fixed|found|hired|booked
        good for now
        regle|arregle
        va attendre
        autre fois
        ^ FILLER* am? good|fine thanks|now|thank
        got|get|had|have|its|is|already|all _2 handled|fixed|sorted|covered|resolved|figured|solved|care
        taken care
        problem|issue _1 solved|fixed|resolved|gone
        we|i|he|got|already fixed|figured|solved|handled it|myself|already
        found|hired|went|chose|going|using|picked|booked|hiring|gone|choose|used _3 someone|somebody|another|else|other|different|elsewhere|cousin|friend|brother|with
        already|we hired|booked|fixed|found|got|have|went|sorted _1 someone|somebody|it|one|another|else
        went|going|gone with _1 another|someone|other|different|somebody|else
        ^ FILLER* never mind
        changed|change|changing _1 mind|minds
        we|i|will|am|are|gonna pass|decline
        will|gonna|going _1 pass !by|inspection|the|it|on
        hold|holding|held off
        holding|hold on off? for now
        decided|deciding|decide _1 to|not|against|on _2 wait|not|hold|do|against|pass|keep|do|it
        wait|waiting til|until|till|for|a _2 spring|next|summer|fall|month|year|later|better|while
        going _1 wait
        out of _2 budget|range
        too expensive|pricey|much
        not _2 moving|going _1 forward|ahead|proceed|proceeding
        ya no lo|la? necesito|hace|ocupo|ocupamos|necesitamos
        no lo|la necesito|ocupo|necesitamos
        no necesito|ocupo nada
        ya encontre|consegui|lo|esta|resolvi|tengo|encontramos|arregle _1 a|alguien|resolvi|arreglado|arregle|otro|plomero|otra
        no me interesa|interesan
        no estoy interesado|interesada
        por|de el|ahora? momento no?
        ahorita|ahora|hoy no
        por ahora no
        mejor|quiza|tal _1 luego|despues|vez|otro
        en otra|otro ocasion|momento
        non merci
        non ca va
        pas|plus interesse|interessee|besoin|necessaire|maintenant
        pas pour|tout|maintenant _1 instant|suite|moment
        sera pas|plus necessaire
        trouve|engage _3 autre|ailleurs|deja
        deja trouve|regle|repare
        peut etre plus
        change|changer _1 avis|idee
        laisse|laissez tomber
        """,
        unless="""
        can|could|do|would|what|when|how|is you|u|there|it|i|much|about|we|the
        instead
        i will take
        before|first|avant
        monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow works|better|work|is|good|at|please
        no longer hot|cold|under|works|working|in
        appointment|order|part not|never came|arrived|showed
        quiero|cuando|puede
        no longer hot|cold
        URGENT
        no not yet
        found the email
        too much WATER|noise|play
        """,
    ),
)
