# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a macro printed is printed once, as long as it is asked for."""

import jinja2
from markupsafe import Markup

from plugins.press.render.macro_cache import MacroCache

TEMPLATE = jinja2.Environment(autoescape=True).from_string(
    "{% macro row(story, level) %}<h{{ level }}>{{ story.title }}</h{{ level }}>{% endmacro %}"
)


class Story:
    """A story that counts how often its title was printed."""

    def __init__(self, title: str) -> None:
        self._title, self.asked = title, 0

    @property
    def title(self) -> str:
        self.asked += 1
        return self._title


def test_text_is_printed_once_for_one_story_and_one_level():
    """Asked for again, it is not printed again; other arguments make another text."""
    memory, story, row = MacroCache(), Story("Mở <đường>"), TEMPLATE.module.row
    first, again, other = (memory.recall(row, story, level) for level in (2, 2, 3))
    assert first == again == "<h2>Mở &lt;đường&gt;</h2>"
    assert other == "<h3>Mở &lt;đường&gt;</h3>"
    assert isinstance(first, Markup)
    assert story.asked == 2


def test_what_is_asked_for_stays_and_what_is_not_goes():
    """Two generations of a few texts are held: memory does not grow with the archive."""
    memory, row = MacroCache(), TEMPLATE.module.row
    memory.LIMIT = 3
    wanted, unwanted = Story("Hỏi mãi"), Story("Hỏi một lần")
    memory.recall(row, unwanted, 2)
    for number in range(20):
        memory.recall(row, wanted, 2)
        memory.recall(row, Story(f"Tin {number}"), 2)
    memory.recall(row, unwanted, 2)
    assert (wanted.asked, unwanted.asked) == (1, 2)


def test_macros_of_one_name_and_arguments_that_are_equal_are_told_apart():
    """What a process printed before has no say in what is printed now."""
    environment = jinja2.Environment(autoescape=True)
    one, other = (
        environment.from_string(f"{{% macro row(x, flag) %}}{word} {{{{ flag }}}}{{% endmacro %}}")
        for word in ("một", "hai")
    )
    memory, subject = MacroCache(), Story("Tin")
    assert memory.recall(one.module.row, subject, 1) == "một 1"
    assert memory.recall(other.module.row, subject, 1) == "hai 1"
    assert memory.recall(one.module.row, subject, True) == "một True"
