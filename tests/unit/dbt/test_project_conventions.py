"""What the dbt project holds itself to: layers, grains, groups, and who reads it beside dbt.

Read from the project's own files, so that it needs no dbt. Keep out the results of models, which dbt's unit tests have.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from orchestration.landing.contract import SOURCES
from orchestration.landing.tables import LINEAGE, table_columns
from orchestration.publishing.columns import PUBLISHED_COLUMNS

PROJECT = Path(__file__).parents[3] / "dbt_project"
MODELS = {path.stem: path for path in (PROJECT / "models").rglob("*.sql")}
LAYERS = {name: path.relative_to(PROJECT / "models").parts[0] for name, path in MODELS.items()}
UNIQUENESS = {"primary_key", "unique", "unique_together"}
REF, SOURCE = re.compile(r"\bref\('(\w+)'\)"), re.compile(r"\bsource\(")


@cache
def read_yaml(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


@cache
def properties(model: str) -> dict:
    """What ``<model>.yml``, which stands beside the model, says of it."""
    (entry,) = read_yaml(MODELS[model].with_suffix(".yml"))["models"]
    assert entry["name"] == model
    return entry


def data_tests(node: dict) -> set[str]:
    """The names of the data tests of a model or column."""
    return {test if isinstance(test, str) else next(iter(test)) for test in node.get("data_tests", ())}


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_says_its_grain_and_tests_it(model):
    described = properties(model)
    *_, last = re.split(r"(?<=\.)\s+", described["description"].strip())
    assert last.startswith("One row per "), "the description ends with the grain"
    tested = data_tests(described).union(*(data_tests(column) for column in described.get("columns", ())))
    assert tested & UNIQUENESS, "a test says that the grain holds"


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_belongs_to_a_group(model):
    groups = {group["name"] for group in read_yaml(PROJECT / "models/_groups.yml")["groups"]}
    folders = read_yaml(PROJECT / "dbt_project.yml")["models"]["children_missing_education"]
    of_folder = None
    for folder in MODELS[model].relative_to(PROJECT / "models").parts[:-1]:
        folders = folders.get(folder, {})
        of_folder = folders.get("+group", of_folder)
    assert properties(model).get("config", {}).get("group", of_folder) in groups


@pytest.mark.parametrize("model", sorted(name for name, layer in LAYERS.items() if layer != "staging"))
def test_only_staging_reads_sources(model):
    assert not SOURCE.search(MODELS[model].read_text(encoding="utf-8"))
    assert "received_this_cycle" not in MODELS[model].read_text(encoding="utf-8")


@pytest.mark.parametrize("model", sorted(MODELS))
def test_no_model_reads_a_later_layer(model):
    order = ("staging", "intermediate", "marts")
    later = order[order.index(LAYERS[model]) + 1 :]
    read = {name for name in REF.findall(MODELS[model].read_text(encoding="utf-8")) if name in MODELS}
    assert {name for name in read if LAYERS[name] in later} == set()


def test_macros_read_staging_only():
    for path in (PROJECT / "macros").glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert not SOURCE.search(text) or path.stem == "cycle", path.name


def test_every_view_is_a_staging_model():
    """A view is read again by each reader; the incremental models and the published set read tables."""
    views = {name for name in MODELS if properties(name).get("config", {}).get("materialized") == "view"}
    assert {name for name in views if LAYERS[name] != "staging"} == set()


def test_sources_have_the_columns_of_the_contract():
    (raw,) = read_yaml(PROJECT / "models/staging/_raw__sources.yml")["sources"]
    for table in raw["tables"]:
        columns = {column["name"]: column["description"].strip() for column in table["columns"]}
        assert list(columns) == list(table_columns(table["name"])), table["name"]
        if source := SOURCES.get(table["name"]):
            meanings = {column.name: column.meaning for column in source.stored if column.name not in LINEAGE}
            assert {name: columns[name] for name in meanings} == meanings, table["name"]


def test_linkage_sources_are_described():
    (linkage,) = read_yaml(PROJECT / "models/staging/linkage/_linkage__sources.yml")["sources"]
    for table in linkage["tables"]:
        staged = {column["name"] for column in properties(f"stg_linkage_{table['name']}")["columns"]}
        assert staged <= {column["name"] for column in table["columns"] if column["description"]}


def test_the_exposure_of_the_published_set_names_what_is_published():
    exposures = {e["name"]: e for e in read_yaml(PROJECT / "models/_exposures.yml")["exposures"]}
    named = {REF.search(entry).group(1) for entry in exposures["published_set"]["depends_on"]}
    assert named == set(PUBLISHED_COLUMNS)
