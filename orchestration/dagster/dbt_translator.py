"""How resources of the dbt project look in Dagster: owners of models, and descriptions of tests.

Put here what Dagster shows of a model or test that the project does not say in so many words. Keep out running dbt
(``assets.dbt_models``) and what the project says itself: keys, groups, descriptions, columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject

from orchestration.dagster.groups import OWNERS

GENERIC_TESTS = {
    "not_null": "{table}.{column_name} is never empty.",
    "unique": "{table}.{column_name} is different in every row.",
    "primary_key": "{table}.{key} is given in every row, and identifies it.",
    "unique_together": "{table} has one row for each {columns}.",
    "accepted_values": "{table}.{column_name} is empty or one of: {values}.",
    "relationships": "Every {table}.{column_name} is a {field} of {to}.",
    "expression_is_true": "In {table}{where_rows}: {expression}.",
    "rows_accounted_for": "Every row of raw.{raw_table} is a row of {table}, once.",
}
"""What a generic test checks, by its name; fields are its arguments and the table that it is attached to."""


class StageTranslator(DagsterDbtTranslator):
    """Owners by group, and a description for every check."""

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str] | None:
        return OWNERS.get(self.get_group_name(dbt_resource_props) or "")

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=describe_test(manifest["nodes"][unique_id]))


def describe_test(test: Mapping[str, Any]) -> str:
    """What a dbt test checks, in a sentence.

    The description in the project where there is one; else that of the generic test with its arguments; else, for a
    test that is a query of its own, the comment at the top of its file.
    """
    if test.get("description"):
        return test["description"].strip()
    generic = test.get("test_metadata")
    if generic is None:
        lines = [line.strip() for line in test["raw_code"].splitlines() if "depends_on:" not in line]
        begin = next((number for number, line in enumerate(lines) if line.startswith("--")), len(lines))
        comment = takewhile(lambda line: line.startswith("--"), lines[begin:])
        return " ".join(line.removeprefix("--").strip() for line in comment)
    return GENERIC_TESTS[generic["name"]].format(**_arguments(test))


def _arguments(test: Mapping[str, Any]) -> dict[str, str]:
    """The arguments of a generic test as text, with ``table`` and, for a key, ``key``."""
    stated = test["test_metadata"]["kwargs"]
    arguments = {
        name: ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
        for name, value in stated.items()
    }
    columns = arguments.get("columns", arguments.get("column_name", ""))
    where = f", where {arguments['where_rows']}" if "where_rows" in arguments else ""
    to = arguments.get("to", "").removeprefix("ref('").removesuffix("')")
    table = (test.get("attached_node") or "").split(".")[-1]
    return arguments | {
        "table": table,
        "key": f"({columns})" if "," in columns else columns,
        "where_rows": where,
        "to": to,
    }
