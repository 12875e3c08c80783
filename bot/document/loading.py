"""Reads passages.yml and finds every quote in the source."""

from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from bot.document.errors import DocumentError
from bot.document.quotable_text import Gap, Passage, QuotableText, Sentence
from bot.document.source import Source, read_source
from bot.yaml_file import read_yaml

MOST_SENTENCES = 3


def load_quotable_text(path: Path) -> QuotableText:
    """Loads the passages and verifies them against the source.

    Raises:
        DocumentError: something is missing, unknown, absent from the source or
            ambiguous in it; the message names the file, the entry and the remedy.
    """
    content = _read(path)
    facts = dict(content["source"])
    source = read_source(path.parent / facts.pop("file"), **facts)
    sentences = _find_sentences(path, source, content["quotes"])
    by_name = {sentence.name: sentence for sentence in sentences}
    passages = tuple(
        _passage(path, name, entry, by_name)
        for name, entry in content["passages"].items()
    )
    _check_passages(path, passages)
    gaps = tuple(
        _gap(path, name, entry, by_name, {p.name for p in passages})
        for name, entry in content["gaps"].items()
    )
    terms = _terms(path, content["terms"], {p.name for p in passages})
    suggested = _suggested(path, content["suggested"], {p.name for p in passages})
    near = _near(path, content.get("near") or {}, {p.name for p in passages})
    guarded = _guarded(path, content.get("guarded") or {}, passages)
    return QuotableText(
        source, sentences, passages, gaps, terms, suggested, near, guarded
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        content = read_yaml(path)
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise DocumentError(path, f"is not valid YAML: {error}") from error
    parts = ("source", "quotes", "passages", "gaps", "terms", "suggested")
    missing = [part for part in parts if part not in (content or {})]
    if missing:
        raise DocumentError(path, f"has no '{missing[0]}'. Add that part.")
    return dict(content)


def _find_sentences(
    path: Path, source: Source, quotes: dict[str, str]
) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    for number, (name, text) in enumerate(quotes.items(), 1):
        start = _place_of(path, source, name, text)
        if sentences and start < sentences[-1].end:
            raise DocumentError(
                path,
                f"quote '{name}' stands before or inside '{sentences[-1].name}'. Quotes"
                " must not overlap and must be listed in the order of the text.",
            )
        sentences.append(Sentence(name, number, text, start, start + len(text)))
    return tuple(sentences)


def _place_of(path: Path, source: Source, name: str, text: str) -> int:
    if not text:
        raise DocumentError(path, f"quote '{name}' is empty.")
    start = source.text.find(text)
    if start < 0:
        raise DocumentError(
            path,
            f"quote '{name}' is not in the source: {text!r}. The nearest text there is "
            f"{_nearest(source.text, text)!r}. Copy it character for character.",
        )
    if source.text.find(text, start + 1) >= 0:
        raise DocumentError(
            path,
            f"quote '{name}' occurs more than once in the source: {text!r}. Make it "
            "longer, so that it is clear which is meant.",
        )
    return start


def _nearest(text: str, quote: str) -> str:
    found = fuzz.partial_ratio_alignment(quote, text)
    return text[found.dest_start : found.dest_end] if found else ""


def _passage(
    path: Path, name: str, entry: dict[str, Any], sentences: dict[str, Sentence]
) -> Passage:
    names = entry["quotes"]
    unknown = [quote for quote in names if quote not in sentences]
    if unknown:
        raise DocumentError(
            path, f"passage '{name}' names the quote '{unknown[0]}', which is not given"
        )
    if not 1 <= len(names) <= MOST_SENTENCES:
        raise DocumentError(
            path,
            f"passage '{name}' has {len(names)} quotes; give 1 to {MOST_SENTENCES}.",
        )
    in_short = entry.get("in_short", names)
    if not in_short or not set(in_short) <= set(names):
        raise DocumentError(
            path, f"passage '{name}': in_short has to name some of its quotes."
        )
    return Passage(
        name,
        tuple(entry["answers"]),
        tuple(sentences[quote] for quote in names),
        tuple(sentences[quote] for quote in in_short),
        tuple(entry.get("more", ())),
        entry.get("why"),
    )


def _check_passages(path: Path, passages: tuple[Passage, ...]) -> None:
    names = {passage.name for passage in passages}
    answered: dict[str, str] = {}
    for passage in passages:
        for other in (*passage.more, *([passage.why] if passage.why else [])):
            if other not in names:
                raise DocumentError(
                    path,
                    f"passage '{passage.name}' leads on to '{other}', which is no "
                    "passage.",
                )
        for intent in passage.intents:
            if intent in answered:
                raise DocumentError(
                    path,
                    f"the intent '{intent}' is answered by '{answered[intent]}' and by "
                    f"'{passage.name}'. Keep one of them.",
                )
            answered[intent] = passage.name


def _gap(
    path: Path,
    name: str,
    entry: dict[str, Any],
    sentences: dict[str, Sentence],
    passages: set[str],
) -> Gap:
    if entry["after"] not in sentences:
        raise DocumentError(path, f"gap '{name}' comes after an unknown quote.")
    unknown = [passage for passage in entry["passages"] if passage not in passages]
    if unknown:
        raise DocumentError(path, f"gap '{name}' names no passage: '{unknown[0]}'.")
    return Gap(name, sentences[entry["after"]], tuple(entry["passages"]))


def _terms(path: Path, terms: dict[str, str], passages: set[str]) -> dict[str, str]:
    for word, passage in terms.items():
        if passage not in passages:
            raise DocumentError(
                path, f"the term '{word}' is explained by '{passage}', no passage."
            )
    return dict(terms)


def _suggested(path: Path, names: list[str], passages: set[str]) -> tuple[str, ...]:
    for name in names:
        if name not in passages:
            raise DocumentError(path, f"'{name}' is suggested, but is no passage.")
    return tuple(names)


def _near(path: Path, near: dict[str, str], passages: set[str]) -> dict[str, str]:
    for intent, name in near.items():
        if name not in passages:
            raise DocumentError(
                path, f"'{intent}' is near to '{name}', which is not under passages."
            )
    return near


def _guarded(
    path: Path, guarded: dict[str, str], passages: tuple[Passage, ...]
) -> frozenset[str]:
    """The guarded sentences, none of which any passage quotes alone.

    Raises:
        DocumentError: a passage quotes one without the sentence that belongs to it.
    """
    for passage in passages:
        for quoted in (passage.sentences, passage.in_short):
            names = [sentence.name for sentence in quoted]
            for name, companion in guarded.items():
                after = names[names.index(name) + 1 :] if name in names else [companion]
                if companion not in after[:1]:
                    raise DocumentError(
                        path,
                        f"'{passage.name}' quotes '{name}' without '{companion}' after "
                        "it. Alone it would be taken for a permission; quote both.",
                    )
    return frozenset(guarded)
