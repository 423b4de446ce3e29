"""What is asked and what is suggested: the shapes of `POST /api/triage/suggest`."""

from uuid import UUID

from pydantic import ConfigDict, Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Datum, Point, to_wgs84
from yaoyaoling.triage.advice.advise import Advice
from yaoyaoling.triage.cards.guide import Answer
from yaoyaoling.triage.entities.find import Amount, Bank, Channel, FoundAccount, FoundPlate, Phone
from yaoyaoling.triage.entities.times import Time
from yaoyaoling.triage.fraud.prepare import PaymentDraft
from yaoyaoling.triage.sensitive.rules import Alert
from yaoyaoling.triage.where.find import PlaceCandidate
from yaoyaoling.triage.where.fixes import Fix

UNKNOWN = "unknown"
"""Code of the class when the words do not say what it is."""


class PlaceAsked(Value):
    """What is known of the place beside the words: words of it, a position with its error in metres, or both."""

    text: str | None = Field(default=None, max_length=300)
    lon: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    datum: Datum = Datum.WGS84
    radius_m: float = Field(default=50, ge=0, le=100_000, allow_inf_nan=False)

    def fixes(self) -> tuple[Fix, ...]:
        """The position as a fix; () when none is known."""
        if self.lon is None or self.lat is None:
            return ()
        return (Fix(source="gps", lon=self.lon, lat=self.lat, radius_m=self.radius_m, datum=self.datum),)

    def point(self) -> Point | None:
        """The position in WGS-84; None: none is known. Raises: BadCoordinate."""
        if self.lon is None or self.lat is None:
            return None
        return to_wgs84(self.lon, self.lat, self.datum)


class LandmarksAsk(Value):
    """What a caller sees from where he stands, word by word, and what is known of his place."""

    landmarks: tuple[str, ...] = Field(min_length=1, max_length=12)
    place: PlaceAsked | None = None


class SuggestAsk(Value):
    """What was said so far. contact_id: the contact it is of; its alerts are raised then.

    class_code: the class a person chose already; the questions are of its card then.
    """

    text: str = Field(max_length=400_000)
    place: str | PlaceAsked | None = None
    contact_id: UUID | None = None
    class_code: str | None = Field(default=None, pattern=r"^\d{2,6}$")


class SuggestedClass(Value):
    """A class, how sure it is (calibrated, 0 to 1), and the words that speak for it."""

    code: str
    name: str
    name_en: str
    confidence: float
    words: tuple[str, ...] = ()


class NonPolice(Value):
    """Whether no police is needed, how likely that is, and what is advised."""

    verdict: bool
    probability: float
    advice: Advice


class Found(Value):
    """What the words hold."""

    accounts: tuple[FoundAccount, ...]
    amounts: tuple[Amount, ...]
    plates: tuple[FoundPlate, ...]
    phones: tuple[Phone, ...]
    times: tuple[Time, ...]
    banks: tuple[Bank, ...]
    channels: tuple[Channel, ...]


class NextQuestion(Value):
    """A question to ask next: its id in the cards, its name and how to say it."""

    id: str
    zh: str
    en: str
    ask_zh: str
    ask_en: str


class Suggestion(Value):
    """Everything suggested for what was said. Advice: a person confirms each part or none.

    class: the likeliest, code "unknown" with confidence 0 when the words do not say. top3: best first, empty then.
    level: 1 to 4, None: unknown. answers: what the words answer of the card. payment: what a stop-payment order would
    hold, when it is about fraud. took_ms: from the text to this.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    guess: SuggestedClass = Field(alias="class")
    top3: tuple[SuggestedClass, ...]
    is_unknown: bool
    level: int | None
    sensitive: tuple[Alert, ...]
    non_police: NonPolice
    place_candidates: tuple[PlaceCandidate, ...]
    entities: Found
    questions: tuple[NextQuestion, ...]
    answers: tuple[Answer, ...]
    payment: PaymentDraft | None
    took_ms: float
