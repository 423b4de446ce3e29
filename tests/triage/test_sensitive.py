"""Sensitive words: what alerts, what does not, and rules by the thousand."""

from pathlib import Path
from time import thread_time

import pytest

from yaoyaoling.triage.sensitive.lexicon import SensitiveRule
from yaoyaoling.triage.sensitive.rules import Rules, alerts, shipped_rules, word_alerts

_ALERTS = {
    "有人杀人了快来": "murder",
    "他拿着菜刀追着人砍": "stabbing",
    "便利店被抢劫，对方有刀": "robbery",
    "我女儿被绑架了，要赎金": "kidnapping",
    "有人劫持了人质": "hostage",
    "煤气罐爆炸了": "explosion",
    "听到两声枪声": "guns",
    "人贩子抱走了我的孩子": "child",
    "楼顶有个人要跳楼": "suicide",
    "在网吧打游戏的时候有人拿刀砍人，流血了": "stabbing",
}
_HARMLESS = [
    "这家店杀价太狠了，老板不讲理",
    "今天笑死人了",
    "剪了个爆炸头",
    "看电影里面有人被绑架",
    "打游戏被人开枪打死了",
    "邻居家炸鸡店油烟大",
    "小孩拿水枪玩",
    "没有人打架也没有人拿刀，就是吵了几句",
    "跳楼价大甩卖骗人",
    "红包被抢光了",
    "这是道德绑架",
    "消防演习，有爆炸声请别担心",
    "家里停电了",
    "",
]


@pytest.mark.parametrize("text", list(_ALERTS))
def test_danger_alerts_and_says_whom(text: str) -> None:
    found = alerts(text)
    assert _ALERTS[text] in {one.kind for one in found}
    for one in found:
        assert text[one.start : one.end] == one.word
        assert one.levels


@pytest.mark.parametrize("text", _HARMLESS)
def test_harmless_words_alert_nobody(text: str) -> None:
    assert alerts(text) == ()


def test_five_thousand_words_are_asked_within_the_time() -> None:
    """An alert in ≤200 ms: the automaton asks all words at once."""
    many = [SensitiveRule(id=f"r{n}", kind="made", words=(f"生词{n:05d}",), levels=("city",)) for n in range(5000)]
    rules = Rules.of([*shipped_rules().rules, *many])
    text = "前面有人说话" * 300 + "生词04999"
    began = thread_time()
    found = word_alerts(text, rules)
    assert thread_time() - began <= 0.2
    assert [one.rule_id for one in found] == ["r4999"]


def test_context_and_exception_are_data() -> None:
    rule = SensitiveRule(id="x", kind="made", words=("刀",), needs=("追",), unless=("菜",), levels=("county",))
    rules = Rules.of([rule], harmless=["刀削面"], fiction=["电影里"], reality=["真的"])
    assert word_alerts("拿刀追人", rules)
    assert not word_alerts("拿刀站着", rules)
    assert not word_alerts("切菜的刀追不上", rules)
    assert not word_alerts("追到店里吃刀削面", rules)
    assert not word_alerts("电影里拿刀追人", rules)
    assert word_alerts("电影里散场真的拿刀追人", rules)


def test_every_kind_of_alert_has_words_on_the_screens() -> None:
    words = (Path(__file__).parents[2] / "console" / "src" / "i18n" / "words" / "triage.ts").read_text("utf-8")
    kinds = {one.kind for one in shipped_rules().rules} | {"model"}
    assert {kind for kind in kinds if f"'triage.alert.{kind}'" not in words} == set()
