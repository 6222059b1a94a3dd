"""The beginning and the end: welcome, menu, help, language, starting over, being forgotten."""

from dataclasses import replace

from bot.dialogue import asking, passage
from bot.dialogue.effects import ForgetOwner
from bot.dialogue.inbound import Command
from bot.dialogue.interview import Interview, Moment, Route, Turn, short
from bot.dialogue.resuming import (
    CONTINUE,
    EXAMPLE,
    EXPRESS,
    FILE,
    FULL,
    LANGUAGE,
    arrive,
    is_unfinished,
    resume,
    ways,
)
from bot.dialogue.utterances import (
    Button,
    Line,
    Say,
    TextKey,
)

START = Button("chat.buttons.start", "continue")
OVER = Button("chat.buttons.over", "over")


def welcome(interview: Interview) -> Turn:
    """First words: the example, the questions, the file."""
    buttons = ((EXAMPLE,), (EXPRESS,), (FULL,), (FILE, LANGUAGE))
    return Turn(interview, (Say("chat.welcome", buttons=buttons),))


def start(interview: Interview) -> Turn:
    """/start: nothing that exists is lost by it."""
    if interview.is_untouched:
        return welcome(interview)
    values = {"answers": len(interview.answers), "files": len(interview.confirmed_uploads)}
    return Turn(interview, (Say("chat.welcome_back", values, ((CONTINUE,), (OVER, LANGUAGE))),))


def set_out(interview: Interview, route: Route) -> Turn:
    """The first question of a route that is not behind the owner yet."""
    on_route = passage.take(interview, route)
    return Turn(on_route, (arrive(on_route),))


def begin(interview: Interview) -> Turn:
    """After the example: the owner's own shop."""
    return Turn(interview, (Say("chat.start_mine", buttons=((EXPRESS,), (FULL,), (FILE,))),))


def go_on(interview: Interview) -> Turn:
    """Back to the open question, or to the next one, or to the menu."""
    if interview.open is None and is_unfinished(interview, interview.route):
        return set_out(interview, interview.route)
    return Turn(interview, (resume(interview),))


def start_over(interview: Interview, moment: Moment) -> Turn:
    """Ask before anything is thrown away."""
    values = {"answers": len(interview.answers), "files": len(interview.confirmed_uploads)}
    return _confirm(interview, Say("chat.over_sure", values), "over", moment)


def started_over(interview: Interview) -> Turn:
    bare = Interview(interview.language, greeted=True)
    return welcome(replace(bare, no_reminders=interview.no_reminders, agreed=interview.agreed))


def help_(interview: Interview) -> Turn:
    """What one can do here; the open question stays open."""
    listed = tuple(
        Line("chat.help_command", {"command": command, "about": TextKey(f"chat.commands.{command}")})
        for command in Command
    )
    if interview.open:
        return Turn(interview, (Say("chat.help", below=listed), resume(interview)))
    return Turn(interview, (Say("chat.help", buttons=asking.rows(ways(interview)), below=listed),))


def back(interview: Interview) -> Turn:
    """One step back; before the first question lies the menu."""
    before = passage.step_back(interview)
    if before.open or interview.open or interview.trail:
        return Turn(before, (resume(before),))
    return Turn(before, (resume(before, Line("chat.nothing_before")),))


def languages(interview: Interview, moment: Moment) -> Turn:
    choices = [
        Button("chat.buttons.a_language", f"lang:{code}", {"name": TextKey("language.name", code)})
        for code in moment.languages
    ]
    return Turn(interview, (Say("chat.which_language", buttons=(*asking.rows(choices), (CONTINUE,))),))


def ask_to_delete(interview: Interview, moment: Moment) -> Turn:
    return _confirm(interview, Say("chat.delete_sure"), "delete", moment)


def delete(interview: Interview) -> Turn:
    """Nothing is left but the language to say goodbye in."""
    goodbye = Say("chat.goodbye", buttons=((START,),))
    return Turn(Interview(interview.language), (goodbye,), (ForgetOwner(),))


def nothing_deleted(interview: Interview) -> Turn:
    """The owner would rather keep everything."""
    return Turn(interview, (resume(interview, Line("chat.nothing_deleted")),))


def hint(interview: Interview) -> Turn:
    """Text came while nothing was asked."""
    return Turn(interview, (Say("chat.hint", buttons=asking.rows(ways(interview))),))


def _confirm(interview: Interview, question: Say, verb: str, moment: Moment) -> Turn:
    """Ask with a yes of its own, so that an older one that is tapped again does nothing."""
    yes = f"{verb}:yes:{short(moment.new_id)}"
    buttons = ((Button(f"chat.buttons.{verb}_yes", yes),), (Button("chat.buttons.no", "no"),))
    return Turn(replace(interview, confirming=yes), (replace(question, buttons=buttons),))
