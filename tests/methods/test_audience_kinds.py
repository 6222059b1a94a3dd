"""Whom the shop sells to, by names, addresses and quantities."""

from dataclasses import replace

import numpy as np
import pytest

from segmentation.methods.audience_kinds import AudienceKinds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff
from tests.methods.tables import Buyer, table


def people(count: int = 12, **contacts: list[str | None]) -> CustomerTable:
    told = {
        name: np.array([*cells, *[None] * (count - len(cells))], object) for name, cells in contacts.items()
    }
    return replace(table([Buyer(ago=[3, 9], revenue=10_000)] * count), contacts=told)


def kind_of_first(customers: CustomerTable) -> str:
    found = AudienceKinds().segment(customers, Beliefs())
    assert isinstance(found, Segmentation)
    return found.segments[int(found.membership[0])].key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Müller Maschinenbau GmbH", "business"),
        ("上海和平餐饮有限公司", "business"),
        ("Greenfield Primary School", "public"),
        ("北京市第三中学", "public"),
        ("Corner Store Ltd", "trade"),
        ("佳佳超市", "trade"),
        ("Yoga Studio Lotus", "professionals"),
        ("王律师事务所", "professionals"),
    ],
)
def test_a_name_tells_the_kind(name: str, kind: str) -> None:
    assert kind_of_first(people(name=[name, "Anna Berg"])) == kind


@pytest.mark.parametrize(
    ("email", "kind"),
    [("info@lamps.example", "business"), ("jo@council.gov.uk", "public"), ("li@pku.edu.cn", "public")],
)
def test_an_address_tells_the_kind(email: str, kind: str) -> None:
    assert kind_of_first(people(email=[email, "anna@mail.example"])) == kind


@pytest.mark.parametrize(
    "name", ["Bishop", "Anna Storey", "Schoolcraft, Jo", "Inca Flores", "Ann Retailleau"]
)
def test_a_part_of_a_surname_tells_nothing(name: str) -> None:
    assert kind_of_first(people(name=[name, "Lamps GmbH"])) == "consumers"


def test_many_pieces_on_working_days_are_bought_to_sell_again() -> None:
    pieces, weekends = np.array([80.0, 80.0, *[2.0] * 10]), np.array([0.0, 0.5, *[0.3] * 10])
    customers = replace(people(), numeric={"items_per_order": pieces, "weekend_share": weekends})
    found = AudienceKinds().segment(customers, Beliefs())
    assert isinstance(found, Segmentation)
    assert [segment.figures.customers for segment in found.segments] == [11, 0, 1, 0, 0]


def test_where_nothing_tells_companies_from_people_it_says_so() -> None:
    assert AudienceKinds().segment(people(name=["Anna Berg"]), Beliefs()) == SwitchedOff(
        "audience_kinds", "no_companies"
    )
