"""Triggers that make the database itself refuse to change or drop a row of the books.

SQLite rebuilds a table when Django alters it and silently drops its triggers, so they are
installed again after every migrate (see apps.py), and `verify` fails when one is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def missing(tables: Iterable[str]) -> list[tuple[str, str]]:
    """Return each table and trigger of which the table ought to have it and has not, or not ours.

    One reading for all tables: it is asked after every entry of a test, and by every proof.
    """
    present = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    return [
        (table, name)
        for table in tables
        for name, words in _wanted(table).items()
        if present.get((table, name)) != words
    ]


def _on_postgresql() -> dict[tuple[str, str], str]:
    """Return what each enabled trigger calls, by its table and its name."""
    query = """
        SELECT c.relname, t.tgname, p.proname FROM pg_trigger t
        JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(table, name): function for table, name, function in cursor.fetchall()}


def _on_sqlite() -> dict[tuple[str, str], str]:
    """Return what each trigger does, by table and name: an idle one of our name is no use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): _words(sql) for table, name, sql in cursor.fetchall()}


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
