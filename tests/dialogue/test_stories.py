"""Every story, through the engine alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialogue.effects import ReadUpload, RunAnalysis, RunSample
from bot.dialogue.inbound import (
    Adjustable,
    AnalysisFailed,
    AnalysisFinished,
    Command,
    Commanded,
    FileChoice,
    FileRefused,
    FileRejected,
    FileUnderstood,
    Inbound,
    Said,
    SentFile,
    Tapped,
)
from bot.dialogue.interview import Interview, Turn
from bot.dialogue.questions import QUESTIONS
from tests.dialogue.chat import Chat, key
from tests.stories.story import FILES, Step, Story, stories

PROGRESS = "chat.progress."
"""Reports on work under way only change the message that announced it; stories do not list them."""
CONSENT = "privacy.consent"
"""Asked before the first file; in stories that do not list it, owners say yes without a word."""
AGREED = "privacy.agreed"


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_the_engine_tells_the_story(story: Story) -> None:
    chat = Chat(Interview(story.language))
    for number, step in enumerate(story.steps, 1):
        _perform(chat, step, f"{story.name}, step {number} ({step.what}: {step.value})")


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_a_restart_after_every_step_changes_nothing(story: Story) -> None:
    chat = Chat(Interview(story.language))
    for number, step in enumerate(story.steps, 1):
        _perform(chat, step, f"{story.name}, step {number} ({step.what}: {step.value})")
        before = chat.interview
        chat.restart()
        assert chat.interview == before


def _perform(chat: Chat, step: Step, place: str) -> None:
    match step.what:
        case "restarts":
            chat.restart()
            return
        case "minutes_pass":
            chat.wait(step.value)
            return
    turn = _agreed(chat, chat.take(_inbound(chat, step)), step)
    if step.bot is not None:
        said = tuple(key(utterance) for utterance in turn.utterances)
        listed = [each for each in said if not each.startswith(PROGRESS)]
        assert tuple(each for each in listed if each != AGREED or each in step.bot) == step.bot, place
    if step.asked is not None:
        assert tuple(type(effect).__name__ for effect in turn.effects) == step.asked, place
    if step.reading_with is not None:
        assert [dict(e.roles) for e in turn.effects if isinstance(e, ReadUpload)] == [step.reading_with], (
            place
        )
    if step.choosing is not None:
        assert [dict(e.choices) for e in turn.effects if isinstance(e, ReadUpload)] == [step.choosing], place
    for fact, expected in step.state.items():
        assert _fact(chat, fact) == expected, f"{place}: {fact}"


def _agreed(chat: Chat, turn: Turn, step: Step) -> Turn:
    asks = any(key(utterance) == CONSENT for utterance in turn.utterances)
    if not asks or CONSENT in (step.bot or ()):
        return turn
    return chat.take(Tapped(chat.offered("agree:[0-9]*")))


def _inbound(chat: Chat, step: Step) -> Inbound:  # noqa: PLR0911  (one return per thing an owner can do)
    if step.is_background:
        return _report(chat, step)
    match step.what, step.value:
        case "says", text:
            return Said(text)
        case "taps", data:
            return Tapped(chat.offered(data))
        case "taps_unknown", data:
            return Tapped(data)
        case "commands", command:
            name, _, argument = command.partition(" ")
            return Commanded(Command(name), argument)
        case "rejected", code:
            return FileRejected(code, step.details.get("details", {}))
    assert (FILES / step.value).is_file(), f"{step.value} is missing in tests/stories/files"
    return SentFile(f"upload-{len(chat.turns)}", step.value, (FILES / step.value).stat().st_size)


def _report(chat: Chat, step: Step) -> Inbound:
    details: Any = step.details.get("details", {})
    match step.what, step.value:
        case "reader", "understood":
            return _understood(chat, step)
        case "reader", "refused":
            columns = tuple((column, role) for column, role in step.details.get("columns", ()))
            return FileRefused(_read(chat), step.details["code"], details, columns)
        case "analysis", "finished":
            personas, methods = step.details.get("personas", ()), step.details.get("methods", ())
            groups = {method: tuple(keys) for method, keys in step.details.get("groups", {}).items()}
            adjustable = tuple(_adjustable(each) for each in step.details.get("adjustable", ()))
            return AnalysisFinished(
                _run(chat),
                tuple(personas),
                tuple(methods),
                tuple(personas),
                groups,
                adjustable,
                ranked=step.details.get("ranked", False),
                kept=tuple(step.details.get("kept", ())),
            )
        case "analysis", "failed":
            return AnalysisFailed(_run(chat), step.details["code"], details)
    raise AssertionError(step)


def _adjustable(told: Mapping[str, Any]) -> Adjustable:
    return Adjustable(**{**told, "numbers": tuple(told["numbers"])})


def _understood(chat: Chat, step: Step) -> FileUnderstood:
    choices = [{**choice, "options": tuple(choice["options"])} for choice in step.details.get("choices", ())]
    return FileUnderstood(
        _read(chat),
        columns=tuple((column, role) for column, role in step.details["columns"]),
        choices=tuple(FileChoice(**choice) for choice in choices),
        findings=step.details.get("findings", 0),
        remembered=step.details.get("remembered", False),
    )


def _read(chat: Chat) -> str:
    effects = [effect for turn in chat.turns for effect in turn.effects]
    return [effect.upload for effect in effects if isinstance(effect, ReadUpload)][-1]


def _run(chat: Chat) -> str:
    effects = [effect for turn in chat.turns for effect in turn.effects]
    return [effect.analysis for effect in effects if isinstance(effect, RunAnalysis | RunSample)][-1]


def _fact(chat: Chat, fact: str) -> object:
    interview = chat.interview
    facts = {
        "open": interview.open.question if interview.open else None,
        "ticks": list(interview.open.ticks) if interview.open else [],
        "typed": list(interview.open.typed) if interview.open else [],
        "answers": [question.key for question in QUESTIONS if question.key in interview.answers],
        "skipped": list(interview.skipped),
        "language": interview.language,
        "route": str(interview.route),
        "confirmed": len(interview.confirmed_uploads),
        "results": len(interview.results),
        "wishes": dict(interview.wishes),
        "names": dict(interview.names),
        "pins": list(interview.pins.groups) if interview.pins else [],
        "forgotten": interview == Interview(interview.language),
    }
    return facts[fact]
