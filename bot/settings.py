"""What the operator decides, read from the environment or a .env file; must not know what any part does with it.

All complaints are made at once, one line a setting; none repeats a value, because a token in a terminal is soon a
token in a log.

Long: one setting after the other, each with its words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.surroundings.env_file import UnreadableFile, read_env_file
from bot.surroundings.zones import host_zone, is_offset, is_zone, nearest
from flows.definition.letters import hidden_in
from storage.engine import normalise
from storage.values import LONGEST, SHORTEST, USUAL

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
"""How this machine calls itself."""

Command = Literal["run", "invite", "export", "migrate", "audit", "delete", "keys"]
"""The commands that read settings; each needs some of them."""


class SettingsError(Exception):
    """Some settings are missing or wrong."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = tuple(complaints)


def _telegram_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("is not a bot token")
    return token


def _plain_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is not a web address")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("is more than an address")
    return url.rstrip("/")


def _api_url(url: str) -> str:
    if re.search(r"/bot[^/]*/?$", url):
        raise ValueError("must be the address of the server alone, without /bot and the token")
    return _plain_url(url)


def _public_url(url: str) -> str:
    if urlsplit(url).scheme != "https":
        raise ValueError("must begin with https://, because Telegram delivers to nothing else")
    return _plain_url(url)


def _wording_url(url: str) -> str:
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in LOCAL:
        raise ValueError("must begin with https://, or be on this machine")
    return _plain_url(url).removesuffix("/chat/completions")


def _database_url(url: str) -> str:
    """Accepts what hosting companies hand out (`postgres://`), and names the driver we use."""
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    if url.startswith("postgresql+psycopg://"):
        _need_extra("psycopg", "postgres")
        return _server_url(url)
    if not url.startswith("sqlite:///") or url in {"sqlite:///", "sqlite:///:memory:"}:
        raise ValueError("is neither a SQLite file nor a PostgreSQL database")
    if url.startswith(("sqlite:///~/", "sqlite:////~/")):
        raise ValueError("begins with ~, which only a shell knows: write the whole path (sqlite:////home/…)")
    if re.search(r"[\x00-\x1f\x7f]", url):
        raise ValueError(
            "has a control sign in the path (in double quotes \\n and \\t are such signs; use single ones)"
        )
    if re.search(r"\?[a-z_]+=", url):
        raise ValueError("has options behind a ?, and a SQLite file takes none; a ? that belongs to the name may stay")
    return url


def _server_url(url: str) -> str:
    """With a password that may hold any sign as it is, but for those that end it."""
    rest = url.removeprefix("postgresql+psycopg://")
    if rest.count("@") > 1 and "@" in re.split(r"[/?]", rest.rsplit("@", 1)[0])[0]:
        raise ValueError("has an @ too many: in a name or password write %40 for @, %2F for /, %3A for : and %25 for %")
    try:
        parsed = normalise(url)
    except ValueError:
        raise ValueError("is no address of a database; in a password write %2F for /, %3A for :, %40 for @") from None
    if not parsed.database and not parsed.query:
        raise ValueError("names no database behind the server")
    return url


def _keystore(setting: str) -> str:
    if not re.match(r"^(file:.|rediss?://.|memory:$)", setting):
        raise ValueError("is not a place for keys")
    if setting.startswith("redis"):
        _need_extra("redis", "redis")
    return setting


def _zone(name: str) -> str:
    if is_zone(name):
        return name
    meant = nearest(name)
    if is_offset(name):
        raise ValueError("is no time zone: name a place, for an offset knows no summer time")
    raise ValueError(f"is no time zone; perhaps {meant} is meant" if meant else "is no time zone")


def _need_extra(module: str, extra: str) -> None:
    if find_spec(module) is None:
        raise ValueError(f"needs a driver that is not installed: pip install 'roundtable[{extra}]'")


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("is not an address of a machine") from None


