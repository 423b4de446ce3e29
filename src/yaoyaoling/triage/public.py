"""What other rooms may use of `triage`."""

from yaoyaoling.triage.cards.guide import (
    Answer,
    Danger,
    Guide,
    UnknownAnswer,
    check_answers,
    dangers_in,
    dangers_of,
    load_guide,
)
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.commands import KeepHeard, RaiseAlerts
from yaoyaoling.triage.contract import SuggestAsk, Suggestion
from yaoyaoling.triage.entities.find import plates_in
from yaoyaoling.triage.events import AlertRaised, WordsHeard
from yaoyaoling.triage.handlers.alerts import raise_alerts
from yaoyaoling.triage.handlers.keep_heard import keep_heard
from yaoyaoling.triage.jurisdiction.events import JurisdictionDecided, JurisdictionMoved
from yaoyaoling.triage.jurisdiction.keep import note_nearest
from yaoyaoling.triage.known.owned import RepeatEntry, list_repeat_entries, number_digest
from yaoyaoling.triage.mappings import class_of
from yaoyaoling.triage.same.known import Reason
from yaoyaoling.triage.same.match import NewContact, OpenIncident, OpenIncidents, same_event
from yaoyaoling.triage.sensitive.rules import alerts
from yaoyaoling.triage.sheets import Sheets, present_guide, present_rules, present_sheets, shipped
from yaoyaoling.triage.suggest import suggest, warm
from yaoyaoling.triage.where.gazetteer import Gazetteer

__all__ = [
    "AlertRaised",
    "Answer",
    "Danger",
    "Gazetteer",
    "Guide",
    "JurisdictionDecided",
    "JurisdictionMoved",
    "KeepHeard",
    "NewContact",
    "OpenIncident",
    "OpenIncidents",
    "RaiseAlerts",
    "Reason",
    "RepeatEntry",
    "Sheets",
    "SuggestAsk",
    "Suggestion",
    "UnknownAnswer",
    "WordsHeard",
    "alerts",
    "check_answers",
    "class_of",
    "clean",
    "dangers_in",
    "dangers_of",
    "keep_heard",
    "list_repeat_entries",
    "load_guide",
    "note_nearest",
    "number_digest",
    "plates_in",
    "present_guide",
    "present_rules",
    "present_sheets",
    "raise_alerts",
    "same_event",
    "shipped",
    "suggest",
    "warm",
]
