"""Words that frame a red-flag sign: persons, denials, suppositions, times, general talk."""

from __future__ import annotations

import re

from mesoguide.nlp.lexicon import word_set

PERSONS = word_set(
    """
    i im ive my me myself we our she he her his him hers them their they mum mom mam mother dad
    father husband wife hubby partner boyfriend girlfriend bf gf son daughter brother sister friend
    mate nan gran granny grandma grandad grandpa client patient lady girl boy baby toddler kid
    child aunt uncle cousin colleague niece nephew flatmate roommate neighbour neighbor
    """
)
FIRST = word_set("i im ive my me we our myself she he her his")
FINITE = word_set("am is are was were be 's has have had cannot do does did will feel feels felt")
#: Verbs that say how things are now.
PRESENT = word_set("am is are was were 's has have had cannot does did feels felt")
DISTANT = word_set(
    "uncle aunt cousin grandfather grandmother ancestor auntie godmother whose church influencer"
)
CLAUSE_WORDS = word_set("but because although though however since except yet whereas")
#: Words through which a denial reaches: "not (having) (any) (chest pain or) ...".
DENIAL_LINKS = word_set(
    """
    have has had having got get getting any a an the my her his their your feel feels feeling felt
    been being be am is are was were 's or nor and in of at all really actually even very so
    particularly especially at feels experienced experiencing notice noticed seem seems seeming to
    trying try about that this it with from much more want think thinking wanting going intend
    intending planning plan like consider considered ever kind sort type any anything as i do did
    does would will say saying mean meaning because remotely suffering suffer sign signs symptom
    symptoms struggling
    """
)
SYMPTOM_WORDS = word_set(
    """
    swollen sore fever pain pains chest rash swelling breathing breath breathless trouble dizzy
    dizziness fainting faint collapse bleeding redness temperature chills shivering problems problem
    difficulty hives palpitations vomiting sick sickness numbness headache face mouth throat tongue
    lips itching itch pus tightness vision changes breathlessness shortness
    """
)
DENIALS = word_set("not no never without none neither nor nothing zero nowt hardly")
#: "don't know what to do, my throat ..": these verbs keep the denial to themselves.
DENIAL_STOPS = word_set(
    """
    know sure bother worry understand tell fuss panic scare joke joking only just matter wait
    normal ok okay fine until help helping answer stop believe
    """
)
IFS = word_set(
    """
    if incase suppose supposing imagine imagined imagining pictured picturing unless theoretically
    hypothetically lest whenever
    """
)
INDIRECT = word_set("know wonder wondering sure ask asking asked tell see check idea whether say")
MODALS = word_set("can could will would might may shall should does do did won wont")
INNER_MODALS = word_set("could would might may can will")
REQUESTS = word_set(
    """
    help call come send tell ring advise speak get phone please answer pls hurry say drive let look
    """
)
ASKED_OF = word_set("you u someone somebody anyone anybody one")
OUTCOMES = word_set(
    """
    get have go end lose develop feel become be start suffer react pass collapse faint die stop
    bleed choke swell keel drop vomit still just actually always ever likely probably possibly wake
    experience expect risk
    """
)
OPINIONS = word_set("think know reckon believe call say agree")
PERCEPTIONS = word_set(
    "feel see hear barely hardly only just still sip tell not taste smell scarcely even literally"
)
FEARS = word_set(
    """
    scared afraid terrified frightened worried worry nervous fear anxious phobia dread paranoid
    frightens scares fears worries dreading petrified
    """
)
RISK_NOUNS = word_set("risk risks chance chances odds danger dangers likelihood possibility likely")
AVOIDS = word_set("avoid prevent preventing avoiding risk risking before")
GENERAL = word_set(
    """
    risk risks risky chance chances odds likelihood likely probability incidence rate rates danger
    dangers complication complications common rare percentage reported linked link associated
    association cause causes causing caused trigger triggers triggered possible possibility
    possibilities listed leaflet deaths statistics stats prone studies effect effects warning
    anyone anybody people patients theoretically theory known contraindication average
    hypothetically typically women men difference definition frequency
    frequent complications potential potentially average prevent avoid worst scenario safe safely
    emergencies trained handle insured happen happens searched truth convinced mentions wonder
    influencer mannequin scaremongering
    """
)
REPORTED = word_set(
    """
    read heard tiktok story stories article articles google googled online forum forums reddit
    facebook instagram video videos news newspaper documentary reviews saw watched telly netflix
    youtube
    """
)
FICTION = word_set(
    """
    novel movie episode essay quiz song lyric lyrics poem crossword dissertation sang punchline
    homework assignment coursework fictional dreamt story
    """
)
ANIMALS = word_set(
    """
    dog dogs cat cats goldfish hamster rabbit horse horses puppy kitten bird parrot pet pets fish
    dinosaurs cow sheep hen guinea vet plant plants lawn car phone laptop website battery fridge
    printer wifi engine boiler tv router tomatoes tattoo sourdough dough cake bread avatar banana
    bananas souffle lawnmower bike tyre
    """
)
NOW = word_set(
    """
    now today tonight yesterday currently suddenly sudden minutes mins min minute hour hours hrs hr
    ago straightaway immediately keeps help asap worse worsening started began lunchtime lunch noon
    morning afternoon evening seconds sec secs onset urgent urgently quick ambulance getting
    monday tuesday wednesday thursday friday saturday sunday
    """
)
TREATMENT = word_set(
    """
    injection injections jab jabs jag jags needle needles session treatment appointment numbing shot
    shots visit cream scalp chin face lip lips forehead tummy thigh thighs neck eye leg legs
    meso mesotherapy botox anaesthetic lidocaine procedure clinic vitamin last
    crow's crow cellulite today's yesterday's treatments sessions belly hands
    """
)
SINCE_WHAT = TREATMENT | word_set(
    """
    i about this yesterday lunch noon they you she he it we getting having leaving monday tuesday
    wednesday thursday friday saturday sunday
    """
)
DETERMINERS = word_set("the my your her his our this these that an a")
PAST = word_set(
    """
    decades childhood previously historically formerly survivor teens teenager recovered
    survived history youth
    """
)
PAST_PHRASES = (
    ("year", "ago"),
    ("years", "ago"),
    ("yrs", "ago"),
    ("years", "before"),
    ("years", "earlier"),
    ("years", "since"),
    ("since", "i", "was"),
    ("as", "a", "child"),
    ("as", "a", "kid"),
    ("as", "a", "baby"),
    ("as", "a", "teen"),
    ("as", "a", "girl"),
    ("as", "a", "boy"),
    ("when", "i", "was"),
    ("when", "she", "was"),
    ("when", "he", "was"),
    ("back", "in"),
    ("last", "year"),
    ("last", "summer"),
    ("last", "winter"),
    ("last", "spring"),
    ("last", "autumn"),
    ("used", "to"),
    ("in", "the", "past"),
    ("months", "ago"),
    ("month", "ago"),
    ("last", "time"),
    ("years", "back"),
    ("long", "ago"),
    ("long", "behind"),
    ("runs", "in"),
    ("run", "in"),
    ("in", "my", "family"),
    ("one", "time"),
    ("a", "while", "back"),
    ("never", "since"),
    ("once", "at"),
    ("once", "before"),
    ("once", "when"),
    ("all", "clear"),
    ("fully", "recovered"),
    ("at", "birth"),
    ("giving", "birth"),
    ("in", "labour"),
    ("well", "controlled"),
    ("under", "control"),
    ("as", "a", "toddler"),
    ("as", "a", "student"),
    ("as", "a", "youngster"),
    ("as", "an", "infant"),
    ("in", "my", "teens"),
    ("in", "my", "twenties"),
    ("in", "my", "thirties"),
    ("in", "my", "forties"),
    ("in", "my", "fifties"),
    ("in", "her", "teens"),
    ("in", "her", "twenties"),
    ("in", "his", "teens"),
    ("in", "his", "twenties"),
    ("in", "the", "army"),
    ("in", "the", "navy"),
    ("some", "time", "ago"),
    ("last", "christmas"),
    ("a", "decade"),
)
HABITS = word_set(
    "usually often sometimes always whenever tend tends normally generally occasionally prone"
)
FEARED_EVENTS = word_set(
    """
    needle needles dentist dentists vaccine vaccines vaccination vaccinations tests test drip
    sight hospitals spiders heights syringe syringes smears smear piercing piercings
    tattoo transfusion donation hpv
    """
)
ELIGIBILITY = (
    ("rule", "me"),
    ("rule", "that"),
    ("off", "the", "table"),
    ("open", "to", "me"),
    ("turned", "away"),
    ("turned", "down"),
    ("alright", "for"),
    ("all", "right", "for"),
    ("may", "i", "have"),
    ("may", "she", "have"),
    ("may", "he", "have"),
    ("can", "u", "still"),
    ("can", "you", "still"),
    ("could", "you", "still"),
    ("any", "reason", "i"),
    ("need", "to", "declare"),
    ("would", "i", "be", "ok"),
    ("would", "i", "be", "allowed"),
    ("would", "you", "take"),
    ("a", "no", "from", "you"),
    ("turn", "me"),
    ("still", "have"),
    ("can", "i", "have"),
    ("can", "he", "have"),
    ("can", "she", "have"),
    ("could", "she", "have"),
    ("could", "he", "have"),
    ("can", "we", "have"),
    ("i", "stil", "hav"),
    ("can", "they", "have"),
    ("can", "he", "get"),
    ("can", "she", "get"),
    ("can", "i", "get"),
    ("can", "i", "do"),
    ("can", "i", "still"),
    ("could", "i", "have"),
    ("could", "i", "still"),
    ("would", "you", "treat"),
    ("still", "treat"),
    ("still", "do"),
    ("still", "inject"),
    ("still", "get"),
    ("take", "me"),
    ("too", "high", "risk"),
    ("fit", "for", "treatment"),
    ("okay", "for", "me"),
    ("ok", "for", "me"),
    ("ok", "for", "it"),
    ("would", "that", "stop"),
    ("stop", "me", "having"),
    ("a", "problem"),
    ("a", "barrier"),
    ("reason", "not", "to"),
    ("am", "i", "ok"),
    ("is", "it", "safe"),
    ("safe", "for"),
    ("can", "i", "come"),
    ("someone", "with"),
    ("someone", "like"),
    ("people", "with"),
    ("does", "that", "matter"),
    ("i", "rebook"),
    ("should", "i", "eat"),
)
ELIGIBILITY_WORDS = word_set(
    """
    suitable eligible candidate allowed permitted accepted qualify disqualify exclude excluded
    contraindicated eligibility suitability barred advisable
    """
)
YEAR = re.compile(r"^(?:19|20)[0-4]\d$|^'\d\d$")
AGE = re.compile(r"^(?:[3-8]\d|twenty|thirty|forty|fifty|sixty|seventy)$")
WH = word_set("what how why when where who which whats hows whys whos")
AUX = word_set("is are am was were has have had do does did can could will would may might should")
SUBJECTS = PERSONS | word_set(
    "it this that these those there the a an any you u people mesotherapy meso anyone anybody your"
)
FILLERS = word_set(
    """
    hi hiya hello hey so and also or but ok okay please pls um well right sorry just quick question
    lol haha oh dear thanks morning afternoon good honestly actually then like
    """
)
#: "My breathing is not right" is no denial.
NOT_THIS = word_set("right good normal well ok okay great working stopping slowing clear fine")
RESOLVED = word_set("fine normal ok okay gone better settled cleared stopped resolved good well")
ANSWERED_NO = word_set("no nope nah none nothing never negative")
OTHER_ONES = word_set("he she his her")
#: How one would tell a danger, asked before there is any.
TELLING = (
    ("would", "i", "know"),
    ("would", "you", "know"),
    ("will", "i", "know"),
    ("would", "i", "tell"),
    ("do", "you", "tell"),
    ("can", "you", "tell"),
)
JOKES = word_set("lol lols lolz haha hahaha hahahaha lmao rofl jk")
#: "You told me to ring 999": somebody quotes the reply.
QUOTED = (
    ("you", "told"),
    ("you", "said"),
    ("you", "wrote"),
    ("you", "say"),
    ("you", "keep"),
    ("bot", "told"),
    ("bot", "said"),
    ("it", "told"),
    ("it", "said"),
    ("it", "says"),
    ("sheet", "says"),
    ("leaflet", "says"),
)
SELVES = word_set("i my me mine myself im she he her his herself himself they we themselves our")
MANY = word_set("people patients clients women men others users lots")
CHRONIC = (
    ("with", "age"),
    ("lost", "weight"),
    ("over", "the", "years"),
    ("every", "morning"),
    ("getting", "old"),
    ("getting", "older"),
    ("in", "winter"),
    ("in", "the", "winter"),
    ("in", "summer"),
    ("empty", "stomach"),
    ("naturally",),
    ("from", "birth"),
    ("suffer", "from"),
    ("suffers", "from"),
    ("prone", "to"),
)
OVER_WITH = (
    ("back", "to", "normal"),
    ("fine", "since"),
    ("well", "now"),
    ("on", "the", "mend"),
    ("much", "better"),
    ("fine", "now"),
    ("ok", "now"),
    ("okay", "now"),
    ("turned", "out"),
    ("dry", "now"),
    ("a", "few", "seconds"),
    ("checked", "out"),
    ("stopped", "ages"),
    ("no", "itch"),
    ("perfectly", "well"),
    ("feel", "fine"),
    ("last", "month"),
)
INTERESTS = word_set(
    """
    safer painful unpleasant mesotherapy meso sore hurts pain procedure numbed risky dangerous
    gentler kinder milder comparison
    """
)
LONG_UNITS = word_set("years year months month yrs decades long")
JUST_OTHER = word_set(
    """
    curious deciding want wanted wondering asking a an to in like interested for checking the one
    itchy sore red pink tender tired fat dry normal enough as because
    """
)
