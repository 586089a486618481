"""French words by concept, without accents and elisions. A trailing "*" means every word that begins so."""

CONCEPTS = {
    "BARE": "arret arrets arretez arrete arreter cesser cessez desabonner desabonnement desabonnez desinscrire "
    "desinscription desinscrivez stopper stoppez",
    "STOP": "arret arretez arrete arreter arretes cessez cesse cesser stoppez stopper cessation",
    "UNSUB": "desabon* desinscri* desabonn*",
    "TEXT_V": "texter textez ecrire ecrivez contacter contactez deranger derangez harceler harcelez spammer spammez "
    "importuner importunez envoyer envoyez achaler relancer relancez solliciter sollicitez ecris envoie texte",
    "CALL_V": "appeler appelez telephoner telephonez appelles appelle",
    "TEXTS": "texto textos textes texte messages message sms rappels rappel notifications publicite publicites pubs pub "
    "courriels communications relances alertes",
    "FR_DO": "envoyez envoie envoies ecrivez ecris ecrit contactez contacte textez texte derangez appelez appelle "
    "harcelez relancez sollicitez envoyer ecrire contacter texter deranger appeler ecrives communiquez",
    "FR_ME": "me moi nous",
    "FR_REMOVE": "retirez retire retirer enlevez enleve enlever supprimez supprime supprimer effacez efface effacer otez "
    "rayez oubliez sortez otes rayer sortir",
    "PHONE": "numero telephone cellulaire portable cell",
    "LIST": "liste listes systeme base fichier fichiers",
    "NOT": "ne jamais",
    "FR_NOT": "pas plus jamais aucun",
    "FILLER": "merci bonjour s il vous te plait ca bonsoir salut tout de suite allo desole maintenant immediatement",
    "CONSENT": "consentement autorisation permission",
    "REVOKE": "revoque revoquer retire retirer",
    "THESE": "ca cela ceci",
    "I": "je",
    "CHILD": "bebe enfant enfants fils fille nourrisson",
    "RELATIVE": "mere pere mari femme maman papa il elle",
    "CAR": "voiture auto char camion",
    "PET": "chien chat chienne chatte chiot chaton",
}
