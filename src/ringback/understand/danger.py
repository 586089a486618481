"""Danger to life: said by somebody who texted a shop because that is where the call went."""

from ringback.understand.rules import rule

CRISIS = (
    rule(
        "crisis",
        "speaks of ending or hurting themselves",
        """
        no|not _3 reason|point _2 live|living|anymore|going
        no point anymore
        want|wanna|wish|wanted|going|gonna|ready|rather|try|tried|trying|like|about|feel|better|hope _2 die|dead|dying !for|from|of|my|the|your|a
        want|wanna|going|gonna|about|thinking|think|try|trying|keep|feel|thought|thoughts|plan|planning|ready|like|kept|urge|tempted _5 kill|killing|hurt|hurting|harm|harming|cut|cutting|shoot|shooting|hang|hanging|drown|drowning|off|end|ending|starve|burn|stab _1 myself|himself|herself|themselves|themself|life|yourself
        kill|killing|killed|hang|hanging|harming|shoot|cutting|hurting myself|himself|herself|themselves !laughing|over|with
        cut|hurt|burn myself again
        been _1 cutting|hurting|harming|burning|starving myself
        suicide|suicidal|SUICIDE !lane|doors|door|shower|knob|squad|prevention|sign|run
        kms|unalive
        not tengo|tengo _1 ganas de vivir
        sin ganas de vivir
        ganas de vivir
        gonna|going|will do it tonight|now
        point of living|life|anything
        been|started|keep cutting $
        wrote|left|writing a? suicide|goodbye _1 note|letter
        wrote a note $
        in heaven _2 goodbye
        with my mom|dad|wife|husband|son|daughter in heaven
        tell my kids|family|wife|mom|husband _2 love
        self harm|harming|injury
        end|ending|take|taking|took|taken _1 my|his|her|their|own own? life
        end|ending|ended it all|tonight|now|today|forever
        going|want|wanna|gonna|ready|decided|thinking _2 to? end|ending it FILLER* $
        want|wanna|wish|need it|this|everything _2 over|end|stop|done FILLER* $
        just want _2 over
        no|any reason|point|purpose|will _2 live|living|life|go|going|exist|existing
        not|no want|wanna|wish|feel|like|deserve _2 live|alive|exist|living|existing
        not want|wanna _1 wake
        not want|wanna _1 be here|around|alive anymore|any|longer|$
        can not _1 go on|living
        can not _1 live like|with|anymore
        can not _1 do|take|handle|stand this|it|life|living anymore|any|longer|much|another
        better|happier off? without|dead|if me|i? 
        be|off better _2 without me
        nobody|noone|no _2 miss me
        world|everyone|everybody|they|family _2 better without me
        tired|sick of living|life|being|existing !alive|in|with
        give|giving|given|gave up on? life|living
        hate my life|myself|living
        goodbye _1 world|forever|everyone
        disappear forever
        nobody|noone|one|body _2 care|miss|notice|cry if _3 died|dead|gone|die|disappeared|were
        nobody|noone|one|body _2 care|miss|notice _3 died|dead|gone|die|disappeared
        done|finished|through with life|living|existing
        way out anymore?
        no|not|any _2 way out
        pills|gun|rope|razor|blade|knife|noose _1 in _1 hand|hands|mouth
        not _3 keep|continue|carry on? living|existing|breathing
        ending everything|things|everything
        end|ending _1 pain|suffering
        worth living
        i am going to jump !on|in|the|start
        pills|gun|rope|razor|blade|knife and _2 ready|done|nothing|goodbye
        nothing to lose
        pain to stop|end forever
        no longer|longer want _2 be here|alive
        not do life
        i _2 be dead
        threatening|threatens|says|said|talking|going|will _4 hurt|kill|harm himself|herself|themselves
        life _2 not worth
        nothing _2 live for
        being alive
        never _1 wake _1 up
        took|taken|swallowed|taking|ate|take|downed _2 all|bunch|bottle|handful|whole|lot|many|too|30|20|50|100 _3 pills|meds|medication|tylenol|medicine|advil|ibuprofen|xanax|tablets|oxy|sleeping
        bunch|bottle|handful of pills
        jump|jumping|jumped off|from|in _2 bridge|roof|building|balcony|front|cliff
        gun|knife|rope|noose|pills _3 done|myself|head|ready|use
        slit|slitting|cut|cutting my|his|her wrists|wrist
        hopeless and|die
        rather be dead
        quiero|quisiera|voy|ganas|queria|quiere|pienso|pensando _3 morir|morirme|matarme|suicidarme|suicidarse|matarse|desaparecer|cortarme|lastimarme|ahorcarme
        me quiero|quisiera|voy|quieren a? morir|matar|cortar|ahorcar|suicidar
        no quiero|aguanto|puedo _2 vivir|existir|viviendo|viva|vivo
        quitarme|quitarse|acabar|terminar _2 vida|todo
        SUICIDE !lane|doors|door|shower|squad|prevention
        no vale la pena vivir
        quiero acabar|terminar con todo
        estarian|estaran mejor sin mi
        veux|voudrais|vais|envie|veut|pense|penser _2 mourir|tuer|suicider|disparaitre
        ne? veux plus|pas vivre|etre
        en finir
        suicide|suicider|suicidaire
        me faire du mal
        mettre fin a _1 jours|vie
        """,
        unless="""
        lol|lmao|haha|hahaha
        SUICIDE lane|doors|door
        """,
    ),
)

