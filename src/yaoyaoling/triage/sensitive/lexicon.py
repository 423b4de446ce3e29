"""The lexicon of sensitive words (敏感词库): rules, and the words within which none counts. Editable data."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.faults import SheetFault, told, twice

Level = Literal["station", "county", "city", "province"]
"""Who must know of an alert; those above see it as well."""
Word = Annotated[str, Field(min_length=1, max_length=60)]
BY_MODEL = "model"
"""Kind, and beginning of the rule ids, of alerts that the model raises."""
_LISTS = ("words", "patterns", "needs", "unless")
_WIDEST = 40
_NOT_ASKED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]")
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}|\)\{")
_BOUND = re.compile(r"\{(?:\d+,)?(\d+)\}")


def _pattern_fault(pattern: str) -> tuple[str, str] | None:
    """A pattern is asked of every word that is typed: it must be quick whatever the text, and match something."""
    try:
        ready = re.compile(pattern)
    except re.error as error:
        return (
            f"不是正则表达式（第 {(error.pos or 0) + 1} 个字符处）",
            f"is no regular expression (at character {(error.pos or 0) + 1})",
        )
    bare = _NOT_ASKED.sub("x", pattern)
    if _UNBOUNDED.search(bare):
        return (
            "不能用 * 和 +，也不能重复括号：请写明个数，如 .{0,6}",
            "may use no * or +, nor repeat a group: say how many, as .{0,6}",
        )
    if any(int(most) > _WIDEST for most in _BOUND.findall(bare)):
        return f"相隔不能超过 {_WIDEST} 个字", f"may reach over {_WIDEST} characters at most"
    if ready.search(""):
        return "会对任何内容告警", "would alert at anything"
    return None


def _fit(pattern: str) -> str:
    if (fault := _pattern_fault(pattern)) is not None:
        zh, en = fault
        raise told(f"句式“{pattern}”{zh}", f'Pattern "{pattern}" {en}')
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_fit)]


class SensitiveRule(Value):
    """One rule. words: any of them alerts. patterns: regular expressions that do so too. needs: if given, one of
    these must stand near. unless: the alert falls away where one of these covers the word or stands beside it.
    kind: what it is about. levels: who must know."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    kind: str = Field(min_length=1, max_length=40)
    words: tuple[Word, ...] = Field(default=(), max_length=5_000)
    patterns: tuple[Pattern, ...] = Field(default=(), max_length=100)
    needs: tuple[Word, ...] = Field(default=(), max_length=500)
    unless: tuple[Word, ...] = Field(default=(), max_length=500)
    levels: tuple[Level, ...] = Field(min_length=1, max_length=4)


class Lexicon(Value):
    """All of it. harmless: words within which no rule counts ("杀价"). fiction: words that tell of a film, a game or a
    drill; reality: words that say it is real all the same."""

    rules: tuple[SensitiveRule, ...] = Field(min_length=1, max_length=2_000)
    harmless: tuple[Word, ...] = Field(default=(), max_length=5_000)
    fiction: tuple[Word, ...] = Field(default=(), max_length=1_000)
    reality: tuple[Word, ...] = Field(default=(), max_length=1_000)


class LexiconUnfit(Refused):
    """A version of the lexicon that cannot be used."""

    code = "lexicon_unfit"
    status = 422
    zh = "敏感词库不能这样发布：{what_zh}。"
    en = "The lexicon cannot be published so: {what_en}."


@cache
def load_lexicon() -> Lexicon:
    """The lexicon as the files of this room have it."""
    rows = csv.DictReader(_text("sensitive_rules.tsv").splitlines(), delimiter="\t")
    rules = [
        {
            "id": row["id"],
            "kind": row["kind"],
            "levels": row["levels"].split("|"),
            **{name: _parts(row[name], " ; " if name == "patterns" else "|") for name in _LISTS},
        }
        for row in rows
    ]
    groups: dict[str, tuple[str, ...]] = {}
    for line in _text("sensitive_exceptions.txt").splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(":")
            groups[name] = (*groups.get(name, ()), *rest.strip().split("|"))
    return Lexicon.model_validate({"rules": rules, **groups})


@cache
def alert_kinds() -> frozenset[str]:
    """What a rule may be about: the kinds that the screens have words for."""
    return frozenset(one.kind for one in load_lexicon().rules)


def lexicon_faults(lexicon: Lexicon) -> Iterator[SheetFault]:
    """What keeps it from being used, by field."""
    for where, name in twice((f"rules.{at}.id", rule.id) for at, rule in enumerate(lexicon.rules)):
        yield SheetFault(where=where, zh=f"规则 {name} 出现两次", en=f"SensitiveRule {name} stands twice")
    for at, rule in enumerate(lexicon.rules):
        if rule.id == BY_MODEL or rule.id.startswith(f"{BY_MODEL}-"):
            yield SheetFault(
                where=f"rules.{at}.id",
                zh=f"规则 {rule.id} 与模型告警的标识冲突",
                en=f"The model's alerts are named {rule.id}",
            )
        if rule.kind not in alert_kinds():
            yield SheetFault(
                where=f"rules.{at}.kind", zh=f"没有警情种类 {rule.kind}", en=f"There is no kind {rule.kind}"
            )
        if not rule.words and not rule.patterns:
            yield SheetFault(
                where=f"rules.{at}.words",
                zh=f"规则 {rule.id} 没有词也没有句式",
                en=f"SensitiveRule {rule.id} has no word and no pattern",
            )


def check_lexicon(lexicon: Lexicon) -> None:
    """Raises: LexiconUnfit."""
    for fault in lexicon_faults(lexicon):
        raise LexiconUnfit(what_zh=fault.zh, what_en=fault.en, where=fault.where)


def _parts(cell: str | None, mark: str) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split(mark) if part)


def _text(name: str) -> str:
    return files("yaoyaoling.triage").joinpath("data", name).read_text(encoding="utf-8")
