"""The command line as a person meets it: in processes of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yaoyaoling.apps.checkout import ROOT
from yaoyaoling.apps.cli.main import app
from yaoyaoling.platform.supervise.lock import DataLock


def yyl(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal."""
    base = {name: value for name, value in os.environ.items() if not name.startswith("YYL_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "yaoyaoling.apps.cli", *args],
        env={**base, "COLUMNS": "100", **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_reads_like_a_manual() -> None:
    shown = yyl("--help").stdout
    order = [
        "setup",
        "demo",
        "traffic",
        "token",
        "status",
        "parked",
        "city",
        "ledger",
        "settings",
        "serve",
        "test",
        "check",
    ]
    places = [shown.index(f"│ {name} ") for name in order]
    assert places == sorted(places)
    assert "./yyl demo --city portland --calls" in shown
    assert "开始 · Start" in shown
    for hidden in ("prepare", "read-calls"):
        assert hidden not in shown


COMMANDS = """
setup | demo | traffic | token | status | parked | parked list | parked retry | parked settle | city | city list
city check | city import | city generate | city remove | ledger | ledger export | ledger verify | ledger checkpoint
ledger erase | settings | openapi | asyncapi | docs | serve | worker | sequencer | relay | roads | test | check
lock | bench | triage | triage train | triage card
"""


@pytest.mark.parametrize("command", [one.split() for line in COMMANDS.split("\n") for one in line.split("|") if one])
def test_every_command_explains_itself_in_both_languages(command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0, done.output
    assert " · " in done.output


def test_help_needs_nothing_heavy() -> None:
    code = "import sys, yaoyaoling.apps.cli.main; print(*{'fastapi', 'numpy', 'asyncpg'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == ""


@pytest.mark.parametrize("command", [("demo",), ("serve",), ("token", "--role", "admin"), ("city", "list")])
def test_wrong_settings_are_told_in_words_by_every_command(command: tuple[str, ...], tmp_path: Path) -> None:
    done = yyl(*command, YYL_DATA=str(tmp_path), YYL_PROT="8111")
    assert done.returncode == 2
    assert "Did you mean YYL_PORT?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("process", ["serve", "worker", "sequencer", "relay"])
def test_a_process_without_its_engines_says_what_is_missing(process: str, tmp_path: Path) -> None:
    done = yyl(process, YYL_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "DATABASE_URL is not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("token", "--role", "admin"), ("status",), ("ledger", "checkpoint"), ("parked", "list")]
)
def test_without_a_hall_the_commands_about_it_say_so(command: tuple[str, ...], tmp_path: Path) -> None:
    done = yyl(*command, YYL_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "./yyl demo" in done.stderr
    assert done.stdout == ""


def test_a_second_start_names_the_holder(tmp_path: Path) -> None:
    lock = DataLock.take(tmp_path, what="yyl demo --city xiaozhen", city="xiaozhen")
    done = yyl("demo", YYL_DATA=str(tmp_path))
    lock.release()
    assert done.returncode == 2
    assert str(os.getpid()) in done.stderr
    assert "正被进程" in done.stderr


def test_a_city_that_does_not_exist_is_refused_before_anything_starts(tmp_path: Path) -> None:
    done = yyl("city", "check", "nowhere", YYL_DATA=str(tmp_path))
    assert done.returncode == 1
    assert "pack.json" in done.stdout
    assert yyl("city", "check", "../etc", YYL_DATA=str(tmp_path)).returncode == 2


def test_columns_of_calls_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    done = yyl("read-calls", "--calls", "x.csv", "--calls-columns", "words=A", YYL_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "words=A" in done.stderr


def test_documents_are_printed_whole() -> None:
    openapi = json.loads(yyl("openapi").stdout)
    assert "/api/public/reports" in openapi["paths"]
    assert json.loads(yyl("asyncapi").stdout)["asyncapi"] == "3.0.0"
    assert yyl("settings").stdout == (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_a_bench_has_standard_output_to_itself(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from yaoyaoling.apps.bench import chain
    from yaoyaoling.platform.logs import logger

    def measured(as_json: bool, args: list[str]) -> int:
        logger("platform").info("migrated", migration="platform/0001_platform.sql")
        logger("platform").warning("slow", of=args)
        sys.stdout.write(json.dumps({"bench": "chain", "as_json": as_json}) + "\n")
        return 0

    monkeypatch.setattr(chain, "main", measured)
    with pytest.raises(SystemExit) as ended:
        app(["bench", "chain", "--json"])
    said = capfd.readouterr()
    assert ended.value.code == 0
    assert json.loads(said.out) == {"bench": "chain", "as_json": True}
    assert "migrated" not in said.err and "slow" in said.err
