"""The wish not to be texted, in Spanish and French. Accents and elisions are already gone."""

from ringback.understand.rules import Rule, rule


def _opt_out(why: str, sources: str, *, unless: str = "") -> Rule:
    return rule("opt_out", why, sources, unless=unless)


SPANISH = (
    _opt_out(
        "asks us in Spanish not to write",
        """
        no|nunca|jamas|ni mas? ES_ME? _1 ES_DO !al|hasta|antes|despues|trabajo|mejor
        no|nunca|jamas ES_ME? vuelva|vuelvan|vuelvas|volver|sigan|siga|sigas|intenten ES_ME? _2 ES_DOING|ES_DO|mandando|escribiendo
        LEAVE_OFF ES_ME? de _2 ES_DOING|TEXTS|estar
        STOP ES_ME? de|con|los|esos|estos|sus|las _2 TEXTS|ES_DOING
        STOP ES_DOING
        LEAVE_OFF ES_ME? en paz
        dejenme|dejame|dejeme|dejennos en|tranquilo|tranquila|de
        no ES_ME? autorizo|autorizado|acepto|consiento _4 TEXTS|ES_DO|que
        favor|de|ya no ES_DOING
        ^ FILLER* no ES_DOING
        no ES_ME? moleste|molesten|molestes
        """,
        unless="""
        mejor|mandenme|mandeme|escribanme|escribame|envienme|solo texto|mensaje|mensajes|por|$
        trabajo de noche
        """,
    ),
    _opt_out(
        "wants no more texts, in Spanish",
        """
        quiero|quisiera|pido|exijo que ES_ME? borren|quiten|eliminen|saquen|dejen
        no quiero|deseo|necesito|queremos|deseamos|gusta|interesa|interesan|pedi _4 TEXTS|recibir
        no quiero|queremos _2 que ES_ME? _1 ES_DO
        ya no quiero|deseo _2 nada|esto|$
        no|ni|ningun|cero|nada mas|un|de? TEXTS|texto|llamadas
        ^ FILLER* no MORE|mas FILLER* $
        para|que no ES_ME? lleguen|llegue|mande|manden|manda _2 TEXTS|nada|mas|$
        basta _1 de|ya|$
        sin TEXTS
        """,
    ),
    _opt_out(
        "asks in Spanish to be taken off",
        """
        ES_REMOVE_ME de|!la|el|los|las|una|un|esta|ese FILLER* $
        ^ FILLER* ES_REMOVE_ME FILLER* $
        ES_REMOVE_ME !la|el|los|las|una|un|mi|mis _2 LIST|ahi|aqui|baja|su|sus
        ES_REMOVE|ES_REMOVE_ME _2 mi|este|nuestro|el|ese PHONE
        ES_ME? pueden|puede|podrian|podria|quiero|quisiera|favor ES_REMOVE|ES_REMOVE_ME|sacarme _2 LIST
        dar|deme|dame|darme|denme|dan|den|darnos|doy _1 de baja
        baja de _2 LIST|TEXTS
        quiero|quisiera|necesito|deseo _1 baja
        ya estuvo|basta|chale
        ES_REMOVE|olviden|olvide _1 mis datos
        salir|salirme de _2 LIST|aqui|TEXTS|esto
        cancelar|cancelen|cancela|suspendan _3 TEXTS|suscripcion
        olviden|olvide|pierdan _1 mi PHONE
        """,
    ),
    _opt_out(
        "takes back the consent, in Spanish",
        """
        REVOKE _1 mi|el|la CONSENT
        no doy|di|tienen|tiene|den _2 CONSENT
        """,
    ),
)

FRENCH = (
    _opt_out(
        "asks us in French not to write",
        """
        ne FR_ME? FR_DO FR_ME? _2 plus|pas|jamais !avant|que|le|la|les
        ne plus|pas|jamais FR_ME? FR_DO
        FR_DO FR_ME plus|jamais
        FR_ME FR_DO plus|jamais
        STOP _1 de|ca|les|vos|ces|tout|avec|FR_ME _3 TEXTS|TEXT_V|FR_DO|CALL_V
        STOP de? FR_ME? TEXT_V|FR_DO
        STOP FR_ME de?
        STOP ca|cela|tout
        demande|prie|demandons de STOP
        ne|plus|pas utilisez|communiquez|utilise|communiquer _2 plus|pas|ce|avec
        ne plus|pas communiquer|utiliser
        """,
        unless="""
        textez|ecrivez|texte|ecris moi|$
        """,
    ),
    _opt_out(
        "wants no more texts, in French",
        """

        plus|pas|aucun aucun|de|d|des? TEXTS
        assez|fini|finis|marre de? _1 TEXTS
        FR_NOT|ne veux|souhaite|desire|voudrais|veut|voulons _5 TEXTS|recevoir
        veux|souhaite|desire|prefere|aimerais|voudrais _1 FR_NOT|ne _4 TEXTS|recevoir|contacte|textez|ecriviez|derange
        ne? veux|souhaite|voudrais FR_NOT|ne _1 etre contacte|texte|derange|contactee
        veux|souhaite ne? etre FR_NOT contacte|texte|derange
        prefere|prefererais _2 ne FR_NOT
        ca suffit
        """,
    ),
    _opt_out(
        "asks in French to be taken off",
        """
        FR_REMOVE FR_ME _1 de|svp|s|$
        ^ FILLER* FR_REMOVE FR_ME FILLER* $
        FR_REMOVE _1 mon|ce|notre|le PHONE
        FR_REMOVE FR_ME? _3 LIST
        FR_REMOVE mon|mes nom|coordonnees|infos|info
        oubliez|perdez|effacez|oublie|perds mon PHONE
        me|de|pour|comment|se retirer|enlever|desabonner
        """,
    ),
    _opt_out(
        "takes back the consent, in French",
        """
        REVOKE _1 mon|ma|le|la CONSENT
        ne? donne|donner|ai FR_NOT _3 CONSENT
        """,
    ),
    _opt_out(
        "wants to be left alone, in French",
        """
        laissez|laisse|fichez|foutez|fiche|fous|lachez|lache FR_ME|la|moi|nous _2 tranquille|tranquilles|paix|$
        """,
    ),
)
