"""What another bound would do to the groups, before it is used."""

from collections.abc import Iterator

from prompts.catalog import Text
from prompts.labels import blocks, group_name
from prompts.values import catalog
from segmentation.model.adjustments import Adjustment, Option
from segmentation.model.analysis import Analysis
from segmentation.model.segments import Segmentation


def adjustment(analysis: Analysis, part: str, language: str) -> Text:
    """How many customers each segment would have; `part` names method, setting and option.

    An option is a place among those offered, or after = a number that the owner typed.
    """
    method, setting, option = part.split("/")
    segmentation = next(each for each in analysis.segmentations if each.method == method)
    adjusted = next(each for each in segmentation.adjustments if each.setting == setting)
    typed = adjusted.option(float(option[1:])) if option.startswith("=") else None
    chosen = typed or adjusted.options[int(option)]
    heading = catalog().text(f"groups.{setting}.would", language, **_bounds(adjusted, chosen, analysis))
    note = catalog().text("groups.nothing_changed_yet", language)
    return blocks([heading], _segments(segmentation, chosen, language), [note])


def _bounds(adjusted: Adjustment, chosen: Option, analysis: Analysis) -> dict[str, object]:
    currency = analysis.totals.currency if analysis.totals else None
    return {"used": adjusted.used, "number": chosen.number, "currency": currency}


def _segments(segmentation: Segmentation, chosen: Option, language: str) -> Iterator[str]:
    for segment, after in zip(segmentation.segments, chosen.customers, strict=True):
        before = segment.figures.customers
        if before or after:
            name = group_name(segmentation, segment.key, language)
            key = "stays" if before == after else "becomes"
            values = {"before": before, "after": after, "change": after - before}
            yield catalog().text(f"groups.{key}", language, name=name, **values)
