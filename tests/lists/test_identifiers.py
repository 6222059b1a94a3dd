"""Hashes are worth something only when they equal the networks' own: the expected ones are published."""

import pytest

from segmentation.lists.identifiers import email, google_email, hashed, meta_phone, phone


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (email("John_Smith@gmail.com"), "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
        (
            meta_phone("1(650)555-1212", "US"),
            "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
        ),
    ],
)
def test_meta_examples(identifier: str, expected: str) -> None:
    """From Meta's documentation of customer information parameters."""
    assert hashed(identifier) == expected


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (
            google_email("DanaM@example.com"),
            "1df6b43bc68dd38eca94e6a65b4f466ae537b796c81a526918b40ac4a7b906c7",
        ),
        (
            google_email("quinn@CYMBALGROUP.com"),
            "05bb62526f091b45d20e243d194766cca8869137421047dc53fa4876d111a6f0",
        ),
        (
            google_email("cloudySanFrancisco@GMAIL.com"),
            "223ebda6f6889b1494551ba902d9d381daf2f642bae055888e96343d53e9f9c4",
        ),
        (phone("+1 800-555-0101", None), "61d6c2976b5d92b1ad63073a12fddd26040cd980067d03a93dd1cc50f1a3ac68"),
        (phone("+1-800-555-0110", None), "525c2390a4e2a9766fa8ddc341dd10414603baebefa401f5a5e29f55e176525d"),
    ],
)
def test_google_examples(identifier: str, expected: str) -> None:
    """From Google's guide on sending audience members."""
    assert hashed(identifier) == expected


def test_google_drops_dots_and_tags_of_its_own_mail_only() -> None:
    assert google_email("cloudy.sanfrancisco+shopping@gmail.com") == "cloudysanfrancisco@gmail.com"
    assert google_email("user.name+NYC@Example.com") == "user.name+nyc@example.com"
    assert email("cloudy.sanfrancisco+shopping@gmail.com") == "cloudy.sanfrancisco+shopping@gmail.com"


@pytest.mark.parametrize("written", ["", "nobody", "a@b", "a b@", "@gmail.com", None])
def test_what_is_no_address_is_nothing(written: str | None) -> None:
    assert email(written) == google_email(written) == hashed(email(written)) == ""


def test_a_mark_alone_before_the_at_is_nobody() -> None:
    assert google_email("+tag@gmail.com") == ""


@pytest.mark.parametrize(
    ("written", "home", "expected"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("8613800138000", None, "+8613800138000"),
        ("0086 138 0013 8000", "DE", "+8613800138000"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("8613800138000", "CN", "+8613800138000"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("020 7946 0018", None, ""),
        ("13800138000", None, ""),
        ("12", "CN", ""),
        ("call me", "CN", ""),
        (None, "CN", ""),
    ],
)
def test_numbers_find_their_country(written: str | None, home: str | None, expected: str) -> None:
    assert phone(written, home) == expected
