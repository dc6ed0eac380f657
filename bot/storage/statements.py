"""The few ways in which this room speaks to a database, each written so that a batch costs little more than a single row.

Rows are chosen by a list that travels as one value, so the statement is the same whatever its length, and stays prepared.
Statements for many rows are compiled once and handed to the driver as they are: building a parameter dictionary per row costs
more than SQLite needs for the row. And inserts that meet a row already there are said in each engine's own way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    any_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

Params = dict[str, Any]
ENCODE = msgspec.json.Encoder().encode
_KNOWN: dict[Any, tuple[str, tuple[str, ...] | None, Params]] = {}
_CHOICES: dict[Any, tuple[str, tuple[str, ...] | None]] = {}
_PICKED: dict[Any, tuple[str, tuple[str, ...] | None, Params, Callable[[Sequence[Any]], Any]]] = {}


@cache
def ignore(dialect: str, table: Table, *key: str) -> Insert:
    """Inserts, and leaves a row with the same key as it is."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=key)
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=key)


@cache
def replace(dialect: str, table: Table, *key: str) -> Insert:
    """Inserts, or overwrites every other column of the row with the same key."""
    if dialect == "postgresql":
        new = postgresql.insert(table)
        columns = {c.name: new.excluded[c.name] for c in table.c if c.name not in key}
        return new.on_conflict_do_update(index_elements=key, set_=columns)
    plain = sqlite.insert(table)
    columns = {c.name: plain.excluded[c.name] for c in table.c if c.name not in key}
    return plain.on_conflict_do_update(index_elements=key, set_=columns)


def chosen(connection: Connection, table: Table, column: str, values: Collection[Any], **same: Any) -> Sequence[Any]:
    """The rows whose `column` is one of `values` and whose other named columns are the `same`."""
    if not values:
        return []
    dialect = connection.dialect
    text, names = _chosen(dialect.name, dialect, table, column, *same)
    if names is None:
        return connection.exec_driver_sql(text, {"given": list(values), **same}).all()
    params = {"given": ENCODE(list(values)).decode(), **same}
    driver: Any = connection.connection.driver_connection
    found = driver.execute(text, tuple(params[name] for name in names))
    return list(map(_shape(table), found.fetchall()))


def picked(connection: Connection, statement: Select[Any] | CompoundSelect[Any], **given: Any) -> list[Any]:
    """The rows of a query that is kept: compiled once, so `statement` must not be made anew for each call.

    `given` are its parameters; a list is one that `among` looks through.
    """
    text, names, constants, shape = _compiled_query(connection, statement)
    if names is None:
        return list(connection.exec_driver_sql(text, {**constants, **given}).all())
    params = constants | {name: ENCODE(value).decode() if isinstance(value, list) else value for name, value in given.items()}
    driver: Any = connection.connection.driver_connection
    return list(map(shape, driver.execute(text, tuple(params[name] for name in names)).fetchall()))


def among(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a column is one of a list that travels as one value."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    return column.in_(select(literal_column("value")).select_from(func.json_each(bindparam(name))))


def _compiled_query(connection: Connection, statement: Any) -> Any:
    """The text of a query, its parameters in order (None: by name), those that never change, and the shape of its rows."""
    key = (connection.dialect.name, statement)
    if key not in _PICKED:
        compiled: Any = statement.compile(dialect=connection.dialect)
        names = tuple(compiled.positiontup) if compiled.positional else None
        build: Any = namedtuple
        row = build("row", [column.name for column in statement.selected_columns], rename=True)
        _PICKED[key] = str(compiled), names, dict(compiled.params), row._make
    return _PICKED[key]


@cache
def _shape(table: Table) -> Callable[[Sequence[Any]], Any]:
    """Makes a driver's row readable by name; plain tuples with names are a sixth of a batch's time cheaper than result rows."""
    build: Any = namedtuple
    make: Callable[[Sequence[Any]], Any] = build(table.name, [column.name for column in table.c])._make
    return make


def _chosen(name: str, dialect: Dialect, table: Table, column: str, *same: str) -> tuple[str, tuple[str, ...] | None]:
    """The text of a choice, compiled once per engine, and its parameters in order (None: by name)."""
    key = (name, table, column, same)
    if key not in _CHOICES:
        compiled: Any = _choice(name, table, column, *same).compile(dialect=dialect)
        _CHOICES[key] = str(compiled), tuple(compiled.positiontup) if compiled.positional else None
    return _CHOICES[key]


def _choice(dialect: str, table: Table, column: str, *same: str) -> Select[Any]:
    these = among(dialect, table.c[column], "given")
    return select(table).where(these, *(table.c[name] == bindparam(name) for name in same))


def many(connection: Connection, statement: UpdateBase, rows: Sequence[Params]) -> int:
    """Runs one statement for all rows; returns how many were touched. All rows name the same columns."""
    if not rows:
        return 0
    text, names, constants = _compiled(connection.dialect.name, statement, tuple(rows[0]), connection)
    if constants:
        rows = [{**constants, **row} for row in rows]
    if names is None:
        return connection.exec_driver_sql(text, list(rows)).rowcount
    pick = itemgetter(*names)
    given = [pick(row) for row in rows] if len(names) > 1 else [(pick(row),) for row in rows]
    return connection.exec_driver_sql(text, given).rowcount


def _compiled(
    dialect: str, statement: UpdateBase, columns: tuple[str, ...], connection: Connection
) -> tuple[str, tuple[str, ...] | None, Params]:
    """The statement's text, its parameters in order (None: by name), and those that are the same for every row."""
    key = (dialect, statement, columns)
    if key not in _KNOWN:
        compiled: Any = statement.compile(dialect=connection.dialect, column_keys=list(columns))
        constants = {name: value for name, value in compiled.params.items() if name not in columns}
        names = tuple(compiled.positiontup) if compiled.positional else None
        _KNOWN[key] = str(compiled), names, constants
    return _KNOWN[key]
