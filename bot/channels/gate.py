"""What a message has to pass before it is read."""

# More than this is no question; it is read at its beginning and its end.
LONGEST = 20_000


def passed(text: str) -> str:
    """The message as the bot may read it.

    A leading slash would make Rasa run a command ("/restart") or fill slots
    ('/greet{"name": "x"}'), so it goes: nobody but the developers commands the bot.
    Lone surrogates go too: they cannot be stored or sent on.
    """
    readable = text.encode("utf-8", "ignore").decode("utf-8")
    return readable.strip().lstrip("/").strip()[:LONGEST]
