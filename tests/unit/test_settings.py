"""What the operator decides is checked before anything starts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings, SettingsError, load_settings, settings_table

COMPLETE = {
    "TELEGRAM_BOT_TOKEN": "42:secret-token",
    "CONTROLLER_NAME": "Riverside Council",
    "CONTROLLER_CONTACT": "privacy@example.org",
}


def complaints(env: dict[str, str], command: str = "run") -> dict[str, str]:
    """What is said about each setting."""
    with pytest.raises(SettingsError) as caught:
        load_settings(env, command)  # type: ignore[arg-type]  # parametrized with plain strings
    return dict(line.split(" ", 1) for line in caught.value.complaints)


def test_without_settings_there_is_an_embedded_database_and_telegrams_own_server() -> None:
    """Commands that talk to nobody need no settings at all."""
    settings = load_settings({})
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///var/data/roundtable.sqlite3"
    assert settings.keystore == "file:var/keys"
    assert (settings.port, settings.release_tick_seconds) == (8080, 30)


def test_complete_settings_are_accepted() -> None:
    """A token, a name and a contact are enough to run."""
    settings = load_settings(COMPLETE, "run")
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == "42:secret-token"


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("run", {"TELEGRAM_BOT_TOKEN", "CONTROLLER_NAME", "CONTROLLER_CONTACT"}),
        ("invite", {"TELEGRAM_BOT_TOKEN"}),
    ],
)
def test_every_missing_setting_of_a_command_is_named_at_once(command: str, missing: set[str]) -> None:
    """A person who starts with nothing learns in one go what is needed."""
    assert set(complaints({}, command)) == missing


WRONG = {
    "TELEGRAM_BOT_TOKEN": "wrong-canary",
    "TELEGRAM_API_URL": "https://api.telegram.org/bot42:wrong-canary",
    "DATABASE_URL": "mysql://root:wrong-canary@db/x",
    "KEYSTORE": "wrong-canary",
    "PUBLIC_URL": "http://wrong-canary.example.org",
    "SCREEN_URL": "ftp://wrong-canary.example.org",
    "PORT": "wrong-canary",
    "LISTEN": "canary",
    "WEBHOOK_SECRET": "wrong canary",
    "CONTROLLER_NAME": "   ",
    "CONTROLLER_CONTACT": "wrong-canary" * 50,
    "RELEASE_TICK_SECONDS": "0",
    "RETENTION_MONTHS": "61",
    "TIME_ZONE": "Wrong/Canary",
    "FLOWS": "/wrong-canary",
    "WORDING_URL": "http://wrong-canary.example.org",
    "WORDING_KEY": "wrong canary",
    "WORDING_MODEL": "wrong-canary" * 50,
}


def test_all_wrong_settings_are_named_at_once_and_none_is_repeated() -> None:
    """Every setting has a complaint of its own that says how to write it and holds no part of what was given."""
    said = complaints(WRONG)
    assert list(said) == [name.upper() for name in Settings.model_fields]
    assert all("Write it like this: " in line for line in said.values())
    assert "canary" not in "".join(said.values())


def test_wrong_and_missing_settings_are_named_together() -> None:
    """A wrong port does not hide the missing token, nor the missing secret of a wrong webhook address."""
    assert set(complaints({"PORT": "0", "PUBLIC_URL": "http://x.org"})) == {
        "TELEGRAM_BOT_TOKEN",
        "PUBLIC_URL",
        "PORT",
        "WEBHOOK_SECRET",
        "CONTROLLER_NAME",
        "CONTROLLER_CONTACT",
    }


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "127.0.0.1"),
        ({"PUBLIC_URL": "https://bot.example.org"}, "127.0.0.1"),
        ({"PUBLIC_URL": "https://bot.example.org", "SCREEN_URL": "http://192.168.1.20:8080"}, "127.0.0.1"),
        ({"SCREEN_URL": "https://screen.example.org"}, "127.0.0.1"),
        ({"SCREEN_URL": "http://localhost:8080"}, "127.0.0.1"),
        ({"SCREEN_URL": "http://192.168.1.20:8080"}, "0.0.0.0"),
        ({"PUBLIC_URL": "https://bot.example.org", "LISTEN": "0.0.0.0"}, "0.0.0.0"),
        ({"LISTEN": "::1"}, "::1"),
    ],
)
def test_nobody_comes_in_beside_the_proxy(given: dict[str, str], address: str) -> None:
    """The port is on this machine's own address, unless the room has to reach it without a proxy, or the setting says so."""
    assert load_settings(given).listens_on == address


def test_an_endpoint_for_words_needs_a_model() -> None:
    """Its address alone asks nobody; on this machine it may be without encryption, and the path of the call may stand behind it."""
    said = complaints({"WORDING_URL": "http://localhost:8000/v1"}, "run")
    assert "WORDING_MODEL" in said
    given = {"WORDING_URL": "https://llm.example.org/v1/chat/completions", "WORDING_MODEL": "small"}
    assert load_settings(given).wording_url == "https://llm.example.org/v1"


@pytest.mark.parametrize("months", ["0", "61", "-1"])
def test_results_are_kept_one_to_sixty_months(months: str) -> None:
    """Less or more is refused with the reason."""
    assert "must be 1 to 60 months." in complaints({"RETENTION_MONTHS": months})["RETENTION_MONTHS"]
    assert [load_settings({"RETENTION_MONTHS": good}).retention_months for good in ("1", "60")] == [1, 60]


