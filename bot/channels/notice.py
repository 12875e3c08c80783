"""The notice for a cry for help that is refused, found without the model.

Whatever keeps the bot from answering, somebody in danger has to be told where help is.
The words alone are looked at, cleaned and spelled; where they may be a cry, the notice
is sent with the refusal.
"""

import re
from urllib.parse import unquote_plus

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sanic.request import Request

from actions.emergency_notice import ActionGiveEmergencyNotice
from bot.channels.gate import storable
from bot.page.page import Page
from bot.replies.reply import Reply
from bot.understanding.cleaning import clean
from bot.understanding.intent import EMERGENCY
from bot.understanding.other_languages import language_of_cry
from bot.understanding.urgency import cries_for_help

# The fields that hold what somebody wrote, in any channel.
FIELDS = ("message", "text", "comment")
# What the bot says to those who may harm themselves.
CRISIS = "utter_in_crisis"
# In a request that was cut off, a character may stand as its number.
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class Notices:
    """Says what somebody in danger has to be told."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._action = ActionGiveEmergencyNotice(page)

    def notice_for(self, text: str) -> Reply | None:
        """The notice, where a text may be a cry for help.

        To somebody who may harm themselves it is the one for them.
        """
        cleaned = clean(text, flat=True)
        if self._page.signs.in_crisis(cleaned):
            return Reply.from_message(self._page.wording.response(CRISIS))
        language = language_of_cry(cleaned, self._page.cries)
        if language or cries_for_help(cleaned, self._page.signs):
            return self._notice(language)
        return None

    def _notice(self, language: str | None) -> Reply:
        message = {"intent": {"name": EMERGENCY}, "cry_language": language}
        tracker = Tracker("", {}, message, [], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        self._action.run(dispatcher, tracker, {})
        (said,) = dispatcher.messages
        return Reply.from_message(said)


def text_in(request: Request) -> str:
    """What somebody wrote in a request, however little of it can be read."""
    try:
        content = request.json
        written = [content[field] for field in FIELDS if field in content]
        return storable(" ".join(map(str, written)))
    except Exception:
        # Not JSON, or not all of it: a form, or what came of a message too large.
        body = unquote_plus(request.body.decode("utf-8", "ignore"))
        return storable(ESCAPED.sub(lambda code: chr(int(code[1], 16)), body))
