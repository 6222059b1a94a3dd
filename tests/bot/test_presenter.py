"""What the dialogue says becomes replies: what is one thing to say is one reply."""

from pathlib import Path

from bot.desk.exhibits import Exhibits
from bot.desk.presenter import Presenter
from bot.dialogue.utterances import Button, Line, Say
from bot.messages import RenderedButton, TextReply
from prompts.values import catalog
from storage.blobs import Blobs
from storage.keys.data_key import DataKey

LONG = "word\n\n" * 5_000


async def test_a_text_of_any_length_is_one_reply(tmp_path: Path) -> None:
    """Whoever cannot take it at once cuts it; for all others it changes what stands there."""
    presenter = Presenter(catalog(), Blobs(tmp_path, lambda _: DataKey("1", bytes(32))))
    buttons, below = ((Button("chat.buttons.try_again", "again"),),), (Line("groups.nothing_changed_yet"),)
    say = Say("groups.buttons.group", {"name": LONG}, buttons, edits_question=True, below=below)
    assert await presenter.present([say], "en", Exhibits()) == (
        TextReply(
            f"✏ {LONG}\n\nNothing has changed yet.",
            ("groups.buttons.group", "groups.nothing_changed_yet"),
            ((RenderedButton(catalog().text("chat.buttons.try_again", "en"), "again"),),),
            edits_question=True,
        ),
    )
