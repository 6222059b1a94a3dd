"""A result as plain text, as the chat tells it: for terminals and files."""

from prompts.told import summaries, telling
from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona


def analysis_text(analysis: Analysis, language: str) -> str:
    """Summary, figures, people and plan, as the chat tells them."""
    people = [person_text(persona, language) for persona in analysis.personas]
    return "\n\n".join((shop_text(analysis, language), *people, telling.plan(analysis, language)))


def person_text(persona: Persona, language: str) -> str:
    return f"{telling.persona(persona, language)}\n\n{telling.sources(persona, language)}"


def shop_text(analysis: Analysis, language: str) -> str:
    """What holds for the whole shop, the main thing first."""
    summary = summaries.summary(analysis, language)
    return summary if analysis.totals is None else f"{summary}\n\n{summaries.figures(analysis, language)}"
