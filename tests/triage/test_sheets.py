"""Editable data of triage: every fault of a draft at its field, versions in use at once, looks at watch lists."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from tests.world import HALL, World
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import PUBLIC
from yaoyaoling.triage.advice.lists import load_acceptance
from yaoyaoling.triage.cards.guide import load_guide
from yaoyaoling.triage.commands import ChangeSheet
from yaoyaoling.triage.faults import faults_read
from yaoyaoling.triage.handlers.change_sheet import change_sheet, list_faults
from yaoyaoling.triage.mappings import load_mappings
from yaoyaoling.triage.sensitive.lexicon import (
    Lexicon,
    LexiconUnfit,
    SensitiveRule,
    check_lexicon,
    lexicon_faults,
    load_lexicon,
)
from yaoyaoling.triage.sensitive.rules import alerts, rules_of
from yaoyaoling.triage.sheets import SheetKind, present_rules

LEXICON = load_lexicon()


def with_rule(**fields: Any) -> Lexicon:
    """The shipped lexicon with one rule more."""
    rule = {"id": "own-1", "kind": "drugs", "words": ("飞叶子",), "levels": ("county", "city"), **fields}
    return LEXICON.model_copy(update={"rules": (*LEXICON.rules, SensitiveRule.model_validate(rule))})


def test_what_is_shipped_holds_together() -> None:
    check_lexicon(LEXICON)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"id": "murder-1"}, "id"),
        ({"id": "model-0104"}, "id"),
        ({"kind": "weather"}, "kind"),
        ({"words": ()}, "words"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_at_its_field(fields: dict[str, Any], where: str) -> None:
    faults = list(lexicon_faults(with_rule(**fields)))
    assert [one.where for one in faults] == [f"rules.{len(LEXICON.rules)}.{where}"]
    assert faults[0].zh and faults[0].en


@pytest.mark.parametrize("pattern", ["把(", "把.*杀", "(打|砍){3,9}人", "把.{1,400}杀", "(杀)?", "把.{2,}杀"])
def test_a_pattern_that_could_hold_everything_up_is_told_at_its_line(pattern: str) -> None:
    with pytest.raises(ValidationError) as error:
        with_rule(patterns=("拿.{0,3}刀", pattern), id="")
    identity, line = faults_read(error.value)
    assert (identity.where, line.where) == ("id", "patterns.1")
    assert pattern in line.zh and pattern in line.en


def test_stars_in_a_class_of_characters_or_escaped_are_letters() -> None:
    assert not list(lexicon_faults(with_rule(patterns=(r"[*+]号房.{0,4}毒", r"\*\+飞叶子"))))


async def test_every_fault_of_a_draft_is_told_at_its_place(world: World) -> None:
    guide = load_guide().model_dump(mode="json")
    guide["cards"][1]["questions"].append("nowhere")
    guide["cards"][2]["classes"] = list(guide["cards"][1]["classes"])
    dropped = guide["questions"].pop()["id"]
    unread = load_guide().model_dump(mode="json")
    unread["cards"][0]["advice"] = [{"zh": "", "en": "x" * 301}]
    lists = load_acceptance().model_dump(mode="json")
    lists["service"][0]["id"] = lists["police"][0]["id"]
    lists["police"][0]["classes"] = ["7777"]
    mappings = load_mappings().model_dump(mode="json")
    mappings["rows"][3]["class_code"] = "7777"
    mappings["rows"].append(mappings["rows"][0])
    drafts: list[tuple[SheetKind, dict[str, Any], set[str]]] = [
        (
            "cards",
            guide,
            {"cards.2.classes", f"cards.1.questions.{len(guide['cards'][1]['questions']) - 1}", "questions"},
        ),
        ("cards", unread, {"cards.0.advice.0.zh", "cards.0.advice.0.en"}),
        ("acceptance", lists, {"service.0.id", "police.0.classes"}),
        ("mappings", mappings, {"rows.3.class_code", f"rows.{len(mappings['rows']) - 1}.code"}),
        ("sensitive", {"rules": []}, {"rules"}),
    ]
    async with world.stage.db.snapshot(world.people["admin"]) as tx:
        for kind, body, wanted in drafts:
            faults = await list_faults(tx, kind, body)
            assert wanted <= {one.where for one in faults}, (kind, faults)
            assert all(one.zh and one.en and "{" not in one.zh for one in faults)
            if body is guide:
                assert any(dropped in one.zh for one in faults)
        for kind, shipped in (
            ("cards", load_guide()),
            ("acceptance", load_acceptance()),
            ("mappings", load_mappings()),
        ):
            assert await list_faults(tx, kind, shipped.model_dump(mode="json")) == ()


async def test_a_word_that_is_published_alerts_from_the_next_message_on(world: World) -> None:
    text = "他们在楼道里飞叶子"
    assert not alerts(text)
    body = with_rule().model_dump(mode="json")
    change = ChangeSheet(kind="sensitive", base_version=0, note="本地用语", body=body)
    assert (await world.do("admin", change_sheet, change)).version == 1
    async with world.stage.db.snapshot(world.people["taker1"]) as tx:
        rules = await present_rules(tx)
    assert [one.rule_id for one in alerts(text, rules)] == ["own-1"]
    contact_id = new_id()
    said = ReceiveContact(
        contact_id=contact_id, channel="web", hall_code=HALL, text=text, citizen_scope=f"k/{contact_id}"
    )

    async def receive(tx: Tx, command: ReceiveContact) -> None:
        await receive_contact(tx, command)

    await world.do(PUBLIC, receive, said)
    assert await world.stage.value("select count(*) from triage.alert where rule_id = 'own-1'") == 1
    broken = with_rule(kind="weather").model_dump(mode="json")
    with pytest.raises(LexiconUnfit):
        await world.do("admin", change_sheet, ChangeSheet(kind="sensitive", base_version=1, note="坏的", body=broken))


def test_capitals_are_asked_like_small_letters() -> None:
    own = with_rule(words=("LSD",), patterns=("K.{0,2}粉",), unless=("CS",))
    rules = rules_of(own.model_copy(update={"fiction": ("DOTA",)}))
    assert [one.rule_id for one in alerts("有人吃lsd", rules)] == ["own-1"]
    assert [one.rule_id for one in alerts("屋里有k粉", rules)] == ["own-1"]
    assert "own-1" not in {one.rule_id for one in (*alerts("打cs吃lsd", rules), *alerts("dota里有k粉", rules))}


def test_a_lexicon_is_made_ready_once() -> None:
    own = with_rule()
    assert rules_of(own) is rules_of(own) is not rules_of(LEXICON)


@pytest.fixture(scope="module")
async def live(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall over HTTP."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        yield hall


async def test_a_draft_is_checked_tried_and_published_over_http(live: LiveHall) -> None:
    async with live.client("admin") as admin, live.client("taker1") as taker:
        held = (await taker.get("/api/triage/sheet", params={"kind": "sensitive"})).json()
        assert (held["version"], held["body"]) == (0, LEXICON.model_dump(mode="json"))
        body = with_rule().model_dump(mode="json")
        draft = {"kind": "sensitive", "body": body}
        assert (await taker.post("/api/triage/sheet-check", json=draft)).status_code == 403
        assert (await admin.post("/api/triage/sheet-check", json=draft)).json() == {"faults": []}
        tried = await admin.post("/api/triage/preview", json={**draft, "text": "有人飞叶子"})
        assert [one["rule_id"] for one in tried.json()["sensitive"]] == ["own-1"]
        unfit = {**draft, "body": {**body, "rules": []}}
        [fault] = (await admin.post("/api/triage/sheet-check", json=unfit)).json()["faults"]
        assert (fault["where"], fault["zh"]) == ("rules", "至少要有 1 项")
        refused = await admin.post("/api/triage/sheet-versions", json={**unfit, "base_version": 0, "note": "空的"})
        assert (refused.status_code, refused.json()["details"]["where"]) == (422, "rules")
        made = await admin.post("/api/triage/sheet-versions", json={**draft, "base_version": 0, "note": "本地用语"})
        assert made.json() == {"kind": "sensitive", "version": 1, "is_changed": True}
        said = await taker.post("/api/triage/suggest", json={"text": "有人飞叶子"})
        assert [one["rule_id"] for one in said.json()["sensitive"]] == ["own-1"]
        history = (await admin.get("/api/agencies/history")).json()
        assert history[0]["name"] == "triage.sheet.changed" and history[0]["data"]["note"] == "本地用语"
