"""What the page is made of is kept by browsers for as long as it stays the same."""

import gzip
import re
import urllib.error
import urllib.request

import pytest

from bot.channels.web.files import FILES, PageFiles
from bot.channels.web.look import Look


def fetched(address: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.read(), dict(answer.headers)


@pytest.fixture(scope="module")
def named(chat: str) -> list[str]:
    """The addresses of files that the page names."""
    page, _ = fetched(chat)
    return re.findall(r'(?:href|src)="/chat(/files/[^"]+)"', page.decode())


def test_the_page_names_its_files_by_what_is_in_them(
    chat: str, named: list[str]
) -> None:
    assert {name.rsplit(".")[-1] for name in named} == {"css", "js", "svg"}
    for name in named:
        _, headers = fetched(chat + name)
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_files_come_compressed_to_those_who_can_read_it(
    chat: str, named: list[str]
) -> None:
    for name in named:
        plain, _ = fetched(chat + name)
        packed, headers = fetched(chat + name, **{"Accept-Encoding": "gzip, br"})
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed) == plain


def test_a_file_of_another_version_is_sent_and_not_kept(
    chat: str, named: list[str]
) -> None:
    # While servers are replaced one by one, a page may ask another one than its own.
    _, headers = fetched(f"{chat}/files/0123456789abcdef/{named[0].split('/')[-1]}")
    assert headers["Cache-Control"] == "no-cache"


def test_the_loader_is_looked_at_again_soon(chat: str) -> None:
    content, headers = fetched(f"{chat}/embed.js")
    assert headers["Cache-Control"] == "public, max-age=300"
    assert b'"title": "Ask about mitral valve prolapse"' in content


def test_the_page_itself_is_not_kept(chat: str) -> None:
    assert fetched(chat)[1]["Cache-Control"] == "no-store"


def test_an_unknown_file_is_missing(chat: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetched(f"{chat}/files/0123456789abcdef/settings.yml")
    assert refused.value.code == 404


def test_the_address_changes_with_the_look() -> None:
    one = PageFiles(Look("Ask", "#0b5e77", "#eef2f4", None), "{}")
    other = PageFiles(Look("Ask", "#550000", "#eef2f4", None), "{}")
    assert one.address != other.address
    assert (
        one.address == PageFiles(Look("Ask", "#0b5e77", "#eef2f4", None), "{}").address
    )
    assert all(one.file(name) for name in FILES)
