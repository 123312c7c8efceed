"""Check 1: whether the tables are those of the code, and none about participants could tell who or when; reads no row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from storage.audit.evidence import Finding, judge
from storage.rows import METADATA
from storage.tables import COUNTED, PERSONAL, RECEIPT

BOOKKEEPING = frozenset({"alembic_version"})
STAFF = frozenset(
    {"staff", "staff_role", "invite", "focus", "asked", "board", "linked_group", "poll", "seen_update"}
    | {"screen", "sendout", "board_wish", "old_board", "reply", "own_flow"}
)
"""Tables about facilitators, organisers, what they brought, their chats and the traffic: the only ones with ids of Telegram."""

DATED = frozenset({"workshop", "action", "mailing_list", "deleted_workshop", "invite", "own_flow"})
"""Tables that may hold a day: of a workshop's opening, close and deletion, of what its facilitators did, of a list's or an
invitation's end, of when an own flow was kept."""

_ABOUT_ANSWERS = frozenset(table.name for table in (*PERSONAL, COUNTED, RECEIPT))
_IDENTIFYING = ("user", "chat_id", "account", "phone", "name", "ip", "device")
_TELLS_TIME = ("TIME", "INTERVAL")
_NUMBER = ("INT", "SERIAL", "OID", "NUMERIC", "DECIMAL", "REAL", "FLOAT", "DOUBLE")


def check_schema(connection: Connection) -> Finding:
    """Compare every table with the code and hold each about participants to what such a table may have."""
    inspector = inspect(connection)
    tables = {name: inspector.get_columns(name) for name in inspector.get_table_names() if name not in BOOKKEEPING}
    faults = [
        *_differences(connection, tables),
        *(fault for name, columns in sorted(tables.items()) for fault in _of_table(name, columns)),
        *_machinery(connection, inspector, tables),
    ]
    looked_at = {"tables": len(tables), "columns": sum(map(len, tables.values()))}
    good = "The tables are those of the code; none about participants has an id, a time or a row order."
    return judge(1, "schema", faults, good, "The tables are not what they should be.", looked_at)


def _differences(connection: Connection, tables: dict[str, list[ReflectedColumn]]) -> Iterator[str]:
    """What the database has and the code does not know, and the other way round."""
    for name in sorted(set(tables) - set(METADATA.tables)):
        yield f"table {name}: the code does not know it"
    for name, table in sorted(METADATA.tables.items()):
        if name not in tables:
            yield f"table {name} is missing"
            continue
        wanted = {column.name: column.type.compile(connection.dialect) for column in table.columns}
        there = {column["name"]: column["type"].compile(connection.dialect) for column in tables[name]}
        yield from (f"column {name}.{column}: the code does not know it" for column in sorted(set(there) - set(wanted)))
        yield from (f"column {name}.{column} is missing" for column in sorted(set(wanted) - set(there)))
        for column in sorted(set(wanted) & set(there)):
            if wanted[column] != there[column]:
                yield f"column {name}.{column} is {there[column]}, not {wanted[column]}"


def _of_table(name: str, columns: list[ReflectedColumn]) -> Iterator[str]:
    """What no table, and what no table about participants, may have. A table with bytes is about participants."""
    types = {column["name"]: str(column["type"]).upper() for column in columns}
    about_people = name in _ABOUT_ANSWERS or (
        name not in STAFF and any("BLOB" in kind or "BYTEA" in kind for kind in types.values())
    )
    for column, kind in types.items():
        place = f"column {name}.{column}"
        if any(word in kind for word in _TELLS_TIME):
            yield f"{place} holds a time"
        if "DATE" in kind and "DATETIME" not in kind and name not in DATED:
            yield f"{place} holds a day"
        if about_people and any(word in kind for word in _NUMBER):
            yield f"{place} holds a number: it could count people or name one"
        if name not in STAFF and column.lower().startswith(_IDENTIFYING):
            yield f"{place} is named like an identity"
    for made in columns:
        if made.get("default") is not None or made.get("identity") or made.get("computed"):
            yield f"column {name}.{made['name']} fills itself in"


def _machinery(connection: Connection, inspector: Inspector, tables: dict[str, list[ReflectedColumn]]) -> Iterator[str]:
    """Links between tables, views, triggers and counters; on SQLite the row number that keeps the order of arrival."""
    yield from (f"table {name} points at another one" for name in sorted(tables) if inspector.get_foreign_keys(name))
    yield from (f"view {name}: the code does not know it" for name in inspector.get_view_names())
    if connection.dialect.name == "sqlite":
        made = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')"))
        for kind, name, sql in made:
            if kind == "trigger":
                yield f"trigger {name}: the code does not know it"
            elif name not in BOOKKEEPING and "WITHOUT ROWID" not in (sql or "").upper():
                yield f"table {name} keeps the order in which rows came (rowid)"
        return
    yield from (f"sequence {name} counts rows" for name in inspector.get_sequence_names())
    triggers = "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = current_schema()"
    yield from (f"trigger {name}: the code does not know it" for (name,) in connection.execute(text(triggers)))
