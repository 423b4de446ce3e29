"""What other rooms may use of `incidents`."""

from yaoyaoling.incidents.class_table import get_version as list_class_version
from yaoyaoling.incidents.classes import (
    IncidentClass,
    UnknownClass,
    get_class,
    list_classes,
    seed_classes,
    shipped_classes,
)
from yaoyaoling.incidents.commands import (
    AdvanceIncident,
    AmendIncident,
    HandOverIncident,
    OpenIncident,
    Owner,
)
from yaoyaoling.incidents.events import IncidentAdvanced, IncidentAmended, IncidentOpened
from yaoyaoling.incidents.feed import INCIDENT, fields_of, list_shown
from yaoyaoling.incidents.figures import IncidentFigures, PastIncidents, incidents_since, list_past
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import IncidentEnded, amend_incident
from yaoyaoling.incidents.handlers.hand_over import hand_over_incident
from yaoyaoling.incidents.handlers.obligations import add_obligation, settle_obligation
from yaoyaoling.incidents.handlers.open import IncidentRef, open_incident
from yaoyaoling.incidents.owner import owner_of
from yaoyaoling.incidents.states import (
    BACK_TO_WORK,
    FINAL,
    IllegalIncidentSignal,
    IncidentSignal,
    IncidentState,
    advance,
)
from yaoyaoling.incidents.store import (
    Incident,
    count_waiting,
    get_incident,
    list_incidents,
    list_open_near,
    list_waiting,
)
from yaoyaoling.incidents.timeline import TimelineEntry, list_timeline

__all__ = [
    "BACK_TO_WORK",
    "FINAL",
    "INCIDENT",
    "AdvanceIncident",
    "AmendIncident",
    "HandOverIncident",
    "IllegalIncidentSignal",
    "Incident",
    "IncidentAdvanced",
    "IncidentAmended",
    "IncidentClass",
    "IncidentEnded",
    "IncidentFigures",
    "IncidentOpened",
    "IncidentRef",
    "IncidentSignal",
    "IncidentState",
    "OpenIncident",
    "Owner",
    "PastIncidents",
    "TimelineEntry",
    "UnknownClass",
    "add_obligation",
    "advance",
    "advance_incident",
    "amend_incident",
    "count_waiting",
    "fields_of",
    "get_class",
    "get_incident",
    "hand_over_incident",
    "incidents_since",
    "list_class_version",
    "list_classes",
    "list_incidents",
    "list_open_near",
    "list_past",
    "list_shown",
    "list_timeline",
    "list_waiting",
    "open_incident",
    "owner_of",
    "seed_classes",
    "settle_obligation",
    "shipped_classes",
]
