"""What somebody typed, out of what Slack makes of it.

Slack escapes three characters, wraps what it recognises in angle brackets, and puts
marks around what is formatted: docs.slack.dev, "Formatting message text".
"""

import re

# <@U1|anna>, <#C1|general>, <!here>, <mailto:a@b.org|a@b.org>, <https://b.org>
WRAPPED = re.compile(r"<(?P<sign>[@#!]?)(?P<what>[^|<>]*)(?:\|(?P<label>[^<>]*))?>")
# *bold*, _slanted_, ~struck~, `code`: around whole words only, as Slack has it. No
# further than that: thousands of lone marks are looked through from each of them.
FORMATTED = re.compile(
    r"(?<![\w*~`])(?P<mark>[*_~`])(?!\s)(?P<text>[^\n]{0,300}?\S)(?P=mark)(?!\w)"
)
# Bold in slanted in struck; no message that is read is longer.
DEEPEST, LONGEST_FORMATTED = 3, 4_000
# ":sob:" and ":skin-tone-2:", but not the seconds of "10:30:45".
EMOJI = re.compile(r":[a-z+-][\w+'-]*:(?::skin-tone-\d:)?")
ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')


def typed(text: str, bot: str | None = None) -> str:
    """The words as they were typed.

    Emoji go, unless there is nothing else.

    Args:
        text: A message's text as Slack sends it.
        bot: The bot's own user id; a mention of it says only who is asked.
    """
    plain = WRAPPED.sub(lambda found: _unwrapped(found, bot), text)
    for _ in range(DEEPEST if len(plain) <= LONGEST_FORMATTED else 0):
        plain = FORMATTED.sub(lambda found: found["text"], plain)
    without = EMOJI.sub(" ", plain)
    if any(map(str.isalnum, without)):
        plain = without
    # "&amp;lt;" is what becomes of "&lt;": the ampersand comes last.
    for escaped, character in ESCAPED.items():
        plain = plain.replace(escaped, character)
    lines = (" ".join(line.split()) for line in plain.translate(STRAIGHT).splitlines())
    return "\n".join(lines).strip()


def mentions(text: str, user: str) -> bool:
    """Whether somebody is mentioned in a text of Slack's."""
    return any(found["what"] == user for found in _people(text))


def is_to_others(text: str, bot: str | None) -> bool:
    """Whether a text mentions people, and not the bot."""
    people = [found["what"] for found in _people(text)]
    return bool(people) and bot not in people


def _people(text: str) -> list[re.Match[str]]:
    return [found for found in WRAPPED.finditer(text) if found["sign"] == "@"]


def _unwrapped(found: re.Match[str], bot: str | None) -> str:
    sign, what, label = found["sign"], found["what"], found["label"]
    if sign == "@":
        return f"@{label}" if label and what != bot else ""
    if sign == "#":
        return f"#{label}" if label else ""
    if sign == "!":
        # <!here>, <!subteam^S1|@nurses>, <!date^1^{date}|Tuesday>
        return label or f"@{what}"
    return label or what
