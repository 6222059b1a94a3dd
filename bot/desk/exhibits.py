"""What the utterances of a turn point at: files, findings and results of the owner, as they may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.dialogue.interview import Interview, Turn
from bot.dialogue.utterances import Exhibit, Show
from bot.results.corrections import corrected
from bot.results.everything import Everything, gather
from bot.results.own_names import edition, named
from bot.results.shown import ShownAnalysis, ShownFindings, findings_folder, folder_of
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json
from segmentation.model.roles import Understanding
from storage import analyses, uploads
from storage.owners import Owner

OF_FILES = (Exhibit.UNDERSTANDING, Exhibit.DETAILS, Exhibit.CHOICE, Exhibit.FINDINGS, Exhibit.FILES)
"""Exhibits whose subjects are uploads."""


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What may have to be shown in one turn, by id."""

    files: Mapping[str, Understanding] = field(default_factory=dict)
    findings: Mapping[str, ShownFindings] = field(default_factory=dict)
    analyses: Mapping[str, ShownAnalysis] = field(default_factory=dict)
    everything: Everything | None = None


def collect(connection: Connection, owner: Owner, turn: Turn, now: datetime) -> Exhibits:
    """What the utterances of a turn point at, as far as it is the owner's."""
    shows = [utterance for utterance in turn.utterances if isinstance(utterance, Show)]
    of_files = [show for show in shows if show.exhibit in OF_FILES]
    results = {show.subject for show in shows if show.exhibit not in OF_FILES}
    wants_everything = any(show.exhibit is Exhibit.EVERYTHING for show in shows)
    return Exhibits(
        everything=gather(connection, owner, now) if wants_everything else None,
        files=_files(connection, owner.id, of_files),
        findings=_findings(connection, owner.id, of_files),
        analyses={
            stored.id: _shown(stored, stored.result, turn.interview)
            for stored in analyses.get(connection, owner.id, results)
            if stored.result
        },
    )


def _files(connection: Connection, owner_id: int, shows: Sequence[Show]) -> Mapping[str, Understanding]:
    wanted = [upload for show in shows for upload in (show.subject, *show.subjects)]
    return {
        upload.id: from_json(upload.understanding, Understanding)
        for upload in uploads.get(connection, owner_id, wanted)
        if upload.understanding
    }


def _findings(connection: Connection, owner_id: int, shows: Sequence[Show]) -> Mapping[str, ShownFindings]:
    wanted = [show.subject for show in shows if show.exhibit is Exhibit.FINDINGS]
    return {
        upload: ShownFindings(
            uploads.findings(connection, owner_id, upload), findings_folder(owner_id, upload)
        )
        for upload in wanted
    }


def _shown(stored: analyses.StoredAnalysis, result: str, interview: Interview) -> ShownAnalysis:
    """An own result as its owner corrected it, with their names; the sample shop is everybody's."""
    analysis = from_json(result, Analysis)
    if stored.kind == "sample":
        shown = corrected(analysis, {}, interview.language)
        return ShownAnalysis(shown, folder_of(stored.owner_id, stored.id, result))
    shown = corrected(named(analysis, interview.names), interview.corrections, interview.language)
    folder = folder_of(stored.owner_id, stored.id)
    return ShownAnalysis(shown, folder, edition({**interview.names, **interview.corrections}))
