"""What the dialogue says and shows, as replies in the owner's language."""

from collections.abc import Sequence
from datetime import date

from bot.desk.exhibit_texts import exhibit_text
from bot.desk.exhibits import Exhibits
from bot.desk.lines import Lines
from bot.dialogue.resuming import CONTINUE
from bot.dialogue.utterances import Exhibit, Line, Say, Show, Utterance
from bot.messages import Reply, TextReply
from bot.results.documents import Documents
from bot.results.shown import ShownAnalysis
from bot.results.takeaway import ChosenList
from prompts.catalog import Catalog
from prompts.option_words import option_words
from storage.blobs import Blobs

_DOCUMENTS = (
    Exhibit.REPORT,
    Exhibit.PAGE,
    Exhibit.PERSONAS,
    Exhibit.CALENDAR,
    Exhibit.WORKBOOK,
    Exhibit.LIST,
    Exhibit.FINDINGS,
    Exhibit.EVERYTHING,
)
"""Exhibits that are files."""


class Presenter:
    """Makes replies of utterances. Pictures and reports are rendered once per analysis and language."""

    def __init__(self, catalog: Catalog, blobs: Blobs) -> None:
        self._catalog = catalog
        self._lines = Lines(catalog)
        self._documents = Documents(catalog, blobs)
        self.option_words = option_words(catalog)

    @property
    def languages(self) -> tuple[str, ...]:
        return self._catalog.languages

    async def present(
        self, utterances: Sequence[Utterance], language: str, exhibits: Exhibits
    ) -> tuple[Reply, ...]:
        """The replies, in order; a text is one of them, however long."""
        replies: list[Reply] = []
        for utterance in utterances:
            match utterance:
                case Say():
                    replies.append(self._said(utterance, language))
                case Show(exhibit=Exhibit.CARDS):
                    replies += await self._documents.cards(exhibits.analyses[utterance.subject], language)
                case Show(exhibit=exhibit) if exhibit in _DOCUMENTS:
                    replies.append(await self._document(utterance, language, exhibits))
                case Show():
                    replies.append(self._shown(utterance, language, exhibits))
        return tuple(replies)

    def apology(self, language: str) -> Reply:
        """For a turn that failed on our side."""
        return self._said(Say("errors.internal", buttons=((CONTINUE,),)), language)

    def _said(self, say: Say, language: str) -> TextReply:
        text = Line(say.key, say.values)
        blocks = (say.above, (say.heading, text) if say.heading else (text,), say.below)
        return TextReply(
            text="\n\n".join(self._lines.block(block, language) for block in blocks if block),
            keys=tuple(line.key for block in blocks for line in block),
            buttons=self._lines.buttons(say.buttons, language),
            edits_question=say.edits_question,
            progress_of=say.progress_of,
        )

    def _shown(self, show: Show, language: str, exhibits: Exhibits) -> TextReply:
        above, below = (
            [self._lines.told(each, language) for each in lines] for lines in (show.above, show.below)
        )
        return TextReply(
            text="\n\n".join((*above, exhibit_text(show, exhibits, language), *below)),
            keys=(f"exhibit.{show.exhibit}", *(line.key for line in (*show.above, *show.below))),
            buttons=self._lines.buttons(show.buttons, language),
        )

    async def _document(self, show: Show, language: str, exhibits: Exhibits) -> Reply:
        match show.exhibit:
            case Exhibit.EVERYTHING:
                assert exhibits.everything is not None
                return await self._documents.everything(exhibits.everything, language)
            case Exhibit.FINDINGS:
                file = exhibits.files[show.subject].dataset.name
                return await self._documents.findings(exhibits.findings[show.subject], file, language)
            case _:
                return await self._document_of(exhibits.analyses[show.subject], show, language)

    async def _document_of(self, shown: ShownAnalysis, show: Show, language: str) -> Reply:
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
