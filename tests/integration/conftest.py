"""Fixtures of the integration tests; each is described where it is written."""

from tests.support.audit_case import case, grouped_case, sqlite_case
from tests.support.storage_case import db, empty_place, place, room

__all__ = ["case", "db", "empty_place", "grouped_case", "place", "room", "sqlite_case"]
