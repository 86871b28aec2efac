"""Every content check: the real project passes, and each rule, when broken, is reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from project_copy import EDUCATION_REPLY, PLAIN_REPLY, ProjectCopy

from mesoguide.content.checks import CHECKS

PLAIN = f"domain.yml: {PLAIN_REPLY}"
EDUCATION = f"domain.yml: {EDUCATION_REPLY}"

LONG_WORDS = (
    "Considerable individual variability complicates predictions regarding cosmetic improvement. "
    "Practitioners frequently recommend additional appointments following unsatisfactory outcomes. "
    "Alternative interventions necessitate comprehensive professional consultation beforehand."
)


@dataclass(frozen=True)
class Break:
    """One way to break a rule, and what must be reported, all of it."""

    name: str
    check: str
    change: Callable[[ProjectCopy], None]
    reported: tuple[str, ...]


def _say(text: str, reply: str = PLAIN_REPLY) -> Callable[[ProjectCopy], None]:
    return lambda copy: copy.say(text, reply)


def _offer(*payloads: str, title: str = "Press") -> Callable[[ProjectCopy], None]:
    return lambda copy: copy.offer(*payloads, title=title)


def _contradict(text: str) -> Callable[[ProjectCopy], None]:
    return lambda copy: copy.say(text, EDUCATION_REPLY)


# ---- Rules, stories, replies, actions


def _add_intent(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["intents"].append("ask_weather")


def _remove_topic(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["intents"].remove("ask_origin")


def _second_rule(copy: ProjectCopy) -> None:
    copy.add_rule("greet", "action_greet")


def _unknown_action(copy: ProjectCopy) -> None:
    copy.add_story({"intent": "greet"}, {"action": "action_dance"})


def _unknown_intent(copy: ProjectCopy) -> None:
    copy.add_story({"intent": "ask_weather"}, {"action": "action_greet"})


def _unknown_reply_in_code(copy: ProjectCopy) -> None:
    copy.add_code('turn.say("utter_farewell")')


def _unused_reply(copy: ProjectCopy) -> None:
    copy.add_reply("utter_farewell")


def _unreachable_variant(copy: ProjectCopy) -> None:
    copy.add_reply("utter_answer_uses_freckles")


def _action_without_class(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["actions"].append("action_dance")
    copy.add_story({"intent": "greet"}, {"action": "action_dance"})


def _action_nobody_calls(copy: ProjectCopy) -> None:
    copy.replace("data", "action: action_list_plans", "action: action_show_plan")


def _action_not_listed(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["actions"].remove("action_list_plans")


# ---- Claims


def _education_without_claims(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["responses"]["utter_answer_definition"][0]["metadata"] = {}


def _unknown_claim(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["responses"][PLAIN_REPLY][0]["metadata"] = {"claims": ["ext-999"]}


def _refuted_without_wordings(copy: ProjectCopy) -> None:
    with copy.claim("art-018") as claim:
        claim["never_say"] = []


def _say_line_contradicts(copy: ProjectCopy) -> None:
    with copy.claim("ext-001") as claim:
        claim["say"] = "It is completely safe."


def _unused_claim(copy: ProjectCopy) -> None:
    copy.replace(".", "art-034", "ext-064")
    with copy.edit("content/claims.yml") as data:
        data["claims"] = [{**data["claims"][0], "id": "art-034"}]


def _explained_but_used(copy: ProjectCopy) -> None:
    with copy.edit("content/unused_claims.yml") as data:
        data["unused"] = {"art-001": "too long ago"}


def _explained_but_unknown(copy: ProjectCopy) -> None:
    with copy.edit("content/unused_claims.yml") as data:
        data["unused"] = {"art-999": "no such thing"}


def _link_to_a_shop(copy: ProjectCopy) -> None:
    with copy.claim("art-001") as claim:
        claim["sources"] = [{"name": "Shop", "url": "https://www.shop.example/x"}]


def _hidden_link(copy: ProjectCopy) -> None:
    with copy.claim("art-001") as claim:
        claim["sources"].append({"name": "Kept", "url": "https://nhs.uk/x", "show": False})


def _nothing_to_show(copy: ProjectCopy) -> None:
    with copy.claim("art-001") as claim:
        claim["sources"] = [{"name": "Kept", "show": False}]


# ---- Training messages


def _message_under_two_intents(copy: ProjectCopy) -> None:
    copy.add_messages("service.yml", "ask_privacy", "Zyx wvut?")
    copy.add_messages("conversation.yml", "greet", "zyx WVUT")


def _near_copy(copy: ProjectCopy) -> None:
    copy.add_messages("service.yml", "ask_privacy", "does the zyxomat keep my wvut words")
    copy.add_messages("service.yml", "ask_privacy", "does the zyxomat keep my wvut word")


def _too_few_messages(copy: ProjectCopy) -> None:
    with copy.edit("data/nlu/service.yml") as data:
        entry = next(e for e in data["nlu"] if e.get("intent") == "ask_privacy")
        entry["examples"] = "- is this private\n- who reads this\n"


def _too_few_greetings(copy: ProjectCopy) -> None:
    with copy.edit("data/nlu/conversation.yml") as data:
        entry = next(e for e in data["nlu"] if e.get("intent") == "greet")
        entry["examples"] = "".join(f"- hello {n}\n" for n in range(14))


def _keep_messages(copy: ProjectCopy, file: str, intent: str, count: int) -> None:
    with copy.edit(f"data/nlu/{file}") as data:
        entry = next(e for e in data["nlu"] if e.get("intent") == intent)
        entry["examples"] = "".join(entry["examples"].splitlines(keepends=True)[:count])


def _too_few_about_the_treatment(copy: ProjectCopy) -> None:
    _keep_messages(copy, "education.yml", "ask_origin", 149)


def _too_few_emergencies(copy: ProjectCopy) -> None:
    _keep_messages(copy, "safety.yml", "report_emergency", 299)


def _intent_in_two_files(copy: ProjectCopy) -> None:
    copy.add_messages("service.yml", "greet", "zyx wvut")


def _messages_for_an_unknown_intent(copy: ProjectCopy) -> None:
    copy.add_messages("service.yml", "ask_weather", "will it rain")


BREAKS = [
    Break(
        "intent without a rule",
        "every_intent_has_one_rule",
        _add_intent,
        ("data/rules: ask_weather has 0 rules; it needs one.",),
    ),
    Break(
        "intent with two rules",
        "every_intent_has_one_rule",
        _second_rule,
        ("data/rules: greet has 2 rules; it needs one.",),
    ),
    Break(
        "unknown action in a story",
        "every_step_names_something_real",
        _unknown_action,
        ("data: somebody strays: there is no action or reply action_dance.",),
    ),
    Break(
        "unknown intent in a story",
        "every_step_names_something_real",
        _unknown_intent,
        ("data: somebody strays: there is no intent ask_weather.",),
    ),
    Break(
        "reply named in code but missing",
        "every_step_names_something_real",
        _unknown_reply_in_code,
        ("actions: utter_farewell is uttered by code and is not in domain.yml.",),
    ),
    Break(
        "unused reply",
        "every_reply_is_used",
        _unused_reply,
        ("domain.yml: utter_farewell: nothing ever says it.",),
    ),
    Break(
        "variant for a value that no entity has",
        "every_reply_is_used",
        _unreachable_variant,
        ("domain.yml: utter_answer_uses_freckles: nothing ever says it.",),
    ),
    Break(
        "action without class",
        "every_action_is_written_and_used",
        _action_without_class,
        ("domain.yml: action_dance: no class in actions/ has this name.",),
    ),
    Break(
        "action nobody calls",
        "every_action_is_written_and_used",
        _action_nobody_calls,
        ("domain.yml: action_list_plans: no rule or story calls it.",),
    ),
    Break(
        "action not listed in the domain",
        "every_action_is_written_and_used",
        _action_not_listed,
        ("actions: action_list_plans is not listed under actions in domain.yml.",),
    ),
    Break(
        "payload with unknown intent",
        "every_payload_names_something_real",
        _offer("/ask_weather"),
        (f"{PLAIN}: a button names the unknown intent ask_weather.",),
    ),
    Break(
        "payload with unknown entity",
        "every_payload_names_something_real",
        _offer('/ask_uses{"mood": "low"}'),
        (f"{PLAIN}: a button names the unknown entity mood.",),
    ),
    Break(
        "payload with unknown value",
        "every_payload_names_something_real",
        _offer('/ask_uses{"concern": "freckles"}'),
        (f"{PLAIN}: a button names the unknown concern 'freckles'.",),
    ),
    Break(
        "payload with a list for a value",
        "every_payload_names_something_real",
        _offer('/ask_uses{"concern": ["wrinkles"]}'),
        (f"{PLAIN}: a button names the unknown concern ['wrinkles'].",),
    ),
    Break(
        "payload with broken JSON",
        "every_payload_names_something_real",
        _offer('/ask_uses{"concern": }'),
        (f'{PLAIN}: the entities {{"concern": }} of a button are not JSON.',),
    ),
    Break(
        "payload cut short",
        "every_payload_names_something_real",
        _offer('/ask_uses{"concern"'),
        (f"{PLAIN}: the payload '/ask_uses{{\"concern\"' is no intent.",),
    ),
    Break(
        "payload that is plain words",
        "every_payload_names_something_real",
        _offer("ask uses"),
        (f"{PLAIN}: the payload 'ask uses' is no intent.",),
    ),
    Break(
        "four buttons",
        "buttons_are_few_and_short",
        _offer("/greet", "/thank", "/affirm", "/deny"),
        (f"{PLAIN}: 4 buttons; 3 at most.",),
    ),
    Break(
        "title of 21 characters",
        "buttons_are_few_and_short",
        _offer("/greet", title="x" * 21),
        (f"{PLAIN}: the title '{'x' * 21}' has 21 characters; 20 at most.",),
    ),
    Break(
        "unknown placeholder",
        "placeholders_have_values",
        _say("Call {clinic_fax_line}."),
        (f"{PLAIN}: nothing fills in {{clinic_fax_line}}.",),
    ),
    Break(
        "don't",
        "wording_keeps_the_style",
        _say("We don't know."),
        (f'{PLAIN}: "don\'t": write "do not", "cannot".',),
    ),
    Break(
        "don't with a curly apostrophe",
        "wording_keeps_the_style",
        _say("We don\u2019t know."),
        (f'{PLAIN}: \'don\u2019t\': write "do not", "cannot".',),
    ),
    Break(
        "simple",
        "wording_keeps_the_style",
        _say("It is simple."),
        (f"{PLAIN}: 'simple': leave the word out.",),
    ),
    Break(
        "good chance",
        "wording_keeps_the_style",
        _say("There is a good chance."),
        (f"{PLAIN}: 'good chance': give the number.",),
    ),
    Break(
        "markup",
        "wording_keeps_the_style",
        _say("Call **now**."),
        (f"{PLAIN}: '*': the text is plain: no markup.",),
    ),
    Break(
        "link in a reply",
        "wording_keeps_the_style",
        _say("See https://nhs.uk now."),
        (f"{PLAIN}: 'https://': links stand in the ledger, not in replies.",),
    ),
    Break(
        "education reply without claims",
        "education_replies_rest_on_claims",
        _education_without_claims,
        (
            "domain.yml: utter_answer_definition: "
            "it states facts and lists no claim in metadata.claims.",
        ),
    ),
    Break(
        "unknown claim id",
        "education_replies_rest_on_claims",
        _unknown_claim,
        (f"{PLAIN}: there is no claim ext-999 in content/claims.yml.",),
    ),
    Break(
        "topic without its intent",
        "education_replies_rest_on_claims",
        _remove_topic,
        ("domain.yml: there is no intent ask_origin.",),
    ),
    Break(
        "no side effects",
        "replies_do_not_contradict_the_ledger",
        _contradict("It has no side effects."),
        (f"{EDUCATION}: 'has no side effects' repeats what art-041 refutes.",),
    ),
    Break(
        "completely safe",
        "replies_do_not_contradict_the_ledger",
        _contradict("It is completely safe."),
        (f"{EDUCATION}: 'completely safe' repeats what art-041 refutes.",),
    ),
    Break(
        "gets rid of wrinkles",
        "replies_do_not_contradict_the_ledger",
        _contradict("It gets rid of wrinkles."),
        (f"{EDUCATION}: 'It gets rid of wrinkles' repeats what art-018 refutes.",),
    ),
    Break(
        "refuted words after an unrelated not",
        "replies_do_not_contradict_the_ledger",
        _contradict("We do not know the price, but it gets rid of wrinkles."),
        (f"{EDUCATION}: 'it gets rid of wrinkles' repeats what art-018 refutes.",),
    ),
    Break(
        "does not hurt",
        "replies_do_not_contradict_the_ledger",
        _contradict("It does not hurt."),
        (f"{EDUCATION}: 'does not hurt' repeats what art-042 refutes.",),
    ),
    Break(
        "refuted words across a line break",
        "replies_do_not_contradict_the_ledger",
        _contradict("It gets rid\nof wrinkles."),
        (f"{EDUCATION}: 'It gets rid of wrinkles' repeats what art-018 refutes.",),
    ),
    Break(
        "refuted claim without wordings",
        "replies_do_not_contradict_the_ledger",
        _refuted_without_wordings,
        (
            "content/claims.yml: art-018: its verdict is corrected, so list under never_say how "
            "a reply would repeat it.",
        ),
    ),
    Break(
        "say line that contradicts another claim",
        "replies_do_not_contradict_the_ledger",
        _say_line_contradicts,
        ("content/claims.yml: ext-001: 'completely safe' contradicts art-041.",),
    ),
    Break(
        "article claim used nowhere",
        "every_article_claim_is_accounted_for",
        _unused_claim,
        (
            "content/claims.yml: art-034: no reply uses it; use it, or give the reason in "
            "content/unused_claims.yml.",
        ),
    ),
    Break(
        "claim explained away but used",
        "every_article_claim_is_accounted_for",
        _explained_but_used,
        ("content/unused_claims.yml: art-001 is used by a reply.",),
    ),
    Break(
        "unknown claim explained away",
        "every_article_claim_is_accounted_for",
        _explained_but_unknown,
        ("content/unused_claims.yml: there is no claim art-999.",),
    ),
    Break(
        "link to a host not on the list",
        "links_lead_to_publishers_and_public_bodies",
        _link_to_a_shop,
        ("content/claims.yml: art-001: shop.example is not in content/link_hosts.yml.",),
    ),
    Break(
        "hidden source with a link",
        "links_lead_to_publishers_and_public_bodies",
        _hidden_link,
        ("content/claims.yml: art-001: a source that is not shown has a link: https://nhs.uk/x.",),
    ),
    Break(
        "claim with nothing to show",
        "links_lead_to_publishers_and_public_bodies",
        _nothing_to_show,
        ("content/claims.yml: art-001: no source of it may be shown.",),
    ),
    Break(
        "81 words",
        "replies_are_short",
        _say("a b. " * 40 + "c."),
        (f"{PLAIN}: 81 words; 80 at most.",),
    ),
    Break(
        "4 paragraphs",
        "replies_are_short",
        _say("One.\n\nTwo.\n\nThree.\n\nFour."),
        (f"{PLAIN}: 4 paragraphs; 3 at most.",),
    ),
    Break(
        "21-word sentence",
        "sentences_are_short",
        _say("so " * 20 + "on."),
        (f"{PLAIN}: a sentence of 21 words; 20 at most: {('so ' * 20)[:60]} ...",),
    ),
    Break(
        "one message under two intents",
        "no_message_has_two_intents",
        _message_under_two_intents,
        (
            "data/nlu/service.yml: 'Zyx wvut?' under ask_privacy stands under greet in "
            "data/nlu/conversation.yml.",
        ),
    ),
    Break(
        "a near-copy of a message",
        "no_message_is_a_near_copy",
        _near_copy,
        (
            "data/nlu/service.yml: 'does the zyxomat keep my wvut word' under ask_privacy is a "
            "near-copy of 'does the zyxomat keep my wvut words'.",
        ),
    ),
    Break(
        "too few messages",
        "every_intent_has_enough_messages",
        _too_few_messages,
        ("data/nlu: ask_privacy has 2 messages; 80 at least.",),
    ),
    Break(
        "too few messages about the treatment",
        "every_intent_has_enough_messages",
        _too_few_about_the_treatment,
        ("data/nlu: ask_origin has 149 messages; 150 at least.",),
    ),
    Break(
        "too few emergencies",
        "every_intent_has_enough_messages",
        _too_few_emergencies,
        ("data/nlu: report_emergency has 299 messages; 300 at least.",),
    ),
    Break(
        "too few greetings",
        "every_intent_has_enough_messages",
        _too_few_greetings,
        ("data/nlu: greet has 14 messages; 60 at least.",),
    ),
    Break(
        "an intent in two files",
        "every_intent_has_enough_messages",
        _intent_in_two_files,
        ("data/nlu: greet has messages in data/nlu/conversation.yml, data/nlu/service.yml.",),
    ),
    Break(
        "messages for an unknown intent",
        "every_intent_has_enough_messages",
        _messages_for_an_unknown_intent,
        ("data/nlu: there is no intent ask_weather in domain.yml.",),
    ),
]

#: Checked by tests of their own below: the grade is a number that textstat decides.
GRADED = {"replies_read_easily"}
#: Tested beside the evaluation set that they guard (tests/nlu/test_evaluation_set.py), and in
#: test_messenger_checks.py.
TESTED_ELSEWHERE = {
    "training_does_not_hold_evaluation_messages",
    "messenger_payloads_name_something_real",
    "messenger_texts_fit",
    "messenger_wording_is_plain",
}

TRUE_OR_HEDGED = [
    "It does not get rid of wrinkles.",
    "It has not been shown that it removes fat.",
    "No one can say that it is completely safe.",
    "We do not know if it is safe.",
    "Ask whether it is safe for you.",
    "The article said it has no side effects.",
    "It is not without risk.",
    "It may help some people with wrinkles.",
    "It is never risk-free.",
    "Nobody can say that it gets rid of cellulite.",
]

FINE_WORDINGS = [
    "Please do not worry.",
    "You cannot book here.",
    "Call {clinic_phone} for help.",
    "A justice of the peace.",
    "Minors need a parent.",
]


@pytest.mark.parametrize("check", CHECKS)
def test_an_untouched_copy_passes(copy: ProjectCopy, check: str) -> None:
    assert copy.problems(check) == []


@pytest.mark.parametrize("broken", BREAKS, ids=[broken.name for broken in BREAKS])
def test_a_broken_rule_is_reported(copy: ProjectCopy, broken: Break) -> None:
    broken.change(copy)
    assert copy.problems(broken.check) == list(broken.reported)


def test_every_check_is_broken_here_at_least_once() -> None:
    assert {broken.check for broken in BREAKS} | GRADED | TESTED_ELSEWHERE == set(CHECKS)


@pytest.mark.parametrize("text", TRUE_OR_HEDGED, ids=TRUE_OR_HEDGED)
def test_a_hedged_or_negated_statement_passes(copy: ProjectCopy, text: str) -> None:
    copy.say(text, EDUCATION_REPLY)
    assert copy.problems("replies_do_not_contradict_the_ledger") == []


@pytest.mark.parametrize("text", FINE_WORDINGS, ids=FINE_WORDINGS)
def test_plain_wording_passes(copy: ProjectCopy, text: str) -> None:
    copy.say(text)
    assert copy.problems("wording_keeps_the_style") == []


def test_a_long_reply_in_long_words_is_reported_with_its_grade(copy: ProjectCopy) -> None:
    copy.say(f"{LONG_WORDS} {LONG_WORDS}")
    (problem,) = copy.problems("replies_read_easily")
    assert problem.startswith(f"{PLAIN}: reading grade ")


def test_a_reply_of_grade_10_is_too_hard(copy: ProjectCopy) -> None:
    copy.say(
        "Several patients reported noticeable swelling during the following evening. Most of "
        "them recovered completely without additional treatment. Contact our reception if "
        "anything unexpected happens to you afterwards."
    )
    (problem,) = copy.problems("replies_read_easily")
    assert problem.endswith("; 6 at most.")


def test_short_hard_replies_are_graded_together(copy: ProjectCopy) -> None:
    copy.say("Individualised pharmacological consultation necessitates documentation.")
    (problem,) = copy.problems("replies_read_easily")
    assert problem.startswith(f"{PLAIN}*: reading grade ")


def test_one_hard_word_in_a_pool_of_easy_replies_passes(copy: ProjectCopy) -> None:
    copy.say("Goodbye. Take care of you. Call us if you want to know more. Ask for anaesthetics.")
    assert copy.problems("replies_read_easily") == []


def test_80_words_in_3_paragraphs_are_allowed(copy: ProjectCopy) -> None:
    copy.say("a b. " * 38 + "c.\n\nd e.\n\nf.")
    assert copy.problems("replies_are_short") == []


def test_a_sentence_of_20_words_is_allowed(copy: ProjectCopy) -> None:
    copy.say("so " * 19 + "on.")
    assert copy.problems("sentences_are_short") == []


def test_a_title_of_20_characters_is_allowed(copy: ProjectCopy) -> None:
    copy.offer("/greet", title="x" * 20)
    assert copy.problems("buttons_are_few_and_short") == []


def test_a_placeholder_is_read_as_its_value(copy: ProjectCopy) -> None:
    copy.say("{discomfort_basis} " * 12)
    assert copy.problems("replies_are_short") == [f"{PLAIN}: 84 words; 80 at most."]


def test_a_reply_for_a_value_of_an_entity_counts_as_used(copy: ProjectCopy) -> None:
    copy.add_reply("utter_answer_eligibility_age_of_consent")
    copy.add_reply("utter_symptom_mark")
    assert copy.problems("every_reply_is_used") == [
        "domain.yml: utter_answer_eligibility_age_of_consent: nothing ever says it."
    ]


def test_a_second_variation_is_named_by_its_number(copy: ProjectCopy) -> None:
    with copy.edit("domain.yml") as domain:
        domain["responses"][PLAIN_REPLY].append({"text": "I can't say."})
    (problem,) = copy.problems("wording_keeps_the_style")
    assert problem.startswith(f"{PLAIN}[1]: ")
