"""What the dialogue says and shows, as replies in the owner's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from bot.beliefs import value
from bot.dialogue.answers import Answer, Choices
from bot.dialogue.resuming import CONTINUE
from bot.dialogue.utterances import Button, Exhibit, GroupName, Line, Say, SayValue, Show, TextKey, Utterance
from bot.messages import RenderedButton, Reply, TextReply
from bot.results.documents import Documents
from bot.results.everything import Everything
from bot.results.shown import ShownAnalysis, ShownFindings
from bot.results.takeaway import ChosenList
from prompts.catalog import Catalog
from prompts.labels import segment_text
from prompts.option_words import option_words
from prompts.told import choices, previews, summaries, telling
from prompts.told.adjusting import adjustment
from prompts.told.contributions import contributions
from prompts.told.merging import merger
from prompts.told.relevance import relevance
from prompts.told.targets import targets
from prompts.values import joined, tell
from segmentation.model.analysis import Analysis
from segmentation.model.roles import Understanding
from segmentation.model.values import Texts
from storage.blobs import Blobs

BUTTONS_KEPT = 2_000
"""Rendered buttons whose labels need no values; more than there are in the questions of two languages."""
LINES_KEPT = 1_000
"""Rendered lines without an answer in them: headers and reasons of questions, mostly."""
LONGEST_TEXT = 4_000
"""Characters in one message; Telegram takes 4,096 after its own marks."""

OF_FILES = (Exhibit.UNDERSTANDING, Exhibit.DETAILS, Exhibit.CHOICE, Exhibit.FINDINGS, Exhibit.FILES)
"""Exhibits whose subjects are uploads."""
_DOCUMENTS = (
    Exhibit.REPORT,
    Exhibit.PAGE,
    Exhibit.PERSONAS,
    Exhibit.CALENDAR,
    Exhibit.WORKBOOK,
    Exhibit.LIST,
    Exhibit.FINDINGS,
)
"""Exhibits that are files."""


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What may have to be shown in one turn, by id."""

    files: Mapping[str, Understanding] = field(default_factory=dict)
    findings: Mapping[str, ShownFindings] = field(default_factory=dict)
    analyses: Mapping[str, ShownAnalysis] = field(default_factory=dict)
    everything: Everything | None = None


class Presenter:
    """Makes replies of utterances. Pictures and reports are rendered once per analysis and language."""

    def __init__(self, catalog: Catalog, blobs: Blobs) -> None:
        self._catalog = catalog
        self._plain_button = lru_cache(BUTTONS_KEPT)(self._make_plain_button)
        self._plain_line = lru_cache(LINES_KEPT)(self._make_line)
        self.option_words = option_words(catalog)
        self._documents = Documents(catalog, blobs)

    @property
    def languages(self) -> tuple[str, ...]:
        return self._catalog.languages

    async def present(
        self, utterances: Sequence[Utterance], language: str, exhibits: Exhibits
    ) -> tuple[Reply, ...]:
        """The replies, in order; a long text becomes several."""
        replies: list[Reply] = []
        for utterance in utterances:
            match utterance:
                case Say():
                    replies += self._said(utterance, language)
                case Show(exhibit=Exhibit.CARDS):
                    replies += await self._documents.cards(exhibits.analyses[utterance.subject], language)
                case Show(exhibit=Exhibit.EVERYTHING) if exhibits.everything is not None:
                    replies.append(await self._documents.everything(exhibits.everything, language))
                case Show(exhibit=exhibit) if exhibit in _DOCUMENTS:
                    replies.append(await self._document(utterance, language, exhibits))
                case Show():
                    replies += self._shown(utterance, language, exhibits)
        return tuple(replies)

    async def _document(  # noqa: PLR0911  (one return per kind of document)
        self, show: Show, language: str, exhibits: Exhibits
    ) -> Reply:
        if show.exhibit is Exhibit.FINDINGS:
            file = exhibits.files[show.subject].dataset.name
            return await self._documents.findings(exhibits.findings[show.subject], file, language)
        shown = exhibits.analyses[show.subject]
        match show.exhibit:
            case Exhibit.REPORT:
                return await self._documents.report(shown, language)
            case Exhibit.PAGE:
                return await self._documents.page(shown, language)
            case Exhibit.PERSONAS:
                return await self._documents.personas(shown, language)
            case Exhibit.CALENDAR:
                return await self._documents.calendar(shown, date.fromisoformat(show.part), language)
            case Exhibit.WORKBOOK:
                return await self._documents.workbook(shown, language)
            case _:
                return await self._documents.customers(shown, ChosenList.of(show.part), language)

    def apology(self, language: str) -> Reply:
        """For a turn that failed on our side."""
        told = self._catalog.text("errors.internal", language)
        return TextReply(told, ("errors.internal",), self._rows(((CONTINUE,),), language))

    # ---- texts -----------------------------------------------------------------------------

    def _said(self, say: Say, language: str) -> tuple[Reply, ...]:
        text = Line(say.key, say.values)
        blocks = (say.above, (say.heading, text) if say.heading else (text,), say.below)
        told = ("\n".join(self._line(line, language) for line in block) for block in blocks if block)
        keys = tuple(line.key for block in blocks for line in block)
        replies = self._texts("\n\n".join(told), keys, say.buttons, language)
        if len(replies) > 1:  # only what is one message can be changed as one
            return replies
        return (replace(replies[0], edits_question=say.edits_question, progress_of=say.progress_of),)

    def _shown(self, show: Show, language: str, exhibits: Exhibits) -> tuple[TextReply, ...]:
        above, below = ([self._line(each, language) for each in block] for block in (show.above, show.below))
        text = "\n\n".join((*above, _exhibit_text(show, language, exhibits), *below))
        keys = (f"exhibit.{show.exhibit}", *(line.key for line in (*show.above, *show.below)))
        return self._texts(text, keys, show.buttons, language)

    def _line(self, line: Line, language: str) -> str:
        if not line.values:
            return self._catalog.text(line.key, language)
        items = tuple(line.values.items())
        is_plain = all(isinstance(value, str | int | TextKey) for _, value in items)
        return (self._plain_line if is_plain else self._make_line)(line.key, items, language)

    def _make_line(self, key: str, items: tuple[tuple[str, SayValue], ...], language: str) -> str:
        values = {name: self._told(each, language) for name, each in items}
        return self._catalog.text(key, language, **values)

    def _told(self, told: SayValue, language: str) -> object:
        match told:
            case str() | int() | float() | date():
                return told
            case TextKey(key, own_language):
                return self._catalog.text(key, own_language or language)
            case GroupName(method, segment):
                return segment_text(method, segment, "name", language)
            case _:
                return tell_answer(told, language)

    def _texts(
        self, text: str, keys: tuple[str, ...], buttons: tuple[tuple[Button, ...], ...], language: str
    ) -> tuple[TextReply, ...]:
        *first, last = split(text, LONGEST_TEXT)
        return (
            *(TextReply(piece, keys) for piece in first),
            TextReply(last, keys, self._rows(buttons, language)),
        )

    def _rows(
        self, rows: tuple[tuple[Button, ...], ...], language: str
    ) -> tuple[tuple[RenderedButton, ...], ...]:
        return tuple(tuple(self._button(button, language) for button in row) for row in rows)

    def _button(self, button: Button, language: str) -> RenderedButton:
        if not button.values:
            return self._plain_button(button.label, button.data, language, chosen=button.chosen)
        label = self._line(Line(button.label, button.values), language)
        return RenderedButton(label, button.data, button.chosen)

    def _make_plain_button(self, key: str, data: str, language: str, *, chosen: bool) -> RenderedButton:
        return RenderedButton(self._catalog.text(key, language), data, chosen)


