"""Which groups to aim at, and what speaks for each: weights and marks in the open."""

from collections.abc import Iterator

from prompts.catalog import Text
from prompts.drawing import Drawing
from prompts.labels import blocks, group_name, item
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.targets import Criterion, Ranking, Return, Target

_BLOCKS = 5
"""Of a bar."""


def ranking(analysis: Analysis, language: str) -> Drawing | None:
    """The same for the report, a row for each group; None where there is no ranking."""
    ranked = analysis.ranking
    if ranked is None:
        return None
    return {
        "heading": catalog().text("targets.title", language),
        "about": catalog().text("targets.about", language, weights=_weights(ranked, language)),
        "rows": [
            {
                "place": catalog().text("targets.number", language, place=place),
                "name": _name(analysis, target, language),
                "score": target.score,
                "marks": list(_marks(analysis, ranked, target, language)),
            }
            for place, target in enumerate(ranked.targets, start=1)
        ],
        "notes": [*_unknown(ranked, language), *_spend(ranked, language)],
    }


def targets(analysis: Analysis, language: str) -> Text:
    """The ranking of the main method's groups; it must have one."""
    ranking = analysis.ranking
    assert ranking is not None
    return blocks(
        [catalog().text("targets.heading", language), _weights(ranking, language)],
        *(
            _target(analysis, ranking, place, target, language)
            for place, target in enumerate(ranking.targets, start=1)
        ),
        [*_unknown(ranking, language), *_spend(ranking, language)],
    )


def _weights(ranking: Ranking, language: str) -> Text:
    weights = [
        catalog().text(f"targets.weight.{criterion}", language, weight=weight)
        for criterion, weight in ranking.weights.items()
    ]
    return catalog().text("targets.weights", language, weights=weights)


def _target(analysis: Analysis, ranking: Ranking, place: int, target: Target, language: str) -> Iterator[str]:
    name = _name(analysis, target, language)
    full = round(_BLOCKS * target.score)
    bar = "▓" * full + "░" * (_BLOCKS - full)
    yield catalog().text("targets.place", language, place=place, name=name, bar=bar)
    yield from (item(each, language) for each in _marks(analysis, ranking, target, language))


def _name(analysis: Analysis, target: Target, language: str) -> str:
    ranked = analysis.ranking
    segmentation = next(each for each in analysis.segmentations if ranked and each.method == ranked.method)
    return group_name(segmentation, target.segment, language)


def _marks(analysis: Analysis, ranking: Ranking, target: Target, language: str) -> Iterator[Text]:
    """What speaks for a group, each with the figure it rests on, and what promotion to it brings."""
    currency = analysis.totals.currency if analysis.totals else None
    for criterion, mark in target.marks.items():
        key = f"profit_{ranking.profit}" if criterion is Criterion.PROFIT else criterion
        yield catalog().text(f"targets.mark.{key}", language, figure=mark.figure, currency=currency)
    if target.returned is not None:
        yield _return(target.returned, currency, language)


def _return(returned: Return, currency: str | None, language: str) -> Text:
    gain = returned.on_investment
    key = "targets.return.gain" if gain >= 0 else "targets.return.loss"
    spend, margin = returned.spend, returned.margin
    return catalog().text(key, language, gain=gain, margin=margin, spend=spend, currency=currency)


def _spend(ranking: Ranking, language: str) -> Iterator[str]:
    if ranking.spend is not None:
        yield catalog().text(f"targets.return.{ranking.spend}", language)


def _unknown(ranking: Ranking, language: str) -> Iterator[str]:
    for criterion in Criterion:
        if criterion not in ranking.weights:
            yield catalog().text(f"targets.unknown.{criterion}", language)
