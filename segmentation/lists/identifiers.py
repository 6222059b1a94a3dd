"""E-mail addresses and phone numbers as advertising networks compare them.

Meta: developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences, "Hashing".
Google: developers.google.com/data-manager/api/devguides/concepts/formatting.
"""

import re
from hashlib import sha256

import phonenumbers

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ABROAD = re.compile(r"^\s*00")
"""How most of the world dials out."""
_DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})


def hashed(identifier: str) -> str:
    """SHA-256 of the normalised identifier in hexadecimal; nothing stays nothing."""
    return sha256(identifier.encode()).hexdigest() if identifier else ""


def email(written: str | None) -> str:
    """Without white space, in lower case; empty when it is no address. As Meta takes it."""
    plain = "".join((written or "").split()).lower()
    return plain if _ADDRESS.fullmatch(plain) else ""


def google_email(written: str | None) -> str:
    """As `email`, and for Google's own mail without dots and plus tags before the @."""
    address = email(written)
    person, _, domain = address.partition("@")
    if domain in _DOTS_DO_NOT_COUNT:
        person = person.partition("+")[0].replace(".", "")
        return f"{person}@{domain}" if person else ""
    return address


def phone(written: str | None, country: str | None) -> str:
    """E.164: a plus, the country's digits and the number's; empty when it is no number.

    `country` (ISO 3166-1) is where a number that does not say so itself is at home.
    """
    digits = _ABROAD.sub("+", written or "")
    at_home, abroad = _parsed(digits, country), _parsed(f"+{digits}", None)
    for number in (at_home, abroad):
        if number and phonenumbers.is_valid_number(number):
            return _e164(number)
    return _e164(at_home) if at_home and phonenumbers.is_possible_number(at_home) else ""


def meta_phone(written: str | None, country: str | None) -> str:
    """As `phone`, without the plus."""
    return phone(written, country).removeprefix("+")


def _parsed(digits: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
