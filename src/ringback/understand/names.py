"""Common first names in North America, to tell "I'm not Steve" from "I'm not sure"."""

CONCEPTS = {
    "NAME": "james john robert michael mike david dave william bill richard rick joseph joe thomas tom chris "
    "christopher charles charlie daniel dan danny matthew matt anthony tony marc donald steven steve paul andrew "
    "andy joshua josh kenneth ken kevin brian george edward ed ronald ron timothy tim jason jeffrey jeff ryan jacob "
    "jake gary nicholas nick eric jonathan stephen larry justin scott brandon benjamin ben samuel sam greg gregory "
    "frank alex alexander raymond patrick jack dennis jerry tyler aaron jose juan carlos luis miguel pedro "
    "jorge manuel ricardo roberto fernando francisco pablo diego javier hector oscar raul sergio eduardo "
    "mary patricia jennifer jenny jen linda elizabeth liz barbara susan jessica jess sarah sara karen lisa nancy "
    "betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah debbie stephanie "
    "rebecca becky sharon laura cynthia kathleen kathy amy angela shirley anna brenda pamela pam emma nicole helen "
    "samantha katherine kate katie christine debra rachel carolyn janet catherine maria heather diane ruth julie "
    "olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline "
    "martha gloria teresa ann sara madison frances kathryn janice abigail alice judy sophia rosa guadalupe lupe "
    "carmen ana elena sofia isabel lucia marta claudia monica veronica silvia yolanda leticia alejandra gabriela "
    "pierre jacques marie luc marc michel louise nathalie sylvie isabelle francois julien mathieu camille "
    "brittany tiffany danielle dan jamie taylor jordan morgan bob bobby jim jimmy johnny kyle sean "
    "walter peter harold henry arthur albert ralph roy louis eugene philip phil craig wayne todd travis jesse derek "
    "jerome marcus darnell tyrone keisha latoya ebony jamal aisha mohammed ahmed ali fatima priya raj wei ming",
    "TITLE": "mr mrs ms miss dr mister doctor senor senora monsieur madame sr sra",
}
