"""Chat with the bot in the terminal, as someone in the Telegram app."""

import argparse
import asyncio
import sys
from pathlib import Path

from tests.telegram.bot_api import TOKEN, bot_api
from tests.telegram.cloud import Cloud, Json
from tests.telegram.person import Person

HELP = "a line is typed as it is; #label taps a button; @path sends a file; ctrl-D ends"


def main() -> None:
    arguments = argparse.ArgumentParser(description=HELP)
    arguments.add_argument("--port", type=int, default=8081)
    arguments.add_argument("--language", default="en")
    arguments.add_argument("--pictures", type=Path, help="folder to save received files in")
    chosen = arguments.parse_args()
    asyncio.run(_chat(chosen.port, chosen.language, chosen.pictures))


async def _chat(port: int, language: str, folder: Path | None) -> None:
    async with bot_api(port) as api:
        _tell(f"TELEGRAM_TOKEN={TOKEN} TELEGRAM_API_URL={api.url} personabot run\n{HELP}")
        person = api.person(language_code=language)
        showing = asyncio.create_task(_show(api.cloud, person, folder))
        while line := await asyncio.to_thread(sys.stdin.readline):
            _do(person, line.rstrip("\n"))
        showing.cancel()


def _do(person: Person, line: str) -> None:
    try:
        if line.startswith("#"):
            person.tap(line[1:])
        elif line.startswith("@"):
            person.send_file(Path(line[1:]).expanduser())
        elif line:
            person.say(line)
    except (LookupError, OSError) as error:
        _tell(f"  ({error})")


async def _show(cloud: Cloud, person: Person, folder: Path | None) -> None:
    """Print what is new or edited, for ever."""
    shown: dict[int, str] = {}

    def fresh() -> list[Json]:
        return [one for one in person.heard if shown.get(one["message_id"]) != _told(one)]

    while True:
        for message in fresh():
            shown[message["message_id"]] = _told(message)
            _tell(_told(message))
            _save(cloud, message, folder)
        await cloud.until(lambda: bool(fresh()), float("inf"))


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a program for the terminal


def _told(message: Json) -> str:
    lines = [f"--- {message['message_id']}{' (edited)' if 'edit_date' in message else ''}"]
    lines += ["[picture]"] if "photo" in message else []
    lines += [f"[document {message['document']['file_name']}]"] if "document" in message else []
    lines += [message.get("text") or message.get("caption", "")]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines += ["  ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join(lines)


def _save(cloud: Cloud, message: Json, folder: Path | None) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*message.get("photo", []), *filter(None, [message.get("document")])):
        name = file.get("file_name", "picture.png")
        target = folder / f"{message['message_id']}-{Path(name).name}"
        target.write_bytes(cloud.files[file["file_id"]].content)
