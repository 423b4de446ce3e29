"""What is refused about watches, in words."""

from yaoyaoling.kernel.refused import Refused


class NotSignedOn(Refused):
    """Nobody is registered aboard."""

    code = "not_signed_on"
    status = 409
    zh = "本警组尚未登记上岗。"
    en = "Nobody has signed on to this crew."


class WrongGrid(Refused):
    """Watches are handed over inside of their grid."""

    code = "wrong_grid"
    status = 422
    zh = "只能在同一网格内交接班。"
    en = "A watch is handed over to a crew of the same grid."


class AlreadyTaken(Refused):
    """Signed for before."""

    code = "handover_already_taken"
    status = 409
    zh = "该交接已由{taken_by}签收。"
    en = "{taken_by} has signed for this hand-over already."


class NotYourSite(Refused):
    """Outside of one's own area."""

    code = "not_your_site"
    status = 403
    zh = "点位或警组不在您的辖区内：{name}。"
    en = "A site or crew is not in your area: {name}."


class PostDoubleBooked(Refused):
    """One crew, two posts at one time."""

    code = "post_double_booked"
    status = 409
    zh = "{call_sign} 在该时段已被“{name}”占用。"
    en = "{call_sign} has a post of “{name}” in these hours."


class SpecialDutyEnded(Refused):
    """Over or cancelled."""

    code = "special_duty_ended"
    status = 409
    zh = "该专项勤务已结束或取消。"
    en = "This special duty is over or was cancelled."


class AlarmSettled(Refused):
    """It ended by itself, or somebody was first."""

    code = "duty_alarm_settled"
    status = 409
    zh = "该勤务告警已解除，无需再处理。"
    en = "This duty alarm is settled already; nothing is left to do."
