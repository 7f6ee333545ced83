"""Reference tables, in the forms in which they are published. The postcodes are invented."""

import datetime as dt
import gzip

import pytest

from orchestration.errors import BadInput
from orchestration.landing import load_reference

SMALL = (
    "pcds,lad_cd,easting,northing\nCF99 1AA,W06000015,318284,176230\ncf991ab ,W06000015,318296,176178\n"
    "nonsense,W06000015,1,1\n"
)


@pytest.fixture
def load(con, tmp_path):
    def run(text=None, *, name="postcodes.csv", table="postcodes"):
        if text is not None:
            data = text.encode()
            (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return load_reference(con, reference_dir=tmp_path, table=table)

    return run


def stored(con):
    return con.sql("select * from raw.postcodes order by postcode").fetchall()


@pytest.mark.parametrize("name", ["postcodes.csv", "postcodes.csv.gz"])
def test_headings_of_the_contract(con, load, name):
    assert load(SMALL, name=name).rows == 2
    assert stored(con) == [
        ("CF99 1AA", "W06000015", 318284.0, 176230.0, None, None, None),
        ("CF99 1AB", "W06000015", 318296.0, 176178.0, None, None, None),
    ]


def test_onspd(con, load):
    load(
        "\ufeffpcd,pcd2,pcds,dointr,doterm,oscty,oslaua,oseast1m,osnrth1m,lat,long\n"
        '"CF991AA","CF99 1AA","CF99 1AA","198001","","W99999999","W06000015","318284","0176230",51.47,-3.17\n'
        '"CF991AB","CF99 1AB","CF99 1AB","198001","201906","W99999999","W06000015","","",99.999999,0\n'
    )
    assert stored(con) == [
        ("CF99 1AA", "W06000015", 318284.0, 176230.0, 51.47, -3.17, None),
        ("CF99 1AB", "W06000015", None, None, None, None, dt.date(2019, 6, 1)),
    ]


def test_nspl_of_any_year(con, load):
    load(
        "pcd7,pcd8,pcds,doterm,east1m,north1m,lad25cd,lad26cd,wd26cd,lat,long\n"
        "CF991AA,CF99 1AA,CF99 1AA,,318284,176230,W06000001,W06000015,W05,51.4,-3.1\n"
    )
    assert stored(con)[0][:3] == ("CF99 1AA", "W06000015", 318284.0)


def test_latitude_and_longitude_alone_are_given_a_grid_reference(con, load):
    load("pcds,lad25cd,lat,long\nCF99 1AA,W06000015,52.657978,1.716053\n")
    (_, _, easting, northing, latitude, longitude, _) = stored(con)[0]
    # Caister water tower, the example of Ordnance Survey's guide to coordinate systems: TG 51409 13177.
    assert (latitude, longitude) == (52.657978, 1.716053)
    assert abs(easting - 651409) < 6 and abs(northing - 313177) < 6


def test_a_live_postcode_wins_over_a_terminated_one_whatever_the_order(con, load):
    lines = [
        "CF99 1AA,W06000001,1,1,201001",
        "CF99 1AA,W06000015,2,2,",
        "CF99 1AB,W06000001,1,1,201001",
        "CF99 1AB,W06000015,2,2,201002",
    ]
    for order in (lines, lines[::-1]):
        load("\n".join(["pcds,lad_cd,easting,northing,doterm", *order]))
        assert [r[:2] for r in stored(con)] == [("CF99 1AA", "W06000015"), ("CF99 1AB", "W06000015")]


def test_a_broken_line_is_passed_over_and_counted(con, load):
    report = load(SMALL + "CF99 1AC,W06000015\nCF99 1AD,W06000015,1,1\n")
    assert report.rows == 3
    assert report.rows_not_used == 2  # the broken line, and one that holds no postcode


def test_loading_again_replaces_all(con, load):
    load(SMALL)
    load("pcds,lad_cd,easting,northing\nCF99 9ZZ,W06000015,1,1\n")
    assert [r[0] for r in stored(con)] == ["CF99 9ZZ"]


@pytest.mark.parametrize(("table", "columns"), [("postcodes", 7), ("schools", 5), ("gp_practices", 4)])
def test_a_missing_file_is_an_empty_table_and_a_warning(con, load, table, columns):
    report = load(table=table)
    assert report.rows == 0 and f"{table}.csv" in report.warning
    assert con.sql(f"select * from raw.{table}").fetchall() == []
    assert len(con.sql(f"describe raw.{table}").fetchall()) == columns


@pytest.mark.parametrize(
    ("text", "message"),
    [("pcds,lad_cd\n", "easting and northing"), ("easting,northing\n", "postcode, la_code"), ("", "postcode, la_code")],
)
def test_wrong_headings_keep_what_was_loaded_before(con, load, text, message):
    load(SMALL)
    with pytest.raises(BadInput) as caught:
        load(text)
    assert message in str(caught.value)
    assert len(stored(con)) == 2


def test_a_file_that_is_no_gzip(con, tmp_path):
    (tmp_path / "postcodes.csv.gz").write_bytes(b"not gzip")
    with pytest.raises(BadInput):
        load_reference(con, reference_dir=tmp_path, table="postcodes")


def test_schools(con, load):
    report = load(
        'School Number,NAME,LA_CODE,Sector\n6816001," Ysgol Ddychmygol, Y Bont ",Caerdydd,independent\n'
        ",No number,W06000015,x\n6816001,Again,W06000015,x\n",
        name="schools.csv",
        table="schools",
    )
    assert con.sql("select * from raw.schools").fetchall() == [
        ("6816001", "Ysgol Ddychmygol, Y Bont", "W06000015", "independent", None)
    ]
    assert (report.rows, report.rows_not_used) == (1, 2)
    assert "email" in report.warning


def test_gp_practices_with_a_line_break_in_the_address(con, load):
    load(
        'practice_code,name,address,postcode\nW9,Surgery,"1 Stryd\nY Bont",CF99 1AA\n',
        name="gp_practices.csv",
        table="gp_practices",
    )
    assert con.sql("select practice_code, postcode from raw.gp_practices").fetchall() == [("W9", "CF99 1AA")]


def test_a_list_without_its_key(con, load):
    with pytest.raises(BadInput):
        load("name,la_code\nx,W06000015\n", name="schools.csv", table="schools")
