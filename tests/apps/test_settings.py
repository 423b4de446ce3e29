"""Settings: all faults at once, in both languages; and how another terminal finds the running hall."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from yaoyaoling.apps.documents import settings_text
from yaoyaoling.apps.running import NoHallRuns, forget_running, load_running, note_running, run_folder
from yaoyaoling.apps.settings import SETTINGS, SettingsWrongError, check_environment, known_variables
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.lock import DataLock


def faults(**environ: str) -> str:
    with pytest.raises(SettingsWrongError) as caught:
        check_environment(environ)
    return "\n".join(caught.value.sentences)


def test_an_unknown_variable_names_the_nearest_known_one() -> None:
    text = faults(YYL_PROT="8111")
    assert "没有名为 YYL_PROT 的设置" in text
    assert "Did you mean YYL_PORT?" in text


def test_an_unknown_variable_near_to_nothing_is_refused_all_the_same() -> None:
    assert "There is no setting YYL_QQQQQQQQQQQQ" in faults(YYL_QQQQQQQQQQQQ="1")


@pytest.mark.parametrize(
    ("name", "value", "zh"),
    [
        ("YYL_PORT", "99999", "应不大于 65535"),
        ("YYL_PORT", "http", "应为整数"),
        ("YYL_CITY", "Xiao Zhen", "格式应符合"),
        ("YYL_LEDGER_HASH", "md5", "应为以下之一"),
        ("YYL_DISPATCH_ACCEPT_S", "0", "应大于 0"),
        ("YYL_DISPATCH_ACCEPT_S", "nan", ""),
        ("YYL_INTAKE_OFFER_S", "soon", "应为数字"),
        ("YYL_DEMO_PASSWORD", "short", "至少 8 个字符"),
        ("YYL_DATABASE_URL", "mysql://db/x", "应以 postgresql:// 开头"),
        ("YYL_NATS_URL", "127.0.0.1:4222", "应以 nats:// 开头"),
        ("YYL_DATABASE_URL", "", "是空的"),
        ("yyl_port", "0", "应不小于 1"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_both_languages(name: str, value: str, zh: str) -> None:
    text = faults(**{name: value})
    assert name.upper() in text
    assert zh in text
    assert value == "" or value not in text.replace("http", "") or value in ("0", "nan")


def test_all_faults_come_at_once() -> None:
    text = faults(YYL_PORT="0", YYL_PROT="1", YYL_INTAKE_OFFER_S="-1")
    assert all(name in text for name in ("YYL_PORT", "YYL_PROT", "YYL_INTAKE_OFFER_S"))


def test_a_secret_never_stands_in_a_fault() -> None:
    assert "hunter2" not in faults(YYL_DATABASE_URL="mysql://root:hunter2@db/x")


def test_others_variables_are_not_ours() -> None:
    check_environment({"PATH": "/bin", "YYLX": "1", "YYL_PORT": "8111"})


def test_a_fault_test_may_arm_a_process() -> None:
    check_environment({"YYL_FAULT": "commit.after:17"})


def test_every_setting_is_described_in_the_document() -> None:
    text = settings_text()
    for name in known_variables():
        assert f"`{name}`" in text
    for settings in SETTINGS:
        for name, field in settings.model_fields.items():
            assert field.description, f"{settings.__name__}.{name} has no description"


def running(data: Path) -> HallSettings:
    return HallSettings(
        data=data,
        city="portland",
        port=8123,
        database_url=SecretStr("postgresql://owner:o@h/d"),
        app_database_url=SecretStr("postgresql://app:a@h/d"),
        worker_database_url=SecretStr("postgresql://worker:w@h/d"),
        nats_url=SecretStr("nats://n@h"),
    )


def test_another_terminal_finds_the_running_hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YYL_DATA", str(tmp_path))
    with pytest.raises(NoHallRuns) as caught:
        load_running()
    assert "./yyl demo" in caught.value.sentence("zh")
    lock = DataLock.take(tmp_path, what="yyl demo", city="portland")
    note_running(running(tmp_path))
    file = run_folder(tmp_path, "portland") / "engines.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "owner" not in file.read_text()
    found = load_running()
    assert (found.city, found.port) == ("portland", 8123)
    assert found.worker_database_url == SecretStr("postgresql://worker:w@h/d")
    monkeypatch.setenv("YYL_PORT", "8200")
    assert load_running().port == 8200
    lock.release()
    # The file of a hall that was killed leads nowhere.
    with pytest.raises(NoHallRuns):
        load_running()
    forget_running(running(tmp_path))
    assert not file.exists()


def test_documents_name_no_place_of_the_machine_they_were_written_on() -> None:
    folder = str(Path(__file__).parents[2])
    for document in (Path(folder) / "docs").rglob("*"):
        if document.suffix in {".md", ".json"}:
            assert folder not in document.read_text(encoding="utf-8"), document
