"""Whether a red-flag sign is asserted here and now, or denied, feared, asked in general or long past.

Everything is decided within the sentence and the clause of the sign, so one asserted sign in a long
message is enough, whatever surrounds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mesoguide.nlp.lexicon import word_set
from mesoguide.nlp.red_flag_patterns import CERTAIN, POSSIBLE
from mesoguide.nlp.red_flag_words import HARD, Word

PERSONS = word_set(
    """
    i im ive my me myself we our she he her his him hers them their they mum mom mam mother dad
    father husband wife hubby partner boyfriend girlfriend bf gf son daughter brother sister friend
    mate nan gran granny grandma grandad grandpa client patient lady girl boy baby toddler kid
    child aunt uncle cousin colleague niece nephew flatmate roommate neighbour neighbor
    """
)
_FIRST = word_set("i im ive my me we our myself she he her his")
_FINITE = word_set("am is are was were be 's has have had cannot do does did will feel feels felt")
_CLAUSE_WORDS = word_set("but because although though however since except yet whereas")
#: Words through which a denial reaches: "not (having) (any) (chest pain or) ...".
_DENIAL_LINKS = word_set(
    """
    have has had having got get getting any a an the my her his their your feel feels feeling felt
    been being be am is are was were 's or nor and in of at all really actually even very so
    particularly especially at feels experienced experiencing notice noticed seem seems seeming to
    trying try about that this it with from much more want think thinking wanting going intend
    intending planning plan like consider considered ever kind sort type any anything as i do did
    does would will say saying mean meaning because remotely suffering suffer sign signs symptom
    symptoms
    """
)
_SYMPTOM_WORDS = word_set(
    """
    fever pain pains chest rash swelling breathing breath breathless trouble dizzy dizziness
    fainting faint collapse bleeding redness temperature chills shivering problems problem
    difficulty hives palpitations vomiting sick sickness numbness headache face mouth throat tongue
    lips itching itch pus tightness vision changes breathlessness shortness
    """
)
_DENIALS = word_set("not no never without none neither nor nothing zero nowt hardly")
#: "don't know what to do, my throat ..": these verbs keep the denial to themselves.
_DENIAL_STOPS = word_set(
    """
    know sure bother worry understand tell fuss panic scare joke joking only just matter wait
    normal ok okay fine until help helping answer stop believe
    """
)
_IFS = word_set(
    """
    if incase suppose supposing imagine imagined imagining pictured picturing unless theoretically
    hypothetically lest whenever
    """
)
_INDIRECT = word_set("know wonder wondering sure ask asking asked tell see check idea whether say")
_MODALS = word_set("can could will would might may shall should does do did won wont")
_INNER_MODALS = word_set("could would might may can")
_REQUESTS = word_set(
    """
    help call come send tell ring advise speak get phone please answer pls hurry say drive let look
    """
)
_ASKED_OF = word_set("you u someone somebody anyone anybody one")
_OUTCOMES = word_set(
    """
    get have go end lose develop feel become be start suffer react pass collapse faint die stop
    bleed choke swell still just actually always ever likely probably possibly wake experience
    expect risk
    """
)
_PERCEPTIONS = word_set(
    "feel see hear barely hardly only just still sip tell not taste smell scarcely even literally"
)
_FEARS = word_set(
    """
    scared afraid terrified frightened worried worry nervous fear anxious phobia dread paranoid
    frightens scares fears worries dreading petrified
    """
)
_AVOIDS = word_set("avoid prevent preventing avoiding risk risking before")
_GENERAL = word_set(
    """
    risk risks risky chance chances odds likelihood likely probability incidence rate rates danger
    dangers complication complications common rare percentage reported linked link associated
    association cause causes causing caused trigger triggers triggered ever possible possibility
    possibilities listed leaflet deaths statistics stats prone studies effect effects warning
    anyone anybody people patients theoretically theory known contraindication average
    hypothetically typically somebody women men difference definition meaning mean frequency
    frequent complications potential potentially average prevent avoid worst scenario safe safely
    emergencies trained handle insured happen happens searched truth convinced mentions wonder
    influencer mannequin scaremongering
    """
)
_REPORTED = word_set(
    """
    read heard hear tiktok story stories article articles google googled online forum forums reddit
    facebook instagram video videos news newspaper documentary reviews saw watched telly netflix
    youtube
    """
)
_FICTION = word_set(
    """
    novel movie episode essay quiz song lyric lyrics poem crossword dissertation sang punchline
    homework assignment coursework fictional dreamt joke story
    """
)
_ANIMALS = word_set(
    """
    dog dogs cat cats goldfish hamster rabbit horse horses puppy kitten bird parrot pet pets fish
    dinosaurs cow sheep hen guinea vet plant plants lawn car phone laptop website battery fridge
    printer wifi engine boiler tv router tomatoes tattoo sourdough dough cake bread avatar banana
    bananas souffle lawnmower bike tyre
    """
)
_NOW = word_set(
    """
    now today tonight yesterday currently suddenly sudden minutes mins min minute hour hours hrs hr
    ago straightaway immediately keeps help asap worse worsening started began lunchtime lunch noon
    morning afternoon evening seconds sec secs onset urgent urgently quick ambulance still getting
    monday tuesday wednesday thursday friday saturday sunday
    """
)
_TREATMENT = word_set(
    """
    injection injections jab jabs jag jags needle needles session treatment appointment numbing shot
    shots visit cream scalp hair chin face lip lips forehead tummy thigh thighs neck eye leg legs
    meso mesotherapy botox anaesthetic lidocaine procedure clinic first second third last vitamin
    crow's crow cellulite fat today's yesterday's treatments sessions double belly hands
    """
)
_SINCE_WHAT = _TREATMENT | word_set(
    """
    i about this yesterday lunch noon they you she he it we getting having leaving monday tuesday
    wednesday thursday friday saturday sunday
    """
)
_DETERMINERS = word_set("the my your her his our this these that an a")
_PAST = word_set(
    """
    years decades childhood previously historically formerly survivor yrs teens teenager recovered
    survived history youth
    """
)
_PAST_PHRASES = (
    ("year", "ago"),
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
)
_HABITS = word_set(
    "usually often sometimes always whenever tend tends normally generally occasionally prone"
)
_FEARED_EVENTS = word_set(
    """
    needle needles dentist dentists vaccine vaccines vaccination vaccinations tests test drip
    hospitals spiders heights syringe syringes smears smear piercing piercings tattoo transfusion
    donation hpv
    """
)
_ELIGIBILITY = (
    ("rule", "me"),
    ("rule", "that"),
    ("off", "the", "table"),
    ("open", "to", "me"),
    ("turned", "away"),
    ("turn", "me"),
    ("still", "have"),
    ("can", "i", "have"),
    ("can", "he", "have"),
    ("can", "she", "have"),
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
_ELIGIBILITY_WORDS = word_set(
    """
    suitable eligible candidate allowed permitted accepted qualify disqualify exclude excluded
    contraindicated eligibility suitability barred advisable
    """
)
_YEAR = re.compile(r"^(?:19|20)[0-4]\d$|^'\d\d$")
_WH = word_set("what how why when where who which whats hows whys whos")
_AUX = word_set("is are am was were has have had do does did can could will would may might should")
_SUBJECTS = PERSONS | word_set(
    "it this that these those there the a an any you u people mesotherapy meso anyone anybody your"
)
_FILLERS = word_set(
    """
    hi hiya hello hey so and also or but ok okay please pls um well right sorry just quick question
    lol haha oh dear thanks morning afternoon good honestly actually then like
    """
)
_RESOLVED = word_set("fine normal ok okay gone better settled cleared stopped resolved good well")
_ANSWERED_NO = word_set("no nope nah none nothing never negative")
_YOU = word_set("you u one people patients anyone anybody everyone")


@dataclass(frozen=True)
class Sentence:
    """One sentence of the message, with what can be said of it as a whole."""

    words: Sequence[Word]
    start: int
    end: int

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words, breaks between clauses included."""
        return tuple(word.text for word in self.words[self.start : self.end])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words as a set."""
        return frozenset(self.texts)

    @cached_property
    def is_question(self) -> bool:
        """Whether it ends with a question mark or begins like a question."""
        if self.end < len(self.words) and self.words[self.end].text == "?":
            return True
        opening = [text for text in self.texts[:6] if text not in _FILLERS and text != ","]
        if not opening:
            return False
        if opening[0] in _AUX:
            return len(opening) > 1 and opening[1] in _SUBJECTS
        return opening[0] in _WH

    def has_phrase(self, phrases: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether one of the word sequences is there."""
        texts, vocabulary = self.texts, self.vocabulary
        return any(
            texts[i : i + len(phrase)] == phrase
            for phrase in phrases
            if vocabulary.issuperset(phrase)
            for i in range(len(texts))
        )


