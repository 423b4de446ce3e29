"""`yyl bench triage`, same event: precision and recall of the suggestion, its break-outs, surges, and its time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, thread_time
from uuid import UUID, uuid5

import numpy as np
from scipy.optimize import minimize

from yaoyaoling.apps.bench.report import percentile
from yaoyaoling.apps.bench.same_events import HELD, Caller, Writer, stream, surge
from yaoyaoling.triage.same.match import (
    NAMES,
    NewContact,
    OpenIncident,
    OpenIncidents,
    SameSuggestion,
    same_event,
)

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
_SPACE = UUID("0f1b7b3e-4a43-4c55-9d2b-6f1f0a7a1e01")
TRAIN_SEEDS, HELD_SEEDS = range(100, 112), range(900, 910)


def event_id(event: int) -> UUID:
    """The incident of an event."""
    return uuid5(_SPACE, str(event))


def contact_of(caller: Caller) -> NewContact:
    """A caller as the matcher sees one."""
    return NewContact(
        text=caller.text,
        class_code=caller.class_code,
        lon=caller.lon,
        lat=caller.lat,
        radius_m=caller.radius_m,
        at=caller.at,
        number=caller.number,
    )


def opened(event: int, contact: NewContact) -> OpenIncident:
    """The incident a person opens from a contact."""
    is_placed = contact.lon is not None and contact.lat is not None
    return OpenIncident(
        incident_id=event_id(event),
        class_code=contact.class_code,
        lon=contact.lon if contact.lon is not None and is_placed else 114.3,
        lat=contact.lat if contact.lat is not None and is_placed else 30.6,
        radius_m=contact.radius_m if is_placed else 6_000.0,
        at=contact.at,
        said=(contact.text,),
        numbers=frozenset(filter(None, (contact.number,))),
    )


def _told(callers: list[Caller]) -> Iterator[tuple[Caller, NewContact, OpenIncidents, bool]]:
    """Each caller before a person decides rightly: (…, whether its incident is open already)."""
    index, open_events = OpenIncidents(), set[int]()
    for caller in callers:
        contact = contact_of(caller)
        is_open = caller.event in open_events
        yield caller, contact, index, is_open
        if is_open:
            index.join(event_id(caller.event), contact)
        else:
            index.put(opened(caller.event, contact))
            open_events.add(caller.event)


def fit() -> dict[str, float]:
    """Weights fitted on the training wordings alone: logistic regression with a light L2 penalty."""
    rows, labels = [], []
    for seed in TRAIN_SEEDS:
        for caller, contact, index, _ in _told(stream(seed, "train", START)):
            for held, features, _ in index.ask(contact)[:12]:
                rows.append(features)
                labels.append(held.incident_id == event_id(caller.event))
    x, y = np.array(rows), np.array(labels, float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * (w[1:] ** 2).sum()
        slope = x.T @ (1 / (1 + np.exp(-z)) - y)
        slope[1:] += w[1:]
        return float(value), slope

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 3) for name, value in zip(NAMES, found, strict=True)}


@dataclass
class Counted:
    """Right, wrong and missed suggestions."""

    right: int = 0
    wrong: int = 0
    owed: int = 0

    def figures(self) -> dict[str, float]:
        """Precision over what was suggested, recall over contacts whose incident was open."""
        return {
            "precision": round(self.right / max(1, self.right + self.wrong), 4),
            "recall": round(self.right / max(1, self.owed), 4),
        }


def _nearest(contact: NewContact, index: OpenIncidents) -> UUID | None:
    """The naive baseline: the nearest incident within 300 m and 30 minutes."""
    asked = [(metres, held.incident_id) for held, features, metres in index.ask(contact)
             if metres is not None and metres <= 300 and features[NAMES.index("hours")] ** 2 <= 0.5]  # fmt: skip
    return min(asked)[1] if asked else None


def _best(contact: NewContact, index: OpenIncidents) -> UUID | None:
    found = same_event(contact, index, 1)
    return found[0].incident_id if found else None


def pairs(family: str, seeds: range, choose: Callable[[NewContact, OpenIncidents], UUID | None]) -> Counted:
    """Each caller of the streams asked once, before a person decides."""
    counted = Counted()
    for seed in seeds:
        for caller, contact, index, is_open in _told(stream(seed, family, START)):
            chosen = choose(contact, index)
            counted.owed += is_open
            if chosen is not None:
                is_right = is_open and chosen == event_id(caller.event)
                counted.right += is_right
                counted.wrong += not is_right
    return counted


@dataclass
class Surge:
    """One surge as it went. grouped_away: emergencies or dangers that one key would have joined to something else."""

    grouped_away: int = 0
    fire_callers: int = 0
    offered: int = 0
    offered_first: int = 0
    broke_out: int = 0
    mixed_up: int = 0
    lost: list[str] | None = None


def one_key(found: tuple[SameSuggestion, ...]) -> list[UUID]:
    """What one key joins: suggestions that do not break out."""
    return [one.incident_id for one in found if not one.is_breaking_out]


def run_surge(seed: int, family: str = "held") -> Surge:
    """A person who trusts it: joins what one key offers first, opens an incident where nothing is offered.

    A caller who breaks out is read by the person, who decides rightly; for the figures that is more than one key.
    """
    callers, fires = surge(seed, START, family)
    index, open_events, went = OpenIncidents(), set[int](), Surge(lost=[])
    for caller in callers:
        contact = contact_of(caller)
        found = same_event(contact, index)
        keys = one_key(found)
        is_open = caller.event in open_events
        if caller.event not in fires or not is_open:
            if keys:
                went.grouped_away += 1
                assert went.lost is not None
                went.lost.append(caller.text)
                index.join(keys[0], contact)
                continue
            index.put(opened(caller.event, contact))
            open_events.add(caller.event)
            continue
        right = event_id(caller.event)
        went.fire_callers += 1
        went.offered += right in keys
        went.offered_first += keys[:1] == [right]
        went.mixed_up += bool(keys) and right not in keys
        went.broke_out += not keys
        index.join(right, contact)
    return went


def took_ms(count: int = 10_000, asked: int = 300) -> tuple[list[float], list[float]]:
    """Milliseconds (on the clock, of the processor) of questions to so many open incidents in a city of 12 by 11 km."""
    rng = Random(7)  # noqa: S311 - a drawn city, no secret
    writer = Writer(rng, "held")
    kinds = sorted(HELD)
    index = OpenIncidents()
    for nth in range(count):
        scene = writer.scene(114.3 + rng.uniform(-0.06, 0.06), 30.6 + rng.uniform(-0.05, 0.05))
        at = START + timedelta(minutes=rng.uniform(0, 300))
        index.put(opened(nth, contact_of(writer.caller(nth, rng.choice(kinds), scene, at))))
    times, worked = [], []
    for nth in range(asked):
        scene = writer.scene(114.3 + rng.uniform(-0.06, 0.06), 30.6 + rng.uniform(-0.05, 0.05))
        contact = contact_of(writer.caller(nth, rng.choice(kinds), scene, START + timedelta(minutes=300)))
        began, begun = perf_counter(), thread_time()
        same_event(contact, index)
        times.append((perf_counter() - began) * 1000)
        worked.append((thread_time() - begun) * 1000)
    return times, worked


def figures(surges: int = 30) -> dict[str, object]:
    """Everything this part publishes. Held-out wording families; the baseline sees the same callers."""
    held = pairs("held", HELD_SEEDS, _best)
    went = [run_surge(seed) for seed in range(surges)]
    times, worked = took_ms()
    callers = sum(one.fire_callers for one in went)
    return {
        "same_event": held.figures() | {"contacts_owed": held.owed},
        "baseline_300m_30min": pairs("held", HELD_SEEDS, _nearest).figures(),
        "surges": {
            "count": surges,
            "grouped_away": sum(one.grouped_away for one in went),
            "offered_right_one_key": round(sum(one.offered for one in went) / max(1, callers), 4),
            "offered_right_first": round(sum(one.offered_first for one in went) / max(1, callers), 4),
            "least_offered_in_a_surge": round(min(one.offered / max(1, one.fire_callers) for one in went), 4),
            "broke_out_of_fire_callers": round(sum(one.broke_out for one in went) / max(1, callers), 4),
            "mixed_up_fires": round(sum(one.mixed_up for one in went) / max(1, callers), 4),
        },
        "open_incidents": 10_000,
        "took_p50_ms": round(percentile(times, 0.5), 2),
        "took_p99_ms": round(percentile(times, 0.99), 2),
        "processor_p99_ms": round(percentile(worked, 0.99), 2),
    }
