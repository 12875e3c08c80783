from pathlib import Path

import pytest
import yaml

from bot.yaml_file import read_yaml


def test_reads_what_pyyaml_itself_reads(project: Path) -> None:
    for name in ("domain.yml", "settings.yml", "data/document/passages.yml"):
        path = project / name
        assert read_yaml(path) == yaml.safe_load(path.read_text(encoding="utf-8"))


def test_makes_no_objects(tmp_path: Path) -> None:
    path = tmp_path / "bad.yml"
    path.write_text("!!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        read_yaml(path)
