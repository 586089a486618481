"""The wish not to be texted, in whatever words.

47 CFR 64.1200(a)(10): any words that a reasonable person would read as a wish to stop count. So the rules look for a
verb of stopping, forbidding or removing and for what it is about (texts, contact, this number, me), not for phrases.
They read what `lookalikes` left.
"""

from ringback.understand.rules import Rule, rule


def _opt_out(why: str, sources: str, *, unless: str = "") -> Rule:
    return rule("opt_out", why, sources, unless=unless)


# "make it stop" beside a leak is about the leak.
_A_FAULT = """
WATER|leak|leaking|leaks|drip|dripping|noise|beeping|alarm|squeak|squeaking|pain|bleeding|faucet|toilet|sink|smell|barking|ringing|grinding|fire|flooding|itching
"""

OPT_OUT = (
    _opt_out(
        "an opt-out word by itself",
        """
        ^ FILLER* no? FILLER* BARE FILLER* BARE* FILLER* BARE* $
        no thanks|interest|thank you? and? _1 BARE|delete FILLER* $
        no thanks|interest|interested _2 take off
        ^ FILLER* CAN you? FILLER* BARE FILLER* $
        ^ FILLER* how|i|to|2 _1 stop|unsubscribe|optout|UNSUB FILLER* $
        ^ FILLER* CAN this|it|these|THESE BARE FILLER* $
        ^^ FILLER* stop|unsubscribe FILLER* I|YOU|you|thanks|no|not|wrong|someone|somebody|too|im|got|already|all|me|2
        <!STOP_BEFORE|NOT|how|did|does|will|won|to|I|you|can|me|for|and stop|unsubscribe $$
        i|we|am SAID YOU? to? BARE !by|in|over|working
        i|we quit|revoke|unsubscribe FILLER* $
        🛑
        ^ FILLER* please no FILLER* $
        ^^ _12 please remove|unsubscribe|stop|delete $
        """,
        unless=_A_FAULT,
    ),
    _opt_out(
        "CANCEL by itself, with nothing in the text that could be cancelled",
        """
        ^ FILLER* CAN? YOU? FILLER* CANCEL FILLER* CANCEL* FILLER* $
        """,
        unless="""
        APPOINTMENT|TIME|NUM|sick|ill|busy|came|reschedule|rebook|late|forgot|kid|kids|work|schedule|spot|manana|cita|sorry|conflict|traffic|flat|snow|weather|out
        not _1 make|come|do|be|afford
        """,
    ),
    _opt_out(
        "follows the instruction to reply with an opt-out word",
        """
        ^ FILLER* i? am? SAID|responding|text|send back? _1 BARE _2 $
        SAID|text|send stop to opt|unsubscribe|end|cancel|quit|stop
        ^ option stop
        ^ stop to opt|unsubscribe|end|cancel
        consider|accept|take|treat|count _4 stop|opt|unsubscribe|optout|cancellation|removal|notice
        my stop|optout|unsubscribe|removal request?
        """,
    ),
    _opt_out(
        "asks us to stop",
        """
        told|tell|telling|asked|ask|asking|begging|beg|need|want|like|wish|love _2 YOU|you|these|this|it|TEXTS _2 STOP
        told|tell|telling|asked|ask|asking|begging|beg YOU? no? _1 to STOP|REMOVE|take|leave|delete|unsubscribe|lose
        why _3 keep|keeps TEXT_V|CALL_V|SEND_V
        why are YOU still TEXT_V|CALL_V|SEND_V|contacting
        why do i keep|still getting|receiving
        YOU keep|keeps TEXT_V|SEND_V|spamming
        have to SAID YOU? BARE|to|not
        YOU|these|TEXTS|BOT _2 need|needs|have|has|got|must|should|better _2 STOP
        when|will|would|can|could|why|please|wish YOU|you|these|TEXTS _2 STOP FILLER* $
        when will|do|are YOU|you|these|this _2 STOP
        why _1 not YOU|you STOP
        TEXTS|these|YOU|you will|do|does not|never _1 STOP
        make it|this|these|them|TEXTS _2 STOP
        have to SAID _4 BARE
        this|that as _2 request|notice|demand to STOP
        ^ FILLER* STOP FILLER* all|everything|immediately|now|already|asap|forever|me|completely FILLER* $
        STOP|end this|that|it|these|those|them|all|esto|eso|ca _1 FILLER* $
        STOP this|that|these|those|your|ur|the all? _2 TEXTS|BOT|LIST|nonsense|madness|garbage|bs|crap|bullshit|conversation|thing
        STOP already|now|right|immediately|permanently
        STOP with|w _3 TEXTS|THESE|nonsense|bs|CALL_V
        """,
        unless=_A_FAULT,
    ),
    _opt_out(
        "a verb of stopping, said of texts or contact",
        """
        STOP _3 TEXT_V|TEXTS|SEND_V|CALL_V|ES_DOING
        knock|lay|ease|cut|leave|back off|out|up|down _3 TEXTS|SEND_V|texting
        STOP|STOPPED TEXT_V|SEND_V|CALL_V
        appreciate|like|love|great|wish|prefer _4 STOPPED
        STOP|end _1 blowing|hitting|following|nagging|trying|talking|contact
        STOP _1 RECEIVE _3 TEXTS|THESE
        STOP _2 BOT|chain|thread|conversation|chat|subscription|campaign|spam
        cancel|cancelar|cancelen|annuler|annulez|end|cut|kill|drop|hold|nix _3 TEXTS|texting|communication|conversation|chat
        cancel|end this|these $
        cancel my|our|all|any _1 CONSENT
        cut|lay|let|ease off|up _1 with|on TEXTS|texting
        cut out _2 TEXTS|texting
        only|just text|contact|message ME? _1 about|for|regarding|if|when !3:arrive|close|here|there|ready|coming|done|leave|outside|way
        nothing else $
        cancel _2 my|this PHONE
        disable|deactivate|mute|silence|pause _3 TEXTS|these|them
        SWITCH off _2 TEXTS|these|them|this
        SWITCH _2 TEXTS|these|this|it|them off|down
        TEXTS|sms off
        end _1 TEXTS|texting|conversation|chat
        cancel ME|us from|off
        cancel ME|us $
        STOP _1 hit|hitting|hitting my|me
        get|stay|keep out of my _1 TEXTS|phone|inbox
        get|stay off my phone
        STOP|enough|done|tired|sick|fed _2 with|of _3 TEXTS|THESE|contact
        enough _1 TEXTS|already
        """,
    ),
    _opt_out(
        "asks to be taken off",
        """
        REMOVE|get|take|cross|strike|pull|leave|keep|count ME|us _1 off|from|out
        ^ FILLER* REMOVE ME|us
        REMOVE ME|us $
        REMOVE _3 my|this|the|our|number|these PHONE
        REMOVE _3 from your|the|ur|this _3 LIST
        REMOVE PHONE
        PHONE|ME|us|be|am|is|get|been|being|info|name REMOVED
        REMOVED _2 from _3 LIST
        be|get|have|been|taken _3 off _3 LIST|THESE
        to be taken|left|kept|dropped off|alone|out
        cross|strike|take|cut _4 from _2 LIST
        drop|dropping ME|us|me|us $
        YOU can|may drop ME
        YOU can|may|could|free _2 drop|remove|delete|lose|forget ME|us
        YOU can|may|could|free _2 drop|remove|delete|lose|forget my|our _1 PHONE|info|contact|name
        free to drop|remove|delete|lose|forget ME
        confirm _3 removed|deleted|unsubscribed|off
        lose|delete|drop my contact
        take|get|pull|cross|strike|scratch|keep|leave|kick ME|PHONE off
        take|get|pull|cross|strike|scratch|keep|leave|kick my|this|our|the|your _1 PHONE|name _2 off
        take|get|put off _2 PHONE|LIST
        take|get|pull|remove|keep my|our|the|this _2 info|information|name|contact|PHONE _1 off|out|from
        take it|this off $
        off of? _2 LIST|this|these|here
        out of _2 LIST|this|these
        i|we want|wanna|like|love|wish _1 off|out $
        want _1 off|out of _2 LIST|this
        i|we want|need _1 off|out
        DROP_NUMBER my|this|the|our _1 PHONE
        throw|toss away|out my PHONE
        REMOVE it $
        losing|forgetting|deleting my PHONE
        DROP_NUMBER PHONE $
        DROP_NUMBER _3 had|have|has|got _2 PHONE
        forget|erase|delete|wipe|purge ME|us
        delete|erase|wipe|purge|remove|destroy _2 my|our _2 info|information|data|details|contact|everything|record|records
        leave|exit|quit|leaving _1 this|the|that LIST
        how _3 leave this|the? LIST? $
        count ME|us out of
        LIST REMOVED
        removal please
        ^ FILLER* remove|removed|removal ME? FILLER* $
        cease and desist
        off the|your|this|ur list
        """,
        unless="""
        take|get|cross _3 off the roof|couch|floor
        """,
    ),
    _opt_out(
        "asks to unsubscribe or opt out",
        """
        UNSUB
        opt|opting|opted me|us|my|this? _1 out
        REVOKE my opt
        not to get|getting|receive these|this|texts
        """,
    ),
    _opt_out(
        "forbids texting",
        """
        <!I not|never FILLER* ever? even? FILLER* TEXT_V|SEND_V
        not|never _2 CALL_V|TEXT_V|SEND_V or|and|nor TEXT_V|SEND_V
        not use _2 PHONE
        not keep|continue TEXT_V|SEND_V|CALL_V
        not|never ever? to? TEXT_V|SEND_V ME|us|this|here|my|again|anymore|at|PHONE
        CAN|mind|YOU|you _2 not TEXT_V|SEND_V
        ^ FILLER* CAN YOU|you FILLER* not FILLER* $
        rather|prefer|appreciate|wish|like|happy _3 not|never _1 TEXT_V|texted|SEND_V|CALL_V|be|get|receive
        rather|prefer|appreciate|wish|like|happy _2 not to
        rather|prefer|appreciate|wish|like|happy|if _2 YOU _1 not _1 TEXT_V|SEND_V|CALL_V
        rather|prefer|appreciate|wish|like|happy _2 YOU _1 removed|stopped|left|quit|took|dropped|deleted
        rather|prefer|like|want|wish _1 to? not to? be|get|receive|have _2 texted|contacted|messaged|TEXTS|called
        refrain _2 from
        do|did|does not bother _2 TEXT_V|CALL_V|SEND_V
        do not disturb !sign
        not _1 need|have|necessary|bother to keep|continue _2 TEXT_V|SEND_V|CALL_V
        no need _2 TEXT_V|SEND_V _3 again|anymore|more|further
        no need _1 for _3 TEXTS|contact|communication
        not|no|never|isn for TEXTS|texting
        only call me?
        call|calls only
        keep|hold YOU|your TEXTS
        ^ not TEXT_V|SEND_V
        """,
    ),
    _opt_out(
        "forbids calling",
        """
        <!I not|never FILLER* ever? even? FILLER* CALL_V !YOU
        not|never ever? to? CALL_V ME|us|this|here|my|again|anymore|at|PHONE
        CAN|mind|YOU|you _2 not CALL_V
        """,
        unless="""
        text|message|texting|email|sms ME|instead|only|better|is|works
        just|only|please|rather|prefer text|message|texting|email
        ^ text|message|email
        text do? not CALL_V
        """,
    ),
    _opt_out(
        "wants no more texts",
        """
        ^ FILLER* no more|further FILLER* $
        no|not|any|zero more|further|additional|future _3 TEXTS|texting|contact|of|THESE|CALL_V
        TEXTS so? no more
        no more|further TEXTS|contact
        <!got|get|see|have|there|is ^ FILLER* no _1 TEXTS FILLER* $
        contact no more
        ^ FILLER* nothing more|else|further FILLER* $
        no contacting|calling|messaging
        ^ FILLER* no contact FILLER* $
        no|prefer _1 contact please
        no texting|solicit|soliciting|solicitors|solicitation|solicitations|spam|sms|telemarketers|robotexts
        no|not _2 TEXTS _2 please|thanks|to|on
        NOT|no|longer|ion want|wants|wish|need|like|care|interested|desire _5 TEXTS|these|those|em|texting|texted|contacted|messaged|updates|LIST|SEND_V|promos
        NOT|no|longer|interested want|wish|need|like|care|interested|desire _2 RECEIVE _3 TEXTS|these|those|this|from|anything
        NOT|longer want|wish|need|like|desire _1 any|anymore|more of? TEXTS|this|these|it|contact
        NOT|longer want|wish|like you|YOU|this|anyone _1 to? TEXT_V|CALL_V|SEND_V
        not want|wanna|like to? hear|be
        not ask|asked|want|sign|signed _2 TEXTS|these
        interested in _3 TEXTS|texting
        nobody|noone|who wants|want|asked _3 TEXTS
        appreciate|prefer|want|like|love _2 no|fewer|zero _2 TEXTS|contact
        not accept|consent _4 TEXTS|solicitations|CALL_V|on|at|to
        TEXTS cost|costs
        no|not|any _2 more|further follow up|ups
        """,
    ),
    _opt_out(
        "takes back the consent",
        """
        REVOKE _4 CONSENT
        take|taking back _1 CONSENT
        not|no|longer have _2 ok|CONSENT to TEXT_V|CALL_V
        CONSENT _4 REVOKE
        not|no|never|without have|has|give|gave|given|got|granted? _3 CONSENT !before
        not CONSENT
        ^ FILLER* i? revoke|revoked|rescind|withdraw FILLER* $
        """,
    ),
    _opt_out(
        "wants to be left alone",
        """
        leave|leaving ME|us|this|my|our _3 alone|be
        let me|us be $
        ^ FILLER* go away FILLER* $
        ^ FILLER* get lost FILLER* $
        buzz|bug|back|piss|fuck|bugger|shove|f off !the|of|my|a|your
        f off
        ^ FILLER* beat|scram|shoo|vete it? FILLER* $
        knock it|this off
        cut it|this|that|crap|the out !of|from
        give it|me|us a? rest|break _3 TEXTS|texting|$
        ^ FILLER* that? is? enough FILLER* $
        enough is enough
        i|we _1 had enough
        let ME|us out
        out of it|this|these FILLER* $
        shut up
        hit|blow|light ME _2 up _2 more|again|anymore
        not hit|blow ME
        quit it
        """,
    ),
    _opt_out(
        "blocks or reports us as spam",
        """
        block|blocking|blocked YOU|you|this|your PHONE?
        ^^ FILLER* blocked|blocking FILLER* $$
        blocked|blocking and _1 reported|reporting|deleted|deleting
        am|going|gonna|to|will block|blocking
        report|reporting|reported|marking|marked|flagging|flagged _3 spam|junk
        reporting this|your PHONE
        """,
    ),
    _opt_out(
        "names a do-not-contact list",
        """
        dnc
        do not contact|call|text|disturb|solicit list|registry|register
        no|not contact|call|text list|registry
        """,
    ),
    _opt_out(
        "threatens, should we text again",
        """
        if|next|time YOU|one|another _2 TEXT_V|CALL_V|SEND_V ME _2 again|more|time
        if|next|one|another|keep|again|before|or|single _4 TEXT_V|TEXTS|SEND_V|CALL_V|get|hear _6 LAW
        ^ FILLER* next|one|another|single more? TEXTS _2
        TEXT_V|CALL_V ME one? _2 again|more|time and|or
        TEXT_V ME _3 see what happens
        keep TEXT_V|CALL_V|SEND_V _1 and|or
        get one more _3 LAW
        get _2 more|another of? _1 these|TEXTS _4 LAW
        TEXT_V|CALL_V ME _2 again|more _3 LAW
        """,
    ),
)
