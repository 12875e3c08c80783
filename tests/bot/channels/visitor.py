import json
import urllib.error
import urllib.request
import uuid
from typing import Any

JSON = "application/json"
# In seconds; somebody else may hold the database for a while.
PATIENCE = 60


class Visitor:
    """Somebody with a conversation of their own, at the level of HTTP."""

    def __init__(self, chat: str) -> None:
        self._chat = chat
        with urllib.request.urlopen(chat) as page:
            self.headers = dict(page.headers)
            self.cookie = page.headers["Set-Cookie"].split(";")[0]

    def go_to(self, chat: str) -> None:
        """Goes on at another server, as behind a proxy."""
        self._chat = chat

    def post(
        self, path: str, content: Any, *, content_type: str = JSON, **headers: str
    ) -> tuple[int, Any]:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        sent = {"Content-Type": content_type, "Cookie": self.cookie, **headers}
        request = urllib.request.Request(f"{self._chat}/{path}", body, sent)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                if "Set-Cookie" in answer.headers:
                    self.cookie = answer.headers["Set-Cookie"].split(";")[0]
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ask(self, text: str, question_id: str | None = None) -> tuple[int, Any]:
        content = {"id": question_id or str(uuid.uuid4()), "text": text}
        return self.post("messages", content)

    def questions(self) -> list[str]:
        """What was asked so far, as the page would show it."""
        request = urllib.request.Request(
            f"{self._chat}/messages", headers={"Cookie": self.cookie}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return [said["question"] for said in json.load(answer)["exchanges"]]
