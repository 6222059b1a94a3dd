"""What can be set from outside."""

from bot.settings import from_environment


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    settings = from_environment(
        {
            "TELEGRAM_TOKEN": "123:open-sesame",
            "PERSONABOT_SECRET": "cookie-key",
            "DATABASE_URL": "postgresql://shop:pass-word@db/shop",
        }
    )
    assert settings.telegram_token == "123:open-sesame"
    assert "open-sesame" not in repr(settings)
    assert "pass-word" not in repr(settings)
    assert "cookie-key" not in repr(settings)
