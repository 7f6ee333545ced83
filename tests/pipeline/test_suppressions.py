"""Children who died, objected or are shielded: recognised in a later feed, under other spellings and at other homes.

The replay of a known defect: an address is shielded, the next feed brings the child again with another spelling or
home, and a new case is opened with the address in it.
"""

import csv
import shutil
import zipfile
from hashlib import md5

import duckdb
import pytest

from orchestration.paths import Folders
from tests.pipeline.conftest import CYCLE, _plant, run_cme

LATER = "2025-q2"
NEW_HOME = "1 Zzyzxlodge"
"""Where the shielded children have moved to: an address that must come out nowhere."""

CHILDREN = """
    select p.child_id, p.source_file, p.source_row, n.surname, n.forenames, strftime(n.date_of_birth, '%Y-%m-%d'),
        n.postcode
    from marts.potential_cme p join staging.stg_{source} n using (record_id)
    where p.basis {basis} and n.postcode_fault is null and not n.surname_is_placeholder
        and not n.forename_is_placeholder
        -- nobody else of one birth date at the postcode or of the name: who is a twin is another rule's business
        and (select count(*) from staging.stg_{source} o where o.date_of_birth = n.date_of_birth
            and (o.postcode = n.postcode or o.surname_key = n.surname_key)) = 1
    order by p.record_id limit {count}
"""

LA_RECORDS = """
    select p.child_id, o.source_file, o.source_row, o.surname, o.forenames, strftime(o.date_of_birth, '%Y-%m-%d'),
        o.postcode, p.source_file, p.source_row
    from intermediate.int_potential_children p join staging.stg_{source} o on o.record_id = p.{column}
    where p.source = 'nhs' and p.basis in ('known_cme', 'ehe_not_assessed', 'ehe_unsuitable')
        and o.surname_key is not null and o.forename_key is not null
        and o.date_of_birth is not null and o.postcode is not null
    order by p.record_id limit 1
"""


