"""What counts as a red flag, sign by sign, in the words of people who need help."""

from __future__ import annotations

import pytest
from spacy.language import Language

from mesoguide.nlp import red_flags
from mesoguide.nlp.red_flags import RedFlag, find_red_flag

EMERGENCIES = {
    "breathing": [
        "cant breath",
        "I can't breathe properly since the injections",
        "she's gasping for air",
        "bit short of breath since this morning's jabs",
        "my breathing's gone really odd",
        "I can hear my breath whistling",
    ],
    "swelling": [
        "throat closing up",
        "my tongue is swelling",
        "my mum's face is swelling",
        "lips have doubled in size since I left you an hour ago",
        "I can't open my eyes, the lids are swollen",
    ],
    "anaphylaxis": [
        "going into anaphylaxis",
        "had to use my epipen",
        "hives all over and so dizzy",
        "covered in welts and I've been sick twice",
    ],
    "collapse": [
        "passed out for a minute, bit of a funny turn",
        "he's not responding",
        "my wife is unconscious",
        "I feel like I'm going to faint",
        "client keeled over in the chair",
    ],
    "chest": [
        "crushing chest pain",
        "my chest feels tight and heavy",
        "dad is clutching his chest",
    ],
    "heart_rhythm": ["heart racing since the cream", "my pulse is 160", "palpitations right now"],
    "fit": ["she is having a fit", "he's fitting right now", "client is convulsing"],
    "sight": [
        "gone blind in one eye",
        "I can't see out of my left eye since the jab",
        "seeing double all of a sudden",
        "lost vision in my right eye",
    ],
    "stroke": [
        "one side of my face has dropped",
        "slurring my words",
        "I can't move my left arm",
        "worst headache of my life came on suddenly",
    ],
    "skin_colour": [
        "skin gone white and it's agony",
        "fingers blue and cold",
        "the patch near my nose is mottled and so painful",
    ],
    "sepsis": [
        "fever and the redness is spreading up my leg",
        "shivering, burning up, leg red",
        "temperature of 39.8 and my belly is hot and red",
    ],
    "bleeding": [
        "bleeding won't stop",
        "my scalp is gushing blood",
        "soaked three towels with blood",
    ],
    "swallowing": ["I can't swallow", "drooling because I can't get my spit down"],
    "numbing_overdose": [
        "numbing cream all over my legs and now I'm twitching",
        "metallic taste after the lidocaine",
    ],
    "poisoning": ["my toddler drank the minoxidil", "took 10 finasteride by mistake"],
    "clot": ["my calf is swollen and I'm breathless", "I think I've got a blood clot"],
    "help": ["call an ambulance", "please somebody call 999 for me", "this is an emergency"],
}

CRISES = [
    "I want to die",
    "kms",
    "gonna unalive myself",
    "I want to end it all",
    "everyone would be better off without me",
    "I'd be better off dead",
    "I've written my goodbye letters",
    "I don't want to be here any more",
    "I wish I'd never wake up",
    "no point in living like this",
    "I've been cutting myself again",
    "I have a plan to kill myself",
    "thinking about suicide",
    "is it the finasteride making me want to die?",
    "if this doesn't work I'll kill myself",
    "can a bot stop me killing myself",
    "I'd rather be dead than live with this face",
    "I want finish my life, sorry my english",
    "there's no reason to carry on living",
    "I no want live more",
    "I've no right to live",
    "quiero morir",
    "log me out of life",
]


def _cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(sign, text) for sign, texts in table.items() for text in texts]


def _find(nlp: Language, text: str) -> RedFlag | None:
    flag = nlp(text)._.red_flag
    assert flag is None or isinstance(flag, RedFlag)
    return flag


