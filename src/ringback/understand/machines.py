"""Texts that no person wrote to us: automatic replies and sellers. Answering one starts a loop."""

from ringback.understand.rules import rule

AUTO_REPLY = (
    rule(
        "auto_reply",
        "an automatic reply",
        """
        auto|automatic|automated reply|response|message|responder|replies|text|autoreply
        autoreply|autoresponse|autoresponder
        ^ auto $
        unattended
        not|unable|can to? receive messages
        respond within
        get back to you _1 shortly|soon|asap
        be with you|YOU shortly|soon|as
        away|out|vacation _2 until|through|till _4 reply|respond|access|call|return|urgent
        i am away|vacation|out through|until|till
        for URGENT matters|issues
        automatic|automated|auto message|msg $$
        sent|reply|respond|replied|response automatically|auto
        sent from|by my|the car|auto|truck|vehicle|watch|app
        out of office
        out of the office !tomorrow|today
        do not disturb while
        driving with|mode
        not receiving notifications
        reply urgent to
        mailbox|inbox|account|number|line|address not monitored
        not _1 monitored
        unmonitored
        does|do not accept|receive|support text|texts|sms|incoming
        not _1 able to receive text|texts|sms
        unable to receive text|texts|sms|messages
        no longer in service
        message|text has|have been received
        received your message|text|inquiry|request _6 shortly|soon|respond|touch|hours|possible
        limited access
        msg data|message rates
        data rates may|apply
        ^ thank|thanks you? for contacting|calling|texting|messaging|visiting _4 $
        we have received|got your
        thank|thanks you? for contacting|texting|reaching|messaging|calling _4 we|our|your|someone|a
        will _2 respond|reply|return|get|answer _6 when|once|as i|we _2 return|back|able|available|soon
        delivery|message failed|failure|undeliverable|undelivered
        unable to deliver
        currently unavailable|unable|away|out _6 respond|reply|return|back
        respuesta|mensaje automatica|automatico
        fuera de la? oficina
        no puedo contestar ahora
        reponse|message automatique
        absent _3 bureau
        absence du bureau
        """,
        unless="""
        how|can _2 turn|stop|cancel
        remove|stop|delete|take _3 number|list|off|us|me
        stop _2 automated|automatic|auto
        stop|no|end|cancel|quit|hate|these|those|your _1 automated|auto|automatic
        is|are _2 automated
        i _1 called|need|want
        """,
    ),
    rule(
        "auto_reply",
        "a phone's own reply while driving or in a meeting",
        """
        driving _2 right? now|and _4 get|see|respond|reply|text|call
        see your message when
        """,
        unless="""
        can|call|text me|you
        text you
        """,
    ),
)

VENDOR = (
    rule(
        "vendor_spam",
        "somebody who wants to sell something to the owner",
        """
        seo|serp
        google|yelp|maps _2 ranking|rankings|listing|listings|page|profile|ads|verified|verification
        first page of google
        rank|ranked|ranking _3 google|maps|search|page
        higher|first|top|one on|in _1 google|search
        page one|1 of? google
        your|the _1 website|site|listing|online _2 needs|need|is|presence|traffic|not|redesign|ranking
        online presence|reviews|visibility|marketing
        more leads|customers|reviews|traffic|clients|sales|exposure|bookings|roofing
        leads|appointments|customers _3 guaranteed|exclusive|month|per|delivered|qualified
        qualified|exclusive leads
        business|working funding|capital|loan|loans|credit
        small? business owners
        merchant cash|account|services|processing
        cash advance
        credit card processing|terminal
        processing fees|rates
        marketing|ad|advertising|digital|lead|web agency|company|firm|generation|design|services|expert|developer
        lead generation
        free _2 audit|trial|demo|consultation|website|mockup|vacation|cruise|gift
        boost|increase|improve|grow|double|triple|scale|skyrocket _1 your
        help|helping _2 plumbers|contractors|businesses|dentists|shops|companies|owners|lawyers|salons|restaurants
        build|design|redesign|create|make you|your _3 website|app|site
        new website|logo _2 for
        pre approved|qualified
        preapproved|prequalified
        approved for _3 funding|loan|credit|capital
        qualify|qualified|eligible for _4 funding|loan|advance|grant|capital|refund|relief|credit|erc
        we|i buy|buying _1 houses|homes|properties|house
        cash|offer _1 offer|for your house|home|property
        congratulations|congrats _4 won|winner|selected|gift|prize
        won|win|claim _3 gift|prize|card|cruise|iphone|reward
        gift card _3 weblink|claim|won
        crypto|bitcoin|forex|investment opportunity
        student|debt|tax loan|relief|debt
        quick call|chat about your business|website|company|marketing|online
        hop on _2 call
        outsource|outsourcing|offshore|virtual assistants|assistant
        software _3 business|shops|contractors|reviews|trial
        wholesale|bulk price|prices|supplier|suppliers|discount|manufacturer
        we _1 offer|provide|specialize|supply|manufacture _5 business|businesses|contractors|services|companies|rates
        partner with|partnership opportunity
        who handles your
        specialize|specializing in
        domain _2 expiring|expires|expire
        jobs|leads a|per month
        posicionamiento|google _2 negocio|anuncios
        mas clientes
        prestamos|financiamiento _2 negocio
        plus de clients
        referencement
        """,
        unless="""
        my|our google|website|merchant|loan
        i _2 need|want|looking _2 website|seo|loan
        do you _2 buy|do|offer|have
        """,
    ),
)
