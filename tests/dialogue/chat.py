"""A conversation with the engine alone: ids are counted, the clock is ours, the background is scripted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

from bot.codec import answers_to_json, interview_from_json, state_to_json
from bot.dialogue.engine import advance
from bot.dialogue.inbound import Inbound
from bot.dialogue.interview import Interview, Moment, Turn
from bot.dialogue.utterances import (
    Button,
    Say,
    Show,
    Utterance,
)
from prompts.option_words import option_words
from prompts.values import catalog


@dataclass
class Chat:
    interview: Interview
    now: datetime = datetime(2026, 5, 4, 10, tzinfo=UTC)
    turns: list[Turn] = field(default_factory=list)

    def take(self, inbound: Inbound) -> Turn:
        moment = Moment(self.now, f"id-{len(self.turns):09}", words=option_words(catalog()))
        turn = advance(self.interview, inbound, moment)
        self.interview = turn.interview
        self.turns.append(turn)
        return turn

    def restart(self) -> None:
        """Everything that is not written down is lost."""
        answers = answers_to_json(self.interview.answers)
        self.interview = interview_from_json(state_to_json(self.interview), answers)

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def offered(self, pattern: str) -> str:
        """The data of the newest button that fits."""
        for turn in reversed(self.turns):
            for utterance in reversed(turn.utterances):
                for button in buttons(utterance):
                    if fnmatchcase(button.data, pattern):
                        return button.data
        raise LookupError(pattern)


def buttons(utterance: Utterance) -> tuple[Button, ...]:
    return tuple(button for row in utterance.buttons for button in row)


def key(utterance: Utterance) -> str:
    match utterance:
        case Say():
            return utterance.key
        case Show():
            return f"exhibit.{utterance.exhibit}"
