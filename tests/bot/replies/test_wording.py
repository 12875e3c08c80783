from bot.page.page import PROJECT
from bot.replies.wording import LOCAL_NUMBER, load_wording


def test_a_number_that_is_set_stands_where_help_is_named() -> None:
    wording = load_wording(PROJECT / "domain.yml", emergency_number="112")
    local = load_wording(PROJECT / "domain.yml").text(LOCAL_NUMBER)
    assert "call 112" in wording.text("say_emergency")
    assert "call 112" in wording.response("utter_in_crisis")["text"]
    assert wording.response("utter_in_crisis")["custom"] == {"outcome": "emergency"}
    assert local not in wording.text("page_promise")
