"""Second people: the commander for call-outs nobody answers, reviewers, inspectors."""

from collections.abc import Mapping, Sequence
from typing import Any

from yaoyaoling.apps.traffic.company import Company
from yaoyaoling.apps.traffic.door import NotDoneError
from yaoyaoling.apps.traffic.picture import Picture
from yaoyaoling.apps.traffic.words import feedback
from yaoyaoling.apps.traffic.words.scenes import MARK

_DESK_S, _TRY_AGAIN_S, _REVIEW_S, _INSPECT_S = 20.0, 10.0, 75.0, 90.0
_FORGOTTEN_S = 60.0
_ASKS = {"desk", "alarmed"}
_DECIDED_BEFORE = {"review_decided", "incident_state", "callout_taken"}


class Commander:
    """Takes over what no crew and no desk answered, and sends what a seat left unsent."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._at_work: set[str] = set()
        company.picture.on("callout", self._on_callout)
        company.picture.on("incident", self._on_incident)

    def _on_callout(self, _: str, callout: Mapping[str, Any]) -> None:
        if callout["state"] in _ASKS:
            self._begin(callout["incident_id"], _DESK_S)

    def _on_incident(self, incident_id: str, incident: Mapping[str, Any]) -> None:
        is_ours = (incident["narrative"] or "").startswith(MARK)
        if incident["state"] == "opened" and is_ours and not incident["is_inspection_only"]:
            self._begin(incident_id, _FORGOTTEN_S)

    def _begin(self, incident_id: str, after_s: float) -> None:
        if incident_id not in self._at_work:
            self._at_work.add(incident_id)
            self._company.begin(self._see_to(incident_id, after_s))

    def _callout(self, incident_id: str) -> Mapping[str, Any] | None:
        callouts = self._company.picture.all("callout").values()
        return next((one for one in callouts if one["incident_id"] == incident_id), None)

    def _needs_somebody(self, incident_id: str) -> bool:
        incident = self._company.picture.find("incident", incident_id)
        callout = self._callout(incident_id)
        return incident is not None and incident["state"] == "opened" and (
            callout is None or callout["state"] in (*_ASKS, "desk_taken")
        )  # fmt: skip

    async def _see_to(self, incident_id: str, after_s: float) -> None:
        """Until a crew is ordered: take over, and send the best that is free, whoever was tried before."""
        company, login = self._company, self._company.staff.commander
        try:
            await company.pace.take(after_s)
            while self._needs_somebody(incident_id):
                try:
                    await self._send(incident_id, login)
                except NotDoneError as refused:  # somebody else was quicker, or the crew was taken meanwhile
                    company.tally[f"refused_{refused.code}"] += 1
                await company.pace.take(_TRY_AGAIN_S)
        finally:
            self._at_work.discard(incident_id)

    async def _send(self, incident_id: str, login: str) -> None:
        company = self._company
        path = f"/api/dispatch/incidents/{incident_id}"
        callout = self._callout(incident_id)
        if callout is not None and callout["state"] in _ASKS:
            await company.door.post(f"{path}/take-over", login=login)
            company.tally["desk_took_over"] += 1
        ranked = (await company.door.get(f"{path}/ranking", login=login))["ranked"]
        if ranked:
            sent = await company.door.post(f"{path}/orders", {"crew_id": ranked[0]["crew_id"]}, login=login)
            for order in sent["order_ids"]:
                company.paper.receive(f"order-{order}", {"order": order})


class Reviewers:
    """Those of one city take turns by what they see; what is written too lazily goes back."""

    def __init__(self, company: Company, logins: Sequence[str], picture: Picture) -> None:
        self._company = company
        self._logins, self._picture = logins, picture
        self._seen: set[str] = set()
        picture.on("review", self._on_review)

    def _on_review(self, review_id: str, review: Mapping[str, Any]) -> None:
        if review["state"] == "open" and review["kind"] != "handling" and review_id not in self._seen:
            self._seen.add(review_id)
            self._company.begin(self._decide(review_id, review))

    async def _decide(self, review_id: str, review: Mapping[str, Any]) -> None:
        company = self._company
        login = company.dice.one_of(self._logins)
        await company.pace.take(_REVIEW_S)
        written = self._picture.find("feedback", review["reference"])
        is_lazy = written is not None and written["text"] == feedback.LAZY
        body = {"decision": "return", "remarks": feedback.REMARKS} if is_lazy else {"decision": "pass"}
        company.tally["feedback_returned"] += is_lazy
        await _decide(company, review_id, body, login)


class Inspectors:
    """Complaints about police: one handles, the other checks. They have a picture of their own: nobody else sees it."""

    def __init__(self, company: Company, logins: Sequence[str], picture: Picture) -> None:
        self._company = company
        self._handles, self._checks = logins[0], logins[-1]
        self._seen: set[str] = set()
        picture.on("incident", self._on_incident)
        picture.on("review", self._on_review)

    def _on_incident(self, incident_id: str, incident: Mapping[str, Any]) -> None:
        if incident["is_inspection_only"] and incident["state"] == "opened" and incident_id not in self._seen:
            self._seen.add(incident_id)
            self._company.begin(self._handle(incident_id))

    def _on_review(self, review_id: str, review: Mapping[str, Any]) -> None:
        if review["state"] == "open" and review["kind"] == "handling" and review_id not in self._seen:
            self._seen.add(review_id)
            self._company.begin(self._check(review_id))

    async def _handle(self, incident_id: str) -> None:
        company = self._company
        await company.pace.take(_INSPECT_S)
        try:
            outcome = {"outcome": company.dice.one_of(feedback.HANDLED)}
            path = f"/api/incidents/{incident_id}/handle"
            await company.door.post(path, outcome, login=self._handles)
        except NotDoneError as refused:
            if refused.code not in _DECIDED_BEFORE:
                raise

    async def _check(self, review_id: str) -> None:
        company = self._company
        await company.pace.take(_REVIEW_S)
        if company.errs(0.3):
            # Nobody checks their own work; a person may have handled it, then there is nothing to refuse.
            company.tally["own_work_tried"] += 1
            try:
                await _decide(company, review_id, {"decision": "pass"}, self._handles)
            except NotDoneError as refused:
                if refused.code != "own_work":
                    raise
                company.tally["refused_own_work"] += 1
        await _decide(company, review_id, {"decision": "pass"}, self._checks)


async def _decide(company: Company, review_id: str, body: dict[str, str], login: str) -> None:
    try:
        await company.door.post(f"/api/oversight/reviews/{review_id}/decision", body, login=login)
    except NotDoneError as refused:
        if refused.code not in _DECIDED_BEFORE:
            raise
