"""Triggers that make the database itself refuse to change or drop a row of the books.

SQLite rebuilds a table when Django alters it and silently drops its triggers, so they are
installed again after every migrate (see apps.py), and `verify` fails when one is missing.
"""

from __future__ import annotations

from django.db import connection

_ACTS = ("update", "delete")

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_refuses_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION samaki_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, lower(TG_OP)
   USING ERRCODE = 'restrict_violation'; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table}
FOR EACH {each} EXECUTE FUNCTION samaki_append_only()
"""


def install(table: str) -> None:
    """Install the triggers of one table; installing twice changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for act in _acts():
            template = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
            each = "STATEMENT" if act == "truncate" else "ROW"
            cursor.execute(template.format(table=table, act=act, each=each))


def lift(table: str) -> None:
    """Drop the triggers of one table: for a test that must flush it. The product never calls it."""
    with connection.cursor() as cursor:
        for trigger in _names(table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def missing(table: str) -> list[str]:
    """Return the names of the triggers that a table ought to have and has not, or not as ours."""
    present = _on_postgresql(table) if connection.vendor == "postgresql" else _on_sqlite()
    return [name for name, words in _wanted(table).items() if present.get(name) != words]


def _on_postgresql(table: str) -> dict[str, str]:
    """Return what each enabled trigger of a table calls, by its name."""
    query = """
        SELECT t.tgname, p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgrelid = %s::regclass
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return dict(cursor.fetchall())


def _on_sqlite() -> dict[str, str]:
    """Return what each trigger does, by its name: one of ours replaced by an idle one is no use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: _words(sql) for name, sql in cursor.fetchall()}


def _wanted(table: str) -> dict[str, str]:
    if connection.vendor == "postgresql":
        return dict.fromkeys(_names(table), "samaki_append_only")
    return {f"{table}_refuses_{act}": _words(_SQLITE.format(table=table, act=act)) for act in _ACTS}


def _words(sql: str) -> str:
    # SQLite keeps the statement as it was given, but for IF NOT EXISTS.
    return " ".join(sql.replace("IF NOT EXISTS ", "").split())


def _acts() -> tuple[str, ...]:
    return (*_ACTS, "truncate") if connection.vendor == "postgresql" else _ACTS


def _names(table: str) -> list[str]:
    return [f"{table}_refuses_{act}" for act in _acts()]
