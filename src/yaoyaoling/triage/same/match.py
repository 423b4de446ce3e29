"""Which open incidents a new contact may be about, with a score and reasons; it suggests and never joins (INT-21).

The score is the calibrated probability that both are one event: a logistic rule over distance against its
uncertainty, time, words by sound, events named, place names and parts, class and number. Its weights are fitted on
generated events and lie in `weights.json` (`apps/bench/triage_same.py` says on what and how good they are).
Beside the score stands whether the contact *breaks out*: says a danger, a victim or a place that the incident does
not know, whatever the score. Pure: no clock, no database.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final
from uuid import UUID
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import METRES_PER_DEGREE
from yaoyaoling.triage.same.facts import Facts, facts_of, labels
from yaoyaoling.triage.same.known import Known, Reason, Stands
from yaoyaoling.triage.same.sounds import pieces, read

_SIZE: Final = 512
_LEAST_M: Final = 40.0
"""Two who stand by one event stand so far apart at least."""
_HOURS: Final = 24.0
_LOOKED_AT: Final = 40
SHOWN_FROM: Final = 0.5
NAMES: Final = (
    "bias", "away", "cosine", "event", "event_other", "class", "class_other", "name", "name_other", "part",
    "part_other", "hours", "number", "placeless",
)  # fmt: skip
Floats = NDArray[np.float64]


class NewContact(Value):
    """A contact as far as it is known. radius_m: how far from the point it may be (68 %). number: an opaque key."""

    text: str = ""
    class_code: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float = Field(default=50.0, ge=0)
    at: datetime
    number: str | None = None


class OpenIncident(Value):
    """An open incident. said: the words of all its contacts and its own. at: when the last of them came."""

    incident_id: UUID
    class_code: str | None = None
    lon: float
    lat: float
    radius_m: float = Field(default=30.0, ge=0)
    at: datetime
    said: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()


class SameSuggestion(Value):
    """Perhaps one event. score: 0 to 1. breaks: what the contact says that the incident does not know."""

    incident_id: UUID
    score: float
    reasons: tuple[Reason, ...]
    is_breaking_out: bool
    breaks: tuple[Reason, ...] = ()
    distance_m: float | None = None


@cache
def weights() -> Floats:
    """The fitted weights, in the order of `NAMES`."""
    held = json.loads(files("yaoyaoling.triage.same").joinpath("weights.json").read_text(encoding="utf-8"))
    return np.array([held[name] for name in NAMES])


@lru_cache(maxsize=100_000)
def _slot(key: str) -> int:
    return crc32(key.encode()) % _SIZE


@lru_cache(maxsize=20_000)
def vector_of(text: str) -> NDArray[np.float32]:
    """Syllables and pairs of them in `_SIZE` slots, of length 1 (0 for no words)."""
    found = np.zeros(_SIZE, np.float32)
    sounds = [one.sound for one in pieces(read(text))]
    for sound in set(sounds):
        found[_slot(sound)] += 0.4
    for pair in set(pairwise(sounds)):
        found[_slot(" ".join(pair))] += 1.0
    length = float(np.linalg.norm(found))
    return found / np.float32(length) if length else found


class _Held:
    """What is kept of an incident beside its row in the arrays."""

    __slots__ = ("class_code", "incident_id", "known", "numbers")

    def __init__(self, incident: OpenIncident) -> None:
        self.incident_id = incident.incident_id
        self.class_code = incident.class_code
        self.numbers = set(incident.numbers)
        self.known = Known(incident.said)


class OpenIncidents:
    """Open incidents, ready to be asked. Not shared between threads."""

    def __init__(self, incidents: Iterable[OpenIncident] = ()) -> None:
        self._held: list[_Held | None] = []
        self._row: dict[UUID, int] = {}
        self._place = np.zeros((0, 2))
        self._radius = np.zeros(0)
        self._at = np.zeros(0)
        self._words = np.zeros((0, _SIZE), np.float32)
        for incident in incidents:
            self.put(incident)

    def __len__(self) -> int:
        return len(self._row)

    def put(self, incident: OpenIncident) -> None:
        """Add an incident, or set it anew."""
        row = self._row.get(incident.incident_id)
        if row is None:
            row = len(self._held)
            if row == len(self._at):
                self._grow(max(64, 2 * row))
            self._held.append(None)
            self._row[incident.incident_id] = row
        self._held[row] = _Held(incident)
        self._place[row] = incident.lon, incident.lat
        self._radius[row] = incident.radius_m
        self._at[row] = incident.at.timestamp()
        total = sum((vector_of(text) for text in incident.said), np.zeros(_SIZE, np.float32))
        self._words[row] = total

    def drop(self, incident_id: UUID) -> None:
        """It is open no more. Nothing happens for one that is not held."""
        row = self._row.pop(incident_id, None)
        if row is not None:
            self._held[row] = None
            self._at[row] = -np.inf

    def join(self, incident_id: UUID, contact: NewContact) -> None:
        """A person said that the contact belongs to it: what it says is known from now on, and its place counts."""
        row = self._row[incident_id]
        held = self._held[row]
        assert held is not None
        held.known.add(contact.text)
        if contact.number is not None:
            held.numbers.add(contact.number)
        self._words[row] += vector_of(contact.text)
        self._at[row] = max(self._at[row], contact.at.timestamp())
        if contact.lon is not None and contact.lat is not None:
            ours, theirs = 1 / max(10.0, self._radius[row]) ** 2, 1 / max(10.0, contact.radius_m) ** 2
            self._place[row] = (self._place[row] * ours + np.array((contact.lon, contact.lat)) * theirs) / (
                ours + theirs
            )
            self._radius[row] = (ours + theirs) ** -0.5

    def radius_of(self, incident_id: UUID) -> float:
        """How exactly the incident's place is known, metres."""
        return float(self._radius[self._row[incident_id]])

    def _grow(self, size: int) -> None:
        for name in ("_place", "_radius", "_at", "_words"):
            old = getattr(self, name)
            new = np.zeros((size, *old.shape[1:]), old.dtype)
            new[: len(old)] = old
            setattr(self, name, new)

    def ask(self, contact: NewContact) -> list[tuple[_Held, Floats, float | None]]:
        """The likeliest by place, time and words, at most `_LOOKED_AT`: each with features and distance in metres."""
        count = len(self._held)
        if not count:
            return []
        hours = np.abs(contact.at.timestamp() - self._at[:count]) / 3600
        if is_placed := contact.lon is not None and contact.lat is not None:
            wide = np.cos(np.radians(contact.lat))
            off = (self._place[:count] - (contact.lon, contact.lat)) * (wide * METRES_PER_DEGREE, METRES_PER_DEGREE)
            metres = np.hypot(off[:, 0], off[:, 1])
            away = metres / np.sqrt(self._radius[:count] ** 2 + contact.radius_m**2 + _LEAST_M**2)
        else:
            metres, away = np.full(count, np.nan), np.full(count, 1.5)
        possible = np.flatnonzero((hours < _HOURS) & (away < 4.0))
        if contact.number is not None:
            dialled = [row for row in self._row.values() if (h := self._held[row]) and contact.number in h.numbers]
            possible = np.union1d(possible, np.array(dialled, possible.dtype))
        words = self._words[possible]
        cosine = words @ vector_of(contact.text) / np.maximum(np.linalg.norm(words, axis=1), 1e-6)
        rough = cosine * 3 - np.minimum(away[possible], 5.0) ** 2 / 4 - hours[possible] / 6
        best = np.argsort(-rough)[:_LOOKED_AT]
        facts = facts_of(contact.text)
        found = []
        for nth in best:
            row = int(possible[nth])
            held = self._held[row]
            if held is not None:
                features = _features(contact, facts, held, float(away[row]), float(cosine[nth]), float(hours[row]))
                found.append((held, features, float(metres[row]) if is_placed else None))
        return found