_FOR_SALE = """
how much|many
price|cost|quote|estimate|install|installed|installing|installation|inspect|inspection|inspected|buy|sell|upgrade|certificate|class
"""

LIFE = (
    rule(
        "emergency_life",
        "smells or loses gas",
        """
        SMELL _5 GAS
        GAS _1 SMELL
        SMELL _4 rotten|rotting _1 eggs|egg
        rotten eggs|egg _1 SMELL
        GAS in|inside here|house|home|my|the|room|kitchen|basement !stove|tank|grill|line|fireplace
        GAS _3 leak|leaking|leaks|hissing|escaping|blowing
        leak|leaking|leaks|hissing _2 GAS
        hear|hearing|hit|cut|broke _3 GAS line|pipe|main|hissing
        huele|olor|oliendo|apesta|oler _3 gas
        fuga _1 gas|propano
        gas escapando|saliendo|fugando
        sent|odeur|sens|senteur|pue _3 gaz
        fuite _2 gaz
        gaz _2 fuite
        """,
        unless="""
        not|no|never|without|any _3 SMELL
        no GAS SMELL|leak
        GAS leak detection|test|testing|certificate
        """,
    ),
    rule(
        "emergency_life",
        "a carbon monoxide alarm",
        """
        carbon monoxide|co alarm|alarms|detector|detectors|alert|sensor|poisoning|leak|levels|readings
        monoxide _3 going|goes|went|beeping|alarm|high
        co alarm|alarms|detector|detectors|monitor|sensor _4 going|goes|went|beeping|off|sounding|ringing|screaming|reads|showing|not|chirping|blaring|keeps
        carbon monoxide
        co|co2 thing|machine|reader|unit
        monoxido
        monoxyde
        """,
        unless="""
        install|installed|installing|buy|add|sell|price|cost|quote|replace|battery|batteries|order|inspect|inspection|change|test|expired|swap|old
        """,
    ),
    rule(
        "emergency_life",
        "fire, smoke or a burning smell",
        """
        ^ FILLER* FIRE FILLER* $
        on|caught|catching|cause|started|starting|starts FIRE
        is|there|are|a|was|have|seeing|see _1 FIRE in|at|on|inside|coming|behind|under|$
        house|kitchen|garage|apartment|attic|dryer|grease|electrical|oven|car|wall|panel|roof|outlet|stove|chimney|building|brush FIRE !alarm|alarms|extinguisher|pit|place|sprinkler|inspection|door|damage|insurance|station|department
        FIRE in|inside|at my|the|our|your
        flames|inferno
        SMOKE _3 coming|pouring|filling|filled|from|everywhere|inside|out|billowing|rising|in
        black|thick|white SMOKE
        full|lots|filled|filling|smell|smells|smelling|see|seeing|there _3 SMOKE !detector|detectors|alarm|alarms|damage
        outlet|panel|breaker|plug|wire|wires|wiring|furnace|dryer|switch|socket|fixture|motor|heater|battery|charger|microwave|oven|meter|box|toaster|lamp|cord _3 smoking|smoke|burning|melting|melted|burnt|burned|sizzling|hot|buzzing|glowing
        SMELL _5 burning|burnt|burned|smoke|melting|electrical
        burning|burnt|electrical|smoke|smoky|burned _2 SMELL
        house|kitchen|garage|apartment|attic|building|barn|shed|roof _2 burning|ablaze|burning
        spark|sparks|sparking|sparked|arcing !plug|plugs|joy|interest|plugs
        SPARK !plug|plugs _3 from|outlet|panel|breaker|wire|meter|line|out|when
        incendio|quemando|quema|llamas|lumbre
        hay|un fuego
        fuego en|adentro
        sale|saliendo|hay|mucho|veo|huele _3 humo|quemado|chispas|chispa
        humo|chispas _1 saliendo|sale|del|de|en
        au feu
        le feu
        feu dans|a|en|$
        brule|brulent|incendie|flammes
        fumee|etincelles|etincelle
        """,
        unless="""
        FIRE|fire pit|pits|place|places|extinguisher|extinguishers|drill|sale|stick
        FIRE|fire alarm|sprinkler inspected|inspection|install|service|test|certificate
        year|years|month|months|week|weeks ago
        last year|month|summer|winter|spring|fall
        after|since|from _2 FIRE|fire
        FIRE|SMOKE damage
        not|no|never|without _2 SMOKE|FIRE|SPARK|flames|burning|SMELL
        candle|candles|barbecue|bbq|smoker
        YOU guys? on FIRE
        great|amazing|good work|job
        CAR _4 hood|overheating
        stuck on the shoulder
        """,
    ),
    rule(
        "emergency_life",
        "electric shock or a live wire",
        """
        electrocuted|electrocution|electrocute|electrocuting
        got|getting|gets|get|been|was|keeps|keep _2 shocked|zapped|electrocuted !at
        shocked _1 me|him|her|us
        wire|wires|pole _2 fell|down|hanging|sparking
        touched|touching|grabbed|hit _2 live|hot|bare wire|wires|line
        power|live|electric|electrical|downed|utility|hydro|high pole|line|lines|wire|wires|cable|cables _3 down|ground|fell|fallen|sparking|hanging|yard|driveway|street|exposed|on|arcing
        downed|fallen power|electric|utility? line|lines|wire|wires|pole
        WATER|water _4 electrical|electric|breaker|fuse|panel|outlet|outlets|box
        electrocuto|electrocutado|electrocutada|toques
        cable|cables _2 caido|caidos|suelto|piso|pelado
        electrocute|electrocutee
        """,
        unless=_FOR_SALE,
    ),
    rule(
        "emergency_life",
        "cannot breathe, or has lost consciousness",
        """
        not|stopped|barely|hardly|hard|trouble|difficulty|difficult|struggling|problems|problem|stop|having|trying|isn _2 breathe|breathing|breath
        shortness|short of breath
        gasping|suffocating|asphyxiating
        chest|heart pain|pains|tightness|pressure|pressures|hurts|hurting|tight|attack|attacks|stopped
        pain|pains|pressure|tightness|tight _3 chest
        having|had|have|suffered|mini|possible _1 stroke !class|of|order|lesson|lessons|engine|work|technique
        face _2 drooping|droopy|numb
        slurred|slurring speech|words|his|her
        left|right arm _1 numb|numbness
        seizure|seizures|seizing|convulsing|convulsions|convulsion
        unconscious|unresponsive|collapsed|passed|fainted|blacked|comatose !away|inspection|on|by|test|house|through|it|the _1 out|!away|$
        unconscious|unresponsive
        CHILD|RELATIVE|i|he|she _2 collapsed|fainted|unresponsive
        passed|blacked|knocked out and|cold|on|in|won|$
        going _2 pass out
        not feel my|his|her arm|face|legs|leg|side
        not _1 wake|waking|wakes|responding|conscious|moving up?
        RELATIVE|CHILD not _2 respond|responding
        choking|choked|chokes
        throat _2 closing|closed|swelling|swollen|swells|tight
        tongue _2 swelling|swollen
        anaphylaxis|anaphylactic 
        allergic reaction|shock
        turning|turned|turns|going|lips blue|purple|grey|gray
        no _1 puedo|puede|respira|esta _1 respirar|respirando|respira|bien
        no respira
        falta _2 aire
        desmayo|desmayado|desmayada|inconsciente|convulsion|convulsiones|convulsionando|convulsionar|ahogando|ahoga|ahogo|atragantando|atraganto
        dolor|presion|duele _3 pecho
        infarto|derrame|ataque
        ne _2 respire|respirer|respirez
        respire|respirer plus|pas|mal|difficilement
        arrive _2 respirer
        inconscient|inconsciente|evanoui|evanouie|convulsions|convulse|etouffe|etouffer
        douleur|mal|serrement|pression _3 poitrine|coeur
        crise cardiaque|coeur|epilepsie
        avc
        """,
        unless="""
        choking|choked on _2 price|bill|quote|estimate
        nearly|almost had
        ^ FILLER* my|our|the|a|his|her|mi|nuestro|mon? PET
        heart attack _3 price|bill|quote|saw|lol|haha
        different strokes
        """,
    ),
    rule(
        "emergency_life",
        "bleeding or badly hurt",
        """
        bleeding|bleed|bleeds|hemorrhaging|hemorrhage|bled !the|radiator|radiators|brakes|line|lines|edge|edges|heart|screw|valve|of
        soaked NUM _1 gauze|gauzes|towels|pads
        bleeding|soaked _2 through _3 gauze|gauzes|bandage|towel|towels|pads
        socket|wound|nose _2 gushing|pouring
        nose not stop
        stuck|pinned|trapped|buried under|beneath|rubble
        blood|bleeding _1 not stop
        blood everywhere|all|gushing|spurting|pouring|loss
        gushing|losing|lots|lot|coughing|vomiting|pouring|spurting|throwing|puking|covered|much _3 blood
        stabbed|stab _1 ME|him|her|someone|myself|in
        was|been|got|were stabbed
        someone|man|guy|he|she stabbed|stabbing
        been|got|was|were|is shot !down|the|a|a
        hurt|injured|injury|injuries|wounded|bleeding|burned _2 bad|badly|severely|seriously|really
        seriously|badly|severely|critically hurt|injured|burned|wounded
        someone|somebody|people|person _1 hurt|injured|trapped|dying|dead
        RELATIVE|CHILD|i|he|she|worker|helper _3 fell|fallen|falling|slipped _1 off|down|from|through|out|in|into the|a|my|our|his|her? roof|ladder|stairs|steps|pool|well|balcony|window|attic|lake|hole|deck|manhole|scaffold|scaffolding|tree
        fell|fallen _4 get|move|stand|bleeding|head|unconscious
        hit|hurt|cracked|split|banged _2 head _3 bleeding|unconscious|bad|open|vomiting
        trapped|pinned|crushed under|in|inside|by|below|$
        buried under|alive|in|the !paperwork|emails|work|bills|calls|snow|laundry|debt _1 rubble|dirt|trench|debris|sand|collapse|ground
        CHILD|RELATIVE|someone|worker|people|man|woman _2 trapped|pinned|crushed|drowning|drowned
        drowning|drowned !in _1 paperwork|work|debt|bills|emails|calls|orders
        severed|amputated|amputate
        cut|sawed|chopped _2 off _2 finger|fingers|hand|toe|thumb
        bone _2 sticking|out|through
        overdose|overdosed|overdosing
        poisoned|poisoning|poison !ivy|oak|control _3 CHILD|he|she|kid|i|my|swallowed|drank|ate
        CHILD|RELATIVE|i|he|she|accidentally|old _2 swallowed|drank|ate|ingested|swallow|drinking _4 battery|batteries|bleach|pill|pills|cleaner|poison|detergent|magnet|magnets|antifreeze|pod|pods|chemicals|meds|medicine|medication|gasoline|coin|rat|soap
        fever _3 104|105|106|107|41
        infant|newborn _4 fever
        pregnant _4 bleeding|contractions|blood|pain|fell
        water broke and|i|she|my|contractions
        contractions _4 apart|minutes|min
        in labor
        no para de sangrar
        sangrando|sangra|sangre|sangrado|apunalado|apunalaron|balazo|disparo|dispararon|baleado
        sobredosis|intoxicado|envenenado|envenenamiento
        tomo|trago|comio|ingirio _3 pastillas|pila|cloro|veneno|medicinas|bateria
        cayo|caido|caida _3 techo|escalera|escaleras|alberca|piscina|andamio
        atrapado|atrapada|ahogandose
        saigne|saignement|sang
        surdose|empoisonne|poignarde|blesse|blessee
        avale|bu _3 pile|javel|pilules|poison|batterie
        tombe|tombee _3 toit|echelle|escalier|piscine
        """,
        unless="""
        year|years|month|months|week|weeks ago
        last year|month|week|summer|winter
        my? gums|gum bleed|bleeding _3 when|brush|floss
        TOOTH|braces|cheek|tongue|gum|filling _4 bleeding
        blood test|work|pressure|draw|drawn|orange|sugar|type|results|sample
        PET|vet
        roof leak
        """,
    ),
    rule(
        "emergency_life",
        "a person shut in or lying helpless",
        """
        CHILD|PET|someone|somebody|grandma|mom _4 LOCKED !out _5 car|truck|van|suv|vehicle|house|bathroom|room|inside|alone|trunk|hot
        LOCKED _5 with|while|and _2 CHILD _3 inside|in|alone
        LOCKED _6 CHILD _3 inside|in|car|alone|home
        CHILD _4 stuck|trapped
        LOCKED _3 CHILD
        stuck|trapped _3 elevator|lift|well|car|fire|elevator
        PET|dog _4 hot car|truck|vehicle
        RELATIVE|grandmother|CHILD _2 fell|fallen
        on the floor and|can
        not _1 get|stand|move up and|fell
        RELATIVE|CHILD _3 missing|lost|disappeared !tooth|teeth|appointment
        abuela|abuelo|mama|papa|esposo|esposa|hijo|hija _4 mueve|reacciona|respira|responde|cayo
        no reacciona|responde|despierta
        hanging off|from|over _2 bridge|cliff|ledge|roof
        hit by _1 car|truck|bus|train
        CHILD|he|she _1 got into _2 bleach|pills|chemicals|poison|meds|medicine|cleaner|cleaners|detergent
        i fell|fallen _4 not|hurt
        CHILD _3 encerrado|encerrada|encerrados|atrapado|atrapada
        encerre|encerramos|quedo _3 CHILD
        CHILD _4 enferme|enfermee|coince|coincee|barre|pris|prise
        """,
        unless="""
        year|years|month|months|week|weeks ago
        last year|month|week|summer|winter
        """,
    ),
    rule(
        "emergency_life",
        "violence or a break-in now",
        """
        breaking|broke|trying|forcing _2 in|into my|our|house|home|right|now|and|$
        someone|somebody|man|guy|stranger|people|he|they|ex _2 breaking|broke|trying|forcing _3 in|into
        intruder|burglar|burglars|prowler|intruders|kidnapped|kidnap|kidnapping|rape|raped|raping|assaulted|assault|hostage
        someone|somebody|stranger|man|people|guy is? in|inside|at my|the|our house|home|apartment|backyard|garage|window
        someone|he|she|husband|boyfriend|ex|wife|dad|man|guy|girlfriend|stepdad|neighbor|partner|brother|they|father _2 hitting|beating|choking|attacking|hurting|strangling|abusing|punching|hit|beat|attacked|hurt|stabbing|raping|threatened|threatening me|us|her|my|him !up|with|when|on|back|at
        has|have|had|got|with|pulled|pointing|holding|waving _1 gun|knife|machete|rifle|weapon|firearm !safe|range|case|cabinet|shop
        going|gonna|threatening|threatened|try|trying|tried|wants|said|says|will _2 kill|shoot|hurt|stab|murder me|us|her|him|my|them|everyone|you
        being|am|i|been _2 followed|stalked|chased
        <!stop following|stalking|chasing me|us
        abusive husband|boyfriend|partner
        domestic violence|abuse
        gunshots|gunshot|gunfire|shooter|shots fired
        bomb threat
        a bomb|explosive in|on|under
        metio|metieron un? ladron|alguien|gente|hombre|tipo
        metio|metieron|entrando|entro|metiendo|robando|forzando _3 casa|departamento|puerta
        ladron en|adentro
        pegando|golpeando|pego|golpea|matar|violando|atacando|ahorcando|amenazando|amenaza|pega me|nos|a
        me|nos esta|estan|quiere|va|quieren|van _1 pegando|golpeando|matar|a|atacando|amenazando|siguiendo
        pistola|cuchillo|arma
        frappe|bat|attaque|menace|suit|poursuit|violente|agresse moi|nous|une|$
        me|nous frappe|bat|attaque|menace|suit|poursuit|agresse
        cambrioleur|cambriole|cambrioleurs|intrus|voleur
        quelqu un _3 chez moi
        """,
        unless="""
        RELATIVE|boss|landlord|wife|husband|kids|mom|dad|she|he going|gonna|will|is _1 kill me if|when|for|lol|haha|because|over
        year|years|month|months|week|weeks|yesterday ago
        last year|month|week|night|summer|winter
        lol|haha|lmao
        """,
    ),
    rule(
        "emergency_life",
        "asks for an ambulance, the police or 911",
        """
        ^ FILLER* 911 FILLER* $
        call|called|calling|dial|dialed|need|get|send|phone|contact _3 911|ambulance|paramedics|paramedic|ems|cops|sheriff
        call|need|get|send _2 police|cops|firefighters
        fire department|dept
        medical emergency
        life or? death|threatening
        llamen|llame|llama|llamar|necesito|necesitamos|manden|mande _3 911|ambulancia|policia|bomberos|policias
        appelez|appeler|besoin|envoyez _3 911|ambulance|police|pompiers
        """,
        unless="""
        before i call|have
        going|gonna|will|or _2 call|calling the? police|cops
        porsche
        call|calling the? police|cops on|if
        """,
    ),
    rule(
        "emergency_life",
        "an explosion, a collapse or plain danger to life",
        """
        exploded|explosion|explode|exploding|explodes|explosions|blew|blown _1 up|!up
        about to blow|explode|explode
        heater|furnace|boiler|tank|transformer|oven|grill _2 exploded|blew
        roof|ceiling|wall|house|building|floor|deck|balcony _1 collapsed|collapsing|collapse|caved _4 on|trapped|someone|people|under|hurt
        in|danger danger
        in _1 danger
        is|are|am|she|he dying !for|to|of|from|down|grass|battery
        help _1 dying
        explosion|estallo|explotar|reventar
        peligro
        me|se estoy|esta|muriendo muriendo|muere
        explose|explosion
        en danger
        """,
        unless="""
        blew|blowing|blown up my|the phone|inbox|budget
        blow up mattress|doll|pool
        plant|plants|tree|trees|lawn|grass|battery|phone|laptop|laugh|laughing
        lol|haha|lmao
        """,
    ),
)
