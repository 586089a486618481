"""Words that look like an opt-out and are about something else: a visit, a fault, a place, a third person.

What a pattern covers is explained and gone before the opt-out rules read the text, word by word, so that
"stop by? no, stop texting me" keeps its second half. Patterns cover as little as they can.
"""

from ringback.understand.patterns import patterns

LOOKALIKES = patterns("""
# a visit, a place, a thing
stop|stopping VISIT !PHONE|ME
stop|stopping and see|look|say|pick|get|grab|talk|check|have|take|quote|drop|measure|chat
stop to pick|get|see|look|check|talk|drop|eat|use
STOP_BEFORE stop !TEXT_V|SEND_V|TEXTS
stop DET|the !3:TEXTS|TEXT_V|SEND_V|CALL_V|BOT|THESE|PHONE|nonsense|madness|garbage|blowing|bs|nagging|bullshit|insanity
stop it|this|that from
STOP taking|accepting|doing|selling|making|offering|serving|carrying|working|servicing|work|smoking|drinking
STOP|to|not leaking|dripping|running|growing|squeaking|barking|beeping|biting|chewing|snoring|grinding|peeing
I _1 need|needs|have|had|want|wanted|got|going|trying|will to? stop !3:TEXTS|TEXT_V|SEND_V|CALL_V|THESE|RECEIVE
end of|up|on|at|by|in|table|date|time|cap|caps|unit
end _2 early|treatment|meeting|lease|class
STOP on|me|us job|work|time|schedule|mid|halfway|last

# a fault that will not end
<!TEXTS|YOU|these|those|this|you will|does|did|would|can|could not _1 STOP !TEXT_V|SEND_V|CALL_V
<!TEXTS|YOU|these|those|this|you never|not STOP|stops !TEXT_V|SEND_V|CALL_V|texting|THESE|TEXTS

# talking about stopping, not asking for it
<!I|YOU do|please not STOP|UNSUB|REMOVE|cancel|unsubscribe|remove !stop
do|did|would not _3 want|mean|need|like|try|ask|say|intend _3 STOP|UNSUB|cancel|opt|unsubscribe !from?
why|when|how|reason _1 did|have _2 STOP
did|have|has|had _2 YOU|they STOP|STOPPED _3
<!if|when|wish|appreciate|rather|prefer|like|happy YOU STOPPED
what _2 STOP _1 mean|do
what happens _2 if|when _3 STOP
STOP|UNSUB|unsubscribed|stopped _3 by? accident|mistake|accidentally
accidentally _2 STOP|UNSUB|unsubscribed|opted

# another opting out
opt _1 out for
opt _1 out option|options|clause|form|fee|period
opt _1 out of !4:TEXTS|LIST|THESE|SEND_V|RECEIVE|communications|everything|all|any|your|BOT|PHONE|contact
<!my opt for|in

# somebody else
NOT TEXT_V|CALL_V|SEND_V|TEXTS _1 my|the|her|his|our? _1 PERSON !PHONE
STOP TEXT_V|CALL_V|SEND_V my|the|her|his|our _1 PERSON !PHONE
UNSUB|REMOVE|unsubscribe my|the|our PERSON !4:PHONE|LIST
<!if I _1 do|did|can|will|could|would|have|should|could not|never TEXT_V|CALL_V|SEND_V|get|receive|see
I never|not TEXT_V|CALL_V|SEND_V|get|got
can|could|able not|to TEXT_V|CALL_V|TEXTS and|right|now|while|at|until
why|when|how _1 do|did|have|does|are not YOU|you _2 TEXT_V|CALL_V|SEND_V
<!CAN|if|mind|that|told|tell|ask|asked|rather|prefer|like|wish|appreciate|happy YOU guys|all|people|still|have|did|do? not|never TEXT_V|texted|CALL_V|called|SEND_V|messaged|contacted|responded|answered
do not forget|hesitate|fail to TEXT_V|CALL_V|SEND_V
NOT _1 contact|write|call|text|email the|my|our|their|until|yet|first|before|till|after|between|during|in|too !2:PHONE|ME
NOT TEXT_V|CALL_V|SEND_V ME? _1 before|until|till|between|during|after NUM|TIME|noon|i|we|my|the
NOT CALL_V _2 before|until|till|after|between|during|early|too|yet
NOT SEND_V _1 the|a|an|any|your|my? _1 tech|technician|same|big|truck|guy|guys|plumber|crew|driver|bill|invoice|payment|check|money|someone|anyone|anybody|people|team|package|truck|van|him|her|estimate
YOU _1 not|never need|have|got to TEXT_V|SEND_V|CALL_V !again|more|anymore|ME|us
neednt|needn not? TEXT_V|SEND_V|CALL_V
need not TEXT_V|SEND_V|CALL_V !ME
need|have not|to _1 CALL_V|TEXT_V first|before|ahead
no need to CALL_V|TEXT_V|SEND_V? first|before|ahead|back|reply|when|just|the
<!want|wants|need no TEXTS|contact|call|calls _1 from|yet|came|received|arrived|showing|back|waiting
no TEXTS _1 on my
no TEXTS _2 came|yet|received|arrived
NOT TEXT_V|CALL_V|SEND_V the|my|our house|home|office|work|landline|other phone|line|number
no TEXTS _1 about
NOT text and drive
do not disturb sign|hanger
please|ok|and keep TEXT_V|SEND_V ME?
^ keep TEXT_V|SEND_V ME? !and|or

# removal of something that is not a number
REMOVE|get ME as
told|tells|asked|ordered|advised me|us|him|her|them to stop
REMOVE|get|take|move ME|us off|from _2 NUM|TIME
trolley|subway|rail|streetcar|ferry|shuttle|school|near|past stop
near|at|by|past the|a|my stop
REMOVE|get|take ME|us _1 off|from of? _2 schedule|calendar|mute|waitlist|hold|speaker|roof|books|lease|policy|title|appointment|slot|wait|waiting|cancellation|standby|loan|hook|payroll
REMOVE|get my name off|from of? _2 wait|waitlist|waiting|order|account|lease|cancellation|invoice|title|deed
off|on|from my|the|your? _1 wait|waiting|cancellation|standby|TIME list
ME|us off|from the _1 TIME|NUM
taking|took|take down? my|this PHONE|phone !off|out|from
drop off|by|in|me|us|ceiling|cloth|it|them !from|out
DROP_NUMBER _1 PHONE|text|message _1 for|to
ignore|disregard|forget|delete _1 last|previous|earlier|second|first|other|that text|message|texts|messages
lost _2 PHONE
not lose my PHONE

# an appointment, an order
cancel|canceling|cancelling|cancelled|canceled|cancellation !3:PHONE|TEXTS _4 APPOINTMENT|TIME
TIME|APPOINTMENT _2 cancel|canceled|cancelled|canceling|cancelling
I _3 cancel|cancelling|canceling !3:TEXTS|CONSENT
to|can|may|gotta|have|must|could _2 cancel !3:TEXTS|TEXT_V|THESE
cancel !3:CONSENT for|on|at|my|the|that|our|and|due|fee|policy|online|free|if !3:TEXTS|PHONE|TEXT_V
cancelar|cancelen|cancele _2 cita|reservacion|reserva|orden|pedido|visita|TIME
tengo|quiero|necesito|puedo|debo|voy que|a? cancelar !4:TEXTS
dois|veux|voudrais|peux|faut annuler

# the wrong something else
wrong|incorrect _1 TIME|time|date|day|address|invoice|bill|size|color|part|parts|order|email|item|filter|model|amount|price|name|door|code|unit|apartment|house|street|zip|key|tire|thing|tooth|side|room|product|hour|account|way|charge|total|card|appointment|quantity|paint|color
wrong !2:WRONG_WHO
wrong PHONE of
wrong with
gave|give|put|entered|typed|left|wrote|told|sent _2 wrong PHONE _1 it|the|its|my|correct|right|should|on
i|we _1 gave|give|put|entered|typed|left|wrote|told|sent _2 wrong PHONE
wrong PHONE _1 on
PHONE _1 on _2 wrong

""")
