# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headers of the samples are YAML that any other tool reads, and reads as the press does."""

from pathlib import Path

import pytest
import yaml

from plugins.newsroom.field_names import field_name
from plugins.newsroom.front_matter import MappingNode, Node, ScalarNode, split

CONTENT = Path(__file__).resolve().parents[2] / "content"
SAMPLES = sorted(CONTENT.glob("*/**/*.md"))


def plain(node: Node) -> object:
    """Give a value as YAML's own readers do, every scalar a text."""
    if isinstance(node, ScalarNode):
        return " ".join(node.text.split())
    if isinstance(node, MappingNode):
        return {key: plain(value) for key, value in node.entries.items()}
    return [plain(item) for item in node.items]


def as_texts(value: object, within: str = "") -> object:
    """Give what YAML's own reader read, fields by the names that the press knows them by."""
    if isinstance(value, dict):
        named = {field_name(key, within): inner for key, inner in value.items()}
        return {name: as_texts(inner, name) for name, inner in named.items()}
    if isinstance(value, list):
        return [as_texts(item, within) for item in value]
    return " ".join(value.split())


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_sample_is_valid_yaml(file):
    """No word of a header is another tool's comment, mark or fault."""
    text = file.read_text("utf-8-sig").replace("\r\n", "\n")
    header = text.split("\n---", 1)[0].removeprefix("---")
    assert isinstance(yaml.safe_load(header)["title"], str)
    told = split(text, file.name)
    assert told.faults == ()
    assert as_texts(yaml.load(header, Loader=yaml.BaseLoader)) == plain(told.fields)


def test_samples_are_there():
    """All samples are looked at."""
    assert len(SAMPLES) >= 75
