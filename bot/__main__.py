"""The command line."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot import commands, running
from bot.errors import OwnerFixableError, trace
from bot.logs import log_to_stderr
from bot.operator import custody, operating
from bot.operator.check import check
from bot.results.export import analysis_json
from bot.results.plain_text import analysis_text
from bot.results.result_folder import Output
from bot.settings import DEFAULT_LANGUAGE, FILE, Settings, from_environment, read
from bot.variables import read_file
from prompts.typography import seen
from prompts.values import catalog

Add = Callable[..., argparse.ArgumentParser]
"""Makes the parser of one more command."""
Words = Callable[[str], str]
"""What is said of a command, by key, in the language of whoever asks."""

FAILED = 1
REFUSED = 2
"""Exit code for what the user can put right."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    language = _language_of_environment()
    told = _parser(language).parse_args(arguments)
    language = getattr(told, "language", None) or language
    try:
        return _run(told, language)
    except OwnerFixableError as error:
        print(seen(commands.refusal_text(error, language)), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # whoever reads has enough, as in `personabot inspect a.csv | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001  (the last edge: no foreign message may reach the screen)
        print(
            trace(error),
            commands.refusal_text(OwnerFixableError("internal"), language),
            sep="\n",
            file=sys.stderr,
        )
        return FAILED
    return 0


def _run(told: argparse.Namespace, language: str) -> int:
    """The exit code."""
    match told.command:
        case "run":
            running.run(_logging(logging.INFO))
        case "worker":
            running.work(_logging(logging.INFO))
        case "check" | "owners" | "analyses":
            return _operate(told.command, language)
        case "prepare" | "backup" | "restore" | "erase" | "rotate-keys":
            print(_take_care(told, language))
        case "chat":
            running.chat(_logging(logging.ERROR), language)
        case "inspect":
            if told.table and len(told.files) > 1:
                raise OwnerFixableError("one_table_at_a_time")
            told_of = commands.inspect(told.files, language, as_json=told.json, table=told.table)
            print(told_of if told.json else seen(told_of))
        case "analyse":
            _analyse(told, language)
        case "sample":
            print(commands.sample(told.folder, catalog().languages))
    return 0


def _logging(level: int) -> Settings:
    """The settings, with the log as they want it."""
    settings = from_environment(_environment())
    log_to_stderr(level, settings.log_form)
    return settings


def _environment() -> Mapping[str, str]:
    """With the settings file laid under it, also for the libraries that look there themselves."""
    file = os.environ.get(FILE)
    for name, value in (read_file(Path(file)) if file else {}).items():
        os.environ.setdefault(name, value)
    return os.environ


def _operate(command: str, language: str) -> int:
    if command == "check":
        findings = list(check(*read(_environment())))
        print("\n".join(operating.finding_text(each, language) for each in findings))
        return 0 if all(each.is_well for each in findings) else REFUSED
    settings = from_environment(_environment())
    print(operating.owners_text(settings) if command == "owners" else operating.work_text(settings))
    return 0


def _take_care(told: argparse.Namespace, language: str) -> str:
    """Of the stores, of an owner who is to be forgotten, or of the keys; what has been done."""
    settings = from_environment(_environment())
    values: dict[str, str | int] = {}
    match told.command:
        case "prepare":
            custody.prepare(settings)
            key = "prepared"
        case "backup":
            key = "backed_up" if custody.back_up(settings, told.folder) else "backed_up_files"
            values["folder"] = str(told.folder)
        case "restore":
            custody.restore(settings, told.folder)
            key = "restored"
        case "erase":
            custody.erase(settings, told.messenger, told.address)
            key = "erased"
        case _:
            key, values["count"] = "rotated", custody.rotate_keys(settings)
    return catalog().text(f"cli.{key}", language, **values)


def _analyse(told: argparse.Namespace, language: str) -> None:
    out = Output(told.out, told.all_lists) if told.out else None
    analysis = commands.analyse_files(
        told.files, language, answers=told.answers, as_of=told.as_of, out=out, earlier=told.earlier
    )
    print(analysis_json(analysis, language) if told.json else seen(analysis_text(analysis, language)))


def _parser(language: str) -> argparse.ArgumentParser:
    def words(key: str) -> str:
        return catalog().text(f"cli.{key}", language)

    parser = argparse.ArgumentParser(prog="personabot", description=words("about"))
    add = parser.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser
    add("run", help=words("run"))
    _with_language(add("chat", help=words("chat")), words("language"))
    _add_files(add, words)
    _add_operating(add, words)
    return parser


def _add_files(add: Add, words: Words) -> None:
    """What works on files without a chat."""
    inspect = add("inspect", help=words("inspect"))
    inspect.add_argument("files", metavar="FILE", nargs="+", type=Path)
    inspect.add_argument("--json", action="store_true", help=words("json"))
    inspect.add_argument("--table", metavar="OUT.csv", type=Path, help=words("table"))
    _with_language(inspect, words("language"))
    analyse = add("analyse", help=words("analyse"))
    analyse.add_argument("files", metavar="FILE", nargs="*", type=Path)
    analyse.add_argument("--answers", metavar="A.toml", type=Path, help=words("answers"))
    analyse.add_argument("--as-of", metavar="YYYY-MM-DD", type=date.fromisoformat, help=words("as_of"))
    analyse.add_argument("--earlier", metavar="DIR", type=Path, help=words("earlier"))
    analyse.add_argument("--out", metavar="DIR", type=Path, help=words("out"))
    analyse.add_argument("--all-lists", action="store_true", help=words("all_lists"))
    analyse.add_argument("--json", action="store_true", help=words("json"))
    _with_language(analyse, words("language"))
    sample = add("sample", help=words("sample"))
    sample.add_argument("folder", metavar="DIR", type=Path)


def _add_operating(add: Add, words: Words) -> None:
    """What the operator of an installation needs."""
    add("worker", help=words("worker"))
    add("prepare", help=words("prepare"))
    for each in ("backup", "restore"):
        copying = add(each, help=words(each))
        copying.add_argument("folder", metavar="DIR", type=Path)
    add("check", help=words("check"))
    add("owners", help=words("operator_owners"))
    add("analyses", help=words("operator_analyses"))
    erase = add("erase", help=words("erase"))
    erase.add_argument("messenger", metavar="MESSENGER", help=words("erase_messenger"))
    erase.add_argument("address", metavar="ADDRESS", help=words("erase_address"))
    add("rotate-keys", help=words("rotate_keys"))


def _with_language(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--language", choices=catalog().languages, help=help_text)


def _language_of_environment() -> str:
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    code = told.replace("-", "_").partition("_")[0].lower()
    return code if code in catalog().languages else DEFAULT_LANGUAGE


if __name__ == "__main__":
    sys.exit(main())
