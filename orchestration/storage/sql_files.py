"""SQL that is kept in files, one stage a file, and run on the connection given.

Put here how such a file is read and filled in. Keep out the SQL itself: it stands in the folder ``sql`` of the package
that runs it.

Values go in as parameters of DuckDB (``$name``). Only what no parameter can stand for, the name of a table or a list of
columns and conditions that Python declares, is filled in by Jinja, as in a dbt model.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pyarrow as pa


class SqlFiles:
    """The stages of one folder; a stage is named by its path below the folder, without ``.sql``.

    ``parameters`` are the values of ``$name`` in the file (a tuple is passed as a list), all further keywords fill in
    Jinja's variables. Raises ``jinja2.TemplateNotFound`` for a stage that is not there, ``jinja2.UndefinedError`` for
    a variable that is not given, and ``duckdb.Error`` for a parameter that is missing or not asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _templates(self) -> jinja2.Environment:
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folder),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )

    def names(self) -> list[str]:
        """All stages of the folder, sorted."""
        return sorted(path.relative_to(self.folder).with_suffix("").as_posix() for path in self.folder.rglob("*.sql"))

    def text(self, stage: str, **pieces: Any) -> str:
        """The SQL of a stage, filled in."""
        return self._templates.get_template(f"{stage}.sql").render(**pieces)

    def run(
        self,
        con: duckdb.DuckDBPyConnection,
        stage: str,
        parameters: Mapping[str, Any] | None = None,
        **pieces: Any,
    ) -> None:
        """Run a stage that makes or changes a table."""
        con.execute(self.text(stage, **pieces), _as_lists(parameters))

    def rows(
        self,
        con: duckdb.DuckDBPyConnection,
        stage: str,
        parameters: Mapping[str, Any] | None = None,
        **pieces: Any,
    ) -> list[tuple]:
        """The rows of a stage that is a query."""
        return con.execute(self.text(stage, **pieces), _as_lists(parameters)).fetchall()

    def arrow(
        self,
        con: duckdb.DuckDBPyConnection,
        stage: str,
        parameters: Mapping[str, Any] | None = None,
        **pieces: Any,
    ) -> pa.Table:
        """The rows of a stage that is a query, as an Arrow table."""
        return con.sql(self.text(stage, **pieces), params=_as_lists(parameters)).to_arrow_table()


def _as_lists(parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in (parameters or {}).items()}
