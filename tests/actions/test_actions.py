"""Each action by itself: what it is given, what it says and remembers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_questions import ActionAnswerQuestions
from actions.beginnings import ActionSayWhatItCanDo, ActionStartOver
from actions.choices import ActionOfferChoices, ActionTakeChoice, ActionTakeOffer
from actions.emergency_notice import ActionGiveEmergencyNotice
from actions.follow_up import ActionFollowUp
from actions.meet_fear import ActionMeetFear
from bot.document import Answer, Passage, QuotableText, QuoteError
from bot.page.page import Page, load_page
from bot.understanding.dialogue_state import DialogueState


@pytest.fixture(scope="module")
def domain(project: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((project / "domain.yml").read_text())
    return content


CORRECTIONS = [{"typed": "prolaspe", "read": "prolapse"}]


class Run:
    """An action that was run: its messages and the dialogue it leaves."""

    def __init__(
        self,
        action: Action,
        domain: dict[str, Any],
        *questions: tuple[str, str],
        dialogue: DialogueState | None = None,
        text: str = "",
        corrections: Sequence[dict[str, str]] = (),
        **read: Any,
    ) -> None:
        latest = {
            **read,
            "text": text,
            "questions": [
                {"text": asked, "ranking": [{"name": intent, "confidence": 0.9}]}
                for asked, intent in questions
            ],
            "corrections": list(corrections or CORRECTIONS),
        }
        slots = {"dialogue": (dialogue or DialogueState()).to_slot()}
        tracker = Tracker("anna", slots, latest, [], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        self.events = action.run(dispatcher, tracker, domain)
        self.messages = dispatcher.messages
        self.outcomes = [(m["custom"] or {}).get("outcome") for m in self.messages]
        self.passages = [m["custom"].get("passage") for m in self.messages]
        self.dialogue = DialogueState.from_slot(self.events[-1]["value"])


def test_answers_each_question_with_its_own_quote(domain: dict[str, Any]) -> None:
    asked = (("is it bad", "ask_danger"), ("is it inherited", "ask_inherited"))
    run = Run(ActionAnswerQuestions(), domain, *asked)
    assert run.passages == ["danger", "inherited"]
    assert run.dialogue.quoted == ("danger", "inherited")


def test_quotes_no_sentence_twice_in_one_reply(domain: dict[str, Any]) -> None:
    asked = (("is it bad", "ask_danger"), ("must i stop dancing", "ask_lifestyle"))
    run = Run(ActionAnswerQuestions(), domain, *asked)
    assert run.messages[1]["custom"]["quotes"] == []
    assert "sentence above" in run.messages[1]["text"]


def test_says_what_was_read_when_it_is_a_word_of_the_text(
    domain: dict[str, Any],
) -> None:
    run = Run(ActionAnswerQuestions(), domain, ("is it bad", "ask_danger"))
    assert run.messages[0]["text"].startswith("I read “prolaspe” as “prolapse”.")


def test_names_what_the_text_does_not_cover(domain: dict[str, Any]) -> None:
    run = Run(ActionAnswerQuestions(), domain, ("x", "not_covered_pregnancy"))
    assert run.outcomes == ["not_covered"]
    assert "pregnancy" in run.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "quotes"), [("should i stop my pills", 0), ("my mvp, shall i run", 2)]
)
def test_leaves_decisions_to_the_provider(
    domain: dict[str, Any], text: str, quotes: int
) -> None:
    run = Run(ActionAnswerQuestions(), domain, (text, "personal_advice"))
    assert run.outcomes == ["personal_advice"]
    assert "health care provider" in run.messages[0]["text"]
    assert len(run.messages[0]["custom"]["quotes"]) == quotes


def test_it_is_the_other_condition_after_that_was_asked_about(
    domain: dict[str, Any],
) -> None:
    run = Run(ActionAnswerQuestions(), domain, ("what is lupus", "other_condition"))
    again = Run(
        ActionAnswerQuestions(),
        domain,
        ("is it bad", "ask_danger"),
        dialogue=run.dialogue,
    )
    assert again.outcomes == ["other_condition"]


def test_the_emergency_notice_comes_first_and_keeps_what_it_was_about(
    domain: dict[str, Any],
) -> None:
    run = Run(
        ActionGiveEmergencyNotice(),
        domain,
        ("why does it leak", "ask_leak_cause"),
        dialogue=DialogueState("danger", ("danger",)),
    )
    assert run.outcomes == ["emergency", "answered"]
    alone = Run(ActionGiveEmergencyNotice(), domain, dialogue=DialogueState("danger"))
    assert alone.outcomes == ["emergency"]
    assert alone.dialogue.passage == "danger"


@pytest.mark.parametrize(
    ("intent", "passage", "outcome", "quoted"),
    [
        ("follow_more", "danger", "partly_answered", "complications"),
        ("follow_why", "leak_cause", "answered", "cause"),
        ("follow_why", "danger", "not_covered", None),
        ("follow_where", "danger", "answered", "danger"),
        ("follow_repeat", "danger", "answered", "danger"),
        ("follow_which", "danger", "not_covered", None),
        ("follow_which", "symptoms", "partly_answered", "symptoms"),
        ("follow_more", None, "unclear", None),
    ],
)
def test_follows_up_on_what_was_quoted(
    domain: dict[str, Any],
    intent: str,
    passage: str | None,
    outcome: str,
    quoted: str | None,
) -> None:
    dialogue = DialogueState(passage, (passage,) if passage else ())
    run = Run(ActionFollowUp(), domain, ("and?", intent), dialogue=dialogue)
    assert run.outcomes == [outcome]
    assert run.passages == [quoted]


def test_says_when_there_is_no_more(domain: dict[str, Any]) -> None:
    quoted = tuple(passage.name for passage in load_page().quotable.passages)
    dialogue = DialogueState("danger", quoted)
    run = Run(ActionFollowUp(), domain, ("more", "follow_more"), dialogue=dialogue)
    assert "That is all the page says" in run.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("what is regurgitation", "answered"), ("what is idiopathic", "not_covered")],
)
def test_explains_words_of_the_text_only(
    domain: dict[str, Any], text: str, outcome: str
) -> None:
    assert Run(ActionFollowUp(), domain, (text, "ask_meaning")).outcomes == [outcome]


def test_a_correction_without_a_wish_asks_for_it(domain: dict[str, Any]) -> None:
    run = Run(ActionFollowUp(), domain, ("no, not that", "correction"))
    assert run.outcomes == ["unclear"]


def test_offers_choices_and_takes_the_one_chosen(domain: dict[str, Any]) -> None:
    offer = Run(ActionOfferChoices(), domain, ("hm", "ask_cause"))
    (button,) = offer.messages[0]["buttons"]
    assert button["title"] == button["payload"] == "What causes mitral valve prolapse?"
    taken = Run(ActionTakeChoice(), domain, dialogue=offer.dialogue, text="1")
    assert taken.passages == ["cause"]
    missed = Run(ActionTakeChoice(), domain, dialogue=offer.dialogue, text="3")
    assert missed.outcomes == ["unclear"]
    assert missed.dialogue.offered == ("ask_cause",)


def test_nothing_near_is_not_understood(domain: dict[str, Any]) -> None:
    run = Run(ActionOfferChoices(), domain)
    assert "did not understand" in run.messages[0]["text"]
    assert run.messages[0]["buttons"] == []


def test_start_over_forgets_and_help_brings_back(domain: dict[str, Any]) -> None:
    dialogue = DialogueState("danger", ("danger",), elsewhere=True)
    over = Run(ActionStartOver(), domain, dialogue=dialogue)
    assert over.dialogue == DialogueState()
    assert over.outcomes == ["small_talk"]
    helped = Run(ActionSayWhatItCanDo(), domain, dialogue=dialogue)
    assert helped.dialogue == DialogueState("danger", ("danger",))


@pytest.mark.parametrize(
    ("intent", "outcome"), [("follow_why", "unclear"), ("follow_more", "unclear")]
)
def test_names_of_an_older_text_in_a_kept_state_do_no_harm(
    domain: dict[str, Any], intent: str, outcome: str
) -> None:
    kept = DialogueState(
        "renamed_since", ("renamed_since", "cause"), offered=("ask_gone",)
    )
    run = Run(ActionFollowUp(), domain, ("why", intent), dialogue=kept)
    assert run.outcomes == [outcome]
    assert run.dialogue.quoted == ("cause",)
    assert Run(ActionTakeChoice(), domain, text="1", dialogue=kept).outcomes == [
        "unclear"
    ]


def test_a_quote_that_is_not_the_texts_own_is_never_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faithful = QuotableText.answer

    def altered(quotable: QuotableText, passage: Passage, **options: Any) -> Answer:
        answer = faithful(quotable, passage, **options)
        quotes = [replace(q, text=q.text.replace("e", "a", 1)) for q in answer.quotes]
        return replace(answer, quotes=tuple(quotes))

    monkeypatch.setattr(QuotableText, "answer", altered)
    dispatcher = CollectingDispatcher()
    question = {"text": "q", "ranking": [{"name": "ask_danger", "confidence": 0.9}]}
    latest = {"text": "q", "questions": [question]}
    tracker = Tracker("anna", {}, latest, [], False, None, {}, None)
    with pytest.raises(QuoteError, match="it is not sent"):
        ActionAnswerQuestions().run(dispatcher, tracker, {})
    assert dispatcher.messages == []


@pytest.mark.parametrize(
    ("typed", "read", "is_shown"),
    [("prolaspe", "prolapse", True), ("thr", "the", False), ("zebar", "zebra", False)],
)
def test_a_correction_is_shown_where_it_decided_the_answer(
    domain: dict[str, Any], typed: str, read: str, is_shown: bool
) -> None:
    correction = {"typed": typed, "read": read}
    run = Run(
        ActionAnswerQuestions(),
        domain,
        ("is it bad", "ask_danger"),
        corrections=[correction],
    )
    assert (f"“{typed}”" in run.messages[0]["text"]) is is_shown


def without(intent: str) -> Page:
    """The page, as if its text did not answer an intent."""
    page = load_page()
    passages = tuple(
        replace(passage, intents=tuple(i for i in passage.intents if i != intent))
        for passage in page.quotable.passages
    )
    return replace(page, quotable=replace(page.quotable, passages=passages))


def test_a_text_without_an_emergency_sends_for_help_in_the_bots_words(
    domain: dict[str, Any],
) -> None:
    run = Run(ActionGiveEmergencyNotice(without("emergency")), domain)
    assert run.outcomes == ["emergency"]
    assert "Call your local emergency number now" in run.messages[0]["text"]


def test_a_text_without_advice_leaves_decisions_to_the_provider(
    domain: dict[str, Any],
) -> None:
    action = ActionAnswerQuestions(without("personal_advice"))
    run = Run(action, domain, ("my mvp, shall i run", "personal_advice"))
    assert run.outcomes == ["personal_advice"]
    assert run.passages == [None]


def test_a_word_that_is_asked_about_beside_something_else_is_explained(
    domain: dict[str, Any],
) -> None:
    asked = (("is it bad", "ask_danger"), ("what is regurgitation", "ask_meaning"))
    run = Run(ActionAnswerQuestions(), domain, *asked)
    assert run.outcomes == ["answered", "answered"]
    assert run.passages == ["danger", "regurgitation"]


def corrected(**ranking: float) -> list[dict[str, Any]]:
    """An action that is told "no, I meant …"."""
    asked = [{"name": name, "confidence": sure} for name, sure in ranking.items()]
    latest = {"text": "no", "questions": [{"text": "no", "ranking": asked}]}
    tracker = Tracker("anna", {}, latest, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    ActionFollowUp().run(dispatcher, tracker, {})
    return dispatcher.messages


def test_a_correction_with_a_wish_is_answered() -> None:
    (message,) = corrected(correction=0.6, greet=0.2, ask_cause=0.1, ask_danger=0.05)
    assert message["custom"]["passage"] == "cause"


def test_a_wish_to_hear_what_a_word_means_is_none() -> None:
    (message,) = corrected(correction=0.6, ask_meaning=0.3)
    assert message["custom"]["outcome"] == "unclear"
    assert "What would you like to know?" in message["text"]


def test_the_nearest_that_are_offered_are_questions_each_with_its_own_passage(
    domain: dict[str, Any],
) -> None:
    asked = (
        ("hm", "ask_cause"),
        ("hm", "personal_advice"),
        ("hm", "chest_pain_past"),
        ("hm", "greet"),
        ("hm", "ask_cause"),
        ("hm", "ask_danger"),
    )
    offer = Run(ActionOfferChoices(), domain, *asked)
    assert offer.dialogue.offered == ("ask_cause", "ask_danger")
    assert "one of these" in offer.messages[0]["text"]
    second = Run(ActionTakeChoice(), domain, dialogue=offer.dialogue, text="2")
    assert second.passages == ["danger"]
    nothing = Run(ActionTakeChoice(), domain, dialogue=offer.dialogue, text="bees")
    assert nothing.outcomes == ["unclear"]


def test_what_answers_nothing_is_not_understood(domain: dict[str, Any]) -> None:
    run = Run(ActionAnswerQuestions(), domain, ("hm", "greet"))
    assert run.outcomes == ["unclear"]
    assert "I did not understand that" in run.messages[0]["text"]


def test_what_is_near_is_quoted_after_it_was_said_that_the_text_does_not_cover_it(
    domain: dict[str, Any],
) -> None:
    asked = ("can she go swimming with mvp", "not_covered_exercise")
    run = Run(ActionAnswerQuestions(), domain, asked)
    assert run.outcomes == ["not_covered"]
    assert run.passages == ["lifestyle"]
    text = run.messages[0]["text"]
    assert text.index("the page says nothing about exercise") < text.index("“Usually")
    assert "But some people may need" in text
    assert run.dialogue.passage == "lifestyle"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can i stop my pills, it needs no treatment", "ask_treatment"),
        ("is it dangerous when pregnant", "ask_danger"),
        ("bungee jumping with it", "not_covered_exercise"),
        ("is it harmless to smoke weed", "not_covered_food_drink"),
        ("is it fatal after my valve was repaired", "ask_danger"),
        ("will it kill me, i keep fainting", "ask_danger"),
        ("no need to see anybody then, skipping my echo", "ask_lifestyle"),
        ("is it ok to get a vaccine", "not_covered_life_expectancy"),
    ],
)
def test_a_permission_is_never_given(
    domain: dict[str, Any], text: str, intent: str
) -> None:
    run = Run(ActionAnswerQuestions(), domain, (text, intent), text=text)
    (message,) = run.messages
    assert "doesn't require treatment" not in message["text"]
    assert "provider" in message["text"]


def test_beside_a_quote_that_may_not_be_meant_the_next_ones_are_offered() -> None:
    ranking = [
        {"name": name, "confidence": sure}
        for name, sure in {
            "ask_cause": 0.3,
            "ask_leak_cause": 0.2,
            "greet": 0.2,
            "ask_danger": 0.1,
            "ask_symptoms": 0.05,
        }.items()
    ]
    asked = {"text": "why", "ranking": ranking, "unsure": True}
    latest = {"text": "why", "questions": [asked]}
    tracker = Tracker("anna", {}, latest, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    (slot,) = ActionAnswerQuestions().run(dispatcher, tracker, {})
    (message,) = dispatcher.messages
    assert message["custom"]["passage"] == "cause"
    assert message["text"].endswith("If you meant something else, choose one of these:")
    assert [button["title"] for button in message["buttons"]] == [
        "Why does the valve leak?",
        "Is it dangerous?",
    ]
    assert slot["value"]["offered"] == ("ask_leak_cause", "ask_danger")


@pytest.mark.parametrize(
    ("text", "before", "quoted"),
    [("honey", None, 0), ("honey with mvp", None, 1), ("honey", "danger", 1)],
)
def test_what_is_near_is_quoted_to_those_who_surely_ask_about_the_subject(
    domain: dict[str, Any], text: str, before: str | None, quoted: int
) -> None:
    run = Run(
        ActionAnswerQuestions(),
        domain,
        (text, "not_covered_food_drink"),
        dialogue=DialogueState(before),
    )
    assert run.outcomes == ["not_covered"]
    assert len(run.messages[0]["custom"]["quotes"]) == quoted


def test_what_makes_it_a_permission_may_stand_in_another_part(
    domain: dict[str, Any],
) -> None:
    asked = (("is it harmless", "ask_danger"), ("what causes it", "ask_cause"))
    text = "I am pregnant. is it harmless, and what causes it"
    run = Run(ActionAnswerQuestions(), domain, *asked, text=text)
    assert run.outcomes == ["personal_advice", "answered"]


def test_quotes_in_short_where_all_of_it_would_be_too_much(
    domain: dict[str, Any],
) -> None:
    asked = [("what is mvp", "ask_definition"), ("why", "ask_cause")]
    in_full = Run(ActionAnswerQuestions(), domain, *asked)
    assert _sentences(in_full) == [(1, 3), (24, 25)]
    asked = [*asked, ("is it bad", "ask_danger")]
    in_short = Run(ActionAnswerQuestions(), domain, *asked)
    assert _sentences(in_short) == [(1, 1), (24, 24), (8, 9)]


def test_offers_what_would_be_too_much_even_in_short(domain: dict[str, Any]) -> None:
    run = Run(
        ActionAnswerQuestions(),
        domain,
        ("is mvp bad", "ask_danger"),
        ("who is at risk of mvp", "ask_risk_factors"),
        ("what is it", "ask_definition"),
        ("how do valves work", "ask_heart_valves"),
        ("where are ads from", "ask_advertising"),
    )
    assert _sentences(run) == [(8, 9), (28, 28), (30, 30), (1, 1)]
    assert run.outcomes == ["answered", "answered", "answered", "small_talk"]
    assert run.dialogue.offered == ("ask_heart_valves", "ask_advertising")


def test_says_once_what_the_text_does_not_cover(domain: dict[str, Any]) -> None:
    run = Run(
        ActionAnswerQuestions(),
        domain,
        ("mvp and running", "not_covered_exercise"),
        ("what causes it", "ask_cause"),
        ("coffee", "not_covered_food_drink"),
        ("mvp and costs", "not_covered_cost"),
    )
    assert run.outcomes == ["not_covered", "answered"]
    assert run.passages == ["lifestyle", "cause"]
    said = run.messages[0]["text"]
    assert (
        "the page says nothing about exercise and sports, nor about food, drink, "
        "smoking or other substances, nor about costs, insurance or legal matters."
    ) in said


def test_quotes_each_thing_that_is_near(domain: dict[str, Any]) -> None:
    run = Run(
        ActionAnswerQuestions(),
        domain,
        ("mvp and running", "not_covered_exercise"),
        ("how many have mvp", "not_covered_prevalence"),
    )
    assert run.outcomes == ["not_covered", "not_covered"]
    assert run.passages == ["lifestyle", "who_gets_it"]
    assert "says nothing" not in run.messages[1]["text"]


def _sentences(run: Run) -> list[tuple[int, int]]:
    return [
        tuple(quote["sentences"])
        for message in run.messages
        for quote in message["custom"]["quotes"]
    ]


def test_leads_to_a_quote_in_other_words_each_time(domain: dict[str, Any]) -> None:
    said, dialogue = [], DialogueState()
    for intent in ("ask_danger", "ask_cause", "ask_inherited", "ask_noticeable"):
        run = Run(ActionAnswerQuestions(), domain, ("x", intent), dialogue=dialogue)
        said.append(run.messages[0]["text"].splitlines()[1])
        dialogue = run.dialogue
    assert len(set(said)) == 3
    assert said[0] == said[3] == "The page says:"


def test_two_refusals_running_are_put_differently(domain: dict[str, Any]) -> None:
    for intent in ("not_covered_cost", "personal_advice"):
        first = Run(ActionAnswerQuestions(), domain, ("x", intent))
        second = Run(
            ActionAnswerQuestions(), domain, ("x", intent), dialogue=first.dialogue
        )
        assert second.outcomes == first.outcomes
        assert second.messages[0]["text"] != first.messages[0]["text"]


def test_says_so_where_it_quotes_the_same_again(domain: dict[str, Any]) -> None:
    before = DialogueState("danger", ("danger",))
    again = Run(
        ActionAnswerQuestions(), domain, ("x", "ask_treatment"), dialogue=before
    )
    assert "the same answer" in again.messages[0]["text"]
    assert again.messages[0]["custom"]["quotes"]


def test_the_plainest_sentence_is_one(domain: dict[str, Any]) -> None:
    asked = ("simpler", "follow_simpler")
    run = Run(ActionFollowUp(), domain, asked, dialogue=DialogueState("definition"))
    (quote,) = run.messages[0]["custom"]["quotes"]
    assert quote["text"].count(".") == 1


def test_fear_is_met_before_facts(domain: dict[str, Any]) -> None:
    run = Run(ActionMeetFear(), domain, ("so afraid", "feel_afraid"))
    kinds = [part["kind"] for part in run.messages[0]["custom"]["parts"]]
    assert kinds == ["reading", "words", "words", "quote", "source", "words"]


def test_the_same_comfort_is_not_quoted_twice_running(domain: dict[str, Any]) -> None:
    before = DialogueState("danger", ("danger",))
    run = Run(ActionMeetFear(), domain, ("afraid", "feel_afraid"), dialogue=before)
    assert run.messages[0]["custom"]["quotes"] == []
    assert "You need not carry this alone" in run.messages[0]["text"]


def test_no_comfort_is_a_permission(domain: dict[str, Any]) -> None:
    text = "I'm so scared of my tablets, can I stop taking them"
    run = Run(ActionMeetFear(), domain, (text, "feel_afraid"), text=text)
    assert run.messages[0]["custom"]["quotes"] == []


def test_fear_in_a_question_gets_a_kind_word_first(domain: dict[str, Any]) -> None:
    afraid = [{"name": "feel_afraid", "confidence": 0.4}]
    asked = (("is it bad", "ask_danger"), ("is it inherited", "ask_inherited"))
    run = Run(ActionAnswerQuestions(), domain, *asked, intent_ranking=afraid)
    first, second = (message["text"] for message in run.messages)
    assert first.splitlines()[1].startswith("I am sorry that this frightens you")
    assert "frightens" not in second


def test_an_emergency_that_goes_on_comes_first(domain: dict[str, Any]) -> None:
    asked = ("causes", "ask_cause")
    run = Run(ActionAnswerQuestions(), domain, asked, in_emergency=True)
    assert run.outcomes == ["emergency", "answered"]


def test_thanks_in_an_emergency_get_a_word_that_help_comes_first(
    domain: dict[str, Any],
) -> None:
    waiting = {"name": "emergency"}
    run = Run(ActionGiveEmergencyNotice(), domain, intent=waiting, in_emergency=True)
    assert run.outcomes == ["emergency"]
    assert "Help comes first" in run.messages[0]["text"]


def test_a_yes_takes_the_only_offer(domain: dict[str, Any]) -> None:
    one = DialogueState(offered=("ask_cause",))
    assert Run(ActionTakeOffer(), domain, dialogue=one).passages == ["cause"]


def test_a_yes_to_several_offers_asks_which(domain: dict[str, Any]) -> None:
    two = DialogueState(offered=("ask_cause", "ask_danger"))
    run = Run(ActionTakeOffer(), domain, dialogue=two)
    assert "Which one" in run.messages[0]["text"]
    assert run.dialogue.offered == ("ask_cause", "ask_danger")


def test_a_yes_to_nothing_asks_for_a_question(domain: dict[str, Any]) -> None:
    run = Run(ActionTakeOffer(), domain)
    assert "What would you like to know" in run.messages[0]["text"]
