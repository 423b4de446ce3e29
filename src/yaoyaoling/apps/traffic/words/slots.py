"""What stands in the braces of a sentence: people, things, sums, injuries, times."""

from collections.abc import Mapping

from yaoyaoling.places.public import Dice

_ONE_OF: Mapping[str, tuple[str, ...]] = {
    "thing": (
        "苹果手机", "笔记本电脑", "电动车电瓶", "金项链", "两条烟", "旧书包", "老年机", "平板电脑", "身份证和银行卡",
        "一个黑色双肩包", "无线耳机", "一箱白酒", "婴儿车", "医保卡",
    ),
    "car": (
        "电动车", "白色小轿车", "黑色越野车", "银色面包车", "蓝色小货车", "红色三轮车", "出租车", "灰色轿车",
        "外卖的电动车", "渣土车",
    ),
    "colour": ("黑色", "白色", "红色", "灰色", "蓝色", "军绿色", "黄色", "花格子", "深蓝色", "粉色"),
    "direction": ("东", "西", "南", "北", "车站那边", "河边", "老城区那边", "桥那头", "菜市场那头"),
    "build": ("瘦高个", "一米七左右", "胖胖的", "留着平头", "戴眼镜", "四十来岁", "看着也就二十出头", "光头"),
    "injury": (
        "头上破了", "胳膊抬不起来", "鼻子一直流血", "腿好像断了", "眼角裂了个口子", "手上划了一道", "脸都肿了",
        "说胸口疼", "后脑勺一个大包",
    ),
    "ago": ("刚才", "十分钟前", "半个小时前", "中午", "昨晚", "今天早上", "大概一个钟头前", "下午两三点"),
    "old": ("老大爷", "老太太", "大娘", "老头", "大爷", "阿婆"),
    "service": ("银行", "购物平台", "快递", "航空公司", "贷款平台", "社保局"),
}  # fmt: skip
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def fill(dice: Dice, place: str) -> dict[str, str]:
    """A value for every slot there is."""
    slots = {name: dice.one_of(values) for name, values in _ONE_OF.items()}
    slots["money"] = _money(dice)
    slots["cash"] = f"{dice.whole(2, 30) * 100}块"
    slots["n"] = dice.one_of(("两", "三", "四", "五", "六七", "七八", "十来"))
    slots["age"] = dice.one_of(("三", "四", "五", "六", "七", "八", "九", "十一"))
    slots["plate"] = _plate(dice)
    slots["p"] = place
    return slots


def _money(dice: Dice) -> str:
    if dice.chance(0.5):
        return f"{dice.one_of(('两千多', '三千', '五千', '六千八', '八千多', '九千'))}"
    return f"{dice.one_of(('一万二', '两万', '三万多', '五万', '七八万', '十几万'))}"


def _plate(dice: Dice) -> str:
    """Part of a plate, as people remember it; no plate of any province."""
    letters = "".join(dice.one_of(_PLATE_LETTERS) for _ in range(2))
    return dice.one_of((f"{letters}{dice.whole(100, 999)}", f"尾号{dice.whole(10, 99)}", f"好像有个{letters}"))


OFFICERS = "1000900"
"""How numbers of played officers begin, four more digits follow; no caller has such a one."""


def phone(dice: Dice) -> str:
    """A number that rings nowhere: 1000 begins none in China."""
    return f"1000{dice.whole(1_000_000, 8_999_999)}"


_SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "建国",
    "秀英",
    "桂兰",
    "志明",
    "丽华",
    "小军",
    "婷婷",
    "国强",
    "玉梅",
    "浩然",
    "子轩",
    "美玲",
    "阿强",
    "春花",
)


def person(dice: Dice) -> str:
    """How somebody says who they are; the name is invented."""
    surname = dice.one_of(_SURNAMES)
    return dice.one_of((f"{surname}{dice.one_of(_GIVEN)}", f"{surname}女士", f"{surname}先生"))
