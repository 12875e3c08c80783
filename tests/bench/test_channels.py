from pathlib import Path

from rich.console import Console

from bench.channels import all_channels, asked_in, differences

# As many conversations are left out between two; `python -m bench.channels` asks all.
EVERY = 16


def test_an_answer_is_the_same_in_every_channel(project: Path, trained: Path) -> None:
    conversations = asked_in(project / "data" / "questions")[::EVERY]
    with all_channels() as ways:
        assert len(ways) == 4
        assert list(differences(conversations, ways, Console(quiet=True))) == []
