"""How the bot introduces itself before the first word: its commands and descriptions, in every language."""

from collections.abc import Awaitable, Callable
from functools import partial

import telegram

from bot.dialogue.inbound import Command
from bot.settings import DEFAULT_LANGUAGE
from prompts.catalog import Catalog

_Call = Callable[[], Awaitable[object]]


async def introduce(
    bot: telegram.Bot, catalog: Catalog, patiently: Callable[[_Call], Awaitable[object]]
) -> None:
    """Say it in each language; `patiently` makes a call until it succeeds."""
    spoken = [(language, language) for language in catalog.languages]
    for language, code in (*spoken, (DEFAULT_LANGUAGE, None)):
        commands = [
            telegram.BotCommand(command, catalog.text(f"chat.commands.{command}", language))
            for command in Command
        ]
        about = catalog.text("telegram.description", language)
        in_short = catalog.text("telegram.short_description", language)
        for say in (
            partial(bot.set_my_commands, commands, language_code=code),
            partial(bot.set_my_description, about, language_code=code),
            partial(bot.set_my_short_description, in_short, language_code=code),
        ):
            await patiently(say)
