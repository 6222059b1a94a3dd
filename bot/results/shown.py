"""Results as they are shown to somebody, and where in the blob store lies what is made of them."""

import hashlib
from dataclasses import dataclass

from segmentation.model.analysis import Analysis

_SAMPLE_FOLDER = "sample"
"""Blobs of the sample shop, which everybody may see."""


@dataclass(frozen=True, slots=True)
class ShownAnalysis:
    analysis: Analysis
    folder: str
    """Where everything made of it is kept."""
    edition: str = ""
    """Differs where the owner calls groups otherwise, as what is drawn then differs, too."""

    def blob(self, language: str, name: str) -> str:
        edition = f"-{self.edition}" if self.edition else ""
        return f"{self.folder}/{language}{edition}/{name}"


@dataclass(frozen=True, slots=True)
class ShownFindings:
    listed: str
    """The rows that are set aside, as the reader left them."""
    folder: str
    """Where the documents made of them are kept."""


def folder_of(owner_id: int, analysis: str, sample: str | None = None) -> str:
    """Where the blobs of an analysis lie; those of the sample shop, with its result `sample`, are shared."""
    if sample is not None:
        return f"{_SAMPLE_FOLDER}/{hashlib.sha256(sample.encode()).hexdigest()[:32]}"
    return f"{owner_id}/cards/{analysis}"


def findings_folder(owner_id: int, upload: str) -> str:
    """Where the blobs lie that are made of what is set aside in a file."""
    return f"{owner_id}/findings/{upload}"


def may_see(owner_id: int, blob: str) -> bool:
    """Whether a blob is the owner's, or everybody's."""
    folder, _, rest = blob.partition("/")
    return folder in {str(owner_id), _SAMPLE_FOLDER} and ".." not in rest.split("/")