class Context:
    """Judges signs found in one message."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._sentences = _split(words)

    def sentence_of(self, place: int) -> Sentence:
        """Return the sentence in which a word stands."""
        return next(s for s in self._sentences if s.start <= place < s.end)

    def strength(self, start: int, end: int, strength: str) -> str | None:
        """Return how strongly an emergency sign is asserted: certain, possible or not at all."""
        sentence = self.sentence_of(start)
        clause = _clause_start(sentence, start)
        if self._is_elsewhere(sentence, clause, start) or self._is_denied(sentence, start, end):
            return None
        now = self.has_now(sentence, clause, end)
        if not now and self._is_past(sentence):
            return None
        if self._asks_eligibility() and (not now or is_long_past(sentence)):
            return None
        person = _has_person(sentence, clause, end)
        if _is_supposed(sentence, start, end):
            return POSSIBLE if now and person else None
        general = bool(sentence.vocabulary & _GENERAL)
        if general and not person:
            return None
        if not (person or now) and any(s.vocabulary & _GENERAL for s in self._sentences):
            return None
        if sentence.vocabulary & _REPORTED:
            return POSSIBLE if now else None
        if sentence.has_phrase(_OVER_WITH):
            return POSSIBLE
        if not person and sentence.is_question:
            return POSSIBLE
        if general and not now and not (sentence.vocabulary & _FIRST):
            return POSSIBLE
        if not now and self._is_a_tale(sentence, clause, start):
            return POSSIBLE
        return strength

    def _is_a_tale(self, sentence: Sentence, clause: int, start: int) -> bool:
        """Recognise what once befell somebody, told to ask about the treatment; and habits."""
        before = {word.text for word in self._words[clause:start]}
        if before & {"get", "gets", "getting"} and not before & {"is", "'s", "am"}:
            return True
        others = before & (PERSONS - _FIRST)
        return bool(others) and any(
            s.vocabulary & _INTERESTS and (s.is_question or s is sentence) for s in self._sentences
        )

    def has_now(self, sentence: Sentence, clause: int, end: int) -> bool:
        """Tell whether something in or near the clause says that it is happening now."""
        until = _clause_end(sentence, end)
        texts = sentence.texts[max(0, clause - sentence.start - 6) : until - sentence.start + 8]
        for place, text in enumerate(texts):
            following = texts[place + 1] if place + 1 < len(texts) else ""
            if text in _NOW and not (text == "ago" and texts[place - 1] in _LONG_UNITS):
                if text == "still" and following in {"have", "do", "treat", "inject", "get"}:
                    continue
                if text == "now" and (following == "and" or (place and texts[place - 1] == "not")):
                    continue
                return True
            if text == "just" and following not in _JUST_OTHER:
                return True
            if text in {"since", "after", "following"} and (not place or texts[place - 1] != "never"):
                what = following if following not in _DETERMINERS else "".join(texts[place + 2 : place + 3])
                if what in _SINCE_WHAT or what.rstrip("s'") in _SINCE_WHAT:
                    return True
        return False

    def _is_elsewhere(self, sentence: Sentence, clause: int, start: int) -> bool:
        """Recognise animals, machines and made-up people."""
        before = {word.text for word in self._words[clause : start + 1]}
        if "film" in sentence.vocabulary and "cling" not in sentence.vocabulary:
            return True
        return bool(before & _ANIMALS or sentence.vocabulary & _FICTION)

    def _is_denied(self, sentence: Sentence, start: int, end: int) -> bool:
        return (
            is_denied_before(sentence, start)
            or _is_resolved(sentence, end)
            or self._is_answered_no(sentence, end)
        )

    def _is_answered_no(self, sentence: Sentence, end: int) -> bool:
        after = sentence.end
        if after - end > 3 or after + 1 >= len(self._words):
            return False
        asked = self._words[after].text in {"?", "-", ":"}
        return asked and self._words[after + 1].text in _ANSWERED_NO

    def _is_past(self, sentence: Sentence) -> bool:
        if is_long_past(sentence) or _is_habit(sentence):
            return True
        following = [s for s in self._sentences if s.start > sentence.start][:1]
        return any(
            {"never", "since"} <= s.vocabulary or {"years", "ago"} <= s.vocabulary
            for s in following
        )

    def _asks_eligibility(self) -> bool:
        return any(
            sentence.vocabulary & _ELIGIBILITY_WORDS or sentence.has_phrase(_ELIGIBILITY)
            for sentence in self._sentences
        )


_OVER_WITH = (
    ("back", "to", "normal"),
    ("fine", "since"),
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
_INTERESTS = word_set(
    "safer painful unpleasant mesotherapy meso sore hurts pain procedure numbed risky dangerous"
)
_LONG_UNITS = word_set("years year months month yrs decades long")
_JUST_OTHER = word_set(
    "curious deciding want wanted wondering asking a an to in like interested for checking the one"
)


def _split(words: Sequence[Word]) -> list[Sentence]:
    sentences, start = [], 0
    for place in range(len(words) + 1):
        if place == len(words) or words[place].brk == HARD:
            if place > start:
                sentences.append(Sentence(words, start, place))
            start = place + 1
    return sentences


def _clause_start(sentence: Sentence, place: int) -> int:
    for before in range(place - 1, sentence.start - 1, -1):
        word = sentence.words[before]
        if word.brk or word.text in _CLAUSE_WORDS:
            return before + 1
    return sentence.start


def _clause_end(sentence: Sentence, place: int) -> int:
    for after in range(place, sentence.end):
        word = sentence.words[after]
        if word.brk or word.text in _CLAUSE_WORDS - {"since"}:
            return after
    return sentence.end


def _has_person(sentence: Sentence, clause: int, end: int) -> bool:
    return any(word.text in PERSONS for word in sentence.words[clause:end])


def is_denied_before(sentence: Sentence, start: int) -> bool:
    """Recognise "no chest pain", "I am not really having any trouble breathing"."""
    crossed = False
    for place in range(start - 1, max(sentence.start, start - 10) - 1, -1):
        word = sentence.words[place]
        if word.brk:
            crossed = True
            continue
        if word.text in _DENIALS or (word.text == "cannot" and not crossed):
            return _denies(sentence, place, crossed)
        if crossed and word.text not in _SYMPTOM_WORDS | {"or", "and", "any", "no"}:
            return False
        if word.text not in _DENIAL_LINKS and word.text not in _SYMPTOM_WORDS:
            return False
    return False


def _denies(sentence: Sentence, place: int, crossed: bool) -> bool:
    texts = sentence.words
    following = texts[place + 1].text if place + 1 < sentence.end else ""
    word = texts[place].text
    if word == "cannot" or following in _DENIAL_STOPS or texts[place + 1].brk:
        return False
    return not crossed or word in {"no", "without"}


def _is_resolved(sentence: Sentence, end: int) -> bool:
    """Recognise "my breathing is fine", "the chest pain has gone"."""
    following = [w.text for w in sentence.words[end : min(end + 4, sentence.end)]]
    if not following:
        return False
    if following[0] in _RESOLVED - {"gone", "good", "well", "stopped"}:
        return True
    if following[0] not in {"is", "'s", "are", "has", "feels", "all", "be"}:
        return False
    return any(text in _RESOLVED for text in following) and "not" not in following


def is_long_past(sentence: Sentence) -> bool:
    """Recognise "years ago", "in 2015", "as a child", "I used to"."""
    if sentence.vocabulary & _PAST or sentence.has_phrase(_PAST_PHRASES):
        return True
    return any(_YEAR.match(text) for text in sentence.texts)


def _is_habit(sentence: Sentence) -> bool:
    if sentence.vocabulary & _FEARED_EVENTS and sentence.vocabulary & {"at", "with", "of"}:
        return not sentence.vocabulary & {"since", "after"}
    return bool(sentence.vocabulary & _HABITS) and not sentence.is_question


def _is_supposed(sentence: Sentence, start: int, end: int) -> bool:
    """Recognise what is asked or feared of the future: "can it ...", "what if ...", "scared of ..."."""
    supposed = False
    first = True
    words = sentence.words
    for place in range(sentence.start, start):
        word = words[place]
        text = word.text
        if text in {"or", "and"} and not supposed:
            first = True
            continue
        if word.brk or text in _CLAUSE_WORDS:
            supposed = supposed and not _starts_assertion(sentence, place + 1, end)
            first = True
            continue
        if text in _FILLERS | _WH and not supposed:
            continue
        if _opens_supposition(sentence, place, start, first):
            supposed = True
        elif supposed and _closes_supposition(sentence, place, end):
            supposed = False
        first = False
    return supposed


def _starts_assertion(sentence: Sentence, place: int, end: int) -> bool:
    nearby = {word.text for word in sentence.words[place : min(place + 4, sentence.end)]}
    return bool(nearby & (PERSONS | _FINITE | {"it", "its", "help", "please", "pls"}))


def _opens_supposition(sentence: Sentence, place: int, start: int, first: bool) -> bool:
    words = sentence.words
    text = words[place].text
    following = words[place + 1].text if place + 1 < len(words) else ""
    if text in _MODALS and (following == "not" or following in _PERCEPTIONS):
        return False
    before = words[place - 1].text if place > sentence.start else ""
    if text in _IFS:
        return before not in _INDIRECT and following not in {"this", "it", "it's", "its", "that"}
    if text in {"incase"} or (text == "case" and before == "in"):
        return True
    if text in _FEARS:
        return following in {"of", "about", "that", "i", "it", "to", "in"} and not _is_present(
            sentence, place, start
        )
    if text in _AVOIDS:
        return following != "i"
    if first and text in _MODALS:
        return _is_risk_question(sentence, place)
    if first and text in {"am", "is", "are"}:
        rest = [word.text for word in words[place + 1 : place + 6]]
        return "going" in rest and "to" in rest and not {"die", "faint", "pass"} & set(rest)
    if text in _INNER_MODALS:
        return following not in _PERCEPTIONS and before not in {"i", "we", "you"}
    return False


def _is_present(sentence: Sentence, place: int, start: int) -> bool:
    between = {word.text for word in sentence.words[place:start]}
    return bool(between & {"my", "her", "his"} or between & {"am", "is", "'s", "have", "cannot"})


def _is_risk_question(sentence: Sentence, place: int) -> bool:
    """Tell "can it make you faint" and "will I faint" from "can you help" and "should I drive"."""
    rest = [word.text for word in sentence.words[place + 1 : sentence.end]]
    subject = rest[0] if rest else ""
    verb = rest[1] if len(rest) > 1 else ""
    if subject in _ASKED_OF and verb in _REQUESTS:
        return False
    if subject in {"it", "this", "that"} and verb == "be":
        return False
    if subject in {"be", "as", "rather", "like", "well", "even"}:
        return False
    if subject in {"i", "we"}:
        return verb in _OUTCOMES and rest[2:3] != ["having"]
    if subject == "you" and verb in {"think", "know", "reckon", "believe", "call", "say", "agree"}:
        return False
    return True


def _closes_supposition(sentence: Sentence, place: int, end: int) -> bool:
    """Recognise a new subject with a finite verb: "... that my heart is racing"."""
    words = sentence.words
    if any(word.text in _IFS for word in words[sentence.start : place]):
        return False
    if words[place].text not in PERSONS or place == sentence.start + 1:
        return False
    following = [word.text for word in words[place + 1 : min(place + 4, end + 1, sentence.end)]]
    return any(text in _FINITE - {"be", "have", "feel", "do"} for text in following)


def general_crisis(sentence: Sentence, has_self: bool) -> bool:
    """Recognise questions about a drug and reports about others: "is it linked to suicide?"."""
    if has_self:
        return False
    about = sentence.vocabulary & (_GENERAL | _REPORTED)
    return bool(about) or bool(sentence.is_question and sentence.vocabulary & _MODALS)


def is_certain(strength: str | None) -> bool:
    """Tell whether a strength is the higher one."""
    return strength == CERTAIN
