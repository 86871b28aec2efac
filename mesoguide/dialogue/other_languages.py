"""Recognises messages in another language than English, which nobody here can answer.

The chat says so, and whom to call; a reply that it knows only mesotherapy would answer something
that was not asked. Small words give a language away; which language it is does not matter.
"""

from __future__ import annotations

import re
import unicodedata

from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.lexicon import load_lexicon, plain_letters, word_set

#: Longer messages are judged by their beginning.
MAX_CHARACTERS = 300
#: A question that the classifier is this sure of is English enough.
SURE_OF_QUESTION = 0.9
#: From this share of foreign letters on a text is in another script.
FOREIGN_SCRIPT = 0.5
#: A single foreign word counts where at least this share of the words is not English.
MOSTLY_UNKNOWN = 0.5

#: Words of questions and greetings, without accents, that are no English words.
_WORDS = word_set(
    """
    hola buenos buenas gracias cuanto cuantas cuantos cuesta cuestan precio precios sesiones cabello
    pelo duele dolor funciona necesito quiero puedo puede tengo donde cuando como que para por esta
    este esto una unos usted ustedes espanol hablas habla hablan cita mucho muy ayuda el los las del
    cara arrugas celulitis grasa cuerpo es la se no hablo ingles quitar mesoterapia

    bonjour bonsoir salut merci combien coute coutent prix seances seance cheveux douleur douloureux
    marche marchent quel quelle quels est ce avec pour vous nous je suis voudrais peux puis avoir
    rendez quand comment ou francais parlez parle des les une aux dans sont fait ca visage rides

    hallo guten tag danke bitte wie viel kostet kosten preis schmerzen tut weh haare haarausfall
    sitzungen termin ich mochte moechte habe kann konnen wann wo fur fuer mit und ist das eine nicht
    sprechen sprichst deutsch gesicht falten bauch wirkt hilft

    ciao buongiorno buonasera grazie quanto quanti quante costano prezzo sedute capelli dolore
    vorrei posso avere appuntamento funziona italiano parli parla sono ho fa male dove viso rughe

    ola obrigado obrigada quanto quantas custa custam preco sessoes cabelo doi dor quero preciso
    consulta funciona portugues fala rosto voce tenho

    czesc dzien dobry dziekuje ile kosztuje kosztuja cena boli wlosy zabieg zabiegi jak czy jest
    chce moge mozna prosze polsku mowi mowicie wizyta twarz

    merhaba tesekkur tesekkurler kadar fiyat fiyati agri acir aciyor sac seans randevu nasil icin
    istiyorum turkce biliyor musunuz

    buna ziua multumesc costa doare vreau pentru este sedinte programare cat romana

    hallo bedankt hoeveel kost graag doet pijn afspraak nederlands spreekt ik wil

    privet skolko stoit spasibo bolno zdravstvuyte mozhno volosy marhaba shukran kam kitna hai kaise
    dard baal kya
    """
)
_ASKS_FOR_LANGUAGE = re.compile(
    r"\b(?:speak|talk|write|understand|answer|know|in) (?:in |any )?(?:spanish|french|german|"
    r"polish|italian|portuguese|turkish|arabic|russian|ukrainian|romanian|chinese|hindi|urdu|punjabi|"
    r"bengali|dutch|other languages?|another language)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def is_other_language(message: UnderstoodMessage) -> bool:
    """Tell whether a message is in another language than English, or asks for one.

    In doubt it is English.
    """
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload:
        return False
    if _is_in_other_script(text) or _ASKS_FOR_LANGUAGE.search(text):
        return True
    sure = message.confidence >= SURE_OF_QUESTION and message.intent != "out_of_scope"
    if sure:
        return False
    words = [plain_letters(word).lower() for word in _WORD.findall(text)]
    foreign = [word for word in words if word in _WORDS]
    if len(foreign) > 1:
        return 2 * len(foreign) >= len(words)
    lexicon = load_lexicon()
    unknown = [word for word in words if word in foreign or not lexicon.is_known(word)]
    return bool(foreign) and len(unknown) >= MOSTLY_UNKNOWN * len(words) and len(words) <= 4


def _is_in_other_script(text: str) -> bool:
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    other = [letter for letter in letters if not _is_latin(letter)]
    return bool(letters) and len(other) >= FOREIGN_SCRIPT * len(letters)


def _is_latin(letter: str) -> bool:
    # Full-width and styled letters are Latin in another dress.
    plain = unicodedata.normalize("NFKC", letter)
    return unicodedata.name(plain[0], "LATIN").startswith("LATIN")
