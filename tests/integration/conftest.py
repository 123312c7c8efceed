"""Fixtures of the integration tests; each is described where it is written."""

from tests.integration.storage_case import db, empty_place, place, room

__all__ = ["db", "empty_place", "place", "room"]
