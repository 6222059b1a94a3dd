"""What the dialogue says and shows, as replies in the owner's language."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from bot.beliefs import value
from bot.dialogue.answers import Answer, Choices
from bot.dialogue.model import Button, Exhibit, Line, Say, SayValue, Show, TextKey, Utterance
from bot.export import findings_csv
from bot.messages import Attachment, DocumentReply, PicturesReply, RenderedButton, Reply, TextReply
from prompts import choices, previews, telling
from prompts.cards import card_png
from prompts.catalog import Catalog
from prompts.contributions import contributions
from prompts.report import report_pdf
from prompts.values import joined, tell
from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona
from segmentation.model.roles import Understanding
from segmentation.model.values import Texts
from storage.blobs import Blobs

BUTTONS_KEPT = 2_000
"""Rendered buttons whose labels need no values; more than there are in the questions of two languages."""
LONGEST_TEXT = 4_000
"""Characters in one message; Telegram takes 4,096 after its own marks."""
MOST_PICTURES = 10
"""In one album."""
SAMPLE_FOLDER = "sample"
"""Blobs of the sample shop, which everybody may see."""


@dataclass(frozen=True, slots=True)
class ShownAnalysis:
    analysis: Analysis
    folder: str
    """Where in the blob store its pictures are kept."""


OF_FILES = (Exhibit.UNDERSTANDING, Exhibit.DETAILS, Exhibit.CHOICE, Exhibit.FINDINGS, Exhibit.FILES)
"""Exhibits whose subjects are uploads."""


@dataclass(frozen=True, slots=True)
class ShownFindings:
    listed: str
    """The rows that are set aside, as the reader left them."""
    folder: str
    """Where in the blob store the documents made of them are kept."""


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What may have to be shown in one turn, by id."""

    files: Mapping[str, Understanding] = field(default_factory=dict)
    findings: Mapping[str, ShownFindings] = field(default_factory=dict)
    analyses: Mapping[str, ShownAnalysis] = field(default_factory=dict)


class Presenter:
    """Makes replies of utterances. Pictures and reports are rendered once per analysis and language."""

    def __init__(self, catalog: Catalog, blobs: Blobs) -> None:
        self._catalog = catalog
        self._plain_button = lru_cache(BUTTONS_KEPT)(self._make_plain_button)
        self._blobs = blobs

    @property
    def languages(self) -> tuple[str, ...]:
        return self._catalog.languages

    def may_see(self, owner_id: int, blob: str) -> bool:
        """Whether a blob is the owner's, or everybody's."""
        folder, _, rest = blob.partition("/")
        return folder in {str(owner_id), SAMPLE_FOLDER} and ".." not in rest.split("/")

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
                    replies += await self._cards(exhibits.analyses[utterance.subject], language)
                case Show(exhibit=Exhibit.REPORT):
                    replies.append(await self._report(exhibits.analyses[utterance.subject], language))
                case Show(exhibit=Exhibit.FINDINGS):
                    replies.append(await self._findings(utterance.subject, language, exhibits))
                case Show():
                    replies += self._shown(utterance, language, exhibits)
        return tuple(replies)

    def apology(self, language: str) -> Reply:
        """For a turn that failed on our side."""
        return TextReply(self._catalog.text("errors.internal", language), keys=("errors.internal",))

    # ---- texts -----------------------------------------------------------------------------

    def _said(self, say: Say, language: str) -> tuple[Reply, ...]:
        blocks = (say.above, (Line(say.key, say.values),), say.below)
        told = ("\n".join(self._line(line, language) for line in block) for block in blocks if block)
        keys = tuple(line.key for block in blocks for line in block)
        replies = self._texts("\n\n".join(told), keys, say.buttons, language)
        if len(replies) > 1:  # only what is one message can be changed as one
            return replies
        return (replace(replies[0], edits_question=say.edits_question, progress_of=say.progress_of),)

    def _shown(self, show: Show, language: str, exhibits: Exhibits) -> tuple[TextReply, ...]:
        above = (self._line(line, language) for line in show.above)
        text = "\n\n".join((*above, _exhibit_text(show, language, exhibits)))
        keys = (f"exhibit.{show.exhibit}", *(line.key for line in show.above))
        return self._texts(text, keys, show.buttons, language)

    def _line(self, line: Line, language: str) -> str:
        if not line.values:
            return self._catalog.text(line.key, language)
        values = {name: self._told(each, language) for name, each in line.values.items()}
        return self._catalog.text(line.key, language, **values)

    def _told(self, told: SayValue, language: str) -> object:
        match told:
            case str() | int() | float():
                return told
            case TextKey(key, own_language):
                return self._catalog.text(key, own_language or language)
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

    # ---- pictures --------------------------------------------------------------------------

    async def _cards(self, shown: ShownAnalysis, language: str) -> tuple[Reply, ...]:
        pictures = [
            await self._card(shown, persona, number, language)
            for number, persona in enumerate(shown.analysis.personas, start=1)
        ]
        albums = (pictures[start : start + MOST_PICTURES] for start in range(0, len(pictures), MOST_PICTURES))
        return tuple(PicturesReply(tuple(album), keys=("exhibit.cards",)) for album in albums)

    async def _card(self, shown: ShownAnalysis, persona: Persona, number: int, language: str) -> Attachment:
        blob = f"{shown.folder}/{language}/{number}.png"
        card = Attachment(blob, f"{number}.png", "image/png", caption=persona.name)
        analysis = shown.analysis
        return await self._drawn(card, lambda: card_png(persona, analysis.totals, analysis.plan, language))

    async def _report(self, shown: ShownAnalysis, language: str) -> Reply:
        blob = f"{shown.folder}/{language}/personas.pdf"
        name = self._catalog.text("chat.report_file", language)
        caption = self._catalog.text("chat.report_caption", language)
        report = Attachment(blob, name, "application/pdf", caption)
        drawn = await self._drawn(report, lambda: report_pdf(shown.analysis, language))
        return DocumentReply(drawn, keys=("exhibit.report",))

    async def _drawn(self, attachment: Attachment, draw: Callable[[], bytes]) -> Attachment:
        """The attachment with its size; drawn and kept if that has not been done before."""
        size = await self._blobs.size(attachment.blob)
        if size is None:
            content = await asyncio.to_thread(draw)
            await self._blobs.put(attachment.blob, content)
            size = len(content)
        return replace(attachment, size=size)

    async def _findings(self, upload: str, language: str, exhibits: Exhibits) -> Reply:
        shown, file = exhibits.findings[upload], exhibits.files[upload].dataset.name
        table = await asyncio.to_thread(findings_csv, shown.listed, language)
        blob = f"{shown.folder}/{language}-{hashlib.sha256(table).hexdigest()[:16]}.csv"
        await self._blobs.put(blob, table)
        name = self._catalog.text("files.findings.name", language, name=Path(file).stem)
        caption = self._catalog.text("files.findings.caption", language, name=file)
        return DocumentReply(Attachment(blob, name, "text/csv", caption), keys=("exhibit.findings",))


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


def _analysis_text(show: Show, analysis: Analysis, language: str) -> str:
    match show.exhibit:
        case Exhibit.SUMMARY:
            return telling.summary(analysis, language)
        case Exhibit.PERSONA:
            return telling.persona(next(p for p in analysis.personas if p.key == show.part), language)
        case Exhibit.SEGMENTS:
            method = next(s for s in analysis.segmentations if s.method == show.part)
            return telling.segments(method, analysis.totals, language)
        case Exhibit.PLAN:
            return telling.plan(analysis, language, show.part)
        case _:
            raise AssertionError(show.exhibit)  # shown in its own way above