def tell_answer(answer: Answer, language: str) -> str:
    """An accepted answer in words, with what was typed beside the options."""
    if isinstance(answer, Choices) and answer.others:
        others = tell(Texts(answer.others), language)
        return joined([tell(value(answer), language), others], language) if answer.options else others
    return tell(value(answer), language)


def split(text: str, limit: int) -> tuple[str, ...]:
    """Pieces of at most `limit` characters, cut between paragraphs if possible, else between lines."""
    pieces: list[str] = []
    rest = text
    while len(rest) > limit:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n ")
    return (*pieces, rest)


def _cut(text: str, limit: int) -> int:
    borders = (text.rfind(border, 1, limit + 1) for border in ("\n\n", "\n", " "))
    return next((border for border in borders if border > 0), limit)


def _exhibit_text(show: Show, language: str, exhibits: Exhibits) -> str:
    if show.exhibit is Exhibit.FILES:
        return contributions([exhibits.files[upload] for upload in show.subjects], language)
    if show.exhibit in OF_FILES:
        return _file_text(show, exhibits.files[show.subject], language)
    return _analysis_text(show, exhibits.analyses[show.subject].analysis, language)


def _file_text(show: Show, file: Understanding, language: str) -> str:
    match show.exhibit:
        case Exhibit.DETAILS:
            return previews.understanding(file, language)
        case Exhibit.CHOICE:
            choice = next(choice for choice in file.choices if choice.kind.value == show.part)
            return choices.choice(file, choice, language)
        case _:
            return previews.preview(file, language)


def _analysis_text(  # noqa: PLR0911  (one return per exhibit)
    show: Show, analysis: Analysis, language: str
) -> str:
    match show.exhibit:
        case Exhibit.SUMMARY:
            return summaries.summary(analysis, language)
        case Exhibit.FIGURES:
            return summaries.figures(analysis, language)
        case Exhibit.PERSONA | Exhibit.SOURCES:
            return _person_text(show, analysis, language)
        case Exhibit.SEGMENTS:
            method = next(s for s in analysis.segmentations if s.method == show.part)
            return telling.segments(method, analysis.totals, language, analysis.recommendation)
        case Exhibit.TARGETS:
            return targets(analysis, language)
        case Exhibit.ADJUSTMENT:
            return adjustment(analysis, show.part, language)
        case Exhibit.MERGER:
            return merger(analysis, show.part, language)
        case Exhibit.PLAN:
            return telling.plan(analysis, language, show.part)
        case Exhibit.RELEVANCE:
            return relevance(analysis, show.part, language)
        case _:
            raise AssertionError(show.exhibit)  # shown in its own way above


def _person_text(show: Show, analysis: Analysis, language: str) -> str:
    persona = next(persona for persona in analysis.personas if persona.key == show.part)
    tell_of = telling.sources if show.exhibit is Exhibit.SOURCES else telling.persona
    return tell_of(persona, language)
