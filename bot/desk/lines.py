"""Lines, answers and buttons of the dialogue, in the owner's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from bot.beliefs import value
from bot.dialogue.answers import Answer, Choices
from bot.dialogue.utterances import Button, GroupName, Line, SayValue, TextKey
from bot.messages import RenderedButton
from prompts.catalog import Catalog
from prompts.labels import segment_text
from prompts.values import joined, tell
from segmentation.model.values import Texts

LINES_KEPT = 1_000
"""Lines without an answer in them: headers and reasons of questions, mostly."""


class Lines:
    """Tells lines and labels, those that come again and again from memory."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._tell_again = lru_cache(LINES_KEPT)(self._tell)

    def told(self, line: Line, language: str) -> str:
        return self._text(line.key, line.values, language)

    def block(self, lines: Iterable[Line], language: str) -> str:
        """One under the other."""
        return "\n".join(self.told(line, language) for line in lines)

    def buttons(
        self, rows: tuple[tuple[Button, ...], ...], language: str
    ) -> tuple[tuple[RenderedButton, ...], ...]:
        return tuple(tuple(self._button(button, language) for button in row) for row in rows)

    def _button(self, button: Button, language: str) -> RenderedButton:
        return RenderedButton(self._text(button.label, button.values, language), button.data, button.chosen)

    def _text(self, key: str, values: Mapping[str, SayValue], language: str) -> str:
        if not values:
            return self._catalog.text(key, language)
        pairs = tuple(values.items())
        is_plain = all(isinstance(each, str | int | TextKey) for _, each in pairs)
        return (self._tell_again if is_plain else self._tell)(key, pairs, language)

    def _tell(self, key: str, values: tuple[tuple[str, SayValue], ...], language: str) -> str:
        told = {name: self._value(each, language) for name, each in values}
        return self._catalog.text(key, language, **told)

    def _value(self, said: SayValue, language: str) -> object:
        match said:
            case str() | int() | float() | date():
                return said
            case TextKey(key, own_language):
                return self._catalog.text(key, own_language or language)
            case GroupName(method, segment):
                return segment_text(method, segment, "name", language)
            case _:
                return tell_answer(said, language)


def tell_answer(answer: Answer, language: str) -> str:
    """An accepted answer in words, with what was typed beside the options."""
    if isinstance(answer, Choices) and answer.others:
        others = tell(Texts(answer.others), language)
        return joined([tell(value(answer), language), others], language) if answer.options else others
    return tell(value(answer), language)
