"""What people type and send, in whichever messenger: fit to be kept, and a command where it is one."""

import re
import unicodedata

from bot.dialogue.inbound import Command, Commanded, Said

LONGEST_NAME = 150
"""Characters of a file's name that are kept, its ending among them."""

_COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
"""A group tells apart by @ which bot is meant."""


def typed(text: str) -> Said | Commanded:
    """`/start payload` and the like are commands; one we do not know asks for help."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Said(text)
    name, argument = found[1].lower(), found[2] or ""
    return Commanded(Command(name), argument.strip()) if name in set(Command) else Commanded(Command.HELP)


def storable(text: str) -> str:
    """Without what no database can keep: NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode(errors="replace").decode()


def readable_name(name: str) -> str:
    """A file's name without folders, control characters and marks that turn text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(mark for mark in last if mark.isprintable() or unicodedata.category(mark) == "Zs")
    stem, dot, ending = seen.strip().rpartition(".")
    room = max(LONGEST_NAME - len(dot + ending), 0)
    return f"{stem[:room]}{dot}{ending}"[:LONGEST_NAME]
