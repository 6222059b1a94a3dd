"""The plan on dates."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from prompts.calendar import calendar_ics
from prompts.values import catalog
from segmentation.channels.calendar import calendar
from segmentation.model.channels import Advice, CalendarEntry, PersonaPlan, Plan

START = date(2026, 11, 23)


def test_a_letter_falls_in_each_quarter_on_the_day_before_the_favourite_one() -> None:
    entries = calendar(
        _plan("timing.letter_each_quarter", Advice("timing.weekday", {"weekday": "mon"})), START
    )
    letters = [each.day for each in entries if each.advice.key == "timing.letter_each_quarter"]
    assert len(letters) == 4
    assert {day.strftime("%a") for day in letters} == {"Sun"}
    assert {(day - letters[0]).days for day in letters} == {0, 91, 182, 273}


@pytest.mark.parametrize("month", range(1, 13))
def test_a_reminder_comes_three_weeks_before_the_next_such_month(month: int) -> None:
    entries = calendar(_plan(Advice("timing.month", {"month": str(month)})), START)
    (reminder,) = [each.day for each in entries if each.advice.key == "timing.month"]
    assert reminder >= START
    assert (reminder + timedelta(weeks=3)).month == month
    assert (reminder + timedelta(weeks=3)).day == 1


def test_on_whatever_day_a_plan_begins_a_reminder_lies_three_weeks_before_its_month() -> None:
    for start in (date(2027, 12, 1) + timedelta(days=each) for each in range(366)):
        entries = calendar(_plan(Advice("timing.month", {"month": "1"})), start)
        reminders = [each.day for each in entries if each.advice.key == "timing.month"]
        assert all(day + timedelta(weeks=3) == date(day.year + 1, 1, 1) for day in reminders)


def test_everything_lies_in_the_year_from_the_start_and_in_order() -> None:
    entries = calendar(_plan("timing.due_first_time", "timing.ask_now", "actions.let_go_after_two"), START)
    days = [each.day for each in entries]
    assert days == sorted(days)
    assert days[0] >= START
    assert days[-1] <= START + timedelta(days=365)


def test_what_has_no_day_is_not_in_the_calendar() -> None:
    keys = {each.advice.key for each in calendar(_plan("actions.bundle"), START)}
    assert keys == {"review.look_again"}


@pytest.mark.parametrize("language", catalog().languages)
def test_phones_can_read_it(language: str) -> None:
    entries = (
        CalendarEntry(START, Advice("timing.two_calls_a_year"), "someone"),
        CalendarEntry(START, Advice("general.retention.greetings")),
    )
    read = Calendar.from_ical(calendar_ics(entries, (), START, language))
    events = list(read.walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [START, START]
    assert len({str(event["uid"]) for event in events}) == 2
    assert all(event["summary"] and event["description"] for event in events)


def _plan(*advice: Advice | str) -> Plan:
    known = [each if isinstance(each, Advice) else Advice(each) for each in advice]
    timing = tuple(each for each in known if each.key.startswith("timing"))
    actions = tuple(each for each in known if each.key.startswith("actions"))
    return Plan((PersonaPlan("someone", (), timing, (), (), actions),), ())
