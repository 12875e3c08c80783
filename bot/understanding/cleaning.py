"""Turns what arrives into text that can be read."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

# The letters of other scripts that look like a Latin one (a part of Unicode Technical
# Standard 39, confusables.txt). They are replaced only inside words that mix scripts:
# a word that is Cyrillic throughout is Russian, not a disguise.
LOOK_ALIKES = str.maketrans(
    "аесһіјорԛѕԝхуєАВЕКМНОРСТХУІЅЈαορνικτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aechijopqswxyeABEKMHOPCTXYISJaopviktuABEZHIKMNOPTYX",
)
# In characters that a sign may stand for: "㎧", but no whole phrase.
LONGEST_SIGN = 4
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
WORD = re.compile(r"\w+", re.UNICODE)
LONG_RUN = re.compile(r"([^\W\d_])\1{3,}")
# Letters with a space between each two, words with digits among their letters, and
# letters that stand three times or more.
SPELLED_OUT = re.compile(r"\b(?:[^\W\d_] ){3,}[^\W\d_]\b")
MIXED = re.compile(r"\b[^\W\d_]+[0-9@$]+[^\W\d_]+\w*")
DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
DIGITS = str.maketrans("013457@$", "oieastas")
ASKED_AT_ONCE = 2_000
# What Slack makes of an address, and marks of a list, at the beginning of a line or, if
# there are several, within one.
ADDRESS = re.compile(r"<(?:mailto:|https?://)[^>\s]*>")
MARK = r"(?:[-*•–—]|\(?(?:[a-h]|\d{1,2})[.)])"
BULLET = re.compile(rf"^\s*{MARK}\s+")
LETTERED = re.compile(r"(?:^|\s)\(?(?:[a-h]|\d)\)\s+(?=\w)", re.IGNORECASE)
# In characters: where a line is as long, somebody's program has broken it.
WRAPPED = 60


def clean(text: str, *, flat: bool = False) -> str:
    """Removes what cannot be seen and folds what looks alike.

    Control, zero-width, bidirectional and private characters and lone surrogates go;
    lines become parts of a sentence, tabs become spaces; full-width and styled letters
    become plain ones; letters borrowed from another script become Latin; a letter
    repeated more than three times is kept three times.

    Args:
        text: As it arrived.
        flat: Whether lines are put one after the other without a mark between them, as
            a cry for help has to be read: "not", and "breathing" on the next line.
    """
    written = ADDRESS.sub(" ", text)
    spaced = re.sub(r"\s+", " ", written if flat else _in_one_line(written))
    # Each character is looked at once, however often it stands there.
    unseen = {ord(c): _in_place_of(c) for c in set(spaced) if _in_place_of(c) != c}
    plain = unicodedata.normalize("NFKC", spaced.translate(unseen)).translate(
        {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}
    )
    latin = WORD.sub(lambda match: _latin(match.group()), plain)
    apart = re.sub(r"([?!])(?=[^\W\d_])", r"\1 ", LONG_RUN.sub(r"\1\1\1", latin))
    return re.sub(r"\s+", " ", apart).strip()


def _in_one_line(text: str) -> str:
    """The text with a comma where a line, or a point of a list, ended without a mark.

    Not a full stop: somebody who types "my arm", and "is broken" on the next line, has
    said one thing.
    """
    lines = [line for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip()]
    joined = ""
    for line in lines:
        points = LETTERED.split(line)
        line = ", ".join(p.strip() for p in points) if len(points) > 2 else line
        line = BULLET.sub("", line).strip(" ,")
        before = joined.rsplit(",", 1)[-1]
        ends = len(before) < WRAPPED and before[-1:].isalnum()
        joined += (", " if ends else " ") + line if joined else line
    return joined


def undisguised(text: str) -> str:
    """The text in plain letters: "c h e s t" and "ch3st" name a place too."""
    seen = (c for c in unicodedata.normalize("NFKD", text) if not _is_mark(c))
    joined = SPELLED_OUT.sub(
        lambda match: match.group().replace(" ", ""), "".join(seen)
    )
    worded = MIXED.sub(lambda match: match.group().translate(DIGITS), joined)
    return DRAWN_OUT.sub(r"\1", worded)


def shorten(text: str, limit: int = ASKED_AT_ONCE, *, keep: Sequence[str] = ()) -> str:
    """The beginning and the end of a very long text: questions stand there.

    Args:
        text: Of any length.
        limit: In characters; a shorter text stays as it is.
        keep: Sentences that are put between the two, beyond the limit.
    """
    if len(text) <= limit:
        return text
    half = limit // 2
    # As sentences of their own: torn words beside them would drown them.
    return ". ".join([text[:half], *keep, text[-half:]])


def has_words(text: str) -> bool:
    """Whether there is a letter in any script."""
    return any(character.isalpha() for character in text)


def is_latin(text: str) -> bool:
    """Whether most letters are Latin ones."""
    letters = {c: n for c, n in Counter(text).items() if c.isalpha()}
    latin = sum(n for c, n in letters.items() if _script(c) == "LATIN")
    return 2 * latin >= sum(letters.values())


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def _in_place_of(character: str) -> str:
    """What is read for a character: nothing where it cannot be seen."""
    if unicodedata.category(character) in INVISIBLE:
        return ""
    # One sign for a whole phrase (U+FDFA becomes eighteen letters) is no word of ours.
    whole_phrase = len(unicodedata.normalize("NFKC", character)) > LONGEST_SIGN
    return " " if whole_phrase else character


def _latin(word: str) -> str:
    if word.isascii():
        return word
    scripts = {_script(character) for character in word if character.isalpha()}
    return word.translate(LOOK_ALIKES) if len(scripts) > 1 else word


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return unicodedata.name(character, "?").split()[0]
