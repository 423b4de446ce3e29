"""What is refused about patrols, in words."""

from yaoyaoling.kernel.refused import Refused


class NotYourPatrol(Refused):
    """Another organisation's."""

    code = "not_your_patrol"
    status = 403
    zh = "只能编排本单位及下级的巡逻。"
    en = "You plan the patrols of your own organisation and those below it only."


class PointOutside(Refused):
    """A point, or the route, lies in somebody else's area."""

    code = "patrol_point_outside"
    status = 422
    zh = "“{point}”不在本单位辖区内，请移动或删除；其他内容已保留。"
    en = "“{point}” lies outside your own area: move it or take it out. The rest is kept."


class EmptyRoute(Refused):
    """Nothing to patrol."""

    code = "patrol_route_empty"
    status = 422
    zh = "请至少标一个必到点；车巡、步巡的路线或必到点合计至少两处。"
    en = "Set one point to visit at least; by car or on foot, two places of route and points together."


class WindowsOverlap(Refused):
    """Two windows of a plan share hours."""

    code = "patrol_windows_overlap"
    status = 422
    zh = "时段重叠：{one} 与 {other}，请调整后保存；其他内容已保留。"
    en = "These hours overlap: {one} and {other}. Change them, then save; the rest is kept."


class RoundTooShort(Refused):
    """Nobody can stay that long at all points within a round."""

    code = "patrol_round_too_short"
    status = 422
    zh = "每轮只有 {minutes} 分钟，不够各点最短停留（共 {needed} 分钟）。"
    en = "A round has {minutes} minutes; staying at all points takes {needed}."


class PlanNameTaken(Refused):
    """Two plans of one organisation with one name."""

    code = "patrol_name_taken"
    status = 409
    zh = "本单位已有名为“{title}”的巡逻方案。"
    en = "There is a plan “{title}” of this organisation."


class CrewElsewhere(Refused):
    """The crew is not of the plan's organisation, or off duty."""

    code = "patrol_crew"
    status = 422
    zh = "该警组不属于本单位或当前不在岗，请另选。"
    en = "That crew is not of this organisation, or off duty now: choose another."


class AlreadyPatrols(Refused):
    """One patrol at a time."""

    code = "patrol_already_running"
    status = 409
    zh = "本警组正在执行另一巡逻（{title}），请先结束。"
    en = "This crew is on another patrol ({title}): end that first."


class OnAnOrder(Refused):
    """An order goes first."""

    code = "patrol_on_order"
    status = 409
    zh = "有警接警：请先处置当前警单，再开始巡逻。"
    en = "Calls go first: deal with your order, then start the patrol."


class PatrolOver(Refused):
    """It has ended, and what is sent happened later."""

    code = "patrol_over"
    status = 409
    zh = "该巡逻已结束，之后的打卡不再计入。"
    en = "This patrol is over; what is done after its end does not count."


class TooFar(Refused):
    """Not at the point."""

    code = "patrol_too_far"
    status = 409
    zh = "您距“{point}”约 {metres} 米（须在 {radius} 米内）。请走近再打卡，或填写原因按未到位上报；已填内容仍在。"
    en = (
        "You are about {metres} m from “{point}” (within {radius} m is wanted). Go nearer, or say why and report it "
        "unproven; what you wrote is kept."
    )


class NoPosition(Refused):
    """The phone does not know where it is."""

    code = "patrol_no_position"
    status = 409
    zh = "没有定位，无法证明到达“{point}”。请打开定位，或填写原因按未证实上报；已填内容仍在。"
    en = (
        "Without a position nobody can tell that you are at “{point}”. Switch it on, or say why and report it "
        "unproven; what you wrote is kept."
    )


class StayLonger(Refused):
    """The least stay is not over."""

    code = "patrol_stay_longer"
    status = 409
    zh = "该点须停留 {stay} 秒，还差 {left} 秒；确需提前离开请填写原因。"
    en = "This point wants a stay of {stay} s, {left} s are left; say why if you must go."


class ChecksOpen(Refused):
    """A check was not answered."""

    code = "patrol_checks_open"
    status = 422
    zh = "还有检查项未填：{checks}。已填内容仍在。"
    en = "Not answered yet: {checks}. What you filled in is kept."


class PhoneClockWrong(Refused):
    """What is said to have been when it cannot have been."""

    code = "patrol_clock"
    status = 422
    zh = "手机时间与大厅相差过大（{at}），请校准手机时间后重试；已填内容仍在。"
    en = "The phone's clock is too far from the hall's ({at}): set it right, then try again. What you wrote is kept."


class PlanFileWrong(Refused):
    """Lines of a file say nothing that can be patrolled."""

    code = "patrol_file_wrong"
    status = 422
    zh = "{count} 处无法读取，方案未改动：{faults_zh}"
    en = "{count} places cannot be read, the plans are as they were: {faults_en}"


class PlanFileUnreadable(Refused):
    """No spreadsheet."""

    code = "patrol_file_unreadable"
    status = 422
    zh = "文件无法读取，请使用导出的模板（{format}）。方案未改动。"
    en = "The file cannot be read: use the form that is exported ({format}). The plans are as they were."


class PlanFileTooLarge(Refused):
    """More than plans need."""

    code = "patrol_file_too_large"
    status = 413
    zh = "文件过大：不超过 2 MB、{most} 行。方案未改动。"
    en = "The file is too large: 2 MB and {most} lines at most. The plans are as they were."
