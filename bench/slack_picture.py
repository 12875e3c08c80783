"""Draws how answers look in Slack: `python -m bench.slack_picture file.png`.

The blocks are those that a running bot posts to a stand-in for Slack's Web API. They
are set in HTML as Slack's own client sets them (docs.slack.dev, "Block Kit": each kind
of block by its reference page), and Chromium takes the picture.
"""

import argparse
import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from bot.running.quiet import be_quiet

be_quiet()

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.bot.channels.slack.stand_in import (  # noqa: E402
    BOT,
    SECRET,
    TOKEN,
    Sender,
    SlackStandIn,
    message,
)
from tests.servers import BotServer  # noqa: E402

ASKED = (
    "is it dangerous?",
    "what can I do to prevent it",
    "my chest hurts so bad right now",
)
STYLE = """
body { font: 15px/1.46 Lato, "Helvetica Neue", Arial, sans-serif; color: #1d1c1d;
       margin: 0; padding: 12px 20px; width: 640px; background: #fff }
article { display: flex; gap: 8px; padding: 8px 0 }
.face { width: 36px; height: 36px; border-radius: 8px; flex: none; color: #fff;
        font-weight: 900; display: grid; place-items: center }
.name { font-weight: 900 }
.app { font-size: 10px; background: #e8e8e8; color: #616061; padding: 1px 3px;
       border-radius: 2px; vertical-align: 2px }
h3 { font-size: 18px; line-height: 1.33; margin: 4px 0 8px; font-weight: 900 }
blockquote { margin: 4px 0; padding: 0 0 0 12px; border-left: 4px solid #ddd }
.context { font-size: 13px; color: #616061; margin: 4px 0 }
.context a { color: #1264a3 }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px }
button { font: 900 13px Lato, Arial, sans-serif; border: 1px solid #bbb; color: #1d1c1d;
         border-radius: 8px; padding: 5px 12px; background: #fff }
hr { border: 0; border-top: 1px solid #ddd; margin: 8px 0 }
section { white-space: pre-line }
"""


def said_in_slack(questions: tuple[str, ...]) -> list[list[dict[str, Any]]]:
    """The blocks of the answers to questions in direct messages."""
    with tempfile.TemporaryDirectory() as folder, SlackStandIn().running() as slack:
        tokens = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
        server = BotServer(
            Path(folder),
            environment={**tokens, "SLACK_API_URL": slack.url},
            public_address="https://ask.example.org",
        )
        server.start()
        try:
            sender = Sender(server.url, slack)
            for number, question in enumerate(questions, 1):
                asked = message(question, sender.new_ts(), user=f"U{number}")
                sender.event({**asked, "channel": f"D{number}"})
                slack.posted(number)
            return [said.blocks for said in slack.said]
        finally:
            server.stop()


def drawn(block: dict[str, Any]) -> str:
    """A block as HTML."""
    kind = block["type"]
    if kind == "divider":
        return "<hr>"
    if kind == "header":
        return f"<h3>{escape(block['text']['text'])}</h3>"
    if kind == "actions":
        labels = [escape(element["text"]["text"]) for element in block["elements"]]
        buttons = "".join(f"<button>{label}</button>" for label in labels)
        return f'<div class="actions">{buttons}</div>'
    if kind == "context":
        inner = "".join(map(_small, block["elements"]))
        return f'<div class="context">{inner}</div>'
    return "".join(map(_rich, block["elements"]))


def _small(element: dict[str, Any]) -> str:
    if element["type"] == "mrkdwn":
        address, label = element["text"].strip("<>").split("|")
        return f'<a href="{escape(address)}">{label}</a>'
    return escape(element["text"])


def _rich(element: dict[str, Any]) -> str:
    pieces = [
        f"<b>{escape(piece['text'])}</b>" if "style" in piece else escape(piece["text"])
        for piece in element["elements"]
    ]
    tag = "blockquote" if element["type"] == "rich_text_quote" else "section"
    return f"<{tag}>{''.join(pieces)}</{tag}>"


def _article(name: str, color: str, badge: str, inner: str) -> str:
    face = f'<div class="face" style="background:{color}">{name[0].upper()}</div>'
    return (
        f'<article>{face}<div><div><span class="name">{name}</span> {badge}</div>'
        f"{inner}</div></article>"
    )


def page_of(questions: tuple[str, ...], answers: list[list[dict[str, Any]]]) -> str:
    """The conversation as a page."""
    badge = '<span class="app">APP</span>'
    said = "".join(
        _article("anna", "#7c3085", "", f"<section>{escape(question)}</section>")
        + _article(BOT[1:].lower(), "#1d4e5f", badge, "".join(map(drawn, blocks)))
        for question, blocks in zip(questions, answers, strict=True)
    )
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{said}"


def main() -> None:
    """Asks, sets and draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path, help="the .png to write")
    picture = parser.parse_args().picture
    html = page_of(ASKED, said_in_slack(ASKED))
    with sync_playwright() as playwright:
        # In a container there is no user namespace to shut pages in.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport={"width": 680, "height": 400}, device_scale_factor=1.5
        )
        page.set_content(html)
        page.screenshot(path=picture, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
