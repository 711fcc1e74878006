"""People: whoever has some letters anywhere in name or address is found without going through all"""

import logging

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

OLD_AWAY = "INSERT INTO people_search (people_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
NEW_IN = "INSERT INTO people_search (rowid, search_text) VALUES (new.id, new.search_text);"
# What was deleted would stay in the index until SQLite tidies up: it does at once.
TIDY_UP = "INSERT INTO people_search (people_search) VALUES ('optimize');"
TRIGGERS = {
    "people_search_added": f"AFTER INSERT ON people BEGIN {NEW_IN} END",
    "people_search_changed": (
        f"AFTER UPDATE OF search_text ON people WHEN old.search_text <> new.search_text BEGIN {OLD_AWAY} {NEW_IN} END"
    ),
    "people_search_deleted": f"AFTER DELETE ON people BEGIN {OLD_AWAY} {TIDY_UP} END",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        options = "content = 'people', content_rowid = 'id', tokenize = 'trigram', detail = none, columnsize = 0"
        op.execute(f"CREATE VIRTUAL TABLE people_search USING fts5 (search_text, {options})")
        op.execute("INSERT INTO people_search (people_search) VALUES ('rebuild')")
        for name, what in TRIGGERS.items():
            op.execute(text(f"CREATE TRIGGER {name} {what}"))
        return
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            op.execute("CREATE INDEX ix_people_search ON people USING gin (search_text gin_trgm_ops)")
    except DBAPIError as error:
        logging.getLogger(__name__).warning("Search goes without an index (docs/operating.md, PostgreSQL): %s", error.orig)


def downgrade() -> None:
    """The extension stays: others may use it."""
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE people_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_people_search")
