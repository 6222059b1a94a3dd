"""What owners take away to work with: lists of customers per segment, and the calendar of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from prompts.calendar import calendar_ics
from prompts.labels import group_name, main_segmentation
from prompts.lists import list_csv, list_xlsx
from prompts.sheets import csv_bytes
from segmentation.channels.calendar import calendar
from segmentation.lists.audiences import ServiceFile, google, meta, newsletter
from segmentation.lists.store import listed
from segmentation.model.analysis import Analysis
from segmentation.model.lists import CustomerList
from segmentation.model.segments import Segment, Segmentation


class ListForm(StrEnum):
    """Whom a list of one segment is for."""

    PEOPLE = "people"
    """Everything known, in the owner's language."""
    NEWSLETTER = "newsletter"
    """Mailchimp, Klaviyo and their like."""
    META = "meta"
    """Custom Audiences, hashed."""
    GOOGLE = "google"
    """Customer Match, hashed."""


@dataclass(frozen=True, slots=True)
class ChosenList:
    """The customers of one group of any method, for somebody."""

    method: str
    segment: str
    form: ListForm

    @classmethod
    def of(cls, part: str) -> "ChosenList":
        """From method, segment and form, between slashes."""
        method, segment, form = part.split("/")
        return cls(method, segment, ListForm(form))


def with_customers(segmentation: Segmentation | None) -> Sequence[Segment]:
    """The segments somebody is in."""
    return [each for each in segmentation.segments if each.figures.customers] if segmentation else []


def workbook(table: Path, analysis: Analysis, language: str) -> bytes:
    """All customers, a sheet per segment. `table` is what the analysis stored."""
    main = analysis.main_method or ""
    lists = [
        (called(analysis, main, segment.key, language), _listed(table, analysis, main, segment.key))
        for segment in with_customers(main_segmentation(analysis))
    ]
    return list_xlsx(lists, language)


def list_file(table: Path, analysis: Analysis, chosen: ChosenList, language: str) -> bytes:
    """One group as a CSV file."""
    customers = _listed(table, analysis, chosen.method, chosen.segment)
    match chosen.form:
        case ListForm.PEOPLE:
            return list_csv(customers, language)
        case ListForm.NEWSLETTER:
            tag = called(analysis, chosen.method, chosen.segment, language)
            return _service_file(newsletter(customers, tag))
        case ListForm.META:
            return _service_file(meta(customers))
        case ListForm.GOOGLE:
            return _service_file(google(customers))
        case _:
            assert_never(chosen.form)


def calendar_file(analysis: Analysis, today: date, language: str) -> bytes:
    """The year from `today` on."""
    return calendar_ics(calendar(analysis.plan, today), analysis.personas, today, language)


def called(analysis: Analysis, method: str, segment: str, language: str) -> str:
    """The name of a group."""
    segmentation = next(each for each in analysis.segmentations if each.method == method)
    return group_name(segmentation, segment, language)


def _listed(table: Path, analysis: Analysis, method: str, segment: str) -> CustomerList:
    currency = analysis.totals.currency if analysis.totals else None
    return listed(table, method, segment, currency)


def _service_file(file: ServiceFile) -> bytes:
    return csv_bytes(file.heading, file.rows, marked=False)
