"""Whatever an owner does, in whatever order: no failure, always a way on, Back undoes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codec import answers_to_json, interview_from_json, state_to_json
from bot.desk.lines import tell_answer
from bot.dialogue.effects import (
    ForgetOwner,
    ReadUpload,
    RunAnalysis,
    RunSample,
)
from bot.dialogue.engine import advance
from bot.dialogue.inbound import (
    Adjustable,
    AnalysisFailed,
    AnalysisFinished,
    Command,
    Commanded,
    FileRefused,
    FileRejected,
    FileUnderstood,
    Inbound,
    Said,
    SentFile,
    Tapped,
)
from bot.dialogue.interview import Interview, Moment, Turn
from bot.dialogue.utterances import GroupName, Line, Say, TextKey
from prompts.catalog import Catalog
from tests.dialogue.chat import Chat, buttons

CATALOG = Catalog()
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
TYPED = (
    "25-35", "over 60", "199元", "$25", "30%", "1, 3", "2", "soap, towels", "none", "手工皂", "???", "-5",
    "x" * 600, "/foo", "\x00", "Anna’s {{ 7*7 }} *bold*", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v", " ",
)  # fmt: skip
COLUMNS = (("Name", "name"), ("Mail", "email"), *((f"Column {n}", "other") for n in range(30)))
GROUPS = {
    "lifecycle": ("regular", "lapsed"),
    "value_tiers": ("top_20",),
    "natural_groups": ("orders_more", "female", "typical"),
}
ADJUSTABLE = (
    Adjustable("lifecycle", "lapsed_days", 90, numbers=(30, 180), foreseen=True),
    Adjustable("natural_groups", "groups_wanted", 3, is_own=True, numbers=(2, 4)),
)

# What happens next is drawn as a number and read against the chat, so that most taps are real ones.
_KINDS = ("tap",) * 12 + ("say",) * 3 + ("command",) * 2 + ("file", "report", "odd")
_short = st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 10**6)), max_size=40)
happenings = _short | st.integers(0, 10**6).map(lambda seed: _long_walk(Random(seed)))
unhurried = settings(deadline=None, max_examples=60)  # the first use of a text compiles it


def _long_walk(random: Random) -> list[tuple[str, int]]:
    """Far into a conversation, where hypothesis' own short lists seldom come."""
    return [(random.choice(_KINDS), random.randrange(10**6)) for _ in range(80)]


def _inbound(chat: Chat, kind: str, pick: int) -> Inbound:
    match kind:
        case "tap":
            offered = [b.data for turn in chat.turns for u in turn.utterances for b in buttons(u)][-25:]
            return Tapped(offered[pick % len(offered)] if offered else "continue")
        case "say":
            return Said(TYPED[pick % len(TYPED)])
        case "command":
            return Commanded(tuple(Command)[pick % len(Command)], ("", "zh", "xx")[pick % 3])
        case "file":
            return SentFile(f"upload-{pick % 50}", f"shop {pick}.csv", pick)
        case "odd":
            odd = (
                "",
                ":",
                "a:",
                "a:age:",
                "a:nothing:x",
                "file:99:ok",
                "role:0:0:king",
                "column:0:x",
                "plan:0:0",
            )
            return Tapped(odd[pick % len(odd)])
    return _report(chat, pick)


def _report(chat: Chat, pick: int) -> Inbound:
    """News of something under way, or of nothing known."""
    effects = [
        effect for turn in chat.turns for effect in turn.effects if not isinstance(effect, ForgetOwner)
    ]
    match effects[pick % len(effects)] if effects else None:
        case ReadUpload(upload):
            refused = FileRefused(upload, "no_customer_column", {"columns": "a, b"})
            return refused if pick % 3 == 0 else FileUnderstood(upload, COLUMNS[: 2 + pick % 30])
        case RunAnalysis(analysis) | RunSample(analysis):
            people = tuple(f"p{number}" for number in range(pick % 12))
            found = AnalysisFinished(
                analysis,
                people,
                methods := tuple(GROUPS)[: 2 + pick % 2],
                groups={method: GROUPS[method] for method in methods},
                adjustable=ADJUSTABLE,
                ranked=True,
                kept=GROUPS["natural_groups"][: pick % 3] if len(methods) > 2 else (),
            )
            return AnalysisFailed(analysis, "internal") if pick % 4 == 0 else found
    return FileRejected("file_too_large", {"limit_mb": 200})


def _walk(drawn: list[tuple[str, int]]) -> Iterator[tuple[Chat, Interview, Turn]]:
    chat = Chat(Interview("en"))
    for kind, pick in drawn:
        before = chat.interview
        yield chat, before, chat.take(_inbound(chat, kind, pick))


