"""The ``cme`` command: run a cycle, make an invented sample, open Dagster's pages.

Put here what a person types, and exit codes. Keep out the work, which is done in the packages that a command calls;
they are imported by the command, so that the help text does not wait for them.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
import traceback
from pathlib import Path

from orchestration.errors import BadInput, UserError
from orchestration.paths import PROJECT_ROOT, data_folder
from orchestration.storage.disk_space import disk_full, is_out_of_space

EXIT_BUG = 70
EXIT_INTERRUPTED = 130

EPILOG = """\
exit codes:
  0   done
  2   the command, or something in the data folder, is wrong, or its disk is full; the message says how to fix it
  3   a quality gate stopped the run; what was published before is untouched
  4   another run, or a program that reads the warehouse, is in the way
  70  a defect of this program

The data folder is ./data of the project, or the one that --data or CME_DATA_DIR names.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns its exit code (see ``EPILOG``)."""
    args = build_parser().parse_args(argv)
    _silence_tools()
    if args.data is not None:
        os.environ["CME_DATA_DIR"] = str(args.data.expanduser().resolve())
    try:
        return args.command(args)
    except KeyboardInterrupt:
        _log("cme: stopped. What was published before is untouched.")
        return EXIT_INTERRUPTED
    except Exception as error:
        if is_out_of_space(error):
            error = disk_full(getattr(args, "out", None) or data_folder().data)
        if isinstance(error, UserError):
            _log(f"cme: {error}")
            return error.exit_code
        traceback.print_exception(error)
        _log("cme: this is a defect of the program; the lines above say where.")
        return EXIT_BUG


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="cme",
        description="Finds children who may be missing education: links what the NHS and independent "
        "schools send to what local authorities know.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="the data folder (default: CME_DATA_DIR, or ./data)")
    commands = parser.add_subparsers(required=True, metavar="command")
    for add_command in (add_run, add_sample, add_ui, add_docs, add_template, add_decisions, add_cycles):
        command = add_command(commands)
        # people write it after the command as often as before; where it is absent there, the one before counts
        command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="the data folder")
    return parser


def add_run(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "run",
        help="run a landed cycle from extracts to the published set",
        description="Loads a cycle's extracts, checks and links them, builds the register and the evaluation, "
        "publishes them and prints Tables 5.1 and 6.1. What has not changed since the last run is reused.",
    )
    command.add_argument("cycle", nargs="?", help="name of a folder under landing/ (default: the only one)")
    command.add_argument("--all", action="store_true", dest="rebuild", help="rebuild everything, unchanged steps too")
    command.set_defaults(command=_run)
    return command


def _run(args: argparse.Namespace) -> int:
    from orchestration.cli.run import choose_cycle, run_cycle

    folders = data_folder()
    cycle = choose_cycle(folders, args.cycle)
    _log(f"Cycle {cycle} in {folders.data}")
    print(run_cycle(folders, cycle, rebuild=args.rebuild, log=_log))
    return 0


def add_sample(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "sample",
        help="make an invented data folder to try things on",
        description="Writes invented extracts, reference files and settings of one cycle. Every person "
        "in them is made up. The truth is written beside the folder, where no model reads it.",
    )
    command.add_argument("--out", type=Path, help="the data folder to write (default: the data folder)")
    command.add_argument(
        "--las", default="pilot", help="pilot, wales, or GSS codes separated by commas (default: pilot)"
    )
    command.add_argument("--scale", type=float, default=1.0, help="share of the real numbers (default: 1)")
    command.add_argument("--seed", type=int, default=1, help="same seed, same files (default: 1)")
    command.add_argument("--noise", type=float, default=1.0, help="multiple of the usual error rates (default: 1)")
    command.add_argument("--cycle", default="2025-annual", help="name of the cycle (default: 2025-annual)")
    command.set_defaults(command=_sample)
    return command


def _sample(args: argparse.Namespace) -> int:
    from orchestration.synthetic import choose_las, write_sample

    out = args.out.expanduser().resolve() if args.out else data_folder().data
    if (out / "landing" / args.cycle).exists():
        raise BadInput(
            f"{out}/landing/{args.cycle} is there already. Landing folders are never overwritten: "
            "choose another --cycle or --out, or remove the folder yourself."
        )
    if args.scale <= 0 or args.noise < 0:
        raise BadInput("--scale must be above 0 and --noise not below 0.")
    las = args.las if args.las in ("pilot", "wales") else args.las.split(",")
    try:
        choose_las(las)
    except ValueError as error:
        raise BadInput(f"--las: {error}. Give pilot, wales, or codes such as W06000015,W06000016.") from None
    started = time.monotonic()
    summary = write_sample(
        out, las=las, scale=args.scale, seed=args.seed, noise=args.noise, cycle=args.cycle, progress=_log
    )
    _log(f"Invented extracts written in {time.monotonic() - started:.0f} s.")
    for kind, rows in summary.rows.items():
        print(f"  {rows:>9,}  {kind.replace('_', ' ')}")
    print(f"Data folder: {out}\nTruth, which no model reads: {summary.truth_file}")
    print(f"Next: cme --data {out} run {args.cycle}")
    return 0


def add_ui(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "ui",
        help="open Dagster's pages on this machine",
        description="Starts Dagster for the data folder on 127.0.0.1. The pages have no login: they "
        "hold counts and rates, never a child's data.",
    )
    command.add_argument("--port", type=int, default=3000, help="default: 3000")
    command.set_defaults(command=_ui)
    return command


def _ui(args: argparse.Namespace) -> int:
    from orchestration.dagster.instance import prepare_instance

    folders = data_folder()
    prepare_instance(folders)
    os.environ["CME_DATA_DIR"] = str(folders.data)
    _log(f"Dagster for {folders.data}: http://127.0.0.1:{args.port} (Ctrl+C stops it)")
    server = ["-m", "dagster", "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(args.port)]
    os.chdir(PROJECT_ROOT)
    os.execv(sys.executable, [sys.executable, *server, "--log-level", "warning"])


def add_docs(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser("docs", help="build dbt's documentation of every table as one HTML file")
    command.set_defaults(command=_docs)
    return command


def _docs(args: argparse.Namespace) -> int:
    from orchestration.dagster.dbt_project import build_docs

    print(build_docs(data_folder()))
    return 0


def add_template(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "template",
        help="write the bilingual Excel form for independent schools",
        description="A form in Welsh and English that checks dates, postcodes and UPNs as they are typed. A "
        "return on it needs no mapping of headings.",
    )
    command.add_argument("--school", help="the school's number, to be filled in on the form")
    command.add_argument("--cycle", default="", help="the cycle that the return is for")
    command.add_argument("--out", type=Path, default=Path("cme-template.xlsx"), help="the file to write")
    command.set_defaults(command=_template)
    return command


def _template(args: argparse.Namespace) -> int:
    from orchestration.excel import write_template

    print(write_template(args.out, school_number=args.school, cycle=args.cycle))
    return 0


def add_decisions(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "decisions",
        help="import officers' answers from their work lists",
        description="Reads answered work lists and adds the answers to the files under decisions/, which the "
        "next run reads. Reading a workbook twice adds nothing. Nothing is added while anything is wrong.",
    )
    command.add_argument("workbooks", nargs="+", type=Path, metavar="FILE", help="a workbook, or a folder of them")
    command.set_defaults(command=_decisions)
    return command


def _decisions(args: argparse.Namespace) -> int:
    from datetime import date

    from orchestration.excel.work_lists import find_workbooks, import_answers
    from orchestration.storage.locks import run_lock
    from orchestration.storage.warehouse import connect

    folders = data_folder()
    workbooks = find_workbooks(args.workbooks)
    if not folders.warehouse.exists():
        raise BadInput("There is no warehouse yet, so no work list came from here. Run a cycle first: cme run.")
    # two people who import answers at once must not overwrite each other's
    with run_lock(folders.run_lock, wait_seconds=10), connect(folders.warehouse, read_only=True) as con:
        imported = import_answers(con, folders.data, workbooks, today=date.today())
    print("\n".join(imported.lines()))
    return 0


def add_cycles(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:
    command = commands.add_parser("cycles", help="list the cycles that have landed")
    command.set_defaults(command=_cycles)
    return command


def _cycles(args: argparse.Namespace) -> int:
    from orchestration.landing.cycle import list_cycles

    folders = data_folder()
    names = list_cycles(folders.landing)
    print("\n".join(names) if names else f"No cycle has landed under {folders.landing}.")
    return 0


def _silence_tools() -> None:
    """Switch off telemetry, progress bars and warnings of the tools that commands use."""
    os.environ.update(
        DO_NOT_TRACK="1",
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        GX_ANALYTICS_ENABLED="false",
        DAGSTER_DISABLE_TELEMETRY="1",
        PYTHONWARNINGS="ignore",
    )
    logging.getLogger("dagster").setLevel(logging.WARNING)


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
