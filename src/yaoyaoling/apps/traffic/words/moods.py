"""How somebody says it: plainly, upset, rambling, vaguely, in a dialect's words."""

from collections.abc import Mapping, Sequence

from yaoyaoling.places.public import Dice

_PLAIN_OPEN = ("", "", "", "你好，", "喂，110吗，", "警察同志，", "您好，我要报警，", "同志你好，")
_PLAIN_CLOSE = ("", "", "", "", "，麻烦过来看一下", "，谢谢", "，我在这等着", "，电话就打我这个")
_UPSET_OPEN = ("快来人啊！", "救命！", "你们快点来！", "我求求你们了，", "喂喂喂110吗！", "出事了出事了，")
_UPSET_CLOSE = ("！快点！！", "，要出人命了！", "，我手都在抖", "！怎么还不来啊", "，我真的害怕", "！！")
_LONG_OPEN = (
    "是这样的啊，我本来是下楼倒垃圾的，走到半路觉得不对，",
    "同志你听我慢慢说，事情是这样，我今天休息，本来想去买点菜，结果呢，",
    "我跟你讲哦，这个事不是一天两天了，上个月就有一次，我当时想算了，今天实在忍不了，",
    "不好意思打扰你们，我也不知道这个该不该打110，反正我先说一下，",
    "我先自我介绍一下，我是退休老师，平时不爱管闲事的，但是，",
)
_LONG_CLOSE = (
    "，哦对了，旁边还停着一辆车，不知道有没有关系，反正我跟你们说一声",
    "，我把情况都记在本子上了，你们来了我慢慢讲",
    "，前面我还打过居委会，居委会说管不了，让我打你们",
    "，我这个手机快没电了，要是打不通你们就直接过来，我穿灰衣服",
)
_DIALECTS: Sequence[tuple[Sequence[str], Mapping[str, str]]] = (
    (
        ("喂，俺跟恁说啊，", "大兄弟，", "哎妈呀，"),
        {"我": "俺", "什么": "啥", "怎么": "咋", "很": "贼", "在这": "搁这"},
    ),
    (
        ("哎呀同志，", "莫慌听我讲，", "幺幺零嗦，"),
        {"什么": "啥子", "怎么": "咋个", "没有": "莫得", "孩子": "娃儿", "快点来": "快点儿来嘛"},
    ),
    (
        ("喂，搞么事的，", "老师傅，", "你郎听我说，"),
        {"什么": "么子", "怎么": "么样", "没有": "冇得", "孩子": "伢", "不知道": "晓不得"},
    ),
    (("阿拉讲啊，", "同志侬听好，"), {"什么": "啥", "怎么": "哪能", "不知道": "勿晓得", "很": "老"}),
)
_CALM = ("plain",) * 9 + ("long",) * 3 + ("dialect",) * 4
_MOODS = (*_CALM, *("upset",) * 4)


def said(dice: Dice, sentence: str, *, is_calm: bool) -> str:
    """The sentence as some person would say it; a calm one does not cry for help."""
    mood = dice.one_of(_CALM if is_calm else _MOODS)
    if mood == "upset":
        return _joined(dice.one_of(_UPSET_OPEN), sentence, dice.one_of(_UPSET_CLOSE))
    if mood == "long":
        return _joined(dice.one_of(_LONG_OPEN), sentence, dice.one_of(_LONG_CLOSE))
    if mood == "dialect":
        return _in_dialect(dice, sentence)
    return _joined(dice.one_of(_PLAIN_OPEN), sentence, dice.one_of(_PLAIN_CLOSE))


def _joined(opening: str, sentence: str, close: str) -> str:
    return f"{opening}{sentence.rstrip('！!，')}{close}"


def _in_dialect(dice: Dice, sentence: str) -> str:
    openings, words = dice.one_of(_DIALECTS)
    for plain, local in words.items():
        sentence = sentence.replace(plain, local)
    return dice.one_of(openings) + sentence


ADDITIONS = (
    "补充一下，人还在现场没走",
    "他们又来了两个人，你们到哪了",
    "我看清车牌了，尾号是27",
    "我挪到路边等你们，穿红色羽绒服",
    "现在好一点了，不过你们还是来一下吧",
    "刚才说错了，是后门不是前门",
    "有人受伤了，能不能叫个救护车",
    "我拍了视频，等你们来给你们看",
)
RATINGS = (
    (5, 5, "来得很快，态度也好"),
    (5, 4, ""),
    (4, 5, "民警很耐心，谢谢"),
    (5, 3, "处理还行，就是等得有点久"),
    (3, 2, "到了以后就是登记了一下，没说什么时候有结果"),
    (4, 4, ""),
)
