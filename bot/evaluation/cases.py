"""Labelled questions: what is asked, and what a right reply quotes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.document import QuotableText
from bot.errors import BotError

SENTENCE_FILE = "sentences.json"


class CaseError(BotError):
    """A file of labelled questions cannot be read; the message names the line."""


@dataclass(frozen=True)
class Turn:
    """One message, and the names of the sentences that answer it."""

    text: str
    kind: str
    accept: frozenset[str]
    # For several questions in one message: what answers each of them.
    require: tuple[frozenset[str], ...]
    # Whether a reply without a quote is right as well.
    optional: bool
    # What may be quoted once the reply has said that the text does not cover it.
    near: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A question, or a conversation of several turns."""

    id: str
    file: str
    turns: tuple[Turn, ...]


def load_cases(folder: Path, quotable: QuotableText) -> list[Case]:
    """Reads every `.jsonl` file of a folder.

    Sentences are named as in passages.yml. Where the folder, or the one above it, has
    a `sentences.json` (id: sentence), the ids in it may be used as well.

    Raises:
        CaseError: there is none, or a line is not of the form that is expected.
    """
    names = {sentence.name: sentence.name for sentence in quotable.sentences}
    names |= _names_of_ids(folder, quotable)
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise CaseError(f"{folder}: there are no .jsonl files with labelled questions.")
    return [case for path in paths for case in _read(path, names)]


def _names_of_ids(folder: Path, quotable: QuotableText) -> dict[str, str]:
    by_text = {sentence.text: sentence.name for sentence in quotable.sentences}
    for place in (folder, folder.parent):
        path = place / SENTENCE_FILE
        if path.exists():
            ids = json.loads(path.read_text(encoding="utf-8"))
            return {key: by_text[text] for key, text in ids.items() if text in by_text}
    return {}


def _read(path: Path, names: dict[str, str]) -> list[Case]:
    cases = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
            turns = tuple(_turn(t, names) for t in content.get("turns") or [content])
            cases.append(Case(content["id"], path.name, turns))
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(
                f"{path}, line {number}: {error!r} is missing or wrong."
            ) from error
    return cases


def _turn(content: dict[str, Any], names: dict[str, str]) -> Turn:
    if "text_repeat" in content:
        piece, times = content["text_repeat"]
        text = piece * times
    else:
        text = content.get("user") or content["text"]
    return Turn(
        text,
        content["kind"],
        frozenset(names[key] for key in content.get("accept") or ()),
        tuple(frozenset(map(names.__getitem__, k)) for k in content.get("require", ())),
        bool(content.get("optional")),
        frozenset(names[key] for key in content.get("near") or ()),
    )