def _features(contact: NewContact, facts: Facts, held: _Held, away: float, cosine: float, hours: float) -> Floats:
    shares = bool(facts.events & held.known.events)
    differs = bool(facts.events and held.known.events) and not shares
    classes = (contact.class_code or "", held.class_code or "")
    same_class = all(classes) and classes[0][:4] == classes[1][:4]
    other_class = all(classes) and classes[0][:2] != classes[1][:2]
    name = held.known.name_match(facts)
    part = held.known.part_match(facts)
    return np.array((
        1.0,
        min(away, 5.0) ** 2 / 2,
        cosine,
        shares,
        differs,
        same_class,
        other_class,
        0.0 if name is None else name,
        name is not None and name < 0.5,
        part > 0,
        part < 0,
        min(hours, _HOURS) ** 0.5,
        contact.number is not None and contact.number in held.numbers,
        contact.lon is None,
    ), float)  # fmt: skip


def same_event(contact: NewContact, index: OpenIncidents, limit: int = 3) -> tuple[SameSuggestion, ...]:
    """Incidents the contact may be about, the likeliest first, at most `limit`; none below `SHOWN_FROM`."""
    facts = facts_of(contact.text)
    asked = index.ask(contact)
    if not asked:
        return ()
    scores = 1 / (1 + np.exp(-np.array([features for _, features, _ in asked]) @ weights()))
    found = []
    for nth in np.argsort(-scores)[:limit]:
        if scores[nth] < SHOWN_FROM:
            break
        held, features, metres = asked[nth]
        breaks = held.known.breaks(
            facts,
            Stands(
                away=float(features[NAMES.index("away")] * 2) ** 0.5,
                radius_m=None if metres is None else contact.radius_m,
                incident_radius_m=index.radius_of(held.incident_id),
            ),
            is_redial=bool(features[NAMES.index("number")]),
        )
        found.append(
            SameSuggestion(
                incident_id=held.incident_id,
                score=round(float(scores[nth]), 4),
                reasons=_reasons(facts, held, features, metres),
                is_breaking_out=bool(breaks),
                breaks=breaks,
                distance_m=None if metres is None else round(metres),
            )
        )
    return tuple(found)


def _reasons(facts: Facts, held: _Held, features: Floats, metres: float | None) -> tuple[Reason, ...]:
    value = dict(zip(NAMES, features, strict=True))
    found: list[Reason] = []
    if metres is not None:
        found.append(Reason(kind="near", zh=f"相距约 {metres:.0f} 米", en=f"About {metres:.0f} m apart"))
    minutes = round(value["hours"] ** 2 * 60)
    found.append(Reason(kind="time", zh=f"相隔 {minutes} 分钟", en=f"{minutes} min apart"))
    for one in sorted(facts.events & held.known.events):
        zh, en = labels()[one]
        found.append(Reason(kind="event", zh=f"同述：{zh}", en=f"Both tell of: {en}"))
    if value["name"] >= 0.5:
        found.append(Reason(kind="place_name", zh="同一地名", en="The same place is named"))
    if value["part"]:
        found.append(Reason(kind="place_name", zh="同一楼栋或部位", en="The same part of the place"))
    if value["class"]:
        found.append(Reason(kind="class", zh="类别相同", en="The same class"))
    if value["number"]:
        found.append(Reason(kind="number", zh="同一来电号码", en="The same number"))
    if value["cosine"] >= 0.35:
        found.append(Reason(kind="words", zh="用词相近", en="Similar words"))
    return tuple(found)
