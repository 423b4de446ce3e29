"""Why something about a call is not done."""

from yaoyaoling.kernel.refused import Refused


class NoMedia(Refused):
    """The call does not run over our line."""

    code = "no_media"
    status = 409
    zh = "该来电不经本系统线路，无法在此操作通话。"
    en = "This call does not run over our line; it cannot be worked on here."


class CallOver(Refused):
    """There is nobody to talk to."""

    code = "call_over"
    status = 409
    zh = "通话已结束（{state}）。"
    en = "The call is over ({state})."


class CallLives(Refused):
    """Whoever is on the line is not rung."""

    code = "call_lives"
    status = 409
    zh = "报警人仍在线上，无需回拨。"
    en = "The caller is on the line; there is nobody to ring back."


class CallerMayHide(Refused):
    """A ringing phone may give the caller away."""

    code = "caller_may_hide"
    status = 409
    zh = "报警人可能正在躲避，来电铃声会暴露其位置。请先发短信；确认安全后再回拨。"
    en = "The caller may be hiding, and a ringing phone would give them away. Send a text first; ring when it is safe."


class NumberWithheld(Refused):
    """There is no number to ring or to mark."""

    code = "number_withheld"
    status = 409
    zh = "该来电没有主叫号码。"
    en = "This call came without a number."


class UnknownPartner(Refused):
    """Nobody of that name is in the settings."""

    code = "unknown_partner"
    status = 404
    zh = "没有该联动单位：{partner}。"
    en = "There is no such partner: {partner}."


class LegIncomplete(Refused):
    """It does not say whom to call."""

    code = "leg_incomplete"
    status = 422
    zh = "未说明呼叫谁：请给出人员、单位或号码。"
    en = "It does not say whom to call: give a person, a partner or a number."


class OfficerNotInvolved(Refused):
    """The order by which the officer was called has ended, and the crew sees nothing of the call any more."""

    code = "officer_not_involved"
    status = 409
    zh = "该警组的派警单已结束，不能再呼入本通电话；如需该警组，请重新派警。"
    en = "The order of this crew has ended: it is not called into this call again. Send the crew anew if it is needed."
