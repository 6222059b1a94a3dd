"""Groups as their owner calls them, wherever a result is shown."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona
from segmentation.model.segments import Segmentation


def named(analysis: Analysis, names: Mapping[str, str]) -> Analysis:
    """The result with the owner's `names`, by `<method>/<segment>`."""
    if not names:
        return analysis
    return replace(
        analysis,
        segmentations=tuple(_named(each, names) for each in analysis.segmentations),
        personas=tuple(_member(each, names) for each in analysis.personas),
    )


def edition(words: Mapping[str, str]) -> str:
    """A mark of the owner's own words, for what is drawn once and kept; empty without any."""
    told = "\n".join(f"{place}={word}" for place, word in sorted(words.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:8] if words else ""


def _named(segmentation: Segmentation, names: Mapping[str, str]) -> Segmentation:
    own = {each.key: names.get(f"{segmentation.method}/{each.key}") for each in segmentation.segments}
    return replace(segmentation, names={key: name for key, name in own.items() if name is not None})


def _member(persona: Persona, names: Mapping[str, str]) -> Persona:
    return replace(persona, group_name=names.get(f"{persona.method}/{persona.segment}"))
