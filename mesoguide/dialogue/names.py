"""Names that code and ``domain.yml`` share; a test holds that each of them is in the domain."""

from __future__ import annotations

# Slots
CONCERN = "concern"
BODY_AREA = "body_area"
TOPIC = "topic"
SAFETY_HOLD = "safety_hold"
STOPPED_FORM = "stopped_form"
FORM_MISSES = "form_misses"
CONTACT_NAME = "contact_name"
CONTACT_PHONE = "contact_phone"
CONTACT_EMAIL = "contact_email"
BEST_TIME = "best_time"
CONTACT_TOPIC = "contact_topic"
CONTACT_NOTE = "contact_note"
PATIENT_STATUS = "patient_status"
VISIT_REQUEST = "visit_request"
PLAN_REFERENCE = "plan_reference_given"
SYMPTOM_WHAT = "symptom_what"
SYMPTOM_DAYS = "symptom_days"
CONVERSATION_DELETED = "conversation_deleted"

#: What a contact form can take down.
CONTACT_DETAILS = (
    CONTACT_NAME,
    CONTACT_PHONE,
    CONTACT_EMAIL,
    BEST_TIME,
    CONTACT_TOPIC,
    CONTACT_NOTE,
    PATIENT_STATUS,
    VISIT_REQUEST,
)

SLOTS = (
    CONCERN,
    BODY_AREA,
    TOPIC,
    SAFETY_HOLD,
    STOPPED_FORM,
    FORM_MISSES,
    *CONTACT_DETAILS,
    PLAN_REFERENCE,
    SYMPTOM_WHAT,
    SYMPTOM_DAYS,
    CONVERSATION_DELETED,
)

# Forms
CALLBACK_FORM = "callback_form"
APPOINTMENT_FORM = "appointment_form"
MY_PLAN_FORM = "my_plan_form"
SYMPTOM_FORM = "symptom_form"
DELETION_FORM = "deletion_form"

FORMS = (CALLBACK_FORM, APPOINTMENT_FORM, MY_PLAN_FORM, SYMPTOM_FORM, DELETION_FORM)

#: The forms that hand a visitor over to staff.
CONTACT_FORMS = frozenset({CALLBACK_FORM, APPOINTMENT_FORM})

# What a form can ask for beside its slots
CONTACT = "contact"
CONFIRMATION = "confirmation"
DETAIL_TO_CHANGE = "detail_to_change"
PLAN_VERIFIER = "plan_verifier"

# Actions that no rule calls: the turn policy does
CHECK_SAFE = "action_check_safe"
RAISE_ALERT = "action_raise_alert"
SHORT_SYMPTOM_ANSWER = "action_answer_symptom"
UNKNOWN_CLINIC_FACT = "action_answer_unknown_clinic_fact"
TELL_REQUEST = "action_tell_request"

# Replies that the turn plan gives by itself, after a red flag
GLAD = "utter_glad_better"
GLAD_CRISIS = "utter_after_crisis"
SPEAK_FIRST = "utter_speak_first"
SPEAK_FIRST_CRISIS = "utter_speak_first_crisis"
# Replies that the turn plan gives by itself, to what asks nothing of the ledger
WHICH_RESULT = "utter_ask_which_result"
WHICH_TIME = "utter_ask_which_time"
ENGLISH_ONLY = "utter_english_only"
TAKE_YOUR_TIME = "utter_take_your_time"
WELCOME_BACK = "utter_welcome_back"
NO_MORE = "utter_no_more"
CALL_COST = "utter_call_cost"
OFFER_CONTACT = "utter_offer_contact"
#: Those of these actions and replies that answer something in the middle of a form.
ANSWERS_WITHOUT_RULE = frozenset({SHORT_SYMPTOM_ANSWER, UNKNOWN_CLINIC_FACT, WELCOME_BACK})
#: The reply to who asks which detail did not match when their plan was looked up.
PLAN_NEUTRAL = "utter_my_plan_neutral"
#: How the replies about the lookup of one's own plan are called.
PLAN_REPLIES = (
    "utter_my_plan",
    "utter_ask_plan_reference",
    "utter_ask_plan_verifier",
    "utter_wrong_plan_reference",
    "utter_wrong_plan_verifier",
    "utter_wrong_plan_detail",
)
#: The question whether all is to be deleted, with what that covers.
DELETION_COVERS = "utter_deletion_covers"
#: After a release: what to do if it comes back, and who hears that help is with somebody.
COMES_BACK = "utter_if_it_comes_back"
COMES_BACK_CRISIS = "utter_if_it_comes_back_crisis"

TELL_CLINIC = "utter_tell_the_clinic"
# Replies that meet a mood, and word of a treatment just had
LOW_MOOD = "utter_low_mood"
FEAR = "utter_needle_fear"
JUST_TREATED = "utter_just_treated"
CELLULITIS = "utter_cellulitis"

# Replies to who presses on after advice that a doctor or the clinic decides
CANNOT_DECIDE = "utter_cannot_decide"
WHOM_TO_ASK = "utter_whom_to_ask"
#: Said to who would squeeze or rub what came up on the skin.
LEAVE_ALONE = "utter_leave_alone"
MARK_FIRST = "utter_mark_first"
#: The action that names what somebody has, and its reply.
TELL_OF_HEALTH = "action_tell_of_health"
TOLD_HEALTH_REPLY = "utter_told_health"
#: How the replies begin that leave a decision to a doctor or the clinic.
ADVICE_REPLIES = (
    *("utter_medical_advice", "utter_simple_medical_advice", CANNOT_DECIDE, WHOM_TO_ASK),
    *(MARK_FIRST, TOLD_HEALTH_REPLY),
    *("utter_answer_eligibility", "utter_simple_answer_eligibility"),
    "utter_answer_preparation_medicines",
)

#: How the replies begin that say that a request was sent.
REQUEST_SENT = ("utter_callback_sent", "utter_appointment_sent")

#: Value handed on with a list of plans: their codes in the order shown, apart by blanks.
LISTED_PLANS = "listed_plans"

# Entity of a form's buttons
ANSWER = "answer"

# Keys of a response's metadata: what "yes" and "no" mean after it
IF_YES = "if_yes"
IF_NO = "if_no"
#: Key of a response's metadata: an answer was told in its simple version, as its last wording.
IS_SIMPLE = "is_simple"
#: Value of the two: go on with the form that was stopped.
RESUME = "resume"

#: Value handed to the response generator with a message that is not the last of its answer.
MORE_FOLLOWS = "more_follows"

NOTICE = "utter_notice"
#: Key of a message's metadata: the channel shows the notice by itself.
NOTICE_SHOWN = "notice_shown"