@unhurried
@given(happenings)
def test_there_is_always_a_way_on(drawn: list[tuple[str, int]]) -> None:
    """After every turn that says something, buttons are at hand or a report is on its way."""
    for _chat, _before, turn in _walk(drawn):
        if turn.utterances:
            assert any(buttons(each) for each in turn.utterances) or turn.effects or turn.interview.open


@unhurried
@given(happenings)
def test_every_text_is_there_in_every_language(drawn: list[tuple[str, int]]) -> None:
    for _chat, _before, turn in _walk(drawn):
        for utterance in turn.utterances:
            lines = [Line(button.label, button.values) for button in buttons(utterance)]
            if isinstance(utterance, Say):
                lines += [*utterance.above, Line(utterance.key, utterance.values), *utterance.below]
            for line in lines:
                assert all(_told(line, language) for language in CATALOG.languages)


def _told(line: Line, language: str) -> str:
    values = {name: _value(value, language) for name, value in line.values.items()}
    return CATALOG.text(line.key, language, **values)


def _value(value: object, language: str) -> object:
    match value:
        case str() | int() | float() | date():
            return value
        case TextKey(key, own):
            return CATALOG.text(key, own or language)
        case GroupName(method, segment):
            return CATALOG.text(f"segments.{method}.{segment}.name", language)
        case _:
            return tell_answer(value, language)  # type: ignore[arg-type]


@unhurried
@given(happenings)
def test_a_label_means_one_thing_at_a_time(drawn: list[tuple[str, int]]) -> None:
    """Owners may type a label instead of tapping it."""
    for _chat, _before, turn in _walk(drawn):
        offered = [button for utterance in turn.utterances for button in buttons(utterance)]
        for language in CATALOG.languages:
            told = {(_told(Line(b.label, b.values), language).casefold(), b.data) for b in offered}
            assert len({label for label, _ in told}) == len(told)


@unhurried
@given(happenings)
def test_button_data_always_fit_into_64_bytes(drawn: list[tuple[str, int]]) -> None:
    for _chat, _before, turn in _walk(drawn):
        for utterance in turn.utterances:
            data = [button.data for button in buttons(utterance)]
            assert all(0 < len(each.encode()) <= 64 for each in data)
            assert len(data) == len(set(data))


@unhurried
@given(happenings)
def test_back_after_an_answer_is_the_identity(drawn: list[tuple[str, int]]) -> None:
    for _chat, before, turn in _walk(drawn):
        if len(turn.interview.trail) == len(before.trail) + 1:
            undone = _gone_back(turn.interview)
            # What ticks were passed on to goes on; nothing else has begun.
            begun = any(isinstance(effect, RunAnalysis | RunSample) for effect in turn.effects)
            under_way = turn.interview.runs if begun else before.runs
            assert undone == replace(before, confirming=None, naming=None, showing=None, runs=under_way)


def _gone_back(interview: Interview) -> Interview:
    """From a result that is on the screen Back leads to its menu first."""
    for _ in range(1 if interview.showing is None else 2):
        interview = advance(interview, Commanded(Command.BACK), Moment(NOW, "id")).interview
    return interview


@unhurried
@given(happenings)
def test_what_is_written_down_is_the_whole_state(drawn: list[tuple[str, int]]) -> None:
    for chat, _before, _turn in _walk(drawn):
        interview = chat.interview
        text = state_to_json(interview)
        assert interview_from_json(text, answers_to_json(interview.answers)) == interview


@unhurried
@given(happenings, st.integers(0, 10**6))
def test_a_tap_that_arrives_twice_leaves_the_same_answers(drawn: list[tuple[str, int]], pick: int) -> None:
    """Except for Back, where a second tap is a second wish only while there is a question to leave."""
    chat = Chat(Interview("en"))
    chat.take(Commanded(Command.START))
    for kind, number in drawn:
        chat.take(_inbound(chat, kind, number))
    tap = _inbound(chat, "tap", pick)
    once = chat.take(tap).interview
    twice = chat.take(tap).interview
    assert (twice.answers, twice.skipped) == (once.answers, once.skipped)
    assert (twice.open, twice.confirmed_uploads) == (once.open, once.confirmed_uploads)


@unhurried
@given(happenings)
def test_an_answer_is_only_lost_by_the_owners_own_wish(drawn: list[tuple[str, int]]) -> None:
    """Back, skipping it, starting over and deleting are wishes; nothing else makes answers fewer."""
    chat = Chat(Interview("en"))
    for kind, pick in drawn:
        before, inbound = chat.interview, _inbound(chat, kind, pick)
        turn = chat.take(inbound)
        if before.answers.keys() - turn.interview.answers.keys():
            assert _is_wish(inbound), inbound


def _is_wish(inbound: Inbound) -> bool:
    match inbound:
        case Tapped(data):
            return data.split(":")[0] in {"back", "skip", "over", "delete"}
        case Commanded(command):
            return command in {Command.BACK, Command.SKIP, Command.DELETE}
        case Said(text):
            return text == "none"
    return False