def _secret_header(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("may hold 1 to 256 characters out of A-Z, a-z, 0-9, _ and -")
    return secret


def _key_header(key: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]{1,1000}", key.get_secret_value()):
        raise ValueError("may hold letters, digits and signs without blanks")
    return key


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _kept(months: int) -> int:
    if not SHORTEST <= months <= LONGEST:
        raise ValueError(f"must be {SHORTEST} to {LONGEST} months")
    return months


def _short(text: str) -> str:
    if not 1 <= len(text) <= 200 or hidden_in(text) or "\n" in text:
        raise ValueError("must have 1 to 200 characters on one line, none of which is invisible or turns others round")
    return text


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _setting(default: Any, description: str, like: str, needed_by: str = "") -> Any:
    """A field with what docs/hosting.md and the complaints say about it."""
    extra: JsonDict = {"like": like, "needed_by": needed_by}
    return Field(default, description=description, json_schema_extra=extra)


_Key = Annotated[SecretStr, AfterValidator(_key_header)]
_Text = Annotated[str, BeforeValidator(_stripped), AfterValidator(_short)]


class Settings(BaseSettings):
    """All settings. The name in the environment is the field's name in capitals.

    Made directly it reads nothing from its surroundings: that is `load_settings`.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_telegram_token)] | None = _setting(
        None, "The bot's token, from @BotFather.", "123456789:AAE…", "run, invite"
    )
    telegram_api_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_api_url)] = _setting(
        "https://api.telegram.org",
        "The Bot API server: Telegram's, or your own.",
        "https://api.telegram.org",
    )
    database_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_database_url), Field(repr=False)] = (
        _setting(
            "sqlite:///var/data/roundtable.sqlite3",
            "The database: a SQLite file, or PostgreSQL (with the extra `postgres`).",
            "sqlite:///var/data/roundtable.sqlite3 or postgresql://user:password@host/name",
        )
    )
    keystore: Annotated[str, BeforeValidator(_stripped), AfterValidator(_keystore), Field(repr=False)] = _setting(
        "file:var/keys",
        "Where each workshop's key is until it closes, never beside the database and never in a backup: `file:FOLDER` "
        "(best on a RAM disk), `redis://…` (with the extra `redis`, without persistence) or `memory:` "
        "(a restart closes the workshops).",
        "file:/dev/shm/roundtable-keys",
    )
    public_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_public_url)] | None = _setting(
        None,
        "The address under which Telegram reaches this program. With it updates come by webhook, without it by long "
        "polling.",
        "https://roundtable.example.org",
    )
    screen_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_plain_url)] | None = _setting(
        None,
        "The address under which browsers reach the presenter's screen; without it `PUBLIC_URL`; without both there is no "
        "screen.",
        "https://roundtable.example.org",
    )
    port: Annotated[int, Field(ge=1, le=65535)] = _setting(
        8080, "The port that the webhook and the presenter's screen listen on.", "8080"
    )
    listen: Annotated[str, BeforeValidator(_stripped), AfterValidator(_address)] | None = _setting(
        None,
        "The address of this machine that `PORT` listens on. Without it this machine alone, where your proxy is; with a `SCREEN_URL` "
        "that begins with `http://`, which no proxy stands before, every network. In a container: `0.0.0.0`.",
        "127.0.0.1 or 0.0.0.0",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret_header)] | None = _setting(
        None,
        "What Telegram sends along with each update, so that nobody else can: 1 to 256 of A-Z, a-z, 0-9, _ and -.",
        "the output of: openssl rand -hex 32",
        "run (webhook)",
    )
    controller_name: _Text | None = _setting(
        None,
        "Who asks: the organisation that answers for the data, shown before the first question.",
        "Riverside Council",
        "run",
    )
    controller_contact: _Text | None = _setting(
        None, "Where people reach it with a question about their data.", "privacy@example.org", "run"
    )
    release_tick_seconds: Annotated[int, Field(ge=1, le=600)] = _setting(
        30, "How often the summaries look whether they may grow, in seconds; never at the moment of an answer.", "30"
    )
    retention_months: Annotated[int, AfterValidator(_kept)] = _setting(
        USUAL,
        "For how many months after its close the results, open answers and receipts of a workshop are kept, 1 to 60; then the bot "
        "deletes them. A workshop that was kept for less when it was made stays so.",
        "12",
    )
    time_zone: Annotated[str, BeforeValidator(_stripped), AfterValidator(_zone)] | None = _setting(
        None,
        "Whose days are said and kept, by the name of the zone; without it this machine's own. A workshop that is made takes it over, "
        "and can be given another one in the chat.",
        "Europe/Amsterdam",
    )
    flows: Annotated[Path, AfterValidator(_folder)] | None = _setting(
        None,
        "A folder with flow files of your own (`.yaml`, `.yml`), beside the shipped ones; other files and folders in it are passed over.",
        "/etc/roundtable/flows",
    )

    wording_url: Annotated[str, BeforeValidator(_stripped), AfterValidator(_wording_url)] | None = _setting(
        None,
        "An endpoint that speaks as OpenAI's does and may put the sentences of reports into other words; without it none is asked. "
        "The consent cards of workshops made from then on name it.",
        "https://llm.example.org/v1",
    )
    wording_key: _Key | None = _setting(None, "The key of that endpoint, where it needs one.", "sk-…")
    wording_model: _Text | None = _setting(None, "The model that is asked there.", "gemma-3-12b")

    @property
    def screen_base(self) -> str:
        """Under which address browsers reach the presenter's screen; "" where there is none."""
        return self.screen_url or self.public_url or ""

    @property
    def zone(self) -> str:
        """Whose days hold where no workshop says otherwise."""
        return self.time_zone or host_zone()

    @property
    def listens_on(self) -> str:
        """The address that `port` is on: this machine's own unless somebody has to come in without a proxy."""
        screen = urlsplit(self.screen_url or "")
        is_open = self.public_url is None and screen.scheme == "http" and screen.hostname not in LOCAL
        return self.listen or ("0.0.0.0" if is_open else "127.0.0.1")  # noqa: S104  # a room's own network, see the setting

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in; the signature is the library's."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def load_settings(env: Mapping[str, str] | None = None, command: Command | None = None) -> Settings:
    """The settings in `env` (by default the environment over the .env file), checked for what `command` needs.

    Raises SettingsError with every complaint there is, one a setting, in the order of the table.
    """
    given, unread = _from_surroundings() if env is None else (_from_mapping(env), [])
    settings, wrong = _checked(given)
    misplaced = {} if command == "audit" else _misplaced(settings)  # an audit reports it with everything else
    complaints = _missing(settings, command, webhook="public_url" in given) | misplaced | wrong
    if unread:  # what is missing may be in the part that cannot be read
        complaints = wrong
    if complaints or unread:
        raise SettingsError(
            [*unread, *(_complaint(name, complaints[name]) for name in Settings.model_fields if name in complaints)]
        )
    return settings


def settings_table() -> str:
    """All settings as a Markdown table, for docs/hosting.md."""
    rows = ["| Setting | Needed by | Default | What it is |", "| --- | --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append(f"| `{name.upper()}` | {_about(field, 'needed_by')} | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def _from_surroundings() -> tuple[dict[str, Any], list[str]]:
    """What is set in the environment, over what is in the file .env; and what is wrong with that file."""
    here = {name.lower(): value for name, value in os.environ.items()}
    try:
        lines, unread = read_env_file(Path(".env")), []
    except UnreadableFile as error:
        lines, unread = {}, list(error.complaints)
    both = (_from_mapping({name.upper(): value for name, value in given.items()}) for given in (lines, here))
    return {name: value for given in both for name, value in given.items()}, unread


def _from_mapping(env: Mapping[str, str]) -> dict[str, Any]:
    """Blanks around a value are nobody's wish, nor is the end of a line of Windows."""
    given = {name: env.get(name.upper(), "").strip() for name in Settings.model_fields}
    return {name: value for name, value in given.items() if value or env.get(name.upper())}


def _checked(given: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    """The settings with the wrong ones at their defaults, and what is wrong with those."""
    try:
        return Settings(**given), {}
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
        wrong = {str(detail["loc"][0]): _plain_words(detail["msg"]) for detail in details}
    return Settings(**{name: value for name, value in given.items() if name not in wrong}), wrong


def _plain_words(message: str) -> str:
    """`Value error, is not a folder` and `Input should be at most 9` without the library's own words."""
    return message.removeprefix("Value error, ").replace("Input should be", "should be")


def _missing(settings: Settings, command: Command | None, *, webhook: bool) -> dict[str, str]:
    """What `command` cannot do without."""
    needed = [
        name for name, field in Settings.model_fields.items() if command in _about(field, "needed_by").split(", ")
    ]
    if command == "run" and webhook:
        needed.append("webhook_secret")
    if command == "run" and settings.wording_url:
        needed.append("wording_model")
    return {name: f"is missing, and `roundtable {command}` needs it" for name in needed if not getattr(settings, name)}


def _misplaced(settings: Settings) -> dict[str, str]:
    """Keys in the folder of the database would be in every copy of it, and an erased workshop could be opened again."""
    if not (settings.database_url.startswith("sqlite:///") and settings.keystore.startswith("file:")):
        return {}
    data = Path(settings.database_url.removeprefix("sqlite:///")).resolve().parent
    keys = Path(settings.keystore.removeprefix("file:")).resolve()
    if not keys.is_relative_to(data):
        return {}
    return {"keystore": "lies in the folder of the database, so a copy of one has the other"}


def _complaint(name: str, problem: str) -> str:
    return f"{name.upper()} {problem}. Write it like this: {_about(Settings.model_fields[name], 'like')}"


def _about(field: FieldInfo, what: str) -> str:
    extra = field.json_schema_extra
    return str(extra[what]) if isinstance(extra, dict) else ""
