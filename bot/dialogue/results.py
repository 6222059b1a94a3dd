"""Analyses: started, waited for, shown, looked at from every side."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import asking, files, passage
from bot.dialogue.effects import RunAnalysis, RunSample, StopAnalysis
from bot.dialogue.inbound import AnalysisAdvanced, AnalysisFailed, AnalysisFinished
from bot.dialogue.interview import Interview, Keeping, Moment, Result, Run, Turn, short
from bot.dialogue.keeping import WANTED, settled, wanted
from bot.dialogue.resuming import (
    AGAIN,
    ANALYSE,
    ANSWERS,
    CONTINUE,
    EXAMPLE,
    EXPRESS,
    FILE,
    FROM_ANSWERS,
    MY_FILES,
    inputs,
    is_stale,
    onward,
    resume,
    ways,
)
from bot.dialogue.utterances import Button, Exhibit, Line, Say, SayValue, Show, TextKey, Utterance

PATIENCE = timedelta(minutes=15)
"""A run that has not reported for so long may be started again."""

START_MINE = Button("chat.buttons.start_mine", "mine")
_AGAIN_ANYWAY = Button("chat.buttons.try_again", "run:anyway")


def run_sample(interview: Interview, moment: Moment) -> Turn:
    """The complete result for a sample shop, without a question."""
    shown_before = [result for result in interview.results if _is_sample_of(result, interview.language)]
    if shown_before:
        return show(interview, shown_before[0])
    if any(_is_sample_of(run, interview.language) and _is_fresh(run, moment) for run in interview.runs):
        return Turn(interview, (_still_running(interview),))
    run = Run(moment.new_id, moment.now, sample=True, language=interview.language)
    said = Say("chat.sample_running")
    return Turn(_started(interview, run), (said,), (RunSample(run.analysis),))


def run(
    interview: Interview, moment: Moment, *, anyway: bool = False, keeping: Keeping | None = None
) -> Turn:
    """Analyse the confirmed files and the answers, ticks too; without a file the answers alone.

    Of the natural groups those stay that are pinned, or what `keeping` says.
    """
    interview = passage.pass_with_ticks(interview)
    told, uploads = inputs(interview)
    if files.waiting(interview) and not anyway:
        return files.ask_about_waiting(interview)
    if not uploads and not interview.answers:
        return Turn(interview, (Say("chat.nothing_yet", buttons=((EXAMPLE,), (EXPRESS,), (FILE,))),))
    if any((run.told, run.uploads) == (told, uploads) and _is_fresh(run, moment) for run in interview.runs):
        return Turn(interview, (_still_running(interview),))
    asked = Run(
        moment.new_id,
        moment.now,
        uploads,
        told,
        language=interview.language,
        groups_wanted=interview.wishes.get(WANTED),
        keeping=keeping or wanted(interview),
    )
    said = Say("chat.analysing_answers", buttons=((CONTINUE,),))
    if uploads:
        said = Say("chat.analysing", buttons=_meanwhile(asked), progress_of=asked.analysis)
    older = tuple(StopAnalysis(run.analysis) for run in interview.runs if not run.sample)
    return Turn(_started(interview, asked), (said,), (*older, RunAnalysis(asked.analysis, uploads)))


def stop(interview: Interview, wanted: str) -> Turn:
    """The owner does not want to wait for it."""
    run = next((run for run in interview.runs if short(run.analysis) == wanted), None)
    if run is None:
        return Turn(interview, (resume(interview, Line("chat.nothing_to_stop")),))
    said = Say("chat.progress.cancelled", buttons=((_AGAIN_ANYWAY, CONTINUE),), progress_of=run.analysis)
    return Turn(_ended(interview, run), (said,), (StopAnalysis(run.analysis),))


def advanced(interview: Interview, inbound: AnalysisAdvanced) -> Turn:
    """How far an analysis has come, told where it was begun; nothing else changes by it."""
    run = _run(interview, inbound.analysis)
    if run is None or not run.uploads:
        return Turn(interview)
    step = TextKey(f"chat.progress.steps.{inbound.step}")
    number, total = inbound.number, inbound.total
    values: Mapping[str, SayValue] = {
        "bar": asking.bar(number, total),
        "number": number,
        "total": total,
        "step": step,
    }
    tried = (Line("chat.progress.trying", {"groups": inbound.groups}),) if inbound.groups else ()
    said = Say("chat.progress.under_way", values, _meanwhile(run), progress_of=run.analysis, below=tried)
    return Turn(interview, (said,))


def finished(interview: Interview, inbound: AnalysisFinished) -> Turn:
    """Show what came out, unless something newer has been asked for."""
    run = _run(interview, inbound.analysis)
    if run is None:
        return Turn(interview)
    result = Result(
        analysis=run.analysis,
        personas=tuple(inbound.personas),
        methods=tuple(inbound.methods),
        names=tuple(inbound.names),
        uploads=run.uploads,
        told=run.told,
        sample=run.sample,
        language=run.language,
        groups=inbound.groups,
        adjustable=inbound.adjustable,
        spellings=inbound.spellings,
        ranked=inbound.ranked,
        measured=inbound.measured,
        groups_wanted=run.groups_wanted,
    )
    others = tuple(other for other in interview.results if other.sample is not result.sample)
    after, told = settled(replace(_ended(interview, run), results=(*others, result)), run, inbound)
    turn = show(after, result)
    return replace(turn, utterances=(*_concluded(run, "chat.progress.done"), *told, *turn.utterances))


def failed(interview: Interview, inbound: AnalysisFailed) -> Turn:
    """Say why, keep everything, offer to try again."""
    run = _run(interview, inbound.analysis)
    if run is None:
        return Turn(interview)
    retry = Button("chat.buttons.try_again", "sample" if run.sample else "run:anyway")
    error = Say(f"errors.{inbound.code}", inbound.details, ((retry, CONTINUE),))
    return Turn(_ended(interview, run), (*_concluded(run, "chat.progress.stopped"), error))


def latest(interview: Interview, moment: Moment) -> Turn:
    """/result: the owner's result again; else one from what there is; else what is needed."""
    told = passage.pass_with_ticks(interview)
    if told.own_result:
        return show(told, told.own_result)
    return run(told, moment)