def test_a_webhook_needs_a_secret() -> None:
    """Without the secret anybody could send updates."""
    assert set(complaints({**COMPLETE, "PUBLIC_URL": "https://bot.example.org"})) == {"WEBHOOK_SECRET"}
    settings = load_settings({**COMPLETE, "PUBLIC_URL": "https://bot.example.org/", "WEBHOOK_SECRET": "a_B-9"}, "run")
    assert settings.public_url == "https://bot.example.org"


@pytest.mark.parametrize("url", ["postgres://u:p@db/x", "postgresql://u:p@db/x", "postgresql+psycopg://u:p@db/x"])
def test_the_address_a_hosting_company_hands_out_is_a_database(url: str) -> None:
    """All usual ways to write a PostgreSQL address mean the driver we have."""
    assert load_settings({"DATABASE_URL": url}).database_url == "postgresql+psycopg://u:p@db/x"


@pytest.mark.parametrize("keys", ["file:var/data", "file:var/data/keys", "file:./var/keys/../data"])
def test_keys_do_not_lie_in_the_folder_of_the_database(keys: str) -> None:
    """A copy of the database's folder must not be able to open what was erased."""
    assert "KEYSTORE" in complaints({"KEYSTORE": keys})


def test_keys_may_lie_beside_the_folder_of_the_database(tmp_path: Path) -> None:
    """A RAM disk, Redis, memory or another folder keeps keys."""
    for keys in ("file:/dev/shm/keys", "redis://127.0.0.1:6379/0", "memory:", f"file:{tmp_path}"):
        assert load_settings({"KEYSTORE": keys}).keystore == keys


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    """The token, the webhook's secret and the database's password are in no representation."""
    secret = {"WEBHOOK_SECRET": "webhook-canary", "DATABASE_URL": "postgresql://u:password-canary@db/x"}
    settings = load_settings({**COMPLETE, **secret, "KEYSTORE": "redis://:redis-canary@cache"})
    assert "canary" not in f"{settings!r} {settings}"
    assert "secret-token" not in f"{settings!r} {settings}"


def test_the_environment_goes_before_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A .env file is read, and what the environment says wins; an empty variable counts as none."""
    (tmp_path / ".env").write_text("PORT=9001\nRELEASE_TICK_SECONDS=60\nSOMETHING_ELSE=1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.setenv("RELEASE_TICK_SECONDS", "")
    settings = load_settings()
    assert (settings.port, settings.release_tick_seconds) == (9002, 60)


def test_settings_made_directly_read_nothing_from_their_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal on a machine with a real token does not use it."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:real")
    assert Settings().telegram_bot_token is None
    assert load_settings({}).telegram_bot_token is None


@given(st.dictionaries(st.sampled_from(sorted(WRONG)), st.text(st.characters(exclude_characters="\0"), max_size=60)))
def test_no_setting_can_break_the_start_in_another_way(env: dict[str, str]) -> None:
    """Whatever is in the environment, the settings load or every problem is a complaint."""
    try:
        load_settings(env, "run")
    except SettingsError as error:
        assert error.complaints  # noqa: PT017 - both outcomes are right


def test_the_table_has_a_row_a_setting() -> None:
    """The table in docs/hosting.md is made from the settings themselves."""
    rows = settings_table().splitlines()
    assert [row.split("`")[1] for row in rows[2:]] == [name.upper() for name in Settings.model_fields]
    assert all(row.count("|") == 5 for row in rows)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Amsterdam", ""),
        (" UTC\r", ""),
        ("amsterdam", "is no time zone; perhaps Europe/Amsterdam is meant."),
        ("GMT+1", "is no time zone: name a place, for an offset knows no summer time."),
        ("Atlantis Prime", "is no time zone. "),
    ],
)
def test_a_wrong_zone_brings_the_nearest(zone: str, said: str) -> None:
    """Beside all other complaints, before anything starts."""
    if said:
        assert complaints({"TIME_ZONE": zone, "PORT": "0"}, "migrate")["TIME_ZONE"].startswith(said)
    else:
        assert load_settings({"TIME_ZONE": zone}).zone == zone.strip()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///var/what is this? 100% #1 é.sqlite3", ""),
        ("sqlite:///C:\\data\\new.sqlite3", ""),
        ("postgresql://me:p?w#%25/x@db:5432/name", ""),
        ("postgresql:///name?host=/run/postgresql", ""),
        ("sqlite:///data.sqlite3?mode=canary", "has options behind a ?"),
        ("sqlite:///~/data.sqlite3", "begins with ~, which only a shell knows"),
        ("sqlite:///C:\new.sqlite3", "has a control sign in the path"),
        ("postgresql://me:canary@canary@db/name", "has an @ too many"),
        ("postgresql://me:pw@db:canary/name", "is no address of a database"),
        ("postgresql://me:pw@db", "names no database"),
    ],
)
def test_any_sign_in_the_name_of_a_database_works_or_is_refused(url: str, said: str) -> None:
    """In a path and in a password; what is refused is not repeated."""
    if not said:
        assert load_settings({"DATABASE_URL": url, "KEYSTORE": "memory:"}, "migrate").database_url.endswith(
            url.split("://")[1]
        )
        return
    told = complaints({"DATABASE_URL": url, "KEYSTORE": "memory:"}, "migrate")["DATABASE_URL"]
    assert told.startswith(said)
    assert "canary" not in told
