"""English words by concept. A trailing "*" means every word that begins so."""

CONCEPTS = {
    # the wish to stop, and what it is about
    "STOP": "stop stopping quit quitting cease ceasing halt desist discontinue end ending terminate stops",
    "HARD_STOP": "stop unsubscribe unsub unsubscribed optout",
    "BARE": "stop unsubscribe unsub unsubscribed unsubscribing optout end quit revoke remove exit halt "
    "cease desist discontinue dnc enough stopall halting",
    "CANCEL": "cancel cancell cancelled canceled cancelar cancelen cancela annuler",
    "STOPPED": "stopped quit ceased",
    "UNSUB": "unsub* unsusc* unscub* unscri* unenroll* desubscribe* unregister",
    "TEXT_V": "text texting reply replying respond responding message messaging contact contacting sms bother bothering bug bugging harass harassing "
    "annoy spam spamming solicit soliciting ping pinging pester pestering reach write writing msg testing notify "
    "disturb disturbing email emailing bombard bombarding stalk stalking followup blast blasting",
    "CALL_V": "call calling phone phoning ring ringing dial dialing",
    "SEND_V": "send sending sent",
    "TEXTS": "ads ad promotions marketing text texts message messages sms mms notification notifications alert alerts reminder reminders "
    "communication communications correspondence solicitation solicitations promo promos promotion promotions "
    "spam robotext robotexts autotext autotexts followup followups texting messaging txts outreach automations",
    "THESE": "these those this that it them em thing things stuff crap shit whatever",
    "ANYTHING": "anything everything nothing any anymore more another",
    "PHONE": "number digits phone cell cellphone mobile line landline telephone numbers",
    "LIST": "list lists database system records contacts directory chain thread group chat rolodex file files "
    "sms marketing campaign blast distribution automations program",
    "REMOVE": "remove removing delete deleting erase erasing drop dropping scrub purge wipe remover take deactivate "
    "unlist disenroll exclude",
    "DROP_NUMBER": "lose forget delete shred erase remove drop scrub purge wipe toss burn trash remover unlist",
    "SWITCH": "turn turning shut shutting switch switching disable deactivate disabling mute silence block pause",
    "REVOKE": "cancel revoke revoking revoked withdraw withdrawing withdrawn withdrew rescind rescinded rescinding",
    "CONSENT": "consent permission okay authorization authorisation authorize authorise approval consented",
    "WANT": "want wants wish need needs like care desire interested care sign signed asking looking wanting",
    "RECEIVE": "receive receiving get getting have hear hearing see seeing",
    "AGAIN": "again anymore ever further more anymore another nomore",
    "BOT": "bot robot bots computer machine ai automated",
    # grammar
    "NOT": "not never",
    "NO": "no zero",
    "ME": "me us",
    "MY": "my our this the",
    "YOU": "you yall they guys people company folks business",
    "I": "i we ive",
    "CAN": "can could will would may might",
    "SAID": "said say saying told tell telling texted reply replied replying send sending sent type typing typed "
    "asked wrote respond responding responded repeat text texting",
    "FILLER": "please ok now just already hi hello hey so yo sir maam mam dude bro bruh man guys yall lol haha hahaha "
    "wtf omg thanks you thank sorry again immediately today kindly well um uh fine right here seriously really "
    "literally honestly look listen folks buddy pal friend there all everyone forever asap lmao smh ugh jeez gosh "
    "god jesus wow stp fucking damn the hell instantly fast once dear team good morning afternoon evening "
    "simply always finally permanently effective",
    "THANKS": "thanks thank appreciate",
    "AND": "and or nor",
    # people and things in the way
    "PERSON": "husband wife spouse son daughter mom mother dad father parents kid kids child children sister brother "
    "boyfriend girlfriend partner neighbor tenant tenants landlord office boss assistant secretary him her them "
    "grandma grandpa mother-in-law roommate roommates insurance adjuster customers employee employees staff aunt "
    "uncle friend manager realtor contractor ex coworker client clients everybody anyone anybody",
    "VISIT": "by in over at along off past sign light lights valve valves watch payment payments motion button cord "
    "loss order orders short street here work for through over near outside inside until",
    "STOP_BEFORE": "bus pit truck full non one next first last rest tour quick door whistle tram train metro "
    "fuel gas a the each another every emergency short e coffee lunch pick safety single doc transit my your our",
    "CHILD": "baby infant newborn toddler child kid kids son daughter children grandson granddaughter boy girl twins "
    "grandkids grandchild nephew niece year-old",
    "PET": "dog cat puppy kitten pup doggy pet dogs cats horse bunny rabbit bird hamster lab poodle retriever "
    "shepherd chihuahua pitbull frenchie bulldog goat cow calf foal guinea ferret parrot",
    "RELATIVE": "husband wife mom mother dad father grandma grandmother grandpa grandfather sister brother friend "
    "uncle aunt neighbor roommate coworker employee worker tenant patient elderly guy man woman he she someone "
    "somebody person lady boyfriend girlfriend partner fiance nana papa mama colleague client",
    "PROFESSION": "plumber plumbers lawyer lawyers attorney dentist roofer contractor mechanic doctor company business "
    "salon shop vet clinic electrician locksmith painter realtor handyman office place store landscaper therapist",
    "WRONG_WHO": "number phone cell num line person guy girl lady man woman dude one recipient party customer client "
    "contact place business biz company shop office store people family house human individual team persons fella "
    "button cellphone mobile telephone fone digits to",
    "PLACE_ELSE": "pharmacy doctor bank mom mother sister brother dentist hospital school vet wife husband friend cousin pizza "
    "restaurant walmart airline bus taxi uber office company shop store",
    # danger and damage
    "SMELL": "smell smells smelled smelling smelt odor odour reek reeks stink stinks whiff fumes stinking",
    "GAS": "gas propane sulfur sulphur methane",
    "FIRE": "fire flames flame blaze",
    "SMOKE": "smoke",
    "SPARK": "spark sparks sparking sparked arcing",
    "WATER": "water rain rainwater",
    "PIPE": "pipe pipes piping plumbing hose main waterline line valve tank heater spigot faucet hydrant boiler "
    "radiator fitting supply shutoff sprinkler sprinklers",
    "BURST": "burst bursted bursts bursting busted broke broken exploded popped snapped ruptured blew cracked split "
    "bust breaking separated sheared gave",
    "FLOODED": "flood floods flooding flooded floodin inunda* inundo inond*",
    "OVERFLOWS": "overflow*",
    "SUICIDE": "suicid*",
    "REANUDAR": "reanud* reabon* reinscri*",
    "LAWYER": "lawyer lawyers attorney attorneys solicitor counsel",
    "LAW": "lawyer lawyers attorney attorneys sue suing lawsuit court legal complaint report reporting police fcc tcpa "
    "ftc bbb harassment file filing charges consequences hear cops regret",
    "REMOVED": "removed deleted unsubscribed erased dropped",
    # what people say they are not, other than somebody's name
    "STATE": "sure home ready available here there interested happy able free feeling done going coming the a an in at "
    "on good ok okay fine well working open closed late early busy driving mad upset asking saying trying looking "
    "getting paying kidding joking certain satisfied comfortable far alone sick hungry familiar from it that what "
    "right wrong urgent acceptable fair an emergency new my your our very too so really even too about being having "
    "using supposed allowed aware convinced impressed worried planning needing waiting rush your yours mine enough "
    "great bad true possible necessary important always yet finished moving willing picky local broke cheap free "
    "until till for to with by near by around much leaking bleeding cooling heating draining turning starting "
    "responding answering doing sleeping eating breathing living able qualified insured covered eligible "
    "authorized tall handy tech savvy medical expensive clear because sending only just anymore",
    "GUSH": "pouring gushing spraying spewing shooting coming rushing rising running pouring streaming flowing raining "
    "leaking dripping seeping filling bubbling spilling squirting gush pour pours spray sprays spurting overflowing",
    "EVERYWHERE": "everywhere ceiling ceilings floor floors wall walls basement kitchen bedroom hallway carpet house "
    "apartment garage light lights fixture outlet panel lobby downstairs upstairs stairs inches inch ankle deep "
    "attic closet living",
    "OUT": "out quit died dead down gone off failed broke broken kaput shot conked stopped",
    "HEATING": "heat heating furnace heater boiler radiators tank heatpump radiator",
    "COOLING": "ac a/c air conditioner conditioning hvac aircon cooling",
    "SEVERE": "severe severely bad badly terrible horrible unbearable extreme excruciating intense agony killing awful "
    "insane worst sharp throbbing crazy unreal heavy heavily lot really screaming brutal miserable",
    "TOOTH": "tooth teeth molar jaw gum gums mouth filling crown extraction root wisdom face cheek implant abscess "
    "incisor braces",
    "SHED": "meter vent vents box breaker",
    "LOCKED": "locked lock lockout locking shut stuck trapped",
    "URGENT": "emergency urgent emergencies urgently",
    "SERVICE": "handle offer install inspect replace test clean quote service price cost charge estimate rate fee much "
    "installation inspection replacement cleaning class insurance rates fees charges number line hours calls "
    "available warranty kit detector extinguisher pit place",
    "CAR": "car truck van suv vehicle auto minivan jeep trunk",
    "PAST": "yesterday ago last",
    # what else the look-alike words are said of
    "DET": "the a an my our your his her their some all any both each other old new el la los las un una mi "
    "le les mon ma mes une",
    "APPOINTMENT": "appointment appointments visit visits booking bookings reservation reservations order orders "
    "cleaning membership class classes session slot meeting service delivery quote estimate consult consultation "
    "job pickup repair trip haircut facial massage exam checkup surgery install installation plan contract policy "
    "account flight request estimate lesson spot ride oil checkup tour demo inspection reserve work project "
    "treatment procedure subscription",
    "TIME": "today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur "
    "thurs fri sat sun am pm morning afternoon evening noon week weekend next tonight month later oclock o'clock "
    "lunes martes miercoles jueves viernes sabado domingo manana hoy lundi mardi mercredi jeudi vendredi samedi "
    "dimanche demain spring summer fall winter january february march april may june july august september october "
    "november december",
}
