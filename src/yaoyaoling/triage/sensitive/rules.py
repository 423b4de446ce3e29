"""Which words of a text somebody above must know of: rules as data, thousands at once, harmless uses set aside."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.classify.model import classify
from yaoyaoling.triage.sensitive.lexicon import BY_MODEL, Lexicon, SensitiveRule, load_lexicon

_DENIALS = ("没有", "没人", "没", "不是", "并非", "并没", "未")
_REACH = 5
_STOPS = re.compile(r"[，。,.；;！!？?、\s]")
_NEAR = 12
"""Context words of a rule stand within so many characters of its word."""


class Alert(Value):
    """A sensitive word in a text. start, end: where it stands in the text given. levels: who must know."""

    rule_id: str
    word: str
    kind: str
    start: int
    end: int
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """Rules made ready to be asked all at once. harmless: words within which no rule counts ("杀价").

    fiction: words that tell of a film or a game; reality: words that say it is real all the same.
    """

    rules: tuple[SensitiveRule, ...]
    words: AhoCorasick
    owners: tuple[SensitiveRule, ...]
    patterns: tuple[tuple[re.Pattern[str], SensitiveRule], ...]
    harmless: AhoCorasick
    fiction: tuple[str, ...]
    reality: tuple[str, ...]

    @classmethod
    def of(
        cls,
        rules: Iterable[SensitiveRule],
        harmless: Iterable[str] = (),
        fiction: Iterable[str] = (),
        reality: Iterable[str] = (),
    ) -> "Rules":
        """Raises: re.error for a pattern that is none."""
        listed = tuple(_made_ready(rule) for rule in rules)
        pairs = [(_folded(word), rule) for rule in listed for word in rule.words]
        return cls(
            rules=listed,
            words=AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.Standard),
            owners=tuple(rule for _, rule in pairs),
            patterns=tuple((re.compile(one, _case(one)), rule) for rule in listed for one in rule.patterns),
            harmless=AhoCorasick([_folded(word) for word in harmless], matchkind=MatchKind.Standard),
            fiction=tuple(_folded(word) for word in fiction),
            reality=tuple(_folded(word) for word in reality),
        )


def _made_ready(rule: SensitiveRule) -> SensitiveRule:
    """Texts are asked in lower case: so are the words that must stand near, or must not."""
    folded = {name: tuple(_folded(word) for word in getattr(rule, name)) for name in ("needs", "unless")}
    return rule.model_copy(update=folded)


def _case(pattern: str) -> re.RegexFlag:
    return re.NOFLAG if pattern == pattern.lower() else re.IGNORECASE


_KEPT = 4
_ready: list[tuple[Lexicon, Rules]] = []


def rules_of(lexicon: Lexicon) -> Rules:
    """A lexicon made ready: once for each version, which is one object as long as it is in use. Comparing thousands
    of words on each pause of the typing would take longer than asking them."""
    for held, rules in _ready:
        if held is lexicon:
            return rules
    made = Rules.of(lexicon.rules, lexicon.harmless, lexicon.fiction, lexicon.reality)
    _ready.insert(0, (lexicon, made))
    del _ready[_KEPT:]
    return made


def shipped_rules() -> Rules:
    """The rules that come with the program."""
    return rules_of(load_lexicon())


_BY_MODEL_FROM = 0.4
_BY_MODEL_LEVELS = ("county",)


def alerts(text: str, rules: Rules | None = None) -> tuple[Alert, ...]:
    """All sensitive words of a text, in order, once for each rule; the shipped rules by default.

    Where no rule speaks but the shipped model is sure that the report is of the kind the rules look for (told
    without their words: "躺着一个人，身子都硬了"), one alert by the model names the words that moved it; the county
    alone is told of it. `word_alerts` asks the rules only.
    """
    asked = rules or shipped_rules()
    said = word_alerts(text, asked)
    return said if said or _is_set_aside(text, asked) else _by_model(text)


def _is_set_aside(text: str, rules: Rules) -> bool:
    """Whether a rule's word is there and does not count, or a harmless word is: then the model is not asked."""
    folded = _folded(text)
    return bool(_matches(rules.harmless, folded) or _matches(rules.words, folded)) or _is_fiction(folded, rules)


def _by_model(text: str) -> tuple[Alert, ...]:
    said = classify(text)
    if said.sensitive < _BY_MODEL_FROM or not said.guesses:
        return ()
    guess = said.guesses[0]
    # An alert stands in the ledger in clear: it carries a piece that speaks for the class, never words of the report.
    word = next((one for one in guess.words if one in text), "")
    start = text.find(word) if word else 0
    return (
        Alert(
            rule_id=f"{BY_MODEL}-{guess.code}", word=word, kind=BY_MODEL, start=start, end=start + len(word),
            levels=_BY_MODEL_LEVELS,
        ),
    )  # fmt: skip


def word_alerts(text: str, rules: Rules) -> tuple[Alert, ...]:
    """The alerts of rules alone.

    What is denied ("没有人打架"), tells of a film or a game, or stands in a harmless word alerts nobody.
    """
    folded = _folded(text)
    spans = [(start, end, rules.owners[index]) for index, start, end in _matches(rules.words, folded)]
    spans += [(one.start(), one.end(), rule) for pattern, rule in rules.patterns for one in pattern.finditer(folded)]
    if not spans or _is_fiction(folded, rules):
        return ()
    harmless = [(start, end) for _, start, end in _matches(rules.harmless, folded)]
    found: dict[str, Alert] = {}
    for start, end, rule in sorted(spans, key=lambda one: (one[0], one[0] - one[1], one[2].id)):
        if rule.id in found or not _counts(folded, start, end, rule, harmless):
            continue
        found[rule.id] = Alert(
            rule_id=rule.id, word=text[start:end], kind=rule.kind, start=start, end=end, levels=rule.levels
        )
    return tuple(found.values())


def _counts(text: str, start: int, end: int, rule: SensitiveRule, harmless: list[tuple[int, int]]) -> bool:
    if any(begin <= start and end <= stop for begin, stop in harmless):
        return False
    if _is_denied(text, start):
        return False
    around = text[max(0, start - _NEAR) : end + _NEAR]
    if any(word in around for word in rule.unless):
        return False
    return not rule.needs or any(word in around for word in rule.needs)


def _is_denied(text: str, start: int) -> bool:
    before = _STOPS.split(text[max(0, start - _REACH) : start])[-1]
    return any(denial in before for denial in _DENIALS)


def _is_fiction(text: str, rules: Rules) -> bool:
    return any(word in text for word in rules.fiction) and not any(word in text for word in rules.reality)


def _matches(automaton: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    return automaton.find_matches_as_indexes(text, overlapping=True)


def _folded(text: str) -> str:
    """Lower case, letter by letter, so that places stay the same."""
    return "".join(_fold(char) for char in text)


def _fold(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return " "
    low = char.lower()
    return low if len(low) == 1 else char
