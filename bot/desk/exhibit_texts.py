"""What is said of an exhibit: of a file, of several together, of a result."""

from bot.desk.exhibits import OF_FILES, Exhibits
from bot.dialogue.utterances import Exhibit, Show
from prompts.told import choices, previews, summaries, telling
from prompts.told.adjusting import adjustment
from prompts.told.contributions import contributions
from prompts.told.merging import merger
from prompts.told.relevance import relevance
from prompts.told.targets import targets
from segmentation.model.analysis import Analysis
from segmentation.model.roles import Understanding


def exhibit_text(show: Show, exhibits: Exhibits, language: str) -> str:
    """In full, however long that is. Exhibits that are pictures or documents have no text."""
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
            raise AssertionError(show.exhibit)


def _person_text(show: Show, analysis: Analysis, language: str) -> str:
    persona = next(persona for persona in analysis.personas if persona.key == show.part)
    tell_of = telling.sources if show.exhibit is Exhibit.SOURCES else telling.persona
    return tell_of(persona, language)
