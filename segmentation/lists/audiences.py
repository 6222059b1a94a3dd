"""Lists in the forms services import: a heading and rows.

Whom a service cannot match is left out, and whoever said no to advertising.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segmentation.lists.identifiers import email, google_email, hashed, meta_phone, phone
from segmentation.model.lists import CustomerList, ListedCustomer

_Cell = Callable[[ListedCustomer, str | None], str]
"""What a column says of a customer, given the country their phone number is at home in."""


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """What a service imports: column names it knows, and a row for each customer it can use."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def meta(customers: CustomerList) -> ServiceFile:
    """A Meta Custom Audience: hashed e-mail addresses and phone numbers."""
    columns: Mapping[str, _Cell] = {
        "email": lambda each, _: hashed(email(each.email)),
        "phone": lambda each, home: hashed(meta_phone(each.phone, home)),
    }
    return _file(columns, customers)


def google(customers: CustomerList) -> ServiceFile:
    """A Google Customer Match list: hashed e-mail addresses and phone numbers."""
    columns: Mapping[str, _Cell] = {
        "Email": lambda each, _: hashed(google_email(each.email)),
        "Phone": lambda each, home: hashed(phone(each.phone, home)),
    }
    return _file(columns, customers)


def newsletter(customers: CustomerList, tag: str) -> ServiceFile:
    """Contacts for Mailchimp, Klaviyo and their like, in the clear; `tag` names the segment there."""
    columns: Mapping[str, _Cell] = {
        "Email": lambda each, _: email(each.email),
        "Phone Number": lambda each, home: phone(each.phone, home),
        "Name": lambda each, _: each.name or "",
        "Tags": lambda *_: tag,
    }
    return _file(columns, customers)


def _file(columns: Mapping[str, _Cell], customers: CustomerList) -> ServiceFile:
    """The first two columns are identifiers, of which one is needed. Who is held out is not in the file.

    Nor is who refused: handing their address to a network is advertising, too, hashed or not.
    """
    addressed = [each for each in customers.customers if not each.held_out and each.agreed is not False]
    rows = (
        tuple(cell(each, each.country or customers.home) for cell in columns.values()) for each in addressed
    )
    return ServiceFile(tuple(columns), tuple(row for row in rows if any(row[:2])))
