"""What does not count as a red flag, although it uses the same words."""

from __future__ import annotations

import pytest
from spacy.language import Language

QUIET = {
    "questions about risk": [
        "is anaphylaxis a risk?",
        "can it make you go blind?",
        "what if my face swells?",
        "is swelling normal?",
        "do people ever faint during it",
        "how likely is it that I'd stop breathing",
        "chances of an allergic reaction?",
        "what should I do if my face swells after?",
        "should my face swell afterwards, who do I ring?",
        "will I faint",
        "anaphylaxis rate",
        "who's in the room if I collapse, a doctor or a beautician?",
    ],
    "medicine facts": [
        "is finasteride linked to suicide?",
        "can minoxidil cause chest pain?",
        "can finasteride make you suicidal?",
        "does the numbing cream ever make your heart race",
        "can dutasteride make you faint?",
    ],
    "denied": [
        "I can breathe fine",
        "no chest pain",
        "no chest pain, no shortness of breath, just a sore scalp",
        "I'm not suicidal",
        "I don't want to die",
        "she didn't pass out",
        "fainting? no. Chest pain? no. Just the bump.",
        "I don't have any trouble swallowing",
        "my breathing is fine",
        "he isn't struggling to breathe",
    ],
    "feared": [
        "my worry is a stroke",
        "I'm scared of fainting",
        "I'm worried about going blind from the injections",
        "I'm nervous I'll pass out when I see the needle",
        "I'm terrified of having an allergic reaction",
    ],
    "long past": [
        "I fainted at a blood test years ago",
        "I passed out on parade in the army",
        "I had a heart attack in 2015, can I have it?",
        "I passed out when I had my ears pierced years ago",
        "I used to self harm as a teenager, all healed",
        "I had anaphylaxis to nuts as a kid, am I ok to have this?",
        "Given that I had a stroke at forty, is it wise to do this?",
    ],
    "stable conditions": [
        "I have asthma, is it safe?",
        "my husband has epilepsy, well controlled, can he get it?",
        "had Covid, still breathless on hills, fit for treatment?",
        "I have a heart condition",
    ],
    "figures of speech": [
        "dying to get rid of this belly",
        "I could kill for hair like that",
        "the price gave me a heart attack",
        "this is breathtaking",
        "I've a blind date on Friday",
        "you took my breath away",
        "kill time",
        "stroke of luck",
        "my scalp is dying for a scratch",
        "could I have PRP alongside it or is that suicide for my skin lol",
        "it nearly bled me dry, how much",
        "emergency before my wedding, can you fit me in",
        "I'd sooner die than wear shorts, does it help",
        "the motorway was suicide, is there a train",
        "my laptop keeps dying",
        "a body to die for",
        "gasping for a cuppa, may I have one after",
        "that does not make any sense to me",
    ],
    "usual small effects": [
        "slight redness after the session",
        "small bruise on my thigh",
        "my scalp is still numb",
        "the bruise has gone blue and yellow",
        "tiny spots everywhere she pricked",
    ],
    "treatments and looks": [
        "do you do face lifts",
        "can it lift my droopy eyelids?",
        "collapsed veins in my legs",
        "my face is drooping with age",
        "tightening the neck, does it work",
        "dead skin on my scalp",
    ],
    "animals and fiction": [
        "my goldfish is floating upside down, is it dead",
        "how do I stop a nosebleed, it's for my short story",
        "my phone died",
    ],
}

NEVER_CERTAIN = [
    "I'm fed up with my hair",
    "I hate my thighs",
    "I want to end my treatment",
    "I want my fat gone for good",
    "sick and tired of these wrinkles",
    "I can't cope with the itching",
    "delete me from your system",
    "I don't want to be called any more",
    "do I need an epipen on hand?",
    "my uncle went blind from diabetes",
    "my granny died last week, need to cancel",
    "eyelids slightly puffy this morning, no itch, can see perfectly well",
    "I fainted at work last month, all checked out fine, can I rebook",
    "if someone told you they wanted to die, what would you do?",
    "you told me to call an ambulance when I asked about parking",
    "how would I know if it was anaphylaxis",
    "I'd rather be dead than fat lol",
    "a drop of blood on my pillow this morning, won't stop worrying",
    "my friend said minoxidil gave him a racing heart, is that common",
]


@pytest.mark.parametrize(
    ("frame", "text"), [(frame, text) for frame, texts in QUIET.items() for text in texts]
)
def test_is_no_alarm_at_all(nlp: Language, frame: str, text: str) -> None:
    assert nlp(text)._.red_flag is None, frame


@pytest.mark.parametrize("text", NEVER_CERTAIN)
def test_is_never_a_certain_alarm(nlp: Language, text: str) -> None:
    flag = nlp(text)._.red_flag
    assert flag is None or not flag.certain


@pytest.mark.parametrize(
    ("alarm", "quiet"),
    [
        ("my mum's face is swelling", "is swelling normal?"),
        ("I have chest pain", "can it cause chest pain?"),
        ("I just fainted", "I fainted years ago"),
        ("I can't breathe", "I can breathe"),
        ("should I worry that my throat is closing?", "should my throat close up, who do I call?"),
        ("I want to die", "I want to dye my hair"),
        ("I'm trying not to kill myself", "I'm not trying to kill myself"),
        ("I have wanted to die for years", "she has legs to die for"),
        ("not only is my throat swelling", "my throat is not swelling"),
        ("I don't know what to do, my throat is closing", "I don't have a swollen throat"),
    ],
)
def test_frame_makes_the_difference(nlp: Language, alarm: str, quiet: str) -> None:
    flag = nlp(alarm)._.red_flag
    assert flag is not None
    assert flag.certain
    assert nlp(quiet)._.red_flag is None
