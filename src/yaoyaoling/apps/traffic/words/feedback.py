"""What crews write back: an outcome and words, by class."""

from collections.abc import Mapping

from yaoyaoling.apps.traffic.words.scenes import MARK
from yaoyaoling.places.public import Dice

Told = tuple[str, str]
"""Outcome, words."""

_BY_PREFIX: Mapping[str, tuple[Told, ...]] = {
    "01": (
        ("handed_over", "到场后固定现场，提取痕迹，询问报警人，已移交刑侦中队受理立案"),
        ("taken_to_station", "嫌疑人已当场控制，人赃一并带回派出所"),
        ("handed_over", "已登记被骗账户与流水，联系反诈中心紧急止付，材料移交办案单位"),
    ),
    "02": (
        ("taken_to_station", "双方均饮酒，互有轻微伤，分开带回所内调查"),
        ("mediated", "双方系口角引发，现场调解，互相道歉，不要求追究"),
        ("nobody_found", "到场未见打架人员，走访周边商户，调取监控备查"),
        ("sent_to_hospital", "一人头部受伤，由120送医，另一方传唤至派出所"),
    ),
    "03": (
        ("settled_on_scene", "双方对责任无异议，适用快处快赔，已恢复通行"),
        ("handed_over", "现场保护，伤者送医，移交交警事故中队"),
        ("settled_on_scene", "已联系车主将车挪走，道路恢复畅通"),
    ),
    "04": (
        ("mediated", "现场释法说理，双方达成口头协议，自行离去"),
        ("handed_over", "属民事纠纷，告知走人民调解和诉讼途径，已通报社区调解员"),
        ("settled_on_scene", "到场后当事人已停止，给予口头警告"),
    ),
    "05": (
        ("settled_on_scene", "已将老人安全送回家中，交给家属"),
        ("sent_to_hospital", "协助120将病人送医，通知家属到院"),
        ("settled_on_scene", "开锁公司到场打开房门，人员平安"),
    ),
    "06": (("nobody_found", "到场核查未发现举报情形，已列入重点巡查点"), ("handed_over", "线索属实，移交治安大队经营")),
    "10": (
        ("settled_on_scene", "配合消防扑灭，疏散群众二十余人，无人员伤亡"),
        ("handed_over", "设置警戒，交由应急部门和专业单位处置"),
    ),
}  # fmt: skip
_OTHER: tuple[Told, ...] = (
    ("settled_on_scene", "到场核实处置完毕，报警人表示满意"),
    ("unfounded", "经核实为误报，已对报警人进行教育"),
    ("other", "已登记，告知报警人后续联系方式"),
)
LAZY = f"{MARK}已处理"
"""What a reviewer sends back."""

REMARKS = "反馈过于简单，请补充现场情况、处置措施和当事人意见"
HANDLED = (
    f"{MARK}已调阅出警记录和执法记录仪，反映情况部分属实，已责令道歉并通报批评",
    f"{MARK}经核查，民警处置符合程序，已向投诉人当面解释，投诉人表示理解",
)


def written(dice: Dice, class_code: str) -> Told:
    """What the crew did."""
    outcome, words = dice.one_of(_BY_PREFIX.get(class_code[:2], _OTHER))
    return outcome, MARK + words


def mended(dice: Dice, class_code: str) -> Told:
    """The second try after it was sent back."""
    outcome, words = written(dice, class_code)
    return outcome, f"{words}；补充：已与报警人核对，双方意见已记录，现场照片已上传"
