"""Links into the chat that bring a wish along: t.me/<bot>?start=zh, ?start=sample, ?start=zh-sample."""

import re
from dataclasses import replace

from bot.dialogue import opening, results
from bot.dialogue.interview import Interview, Moment, Turn

SAMPLE = "sample"


def follow(interview: Interview, payload: str, moment: Moment) -> Turn:
    """/start with what a link brought along; words that nobody knows do no harm."""
    words = re.split("[-_]", payload.casefold())
    spoken = next((word for word in words if word in moment.languages), interview.language)
    there = replace(interview, language=spoken)
    return results.run_sample(there, moment) if SAMPLE in words else opening.start(there)
