"""110 or 12345: danger always wins, what stays unclear stays ours, the lists decide what is done with it."""

import pytest

from yaoyaoling.incidents.classes import shipped_classes
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.advice.advise import advise
from yaoyaoling.triage.advice.lists import (
    POLICE_KINDS,
    SERVICE_KINDS,
    AcceptanceUnfit,
    check_acceptance,
    load_acceptance,
)
from yaoyaoling.triage.classify.model import Classified, Guess
from yaoyaoling.triage.entities.find import Entities, entities

CLASSES = frozenset(one.code for one in shipped_classes())
NOTHING = Classified(guesses=(), level=None, is_unknown=True, non_police=0.4, danger=0.1)


def guessed(code: str, non_police: float, danger: float = 0.05) -> Classified:
    """What the model would say."""
    guess = Guess(code=code, confidence=0.9, words=())
    return Classified(guesses=(guess,), level=4, is_unknown=False, non_police=non_police, danger=danger)


def test_both_lists_are_whole() -> None:
    lists = load_acceptance()
    assert (len(lists.police), len(lists.service)) == (POLICE_KINDS, SERVICE_KINDS)
    check_acceptance(lists, CLASSES)
    for kind in (*lists.service, *lists.also):
        assert kind.department and (kind.how != "answer" or (kind.text_zh and kind.text_en)), kind.id


@pytest.mark.parametrize(
    ("text", "code", "action", "item"),
    [("老板拖欠工资三个月", "0404", "transfer", "labour"), ("楼下小贩占道经营", "1101", "work_order", "city"),
     ("身份证怎么补办", "1201", "answer", "enquiry"), ("路灯坏了好几天", "0306", "joint", "facilities"),
     ("小区停水一天了", "1106", "transfer", "utilities"), ("健身房不给退款", "0405", "transfer", "market")],
)  # fmt: skip
def test_what_needs_no_police_goes_its_way(text: str, code: str, action: str, item: str) -> None:
    found = advise(text, guessed(code, 0.93), Entities())
    assert (found.verdict, found.action, found.item) == (True, action, item)
    assert found.probability == 0.93, "the model's own probability, not the lists'"


@pytest.mark.parametrize("text", ["老板拖欠工资，还动手打人", "小区停水，有人触电了", "退款不成，他拿刀追我"])
def test_danger_always_wins(text: str) -> None:
    found = advise(text, guessed("0404", 0.95), entities(text))
    assert not found.verdict and found.action == "police_first" and found.probability <= 0.2
    assert found.reasons


def test_danger_that_the_model_sees_or_a_rule_names_wins_too() -> None:
    assert not advise("退款", guessed("0405", 0.9, danger=0.7), Entities()).verdict
    assert not advise("退款", guessed("0405", 0.9), Entities(), alerts=("绑架",)).verdict


def test_what_may_be_danger_is_asked_about_before_it_is_handed_on() -> None:
    """A danger worded as a complaint must not leave the house unasked; it stays another line's in the figures."""
    plain = advise("投诉物业电梯广告太多", guessed("1103", 0.9), Entities())
    assert plain.verdict and plain.action in ("transfer", "work_order", "answer")
    signed = advise("投诉物业电梯广告太多，里面的人喘不上气", guessed("1103", 0.9), Entities())
    assert (signed.verdict, signed.action, signed.reasons) == (True, "ask", ("喘不上",))
    doubted = advise("投诉物业电梯广告太多", guessed("1103", 0.9, danger=0.2), Entities())
    assert (doubted.action, doubted.reasons) == ("ask", ("danger",))


def test_denied_danger_is_none() -> None:
    assert advise("没人受伤，就是物业停水", guessed("1106", 0.9), Entities()).verdict


def test_money_that_runs_is_ours() -> None:
    text = "退款诈骗，转了5万元到6222021234567890128"
    assert advise(text, guessed("0405", 0.8), entities(text)).action in ("police", "police_first")


def test_what_stays_unclear_stays_with_whom_it_reached() -> None:
    found = advise("喂，那个，就是", NOTHING, Entities())
    assert (found.verdict, found.action, found.reasons) == (False, "ask", ("first_receiver",))


def test_a_dispute_that_may_turn_violent_sees_the_police_first() -> None:
    lists = load_acceptance()
    quarrel = lists.also[-1].model_copy(update={"classes": ("0401",), "words": ("吵架",), "how": "joint"})
    changed = lists.model_copy(update={"also": (quarrel,)})
    assert advise("两口子吵架", guessed("0401", 0.7), Entities(), changed).action == "police_first"


def test_edited_lists_are_checked_and_obeyed() -> None:
    lists = load_acceptance()
    with pytest.raises(AcceptanceUnfit):
        check_acceptance(lists.model_copy(update={"also": (lists.service[0],)}), CLASSES)
    assert issubclass(AcceptanceUnfit, Refused)
    none = lists.model_copy(update={"danger": ()})
    assert advise("动手", guessed("0405", 0.9), Entities(), none).verdict
