"""Property in danger, or pain that cannot wait: not a matter for 911, but for a person now."""

from ringback.understand.rules import rule

_ABOUT_OUR_SERVICE = """
do|does|can you|YOU|your _1 do|handle|offer|have|install|inspect|fix|repair|service|clean|work|charge|take|treat
how much|many
price|pricing|install|installation|warranty|class|training|certificate
is there _3 number|fee|charge
what|whats _2 your|the|is _2 rate|fee|charge|hours|number
"""

_NOT_NOW = """
not|no|nothing|isn|non|never|hardly|wasn _2 urgent|emergency|rush|hurry|emergent
not _1 that? big deal
year|years|month|months ago
last year|month|summer|winter|spring|fall
no prisa|urge|rush
pas urgent|presse
no es _1 urgente|emergencia
whenever|sometime
"""

URGENT = (
    rule(
        "emergency_property",
        "water where it should not be",
        """
        WATER _3 GUSH
        WATER _4 everywhere|inches|ankle|knee
        WATER _2 in|on|into|down|through|thru|all|over _3 basement|ceiling|wall|walls|floor|floors|living|kitchen|bedroom|carpet|house|apartment|closet|hallway|light|crawlspace|lobby
        GUSH _2 WATER
        WATER and _2 rising
        WATER|it|leak|leaks|leaking|drips _2 GUSH _3 ceiling|wall|walls|lights|light|fixture|floor|roof
        WATER _1 rising|rises
        standing|inch|inches|feet|foot|lots|pool|ton|much _2 WATER
        FLOODED !light|lights|lamp|insurance|with|zone|certificate|damage
        PIPE _4 BURST|spraying|gushing
        BURST _2 PIPE|main|pipes|tank|heater|hose
        PIPE _2 frozen|froze|freeze|freezing|frozed
        frozen|froze|freezing PIPE|pipes
        WATER heater|tank _4 leaking|flooding|gushing|spraying|everywhere
        not|unable _2 shut|turn|stop|get|find _4 WATER|leak|off|valve
        leak|leaks|leaking _4 not|worse|everywhere _2 stop|stopping|ceiling|fast|badly|bad
        leak|leaking|leaks|leaked _4 ceiling|roof|badly|bad|everywhere|lot|fast|heavily|wall|through|electrical
        ceiling|roof _3 leaking|leak|leaks|dripping|falling|fell|caving|caved|collapsing|collapsed|bulging|sagging|down|pouring|gave
        major|huge|massive|giant|serious|big|bad leak
        OVERFLOWS
        sewage|sewer|septic|poop|feces _4 backing|backed|backup|coming|overflowing|up|everywhere|smell|spilling|in
        sewer|sewage|drain|drains|toilet|toilets _3 backing|backed|backup|coming _1 up|into|out
        raw sewage
        sewage|sewer|poop _1 everywhere|all|in
        tub|drain|sink|shower _1 backing up
        under|full of? WATER|water
        geyser|waterfall
        is|like|into a lake|pool|swamp
        ankle|knee|shin|waist deep
        WATER|rain _2 getting|coming|came|comes in
        backs|backing|backed up|into _4 kitchen|tub|shower|sink|house|bathroom|toilet
        black|dirty|brown|gray|sewage WATER _2 coming|backing|up|in|everywhere
        filling|filled|fills with _1 WATER|sewage
        heater|tank|boiler let go
        floor|carpet|house|garage|everything|wall|basement|kitchen|room _2 soaked|soaking|drenched
        moja|mojando|empapado todo|toda|el|la
        filling up? _1 with|of WATER
        filling $
        agua _2 toda|todo
        desbordando|desbordandose
        slab leak
        sump pump _3 failed|fail|stopped|died|out|not|quit|dead|broke
        FLOODED
        agua _4 todos|todo|todas|techo|sale|saliendo|sale|piso|brota|chorro|sube|metiendo
        saliendo|sale|cae|cayendo|gotea|chorrea _4 agua _3 techo|pared|piso
        agua _2 no para
        llenando|lleno|llena de agua
        no _3 cerrar|parar _2 agua
        rompio|reventado|revento|reventaron|rompieron|exploto|congelo|congelaron|congelada _3 tubo|tuberia|tubos|manguera|pipa|caneria|tanque|boiler
        exploto|revento|congelo|rompio|reventaron _1 calentador|tanque|boiler|tuberia|calenton
        tuberia|tubo|tubos|caneria|pipa _3 rompio|revento|rota|roto|congelo|congelada|rompieron
        desbordo|desborda|desbordando|desbordandose|rebosa|rebosando|aguas negras|drenaje
        FLOODED
        tuyau|tuyaux _3 eclate|pete|peter|perce|brise|casse|gele|geles|saute|creve|fend
        eau _3 partout|plafond|plancher|sous|sol|mur|monte|gicle|coule
        eau coule|gicle|sort|monte|entre
        degat _2 eau
        deborde|debordent|refoule|refoulement|egout
        """,
        unless=_NOT_NOW + _ABOUT_OUR_SERVICE + """
        flooded|flood with work|calls|orders|emails
        old|previous|small|tiny|slow|minor|little|slight leak|drip|stain
        WATER spot|spots|mark|marks
        no leak now
        stop valve|valves
        pilot
        WATER stain|bill|softener|filter|pressure
        """,
    ),
    rule(
        "emergency_property",
        "no heat, water, power or cooling",
        """
        no|without|lost|zero|losing hot? HEATING|WATER|power|electricity|heat|ac|cooling|electric !pressure|softener|bill|filter|coming
        no|lost|losing|without _1 power|electricity|heat|gas
        not have|got|getting|any _2 WATER|heat|power|electricity|hot
        HEATING|furnace _4 quit|died|dead|not|out|broke|broken|down|conked|kaput|stopped|failed|off|gone|busted|leaking|kicked|shut|stuck !of|of
        heat|furnace|boiler|heater _3 not work|working|on|start|starting|turn|coming|kick|kicking|turning|heating|running|light|lit
        COOLING|air _4 quit|died|dead|out|broke|broken|down|conked|kaput|stopped|failed|gone|busted
        COOLING _6 baby|newborn|infant|elderly|oxygen|100|101|102|103|104|105|106|108|110|degrees
        power|electricity|lights _2 out|off|gone|down|went
        panne _1 courant|electricite|chauffage
        freezing in|here|inside
        NUM degrees _1 in|inside my|the|our|here
        furnace|heater|heat blowing _1 cold
        no _1 prende|sirve|funciona|jala|calienta _2 boiler|calentador|calefaccion|calenton
        no _1 ac|cooling|heat|air
        ac|hvac|cooling _1 died|dead|down
        HEATING not _1 working|on
        courant|chauffage _2 et _2 froid
        no tenemos|hay|tengo|hay _1 agua|luz|calefaccion|calenton|gas|electricidad
        sin agua|luz|calefaccion|electricidad
        calefaccion|calentador|boiler|caldera|aire _4 descompuso|murio|funciona|jala|prende|sirve|apago|dano|fallo
        pas|plus|aucun|sans _1 de? chauffage|eau|electricite|courant
        chauffage|fournaise|chaudiere|thermopompe _4 marche|fonctionne|brise|casse|lache|mort|panne|arrete|brisee|cassee|morte
        """,
        unless=_NOT_NOW + _ABOUT_OUR_SERVICE + """
        WATER _1 coming _2 slow|hotter
        noise|noises|sound|sounds
        no power steering|windows
        no GAS|gas SMELL
        """,
    ),
    rule(
        "emergency_property",
        "locked out or cannot lock up",
        """
        locked|lock|locking|stuck _2 out|outside !tag
        locked _4 keys|key
        keys|key _3 locked|inside|stuck|broke
        lost|lose|losing _2 keys|key
        outside|stuck _4 no|without _1 key|keys
        not _1 get|open in|into|inside|door _3 house|home|car|apartment|shop|office|truck|my
        window|windows|door|doors|lock|glass|storefront _4 smashed|shattered|kicked|broken !seal
        not secure|lock up? the|my|our|it
        key|keys _2 snapped|broke|broken|stuck
        left _1 keys|key _1 in|inside
        encerrado|encerrada afuera|fuera
        fuera _4 sin llave|llaves
        broken|smashed|shattered window|windows|glass|storefront _5 secure|tonight|board
        burglar|burglars|robbers|thieves|thief _1 broke|smashed|kicked
        car|truck|suv|someone drove|crashed|ran|plowed into|through|in _4 storefront|house|wall|garage|building|store|shop|fence|front
        need|needed|get|must _3 tonight _4 secure|leak|leaking|board|tarp|pipe
        tarp _2 tonight|now|asap|needed
        key broke|snapped off? in
        garage _3 stuck _4 work|inside|out|leave
        broke|broken|robbed|burglarized _1 in|into|last _4 night|shop|house|store|home|garage
        door _3 not close|lock|shut|open
        afuera _2 llaves|llave
        quede _2 afuera|fuera
        llaves|llave adentro|dentro
        llaves|llave _2 adentro|dentro|perdi|quedaron
        perdi _2 llaves|llave
        enferme|embarre|coince|bloque|barre dehors
        embarre|barre dehors|porte|cles
        perdu _2 cles|cle
        cles _3 interieur|dans
        """,
        unless=_NOT_NOW + _ABOUT_OUR_SERVICE + """
        rekey|quote
        """,
    ),
    rule(
        "emergency_property",
        "storm damage or a failing roof",
        """
        tree|branch|limb|pole _2 fell|fallen|down|crashed|landed|came _3 on|onto|through|house|roof|car|garage|fence|line|driveway
        tree|oak|branch|pine|limb|palm|maple _1 just? landed|fell|crashed|down|toppled on|onto|through|across
        tree on|through my|the|our house|roof|garage|car|fence|power
        roof|siding|shingles _3 blew|ripped|torn|tore|caving|caved|gone|open|collapsing|collapsed|hole|off|leaking
        hole in _2 roof|ceiling
        ceiling|roof _2 hole
        arbol|rama cayo
        cayo|cayeron _2 arbol|rama|poste
        storm|tornado|hurricane|hail|wind _3 tore|ripped|took|blew|destroyed|damage|damaged|knocked
        wall|foundation|deck|ceiling|balcony collapsing|collapsed|caving|caved|fell|falling|coming
        raining in|inside
        arbol|rama _2 cayo|cayeron
        arbre|branche _3 tombe|tombee
        toit _2 coule|envole|arrache
        """,
        unless=_NOT_NOW + _ABOUT_OUR_SERVICE,
    ),
    rule(
        "emergency_property",
        "pain or an injury that cannot wait",
        """
        SEVERE _3 pain|toothache|swelling|ache|swollen|infection|agony
        pain|ache|hurts|hurting|hurt|kills|toothache|throbbing|killing|aching _3 SEVERE|bad|unbearable|so|excruciating|agony|crazy|10|ten|level|stand|sleep|much
        TOOTH|mouth|jaw _4 killing|agony|unbearable|excruciating|throbbing|screaming|SEVERE
        in _2 agony
        dying from|of|in _1 pain|toothache
        pain 10|ten
        can|cant not _1 stand|take|handle|bear the|this|it pain
        not stand|bear|take|handle _1 pain|hurting
        stabbing|poking|cutting|digging my|into|the _1 cheek|gum|gums|mouth|tongue|lip
        knocked|knock|fell|came|popped|got|chipped|cracked|snapped _2 out|off|half _3 TOOTH
        TOOTH _4 knocked|fell|came|popped|broke|snapped|cracked|split _1 out|off|half|clean
        lost|knocked|broke|cracked _2 front? tooth|teeth !retainer|whitening
        TOOTH|eye|gland|neck|tongue _2 swollen|swelling|swelled|infected|abscess|abscessed
        swollen|swelling|swelled|infected _2 TOOTH|face|jaw|cheek|eye
        abscess|abscessed|pus
        not sleep|eat|open|chew _3 pain|TOOTH|hurts
        stitches _2 open|opened|popped|out|ripped
        incision|wound|surgery|extraction|socket _4 bleeding|infected|pus|opened|open
        bleeding _3 gums|gum|extraction|surgery|socket|again|little|bit
        not stop vomiting|throwing
        sudden|suddenly|lost|losing _2 vision|blind|sight
        duele|dolor _4 muchisimo|mucho|insoportable|horrible|fuerte|terrible|aguanto|demasiado
        muchisimo|mucho|fuerte|insoportable dolor
        muela|diente _4 cayo|rompio|quebro|hinchada|hinchado|sangra
        cara|cachete|encia hinchada|hinchado|inflamada
        mal _3 tres|terrible|insupportable|horrible|atroce|enormement
        tres mal _2 dents|dent
        douleur|mal insupportable|atroce|terrible|intense|horrible
        dent|dents _3 cassee|tombee|brisee|enflee|arrachee
        joue|visage|gencive _1 enflee|enfle|gonfle
        """,
        unless=_NOT_NOW + """
        mild|little|slight|slightly|minor|bit sore|ache|toothache|pain|sensitive
        stitches removed|removal|out
        """,
    ),
    rule(
        "emergency_property",
        "an animal in danger",
        """
        PET _6 hit|ate|eaten|swallowed|seizure|seizures|seizing|breathing|breathe|bleeding|collapsed|choking|poisoned|bloated|attacked|bit|bitten|vomiting|throwing|antifreeze|poison|legs|walk|limp|unconscious|paralyzed|emergency|unresponsive|stuck|dying|shaking|blood|pee|urinate|moving
        PET _4 stopped|labored|struggling _2 breathing
        attacked|bit|bitten by _2 PET
        PET atropellado|atropellada|envenenado|envenenada
        PET ate|eaten
        PET _4 atropello|atropellaron|comio|trago|convulsiones|convulsionando|respira|sangrando|envenenado|vomita|vomitando
        PET _4 frappe|mange|avale|convulsions|respire|saigne|empoisonne|vomit
        """,
        unless=_NOT_NOW + """
        not bite|friendly
        ate|eating well|fine|good|normally
        ate his|her|my homework|retainer
        price|quote|cost
        """,
    ),
    rule(
        "emergency_property",
        "a business or a driver at a standstill",
        """
        walk|freezer|cooler|reefer _5 died|down|dead|out|warm|broke|failing|failed|quit|stopped|bad|spoiling|thawing|melting
        fridge|refrigerator _5 spoiling|thawing|melting|insulin|restaurant|warm
        food|inventory|meat|vaccine|vaccines|insulin _3 spoiling|bad|thawing|spoil|ruined|melting|warm
        broke|broken|breaking|broken down !the|my|by|it _4 highway|freeway|road|interstate|i35|i|side|middle|shoulder|bridge|tracks
        CAR broke|broken|died|dead|stalled down? _3 highway|freeway|interstate|road|side|middle|shoulder|tracks
        stranded
        tow|towing|wrecker _2 now|asap|needed|immediately|right
        blocking traffic
        shoulder of
        fryer|oven|stove|cooler|freezer|ice|dishwasher|pos|register|hood|machine is? down|died|dead|quit _5 we|open|lunch|restaurant|kitchen|friday|saturday|tonight|now|dinner|rush|service
        server room
        stuck _3 highway|freeway|interstate|ditch|snow|mud|tracks|side|i35|i
        brakes|brake|steering|accelerator _3 failed|failing|gone|out|stuck|quit|went|not|work
        wheel|tire _3 fell|blew|came|blown _1 off|out
        overheating|smoking|steam _4 highway|freeway|road|hood
        elevator _3 stuck
        quede _1 varado|tirado
        frenos _3 fallaron|fallan|sirven|funcionan
        en panne _3 autoroute|route
        freins _3 lache|marchent
        """,
        unless=_NOT_NOW + _ABOUT_OUR_SERVICE,
    ),
    rule(
        "emergency_property",
        "calls it an emergency",
        """
        URGENT
        emergencia|urgente|urgencia|urge
        urgence|urgent
        immediate|immediately|asap|now _3 help|assistance|flooding
        need|come|send|help|someone|somebody|plumber|electrician|doctor|dentist|vet|tow|locksmith _4 right|this now|away|minute|second|instant
        send|need _2 someone|plumber|help|electrician|locksmith|tow _2 immediately|now
        help me|us please|now|asap|right $$
        sos
        mayday
        auxilio|socorro
        au secours
        """,
        unless=_NOT_NOW + """
        URGENT rate|rates|fee|fees|number|line|calls|service|services|exit|brake|contact|contacts|fund|room|kit|light|lights|lighting|care|hours|response|list|stop|shutoff
        do|does|can _4 URGENT
        do|does you|your _3 URGENT
        how _3 URGENT
        extra _2 URGENT
        for URGENT matters|issues|requests|needs
        hours URGENT
        if|in|for|case|of _2 URGENT _3 reply|contact
        """,
    ),
)
