"""What is refused about rosters, in words."""

from yaoyaoling.kernel.refused import Refused


class NotYourRoster(Refused):
    """Another organisation's."""

    code = "not_your_roster"
    status = 403
    zh = "只能编排本单位及下级的勤务。"
    en = "You plan the duty of your own organisation and those below it only."


class NobodyToPlan(Refused):
    """No crew, or nobody for the seats."""

    code = "nobody_to_plan"
    status = 422
    zh = "该单位没有可编排的警组或人员。"
    en = "This organisation has no crew or person to plan for."


class TooManySpans(Refused):
    """More turns than one roster takes."""

    code = "too_many_spans"
    status = 422
    zh = "班次过多（{there}，最多 {most}），请缩短时间范围。"
    en = "Too many turns ({there}, at most {most}): plan for a shorter time."


class NoSuchSpan(Refused):
    """It is not in the draft."""

    code = "no_such_span"
    status = 404
    zh = "草稿中没有该班次，请刷新后再试。"
    en = "There is no such turn in the draft. Look again, then try again."


class RosterHasErrors(Refused):
    """Something is wrong that cannot be worked by."""

    code = "roster_has_errors"
    status = 409
    zh = "有 {errors} 处错误，不能发布。第一处：{first_zh}"
    en = "{errors} errors stand in the way of publishing. The first: {first_en}"


class WarningsUnseen(Refused):
    """Something is worth a look first."""

    code = "roster_warnings_unseen"
    status = 409
    zh = "有 {warnings} 处提醒，请查看后确认发布。第一处：{first_zh}"
    en = "{warnings} warnings: look at them, then publish with your consent. The first: {first_en}"


class RosterIsOver(Refused):
    """All of it lies in the past."""

    code = "roster_is_over"
    status = 409
    zh = "该排班时间已过，不能发布。"
    en = "The time of this roster is over; it cannot be published."