@pytest.mark.parametrize(("sign", "text"), _cases(EMERGENCIES))
def test_emergency_is_certain_in_many_wordings(nlp: Language, sign: str, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None, f"expected a sign such as {sign}"
    assert (flag.kind, flag.certain) == ("emergency", True)


@pytest.mark.parametrize("text", CRISES)
def test_crisis_is_certain_in_many_wordings(nlp: Language, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert (flag.kind, flag.certain) == ("crisis", True)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("throat closing up", "swelling"),
        ("my tongue is swelling", "swelling"),
        ("I can't breathe", "breathing"),
        ("she is having a seizure", "fit"),
        ("gone blind in one eye", "sight"),
        ("I think I've got sepsis", "sepsis"),
        ("I keep cutting myself", "self_harm"),
    ],
)
def test_sign_is_named(nlp: Language, text: str, sign: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert flag.sign == sign


@pytest.mark.parametrize(
    "text",
    [
        "cnt brethe think im dyin",
        "helppp tounge swolen",
        "thraot swelliing cnt tlk",
        "chset pain relly bad hlep",
        "my lps are swolln",
        "my t0ngue is sw0llen",
        "im fainnting",
        "cantbreathe",
        "gone unconcious",
        "shes havin a siezure",
        "i wnt to die",
        "feeling suicidle",
        "i want to k*ll myself",
        "im guna kil myself",
    ],
)
def test_words_typed_in_panic_are_read(nlp: Language, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert flag.certain


@pytest.mark.parametrize(
    "text",
    [
        "is it normal that my throat is closing?",
        "should I worry that I can't see out of my left eye since the jab?",
        "how do I stop the bleeding, it's been an hour",
        "do I go to A&E or wait, my throat's tight and I'm wheezy",
        "can I sleep this off, my heart's been racing 150 since the numbing",
        "can you help, she can't breathe",
        "Could you tell me if it's typical that my heart is racing and I feel faint?",
        "Can I wash my hair tonight, also is it ok that I've fainted twice since I got in",
    ],
)
def test_question_about_something_present_is_certain(nlp: Language, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert flag.certain


@pytest.mark.parametrize(
    "text",
    [
        "how much is the next session? And btw my lips have been swelling since I got home",
        "I was going to ask about aftercare but I've started to feel faint and my throat is tight",
        "no fever, no pus, but my chest hurts",
        "it isn't just sore anymore, my chest hurts and I'm short of breath",
        "The nurse said some swelling is normal but I can't open my eyes and my throat hurts",
        "I had asthma as a kid and now I'm whistling when I breathe",
        "Hi, lovely clinic, staff were super. I had my second round for thinning hair at four. "
        "On the bus I got itchy and thought it was my scarf, but now I've got red lumps all over "
        "and I can't seem to breathe deep. Should I wait till morning? Thanks ever so much.",
    ],
)
def test_sign_is_found_among_other_matters(nlp: Language, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert flag.certain


@pytest.mark.parametrize(
    "text",
    [
        "my husband has passed out",
        "my daughter's lips are blue",
        "the lady I came with has just fainted",
        "my client is wheezing and has gone floppy",
        "after injection my wife have problem to breathe",
        "my son says he wants to die",
        "my friend is talking about killing herself",
    ],
)
def test_other_people_count(nlp: Language, text: str) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert flag.certain


def test_place_of_the_sign_is_in_characters(nlp: Language) -> None:
    text = "Hello there, my throat is closing."
    flag = _find(nlp, text)
    assert flag is not None
    assert text[flag.start : flag.end] == "throat is closing"


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("my chest hurts badly since this morning", True),
        ("severe chest pain", False),
        ("I want to die", True),
        ("I can't go on like this", False),
    ],
    ids=["happens now", "no time", "names death", "a hint"],
)
def test_a_sign_is_firm_if_it_happens_now_or_names_death(
    nlp: Language, text: str, firm: bool
) -> None:
    flag = _find(nlp, text)
    assert flag is not None
    assert (flag.certain, flag.firm) == (True, firm)


def test_found_without_rasa_from_a_doc(nlp: Language) -> None:
    assert find_red_flag(nlp("cant breathe")) == nlp("cant breathe")._.red_flag


def test_overdose_is_first_of_all_an_emergency(nlp: Language) -> None:
    flag = _find(nlp, "I've taken all my tablets because I want to die")
    assert flag is not None
    assert (flag.kind, flag.certain) == ("emergency", True)


@pytest.mark.parametrize(
    "text",
    [
        "her lips and tongue are swelling and she can't breathe",
        "my face is swelling up and turning blue since the injection",
        "he collapsed and is not breathing",
    ],
)
def test_same_sign_is_told_in_whatever_order_signs_are_found(
    nlp: Language, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _find(nlp, text)
    find = red_flags._emergencies
    monkeypatch.setattr(red_flags, "_emergencies", lambda *found: reversed([*find(*found)]))

    assert _find(nlp, text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "?",
        "...",
        "!!!",
        "\u200b",
        "\U0001f62d",
        "'s",
        "n't",
        "not",
        "can",
        "a" * 4000,
        "not " * 500,
        "I can't breathe " * 200,
        "$$$ ??? ///",
        "9" * 300,
        "\u0645\u0631\u062d\u0628\u0627",
    ],
    ids=range(18),
)
def test_odd_input_does_not_raise(nlp: Language, text: str) -> None:
    _find(nlp, text)
