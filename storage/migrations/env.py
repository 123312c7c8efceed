"""Alembic's entry: runs the migrations on the connection it is handed; must not open one itself."""

from __future__ import annotations

from alembic import context

import storage.tables  # noqa: F401  # fills the metadata
from storage.rows import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
