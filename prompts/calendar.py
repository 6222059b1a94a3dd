"""The plan's days as a calendar file that phones and calendar programs open."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from prompts.labels import advice_text
from prompts.values import catalog
from segmentation.model.channels import CalendarEntry
from segmentation.model.personas import Persona


def calendar_ics(
    entries: Sequence[CalendarEntry], personas: Sequence[Persona], made: date, language: str
) -> bytes:
    """RFC 5545: one whole-day event per entry. The same plan of the same day gives the same file.

    `made` is the day the calendar is made. Events keep their ids, so a second import brings nothing twice.
    """
    names = {persona.key: persona.name for persona in personas}
    calendar = Calendar()
    calendar.add("prodid", "-//personabot//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", catalog().text("calendar.name", language))
    for entry in entries:
        calendar.add_component(_event(entry, names.get(entry.persona or "", ""), made, language))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, who: str, made: date, language: str) -> Event:
    title = catalog().text(f"calendar.title.{entry.advice.key}", language)
    event = Event()
    event.add("uid", f"{entry.day:%Y%m%d}.{entry.advice.key}.{entry.persona or 'everybody'}@personabot")
    event.add("dtstamp", datetime(made.year, made.month, made.day, tzinfo=UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", catalog().text("calendar.entry", language, title=title, who=who))
    event.add("description", advice_text(entry.advice, language))
    event.add("transp", "TRANSPARENT")
    return event
