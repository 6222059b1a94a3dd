"""The one page: its frame is a template, its words travel along as JSON for the scripts."""

from bot.dialogue.inbound import Command
from bot.messengers.web.frames import frame, json_inside_html
from prompts.catalog import Catalog

WORDS_PREFIX = "web."


class Page:
    """index.html in every language. Nothing in it depends on the visitor, so it is rendered once."""

    def __init__(self, catalog: Catalog, max_upload_bytes: int) -> None:
        self._catalog = catalog
        self._max_upload_bytes = max_upload_bytes
        self._template = frame("index.html")
        self._rendered = {
            (language, available): self._render(language, available=available)
            for language in catalog.languages
            for available in (True, False)
        }

    def html(self, language: str, *, available: bool = True) -> str:
        """The page; not `available` is what it says while nothing can be read or kept."""
        return self._rendered[language, available]

    def _render(self, language: str, *, available: bool) -> str:
        words = self.words(language)
        data = {
            "language": language,
            "words": words,
            "commands": [
                {"command": command.value, "label": words[f"commands.{command}"]} for command in Command
            ],
            "max_upload_bytes": self._max_upload_bytes,
        }
        return self._template.render(
            language=language,
            language_name=self._catalog.language_name(language),
            words=words,
            available=available,
            data=json_inside_html(data),
        )

    def words(self, language: str) -> dict[str, str]:
        """What stands on the page around the conversation, by key without its prefix."""
        return {
            key.removeprefix(WORDS_PREFIX): self._catalog.text(key, language)
            for key in self._catalog.keys(language)
            if key.startswith(WORDS_PREFIX)
        }
