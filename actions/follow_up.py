"""Takes up what was quoted before."""

from actions.answer_questions import answer_question
from actions.conversation import Conversation, ConversationAction
from bot.document import Outcome, Passage
from bot.understanding.questions import Question
from bot.understanding.thread import explained_term

# What a wish that stands in a correction can be.
WISHES = ("ask_", "not_covered_", "personal_advice", "other_condition")
NO_WISH = "ask_meaning"


class ActionFollowUp(ConversationAction):
    """Says more, why, where or what about the passage that was quoted last."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_follow_up"

    def reply(self, conversation: Conversation) -> None:
        """Replies in the light of what was said before."""
        for question in conversation.questions:
            _follow_up(conversation, question)


def _follow_up(conversation: Conversation, question: Question) -> None:
    intent = question.best.intent
    if intent == "correction":
        _take_up_wish(conversation, question)
    elif intent == "ask_meaning":
        _explain(conversation, question)
    elif conversation.thread.elsewhere:
        conversation.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif conversation.thread.passage is None:
        conversation.decline(Outcome.UNCLEAR, "say_nothing_before")
    else:
        _continue(conversation, intent, conversation.thread.passage)


def _continue(conversation: Conversation, intent: str, name: str) -> None:
    """Follows up on the passage of that name, the last one quoted."""
    library, thread = conversation.library, conversation.thread
    last = library.passage(name)
    if intent == "follow_more":
        _quote_or_decline(
            conversation, thread.next_passage(library), "say_nothing_more"
        )
    elif intent == "follow_why":
        _quote_or_decline(conversation, thread.reason(library), "say_no_reason")
    elif intent == "follow_which" and not library.announces_list(last):
        conversation.decline(Outcome.NOT_COVERED, "say_no_details")
    else:
        conversation.quote(last, lead=_again(intent))


def _again(intent: str) -> str | None:
    """How the passage is introduced that is quoted once more."""
    return {"follow_where": "say_where", "follow_repeat": "say_again"}.get(intent)


def _quote_or_decline(
    conversation: Conversation, passage: Passage | None, response: str
) -> None:
    if passage:
        conversation.quote(passage)
    else:
        conversation.decline(Outcome.NOT_COVERED, response)


def _take_up_wish(conversation: Conversation, question: Question) -> None:
    """Answers what is wished for in "no, I meant …"."""
    wish = question.only(lambda i: i.startswith(WISHES) and i != NO_WISH)
    if wish:
        answer_question(conversation, wish)
    else:
        conversation.decline(Outcome.UNCLEAR, "say_what_did_you_mean")


def _explain(conversation: Conversation, question: Question) -> None:
    """Quotes the passage that explains a word."""
    found = explained_term(question.text, conversation.library)
    if found:
        conversation.quote(found[1])
    else:
        conversation.decline(Outcome.NOT_COVERED, "say_word_not_explained")
