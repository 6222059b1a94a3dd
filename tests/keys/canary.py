"""A customer whose traces are looked for: planted wherever something can come in."""

from pathlib import Path

NAME, CHINESE_NAME, GREEK_NAME = "Quillon Zanzibarov", "欧阳鹮鸲", "Ξανθίππη Κουκουβάγια"
EMAIL, PHONE, ID = "q.zanzibarov@canary.example", "+49 30 5550199", "CANARY-7731-X"
TRACES = (NAME, CHINESE_NAME, GREEK_NAME, EMAIL, PHONE, ID, "Zanzibarov", "5550199")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def table(customers: int = 40) -> bytes:
    """Orders, among them some of the customer's in each script."""
    people = [(name, EMAIL, PHONE, ID) for name in (NAME, CHINESE_NAME, GREEK_NAME)]
    others = range(customers)
    people += [(f"Person {each}", f"p{each}@shop.example", "+49 30 1", f"K{each}") for each in others]
    rows = [
        ",".join(
            (str(order), *person, f"2024-{order % 12 + 1:02}-{order % 27 + 1:02}", f"{order % 90 + 5}.00")
        )
        for order, person in enumerate(people * 3)
    ]
    return "\n".join(["Order,Name,Email,Phone,Customer,Date,Total", *rows, ""]).encode()


def traces_in(*places: Path) -> list[str]:
    """Where something of the customer can be read, in the names of files or in what is in them."""
    wanted = {trace.encode(encoding) for trace in TRACES for encoding in ENCODINGS}
    wanted |= {trace.encode("unicode_escape") for trace in TRACES}
    files = [path for place in places for path in (place.rglob("*") if place.is_dir() else [place])]
    found = [str(path) for path in files if any(trace in path.name for trace in TRACES)]
    for path in files:
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.name}: {trace!r}" for trace in wanted if trace in content]
    return found
