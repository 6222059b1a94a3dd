"""The one reminder of an interview that its owner left in the middle."""

from dataclasses import replace

from bot.dialogue.interview import Interview, Turn
from bot.dialogue.resuming import resume
from bot.dialogue.utterances import Button, Line

NEVER = Button("chat.buttons.no_reminders", "reminders:off")


def may_be_reminded(interview: Interview) -> bool:
    """Whether a question has been left open, by somebody who has not been reminded and does not mind."""
    begun = bool(interview.answers or interview.skipped or interview.files)
    return interview.open is not None and begun and not (interview.reminded or interview.no_reminders)


def remind(interview: Interview) -> Turn:
    """The open question once more, with a way never to hear of it again."""
    if not may_be_reminded(interview):
        return Turn(interview)
    question = resume(interview, Line("chat.reminder"))
    return Turn(
        replace(interview, reminded=True), (replace(question, buttons=(*question.buttons, (NEVER,))),)
    )


def switch_off(interview: Interview) -> Turn:
    """Whoever does not want to be reminded is not, whatever they begin later."""
    quiet = replace(interview, no_reminders=True)
    return Turn(quiet, (resume(quiet, Line("chat.reminders_off")),))
