"""Owners know their people: what they say of one stays, whatever is worked out again."""

from dataclasses import replace

from bot.dialogue import asking, looking, results
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Line,
    Say,
    SayValue,
    Show,
    TextKey,
)

NAME = "name"
FIELDS = (
    *(NAME, "age", "sex", "place", "family", "occupation", "income", "online_level", "interests", "what"),
    *("why", "when", "where", "needs", "objections", "brands", "say", "avoid", "quote"),
)
"""In the order of the card, without what is made of orders alone."""
MEASURABLE = frozenset({"age", "sex", "place", "family", "income", "what", "when", "where"})
"""What some files measure of people: where one does, it has the last word, else the owner."""
LONGEST = {NAME: 40}
LONGEST_TEXT = 160
"""Characters, so that it fits on a card."""


def fields(result: Result, number: int) -> tuple[str, ...]:
    """What of a person the owner has the last word on."""
    measured = result.measured[number] if number < len(result.measured) else MEASURABLE
    return tuple(field for field in FIELDS if field not in measured)


def which(interview: Interview, result: Result, number: int) -> Turn:
    """What of a person is to be said otherwise."""
    choices = [
        Button(
            "corrections.buttons.field", f"correct:{_data(result, number)}:{field}", {"field": _label(field)}
        )
        for field in fields(result, number)
    ]
    said = Say(
        "corrections.which",
        {"name": interview.called(result, number)},
        (*asking.rows(choices), (_person(interview, result, number),)),
    )
    return Turn(replace(interview, showing=result.analysis), (said,))


def ask(interview: Interview, result: Result, number: int, field: str) -> Turn:
    """The next text is what the owner says of it."""
    correction = f"{result.personas[number]}/{field}"
    back = Button("corrections.buttons.take_back", f"uncorrect:{_data(result, number)}:{field}")
    rows = (
        *(((back,),) if correction in interview.corrections else ()),
        (_person(interview, result, number),),
    )
    key = "corrections.name_them" if field == NAME else "corrections.say_it"
    said = Say(key, {"name": interview.called(result, number), "field": _label(field)}, rows)
    return Turn(replace(interview, correcting=correction, showing=result.analysis), (said,))


def said(interview: Interview, correction: str, text: str) -> Turn | None:
    """What was typed stands from now on; None when the person is gone."""
    key, _, field = correction.rpartition("/")
    result = interview.own_result
    if result is None or key not in result.personas:
        return None
    told, number = " ".join(text.split()), result.personas.index(key)
    most = LONGEST.get(field, LONGEST_TEXT)
    if not told or len(told) > most:
        refused = Say("corrections.too_long", {"most": most}, ((_person(interview, result, number),),))
        return Turn(replace(interview, correcting=correction, showing=result.analysis), (refused,))
    after = replace(interview, corrections={**interview.corrections, correction: told})
    return _shown(after, result, number, Line("corrections.noted", {"field": _label(field), "told": told}))


def taken_back(interview: Interview, result: Result, number: int, field: str) -> Turn:
    """What was worked out stands again."""
    correction = f"{result.personas[number]}/{field}"
    others = {each: told for each, told in interview.corrections.items() if each != correction}
    after = replace(interview, corrections=others)
    return _shown(after, result, number, Line("corrections.taken_back", {"field": _label(field)}))


def _shown(interview: Interview, result: Result, number: int, noted: Line) -> Turn:
    """The person as it is now; its card is drawn anew when it is shown next."""
    turn = looking.person(interview, result, number)
    (shown,) = turn.utterances
    assert isinstance(shown, Show)
    assert shown.exhibit is Exhibit.PERSONA
    return replace(turn, utterances=(replace(shown, above=(noted,)),))


def _label(field: str) -> SayValue:
    return TextKey("corrections.name" if field == NAME else f"fields.{field}")


def _person(interview: Interview, result: Result, number: int) -> Button:
    name = interview.called(result, number)
    return Button("corrections.buttons.person", f"person:{_data(result, number)}", {"name": name})


def _data(result: Result, number: int) -> str:
    return f"{results.tag(result)}:{number}"
