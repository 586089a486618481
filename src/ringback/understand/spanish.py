"""Spanish words by concept, without accents. A trailing "*" means every word that begins so."""

CONCEPTS = {
    "BARE": "alto pare paren parar baja salir detener detenganse detengase basta "
    "borrenme quitenme saquenme eliminenme desuscribir desuscribirme parenle borrame quitame "
    "sacame quiteme saqueme eliminarme quitarme borrarme eliminame borreme",
    "STOP": "pare paren parar detener detenga detengan detengase detenganse cesen cese basta alto cancelen "
    "cancele cancelar cancela suspendan suspender parenle",
    "LEAVE_OFF": "dejen deje deja dejar dejes dejan paren pare para parar",
    "UNSUB": "desuscrib* desuscrip* dessuscr*",
    "TEXTS": "mensaje mensajes texto textos sms mensajitos notificaciones avisos recordatorios publicidad propaganda "
    "promociones ofertas",
    "ES_DO": "manden mande mandes mandeis envien envie envies escriban escriba escribas llamen llame llames contacten "
    "contacte contactes texteen textee textees molesten moleste molestes marquen mensajeen fastidien jodan "
    "comuniquen hablen hable busquen sigan insistan",
    "ES_DOING": "mandar mandarme mandarnos mandando enviar enviarme enviarnos enviando escribir escribirme escribirnos "
    "escribiendo llamar llamarme llamando contactar contactarme textear textearme texteando molestar molestarme "
    "molestando fastidiar joder joderme molestarnos mandandome enviandome escribiendome llamandome chingar",
    "ES_REMOVE": "quiten quite quita quitar quitarme borren borre borra borrar borrarme eliminen elimine elimina "
    "eliminar eliminarme saquen saque saca sacar sacarme remuevan remueva remover",
    "ES_REMOVE_ME": "quitenme quiteme quitame quitarme borrenme borreme borrame borrarme eliminenme elimineme eliminame "
    "eliminarme saquenme saqueme sacame sacarme remuevanme quitennos saquennos borrennos denme deme dame darme "
    "desuscribanme desuscribame",
    "ES_ME": "me nos",
    "PHONE": "numero telefono celular cel tel numeros movil",
    "LIST": "lista listas sistema registro registros base grupo",
    "NOT": "nunca jamas",
    "NO": "no",
    "FILLER": "por favor gracias hola ya disculpe disculpen perdon senor senora oiga oigan bueno buenos buenas dias "
    "tardes ahora mismo inmediatamente pues le pido les ruego amigo amigos favor porfis",
    "MORE": "mas nada",
    "CONSENT": "consentimiento permiso autorizacion autorizo consiento",
    "REVOKE": "revoco revocar retiro retirar",
    "THESE": "esto eso estos esos estas",
    "I": "yo",
    "HOUSE": "casa",
    "CHILD": "bebe nino nina hijo hija ninos hijos nieto nieta recien",
    "RELATIVE": "mama papa madre padre esposo esposa abuela abuelo hermano hermana abuelita abuelito senor senora",
    "CAR": "carro coche auto camioneta troca",
    "PET": "perro perra gato gata perrito gatito cachorro mascota",
}