def show(interview: Interview, result: Result) -> Turn:
    """Summary, cards, and the ways on; an open question comes last, since it is what text answers."""
    shown: tuple[Utterance, ...] = (
        Show(Exhibit.SUMMARY, result.analysis),
        Show(Exhibit.CARDS, result.analysis),
        menu(interview, result),
    )
    if interview.open:
        shown = (*shown, resume(interview))
    return Turn(replace(interview, showing=result.analysis), shown)


def menu(interview: Interview, result: Result) -> Say:
    """The people one by one, the segments, the plan, the report, and what to do next."""
    people = [to_person(interview, result, number) for number in range(len(result.personas))]
    segments = (Button("chat.buttons.segments", f"segments:{tag(result)}"),) if result.methods else ()
    plan = Button("chat.buttons.plan", f"plan:{tag(result)}")
    away = Button("chat.buttons.take_away", f"take:{tag(result)}")
    figures = Button("chat.buttons.figures", f"figures:{tag(result)}")
    views = (*segments, plan, away, *((figures,) if result.sample or result.uploads else ()))
    buttons = (*asking.rows(people), *asking.rows(views), *_next_steps(interview, result))
    if result.sample:
        return Say("chat.sample_shown", buttons=buttons)
    outdated = (Line("chat.outdated"),) if is_stale(interview) else ()
    return Say("chat.result_shown" if result.uploads else "chat.guess_shown", buttons=buttons, above=outdated)


def people(interview: Interview, result: Result) -> Turn:
    """The cards' menu again."""
    return Turn(replace(interview, showing=result.analysis), (menu(interview, result),))


def back(interview: Interview, analysis: str) -> Turn:
    """Back from looking at a result leads to its menu and leaves the answers alone."""
    result = shown(interview, analysis)
    return Turn(interview, (resume(interview) if result is None else menu(interview, result),))


def shown(interview: Interview, analysis: str | None) -> Result | None:
    """The result that is on the screen."""
    return next((result for result in interview.results if result.analysis == analysis), None)


def everyone(result: Result) -> Button:
    """Back to the people."""
    return Button("chat.buttons.everyone", f"people:{tag(result)}")


def to_person(interview: Interview, result: Result, number: int, verb: str = "person") -> Button:
    """To one of the people, or with another `verb` to something of theirs."""
    data = f"{verb}:{tag(result)}:{number}"
    if number < len(result.names):
        return Button("chat.buttons.person_named", data, {"name": interview.called(result, number)})
    return Button("chat.buttons.person", data, {"number": number + 1})


def earlier_result(interview: Interview) -> Turn:
    """A button of a result that is no longer kept."""
    if not interview.results:
        return Turn(interview, (resume(interview, Line("chat.unknown_button")),))
    latest = interview.own_result or interview.results[-1]
    said = replace(menu(interview, latest), above=(Line("chat.earlier_result"),))
    return Turn(replace(interview, showing=latest.analysis), (said,))


def tag(result: Result) -> str:
    """Names a result inside button data, which is short."""
    return short(result.analysis)


def find(interview: Interview, wanted: str) -> Result | None:
    return next((result for result in interview.results if tag(result) == wanted), None)


def _next_steps(interview: Interview, result: Result) -> tuple[tuple[Button, ...], ...]:
    if result.sample and not interview.has_begun:
        return ((START_MINE,),)
    again = ((AGAIN,),) if not result.sample and is_stale(interview) else ()
    answers = (ANSWERS,) if interview.answers or interview.skipped else ()
    file = MY_FILES if interview.has_files else FILE
    return (*again, *asking.rows([*onward(interview), *answers, file]))


def _meanwhile(run: Run) -> tuple[tuple[Button, ...], ...]:
    """What can be done while an analysis runs."""
    return ((CONTINUE, Button("chat.buttons.stop", f"stop:{short(run.analysis)}")),)


def _started(interview: Interview, run: Run) -> Interview:
    """A newer run of the same sort makes the older one pointless."""
    others = tuple(other for other in interview.runs if other.sample is not run.sample)
    return replace(interview, runs=(*others, run))


def _concluded(run: Run, key: str) -> tuple[Say, ...]:
    """The last word where the progress was told."""
    return (Say(key, progress_of=run.analysis),) if run.uploads else ()


def _ended(interview: Interview, run: Run) -> Interview:
    return replace(interview, runs=tuple(other for other in interview.runs if other != run))


def _run(interview: Interview, analysis: str) -> Run | None:
    return next((run for run in interview.runs if run.analysis == analysis), None)


def _is_sample_of(asked: Run | Result, language: str) -> bool:
    return asked.sample and asked.language == language


def _is_fresh(run: Run, moment: Moment) -> bool:
    return moment.now - run.started < PATIENCE


def _still_running(interview: Interview) -> Say:
    others = [way for way in ways(interview) if way not in (ANALYSE, FROM_ANSWERS, AGAIN)]
    return Say("chat.still_running", buttons=asking.rows(others))
