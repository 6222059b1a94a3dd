"""What the dialogue learns of a finished analysis."""

from collections.abc import Iterator

from bot.dialogue.inbound import Adjustable, AnalysisFinished
from segmentation.model.adjustments import Adjustment
from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona, Source
from segmentation.model.segments import Segmentation


def finished(analysis_id: str, analysis: Analysis) -> AnalysisFinished:
    """Who was found, by which methods, and what the owner can set."""
    return AnalysisFinished(
        analysis_id,
        personas=tuple(persona.key for persona in analysis.personas),
        methods=tuple(segmentation.method for segmentation in analysis.segmentations),
        names=tuple(persona.name for persona in analysis.personas),
        spellings=tuple(persona.spellings for persona in analysis.personas),
        groups={each.method: _with_customers(each) for each in analysis.segmentations},
        adjustable=tuple(_adjustable(analysis)),
        ranked=analysis.ranking is not None,
        kept=tuple(key for each in analysis.segmentations for key in each.kept),
        measured=tuple(_measured(persona) for persona in analysis.personas),
    )


def _measured(persona: Persona) -> tuple[str, ...]:
    return tuple(field.key for field in persona.fields if field.source is Source.MEASURED)


def _with_customers(segmentation: Segmentation) -> tuple[str, ...]:
    return tuple(segment.key for segment in segmentation.segments if segment.figures.customers)


def _adjustable(analysis: Analysis) -> Iterator[Adjustable]:
    for segmentation in analysis.segmentations:
        for each in segmentation.adjustments:
            yield _as_offered(segmentation.method, each)
    for switched_off in analysis.switched_off:
        for each in switched_off.adjustments:
            yield _as_offered(switched_off.what, each)


def _as_offered(method: str, adjustment: Adjustment) -> Adjustable:
    return Adjustable(
        method=method,
        setting=adjustment.setting,
        used=adjustment.used,
        is_own=adjustment.is_own,
        numbers=tuple(option.number for option in adjustment.options),
        foreseen=any(option.customers for option in adjustment.options),
        lowest=adjustment.typed[0].number if adjustment.typed else None,
        highest=adjustment.typed[-1].number if adjustment.typed else None,
    )
