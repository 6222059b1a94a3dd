"""What owners told, made ready for the method."""

from decimal import Decimal

from segmentation.model.beliefs import Beliefs
from segmentation.model.values import Money, Texts

SEVEN, BUDGET = Money(Decimal(7)), Money(Decimal(200), "USD")
OFFER = Texts(("coffee",))


def test_an_amount_told_bare_is_in_the_currency_of_the_file() -> None:
    told = Beliefs({"offer": OFFER, "average_order": SEVEN, "budget": BUDGET}).in_currency("GBP")
    assert told.answers == {"offer": OFFER, "average_order": Money(Decimal(7), "GBP"), "budget": BUDGET}


def test_without_a_file_it_is_in_the_only_currency_that_was_told() -> None:
    told = Beliefs({"average_order": SEVEN, "budget": BUDGET}).in_currency(None)
    assert told.get("average_order") == Money(Decimal(7), "USD")


def test_where_two_currencies_were_told_nobody_guesses() -> None:
    euros = Money(Decimal(9), "EUR")
    told = Beliefs({"average_order": SEVEN, "budget": BUDGET, "usual_price": euros}).in_currency(None)
    assert told.get("average_order") == SEVEN