def child_id(child):
    """As the later cycle names the child of the same row."""
    record_id = "nhs-" + md5(f"{LATER}|{child[1]}|{child[2]}".encode()).hexdigest()[:16]
    return "child-" + md5(record_id.encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def later(finished_run, tmp_path_factory):
    """The next cycle, with a list of suppressions; returns the folders, the children by name, and what was printed."""
    data = tmp_path_factory.mktemp("suppressed") / "data"
    shutil.copytree(finished_run.folders.data, data, symlinks=True)
    folders = Folders(data)
    names = ["shielded", "respelt", "died", "objected", "confirmed", "twin", "found_missing"]
    found = finished_run.query(CHILDREN.format(source="nhs", basis="= 'unmatched'", count=len(names)))
    kids = dict(zip(names, found, strict=True))
    for name, source, column in (
        ("home_educated", "ehe", "ehe_record_id"),
        ("known", "cme_register", "case_record_id"),
    ):
        (kids[name],) = finished_run.query(LA_RECORDS.format(source=source, column=column))

    shutil.copytree(folders.landing / CYCLE, folders.landing / LATER, copy_function=shutil.copy2)
    (folders.landing / LATER / "cycle.toml").write_text(
        f'cycle = "{LATER}"\nkind = "quarterly"\nreference_date = 2025-06-20\n'
    )
    elsewhere = finished_run.query(
        "select postcode from raw.postcodes where la_code = 'W06000015' and terminated_date is null order by 1 limit 1"
    )[0][0]

    def change(child, **fields):
        _plant(folders.landing / LATER / kids[child][1], {kids[child][2] - 2: fields})

    change("shielded", surname=kids["shielded"][3].upper(), addressline1=NEW_HOME, postcode=elsewhere)
    change("respelt", surname=kids["respelt"][3] + "s", addressline1=NEW_HOME, postcode=elsewhere)
    change("objected", surname="Zzyzxother")
    change("confirmed", addressline1=NEW_HOME)
    for child in ("home_educated", "known"):  # no health record stands for them now: theirs is of somebody too old
        _plant(
            folders.landing / LATER / kids[child][7],
            {kids[child][8] - 2: {"dateofbirth": "2001-01-01", "surname": "Zzyzxgrown"}},
        )
    entries = [
        ("shielded", "shielded"),
        ("respelt", "shielded"),
        ("died", "died"),
        ("objected", "objection_upheld"),
        ("confirmed", "shielded"),
        ("home_educated", "shielded"),
        ("known", "died"),
        ("found_missing", "shielded"),
    ]
    (data / "decisions").mkdir()
    with (data / "decisions" / "suppressions.csv").open("w", encoding="utf-8", newline="") as handle:
        write = csv.writer(handle)
        write.writerow(["surname", "forenames", "date_of_birth", "postcode", "reason", "recorded_date", "recorded_by"])
        for child, reason in entries:
            surname, forenames, born, postcode = kids[child][3:7]
            write.writerow([surname, forenames, born, postcode, reason, "2025-06-01", "officer1"])
        # a twin who died, of a child who may live
        write.writerow(
            [kids["twin"][3], "Zzyzxtwin", kids["twin"][5], kids["twin"][6], "died", "2025-06-01", "officer1"]
        )
    (data / "decisions" / "register_decisions.csv").write_text(
        "cycle,child_id,decision,closure_reason,to_la_code,decided_date,decided_by\n"
        f"{CYCLE},{kids['confirmed'][0]},confirmed_cme,,,2025-05-30,officer1\n"
        f"{LATER},{child_id(kids['found_missing'])},confirmed_cme,,,2025-06-25,officer1\n"
    )
    done = run_cme(data, "run", LATER)
    assert done.returncode == 0, done.stderr[-4000:]
    with duckdb.connect(str(folders.warehouse), read_only=True) as con:
        yield con, folders, kids, done.stdout + done.stderr


def _content(path):
    """What is in a file; of a workbook, what is in its parts."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def outcome(con, child):
    return con.execute(
        "select disposition, outcome, match_reason from marts.match_outcomes where cycle = ?"
        " and source_file = ? and source_row = ?",
        [LATER, *child[1:3]],
    ).fetchall()[0]


def listed(con, mart, child):
    return con.execute(
        f"select * from marts.{mart} where cycle = ? and source_file = ? and source_row = ?", [LATER, *child[1:3]]
    ).fetchall()


def queued(con, child):
    return con.execute(
        "select restricted_because, list_reason, step from marts.restricted_queue where source_file = ?"
        " and source_row = ?",
        [*child[1:3]],
    ).fetchall()


def test_a_shielded_child_is_known_at_another_home_and_looked_for_apart(later):
    con, _, kids, _ = later
    assert outcome(con, kids["shielded"]) == ("suppressed", None, None)
    assert listed(con, "potential_cme", kids["shielded"]) == []
    assert queued(con, kids["shielded"]) == [("shielded", "shielded", "look_for_apart")]


def test_one_who_looks_like_a_shielded_child_is_held_and_opens_no_case(later):
    con, _, kids, _ = later
    for child, reason in (("respelt", "shielded"), ("twin", "died")):
        assert outcome(con, kids[child]) == ("in_scope", "pending_review", "held_for_person")
        assert listed(con, "potential_cme", kids[child]) == []
        assert queued(con, kids[child]) == [("looks_like_listed", reason, "say_who_it_is")]
        opened = con.execute(
            "select count(*) from intermediate.int_case_current where source_file = ? and source_row = ?",
            [*kids[child][1:3]],
        ).fetchall()
        assert opened == [(0,)]


def test_who_died_or_objected_is_counted_and_shown_nowhere(later):
    con, _, kids, _ = later
    for child in ("died", "objected"):
        assert outcome(con, kids[child]) == ("suppressed", None, None)
        assert listed(con, "potential_cme", kids[child]) == queued(con, kids[child]) == []
    counted = con.execute(
        "select suppressed from marts.records_matched where cycle = ? and la_code = 'total' and source = 'nhs'", [LATER]
    ).fetchall()
    assert counted == [(5,)]  # with the three shielded ones who are known by name; who is held is in scope


def test_the_lists_of_the_authorities_obey_too(later):
    con, _, kids, _ = later
    assert listed(con, "potential_cme", kids["home_educated"]) == []
    assert queued(con, kids["home_educated"]) == [("shielded", "shielded", "look_for_apart")]
    assert listed(con, "potential_cme", kids["known"]) == queued(con, kids["known"]) == []
    case = con.execute(
        "select status, closure_reason, is_withheld, surname, address, parent_phone from marts.cme_register"
        " where cycle = ? and source_file = ? and source_row = ?",
        [LATER, *kids["known"][1:3]],
    ).fetchall()
    assert case == [("closed", "died", True, None, None, None)]


def test_a_confirmed_case_of_an_earlier_cycle_stays_open_and_shows_nothing(later):
    con, _, kids, _ = later
    case = con.execute(
        "select cycle, status, is_withheld, surname, date_of_birth, address, postcode from marts.cme_register"
        " where child_id = ?",
        [kids["confirmed"][0]],
    ).fetchall()
    assert case == [(LATER, "confirmed", True, None, None, None, None)]


def test_a_person_who_confirms_a_child_of_the_restricted_queue_opens_a_case_that_shows_nothing(later):
    con, _, kids, _ = later
    child = kids["found_missing"]
    assert outcome(con, child) == ("suppressed", None, None) and listed(con, "potential_cme", child) == []
    assert queued(con, child) == [("shielded", "shielded", "look_for_apart")]
    case = con.execute(
        "select status, opened_by, is_withheld, surname, date_of_birth, address, postcode"
        " from marts.cme_register where child_id = ?",
        [child_id(child)],
    ).fetchall()
    assert case == [("confirmed", "exercise", True, None, None, None, None)]


def test_a_shielded_address_comes_out_nowhere(later):
    con, folders, _, printed = later
    # where it is to be: in the feed, in the private warehouse's copy of it
    assert con.execute("select count(*) from raw.nhs where address_line_1 = ?", [NEW_HOME]).fetchall() == [(3,)]
    word = NEW_HOME.split()[1].casefold()
    for schema, table in con.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name = 'marts'"
    ).fetchall():
        assert word not in str(con.execute(f"from {schema}.{table}").fetchall()).casefold(), table
    protected = con.execute("from intermediate.match_explanations_protected").fetchall()
    assert word not in str(protected).casefold()
    assert word not in printed.casefold()
    outside = [
        p
        for p in folders.data.rglob("*")
        if p.is_file() and p.relative_to(folders.data).parts[0] not in ("landing", "warehouse.duckdb", "decisions")
    ]
    assert len(outside) > 50
    assert [p.name for p in outside if p.parts[-3] == "work_lists"]
    assert [p.name for p in outside if word.encode() in _content(p).lower()] == []
    assert "restricted_queue.parquet" not in {p.name for p in folders.published.iterdir()}


def test_the_earlier_cycle_stays_as_it_was(later, finished_run):
    con, _, _, _ = later
    counts = "select * from marts.records_matched where cycle = '2025-annual' order by all"
    assert con.execute(counts).fetchall() == finished_run.query(counts)
