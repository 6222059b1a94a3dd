"""What is drawn and written for an owner: cards, report, calendar, lists. Made once, kept as blobs."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.messages import Attachment, DocumentReply, PicturesReply, Reply, TextReply
from bot.results import customer_tables
from bot.results.everything import Everything, pack
from bot.results.export import personas_json
from bot.results.shown import ShownAnalysis, ShownFindings
from bot.results.tables import findings_csv
from bot.results.takeaway import ChosenList, calendar_file, called, list_file, workbook
from prompts.catalog import Catalog
from prompts.drawn.cards import card_png
from prompts.drawn.page import report_html
from prompts.drawn.report import report_pdf
from segmentation.lists.store import refusals
from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona
from storage.blobs import Blobs

MOST_PICTURES = 10
"""In one album."""
MOST_IN_A_WORKBOOK = 50_000
"""Customers; more are slow to write and slow to open, and come as one CSV file per group."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A document: `documents.<key>` names it and says what it is for."""

    key: str
    path: str
    media_type: str


_REPORT = _Kind("report", "personas.pdf", "application/pdf")
_PAGE = _Kind("page", "personas.html", "text/html")
_PERSONAS = _Kind("personas", "personas.json", "application/json")
_WORKBOOK = _Kind(
    "workbook", "customers.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)


class Documents:
    """Makes attachments, each once per analysis and language."""

    def __init__(self, catalog: Catalog, blobs: Blobs) -> None:
        self._catalog = catalog
        self._blobs = blobs
        self._drawing = ThreadPoolExecutor(os.cpu_count(), "drawing")  # not the threads turns are kept in

    async def cards(self, shown: ShownAnalysis, language: str) -> tuple[Reply, ...]:
        """One picture per persona, in albums."""
        pictures = [
            await self._card(shown, persona, number, language)
            for number, persona in enumerate(shown.analysis.personas, start=1)
        ]
        albums = (pictures[start : start + MOST_PICTURES] for start in range(0, len(pictures), MOST_PICTURES))
        return tuple(PicturesReply(tuple(album), keys=("exhibit.cards",)) for album in albums)

    async def report(self, shown: ShownAnalysis, language: str) -> Reply:
        return await self._document(_REPORT, shown, language, lambda: report_pdf(shown.analysis, language))

    async def page(self, shown: ShownAnalysis, language: str) -> Reply:
        """The report for a browser."""
        return await self._document(_PAGE, shown, language, lambda: report_html(shown.analysis, language))

    async def personas(self, shown: ShownAnalysis, language: str) -> Reply:
        """The people for other programs."""
        return await self._document(
            _PERSONAS, shown, language, lambda: personas_json(shown.analysis, language).encode()
        )

    async def calendar(self, shown: ShownAnalysis, start: date, language: str) -> Reply:
        """The plan's next twelve months from `start` on."""
        kind = _Kind("calendar", f"calendar-{start}.ics", "text/calendar")
        return await self._document(
            kind, shown, language, lambda: calendar_file(shown.analysis, start, language)
        )

    async def workbook(self, shown: ShownAnalysis, language: str) -> Reply:
        """All customers, a sheet per group."""
        totals = shown.analysis.totals
        if totals is None or totals.customers > MOST_IN_A_WORKBOOK:
            return self._said("workbook_too_large", language, most=MOST_IN_A_WORKBOOK)
        return await self._of_table(
            _WORKBOOK, shown, language, lambda table: workbook(table, shown.analysis, language), refusals
        )

    async def customers(self, shown: ShownAnalysis, chosen: ChosenList, language: str) -> Reply:
        """The customers of a group, called by the persona who stands for them where there is one."""
        path = f"lists/{chosen.method}-{chosen.segment}-{chosen.form}.csv"
        return await self._of_table(
            _Kind(f"list.{chosen.form}", path, "text/csv"),
            shown,
            language,
            lambda table: list_file(table, shown.analysis, chosen, language),
            lambda table: refusals(table, chosen.method, chosen.segment),
            who=_who(shown.analysis, chosen, language),
        )

    async def findings(self, shown: ShownFindings, file: str, language: str) -> Reply:
        """The rows of the upload called `file` that are set aside."""
        table = await asyncio.to_thread(findings_csv, shown.listed, language)
        blob = f"{shown.folder}/{language}-{hashlib.sha256(table).hexdigest()[:16]}.csv"
        await self._blobs.put(blob, table)
        name = self._catalog.text("files.findings.name", language, name=Path(file).stem)
        caption = self._catalog.text("files.findings.caption", language, name=file)
        attachment = Attachment(blob, name, "text/csv", caption, size=len(table))
        return DocumentReply(attachment, keys=("exhibit.findings",))

    async def everything(self, kept: Everything, language: str) -> Reply:
        """All rows and files of an owner, packed; the pack before this one goes."""
        packed = await pack(kept, self._blobs)
        await self._blobs.remove_all(kept.packs)
        blob = f"{kept.packs}{hashlib.sha256(packed).hexdigest()[:32]}.zip"
        await self._blobs.put(blob, packed)
        name = self._catalog.text("privacy.export.name", language)
        caption = self._catalog.text("privacy.export.caption", language)
        attachment = Attachment(blob, name, "application/zip", caption, size=len(packed))
        return DocumentReply(attachment, keys=("exhibit.everything",))

    # ---- making --------------------------------------------------------------------------------

    async def _card(self, shown: ShownAnalysis, persona: Persona, number: int, language: str) -> Attachment:
        blob = shown.blob(language, f"{number}.png")
        card = Attachment(blob, f"{number}.png", "image/png", caption=persona.name)
        analysis = shown.analysis
        return await self._kept(card, lambda: card_png(persona, analysis, language))

    async def _of_table(
        self,
        kind: _Kind,
        shown: ShownAnalysis,
        language: str,
        make: Callable[[Path], bytes],
        count_refusals: Callable[[Path], int],
        **values: object,
    ) -> Reply:
        """A document made of the customers; results from before there were lists have kept none."""
        with TemporaryDirectory(prefix="personabot-") as folder:
            table = Path(folder) / "customers.parquet"
            if not await customer_tables.fetch(self._blobs, shown.folder, table):
                return self._said("no_table", language)
            refused = await asyncio.to_thread(count_refusals, table)
            return await self._document(kind, shown, language, lambda: make(table), refused=refused, **values)

    async def _document(
        self, kind: _Kind, shown: ShownAnalysis, language: str, make: Callable[[], bytes], **values: object
    ) -> Reply:
        name = self._catalog.text(f"documents.{kind.key}.name", language, **values)
        caption = self._catalog.text(f"documents.{kind.key}.caption", language, **values)
        attachment = Attachment(shown.blob(language, kind.path), name, kind.media_type, caption)
        return DocumentReply(
            await self._kept(attachment, make), keys=(f"exhibit.{kind.key.partition('.')[0]}",)
        )

    def _said(self, key: str, language: str, **values: object) -> Reply:
        return TextReply(self._catalog.text(f"documents.{key}", language, **values), (f"documents.{key}",))

    async def _kept(self, attachment: Attachment, make: Callable[[], bytes]) -> Attachment:
        """The attachment with its size; made and kept if that has not been done before."""
        size = await self._blobs.size(attachment.blob)
        if size is None:
            content = await asyncio.get_running_loop().run_in_executor(self._drawing, make)
            await self._blobs.put(attachment.blob, content)
            size = len(content)
        return replace(attachment, size=size)


def _who(analysis: Analysis, chosen: ChosenList, language: str) -> str:
    for persona in analysis.personas:
        if (persona.method, persona.segment) == (chosen.method, chosen.segment):
            return persona.name
    return called(analysis, chosen.method, chosen.segment, language)
