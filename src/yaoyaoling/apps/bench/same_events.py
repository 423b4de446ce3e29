"""Generated events and callers for the same-event bench: who calls about what, when, from how inexact a place.

Two families of wording, written apart: the weights are fitted on `TRAIN` alone and judged on `HELD`. Places have
several names each (road and number, estate and building, landmark, crossing) of which every caller uses one, some
none; words are mistyped (homophones) or typed as pinyin. What it lacks: real callers ramble more, correct
themselves, and speak dialect; nobody here does.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from pypinyin import Style, lazy_pinyin

from yaoyaoling.kernel.geo import METRES_PER_DEGREE

Phrases = dict[str, tuple[str, ...]]
TRAIN: Phrases = {
    "fire": ("着火了", "起火了火很大", "楼上冒浓烟", "火苗都窜出来了", "厨房着火了烟很大", "好大的火", "烧起来了",
        "看到黑烟一直往上冒"),
    "traffic": ("两辆车撞了", "出车祸了", "追尾了", "有车翻车了", "电动车被撞了", "撞护栏上了", "大货车侧翻了"),
    "fight": ("有人打架", "一群人打起来了", "在互殴", "几个小伙子斗殴", "有人被围着打", "喝酒的打起来了"),
    "collapse": ("墙倒了", "脚手架塌了", "楼板垮塌了", "广告牌掉下来了", "房子塌了一角"),
    "gas": ("煤气味很大", "燃气漏了", "闻到天然气味道", "液化气罐在漏", "管道漏气了"),
    "drowning": ("有人落水了", "有人掉河里了", "河里有人在扑腾水里有人", "有人溺水"),
    "suicide": ("有人要跳楼", "有人站在楼顶想不开", "楼顶有人轻生", "有人坐在天台边上要跳"),
    "flood": ("水管爆了路上全是水", "积水好深车淹了", "爆管了水漫出来", "地下通道被水淹了"),
    "noise": ("施工声太吵了", "广场舞扰民", "音响开得太吵", "装修声吵死了"),
    "theft": ("店里被偷了", "电动车失窃了", "抓到个小偷", "有人撬门"),
    "lost": ("孩子走丢了", "老人走失了", "娃找不到了", "我家老人不见了"),
    "crowd": ("好多人堵门拉横幅", "一群人聚集闹事", "门口围堵了很多人"),
}  # fmt: skip
HELD: Phrases = {
    "fire": ("失火啦快救火", "火势好猛啊", "半边天都是火光", "里面全是烟根本看不清", "那栋楼烧得噼里啪啦的",
        "有明火在往外窜",
             "黑烟滚滚的", "烧着了烧着了"),
    "traffic": ("两车相撞路都堵死了", "有个骑车的被轿车碰撞了", "公交车跟货车撞上了", "三车连环撞",
        "面包车失控撞树了",
                "出租车把人给撞了"),
    "fight": ("两拨人动手了", "有人在殴打一个男的", "他们扭打在一起", "几个人干起来了", "有人揪着头发打"),
    "collapse": ("老房子垮塌了", "外墙皮往下掉砸到车了", "工棚倒塌了", "围墙要塌了"),
    "gas": ("楼道里一股臭鸡蛋味", "瓦斯味呛得不行", "灶台燃气一直在漏", "钢瓶滋滋往外冒"),
    "drowning": ("有个人掉湖里了", "河中间有人沉下去了", "水里有人快没劲了", "有人被冲走了"),
    "suicide": ("有人翻出栏杆要往下跳", "窗台上坐着个人说不想活了", "有人骑在栏杆上哭", "看到有人要跳"),
    "flood": ("下水道倒灌街上都是水", "路面内涝车过不去", "自来水爆管了", "水已经没过膝盖"),
    "noise": ("半夜施工吵得睡不着", "楼下唱歌噪音太大", "喇叭噪音没完没了"),
    "theft": ("家里进小偷了", "手机刚被偷", "有人翻窗进屋偷东西", "仓库被盗了"),
    "lost": ("我女儿失踪了", "我爸联系不上了", "小孩不见了", "奶奶出门没回来"),
    "crowd": ("人群推搡要出事", "他们聚集起来不让车走", "门口乱成一锅粥在闹事"),
}  # fmt: skip
OPENINGS = {
    "train": ("喂110吗", "你好我要报警", "快来人", "警察同志", "", ""),
    "held": ("那个我报警啊", "赶紧的", "您好", "哎呀不得了了", "", "麻烦来一下"),
}
ENDINGS = {
    "train": ("快来", "赶快派人", "好吓人", "消防车还没到", "", "好多人在看", "我路过看到的"),
    "held": ("你们快点啊", "越来越大了", "我在对面看着呢", "什么时候到啊", "", "不知道怎么办", "群里都在说"),
}
SHARED_DETAIL = {
    "fire": ("有人被困", "老太太在窗口喊救命", "烧到三楼了", "没有人受伤"),
    "traffic": ("有人流血了", "司机卡住了", "没人受伤"),
    "fight": ("有人受伤", "有个男的倒在地上"),
}
CLASS_OF = {
    "fire": "0801", "traffic": "0301", "fight": "0202", "collapse": "0803", "gas": "0802", "drowning": "0603",
    "suicide": "0604", "flood": "0804", "noise": "0702", "theft": "0101", "lost": "0601", "crowd": "0203",
}  # fmt: skip
DANGERS = {
    "train": (
        "有个孕妇从楼梯滚下来流血了", "门口一排煤气罐挨着火", "有人拿刀在楼下乱砍", "电线掉下来冒火花",
        "我孩子还在屋里", "轮椅上的老人下不来", "有人趁乱偷东西", "墙裂缝要倒了", "围观的人被车撞了",
        "有人心脏病晕倒了",
    ),
    "held": (
        "我奶奶瘫在床上没人背得动屋里进烟了", "小卖部后院码着十几个液化气瓶", "有个醉汉举着刀子往人堆里冲",
        "我媳妇羊水破了站不起来", "变压器噼啪响眼看要炸", "一辆轿车失控扎进看热闹的人里",
        "我四岁的儿子跟我走散没影了",
        "八楼窗台边有个姑娘说不想活了", "化工门市桶里冒白雾呛眼睛", "外墙皮大块大块往下掉砸着人头了",
        "保安倒在岗亭边没反应了", "幼儿园午睡的娃娃还没抱出来", "有个男的把小姑娘拽上车跑了", "消防栓边上有人触电了",
        "电梯里关着三个老太太喘不上气", "有人往下水道倒汽油", "一个秃顶的家伙提着桶往人身上泼不明液体",
        "地上有个人抽搐口吐白沫",
        "藏獒挣脱链子咬住小朋友了", "我老伴吸了烟不省人事",
    ),
}  # fmt: skip
_STEMS = (
    "解放", "建设", "人民", "和平", "长江", "黄河", "胜利", "光明", "友谊", "新华", "滨江", "东湖", "西山", "南苑",
    "北岭", "青年", "文化", "工农", "红旗", "学府", "迎宾", "朝阳", "富强", "凤凰", "翠竹", "金桂", "玉兰", "梧桐",
    "银杏", "锦绣", "天河", "龙泉", "石桥", "白鹭", "望江", "清水", "平安", "宏达", "百合", "兴隆", "永安", "太和",
    "春晖", "秋实", "云峰", "海棠", "丹桂", "柳荫", "松涛", "麒麟",
)  # fmt: skip
_ESTATES = ("小区", "花园", "家园", "新村", "公寓")
_LANDMARKS = ("超市", "幼儿园", "加油站", "网吧", "小学", "菜市场", "药店", "宾馆", "茶楼", "商城")


@dataclass(frozen=True)
class Scene:
    """A place with its names."""

    lon: float
    lat: float
    names: tuple[str, ...]


@dataclass(frozen=True)
class Caller:
    """One who calls: what is said, where the phone seems to be, within how many metres. event: about what in truth."""

    event: int
    at: datetime
    text: str
    lon: float | None
    lat: float | None
    radius_m: float
    class_code: str | None
    number: str | None = None
    is_new: bool = False
    """Says a danger or a victim that nobody before did."""


@dataclass
class Writer:
    """Writes callers in one family of wording ("train" or "held")."""

    rng: Random
    family: str
    homophones: dict[str, str] = field(default_factory=dict)
    noise_m: tuple[float, float] = (20.0, 500.0)
    nameless: float = 0.06

    def __post_init__(self) -> None:
        heard: dict[str, list[str]] = {}
        for char in sorted({one for phrases in (*TRAIN.values(), *HELD.values()) for text in phrases for one in text}):
            heard.setdefault(lazy_pinyin(char, style=Style.NORMAL)[0], []).append(char)
        for group in heard.values():
            for nth, char in enumerate(group):
                if len(group) > 1:
                    self.homophones[char] = group[(nth + 1) % len(group)]

    def scene(self, lon: float, lat: float, road: str | None = None) -> Scene:
        """A place with four names. road: the road it lies on, when another place lies there too."""
        stems = self.rng.sample(_STEMS, 4)
        street = road or f"{stems[0]}路"
        return Scene(
            lon,
            lat,
            (
                f"{street}{self.rng.randint(1, 400)}号",
                f"{stems[1]}{self.rng.choice(_ESTATES)}{self.rng.randint(1, 30)}号楼",
                f"{stems[2]}{self.rng.choice(_LANDMARKS)}对面",
                f"{street}和{stems[3]}街路口",
            ),
        )

    def words(self, kind: str, scene: Scene, detail: str = "") -> str:
        """What one caller says."""
        phrases = (TRAIN if self.family == "train" else HELD)[kind]
        rng = self.rng
        place = "" if rng.random() < self.nameless else rng.choice(scene.names)
        opening, ending = rng.choice(OPENINGS[self.family]), rng.choice(ENDINGS[self.family])
        told = detail or rng.choice(phrases)
        more = rng.choice(SHARED_DETAIL[kind]) if not detail and kind in SHARED_DETAIL and rng.random() < 0.12 else ""
        order = [opening, place, told, more, ending] if rng.random() < 0.7 else [opening, told, place, more, ending]
        text = "，".join(part for part in order if part)
        chance = rng.random()
        if chance < 0.06:
            return "".join(lazy_pinyin(text, style=Style.NORMAL)).replace("，", " ")
        if chance < 0.26:
            chars = list(text)
            for nth in rng.sample(range(len(chars)), min(2, len(chars))):
                chars[nth] = self.homophones.get(chars[nth], chars[nth])
            return "".join(chars)
        return text

    def caller(self, event: int, kind: str, scene: Scene, at: datetime, detail: str = "") -> Caller:
        """One caller about an event."""
        low, high = self.noise_m
        radius = low * (high / low) ** self.rng.random()
        east, north = (self.rng.gauss(0, radius / 1.515) for _ in range(2))
        code = None
        if self.rng.random() < 0.5:
            code = CLASS_OF[kind] if self.rng.random() < 0.9 else self.rng.choice(sorted(CLASS_OF.values()))
        return Caller(
            event=event,
            at=at,
            text=self.words(kind, scene, detail),
            lon=scene.lon + east / (METRES_PER_DEGREE * 0.86),
            lat=scene.lat + north / METRES_PER_DEGREE,
            radius_m=radius,
            class_code=None if detail else code,
            is_new=bool(detail),
        )


def moved(scene: Scene, metres: float, rng: Random) -> tuple[float, float]:
    """A point so far away, in any direction."""
    east, north = rng.gauss(0, 1), rng.gauss(0, 1)
    scale = metres / max(1e-9, (east * east + north * north) ** 0.5)
    return scene.lon + east * scale / (METRES_PER_DEGREE * 0.86), scene.lat + north * scale / METRES_PER_DEGREE


def stream(seed: int, family: str, start: datetime, events: int = 60) -> list[Caller]:
    """Callers about many events within three hours, in order of time; half the events have another one near."""
    rng = Random(seed)  # noqa: S311 - a drawn city, no secret
    writer = Writer(rng, family)
    callers: list[Caller] = []
    placed: list[tuple[Scene, str, datetime]] = []
    kinds = sorted(TRAIN)
    for event in range(events):
        if placed and rng.random() < 0.5:
            near, kind, began = rng.choice(placed)
            lon, lat = moved(near, rng.uniform(100, 600), rng)
            began += timedelta(minutes=rng.uniform(-20, 20))
            kind = kind if rng.random() < 0.3 else rng.choice(kinds)
            road = near.names[0].split("路")[0] + "路" if rng.random() < 0.3 else None
        else:
            lon, lat = 114.3 + rng.uniform(-0.06, 0.06), 30.6 + rng.uniform(-0.05, 0.05)
            began = start + timedelta(minutes=rng.uniform(0, 180))
            kind, road = rng.choice(kinds), None
        scene = writer.scene(lon, lat, road)
        placed.append((scene, kind, began))
        lasts = 2 * 15 ** rng.random()
        for nth in range(round(50 ** rng.random())):
            at = began + timedelta(minutes=rng.expovariate(1 / lasts))
            caller = replace(writer.caller(event, kind, scene, at), number=f"{event}-{nth}")
            if rng.random() < 0.04:
                caller = replace(caller, number=f"{event}-{rng.randint(0, nth)}")
            if rng.random() < 0.04 and nth:
                caller = replace(caller, lon=None, lat=None)
            callers.append(caller)
    return sorted(callers, key=lambda one: one.at)


def surge(seed: int, start: datetime, family: str = "held") -> tuple[list[Caller], frozenset[int]]:
    """500 callers in 60 s: two fires 300 m apart, 20 unrelated emergencies near, 10 new dangers. In held-out words.

    Gives the callers in order of time, and which events are the two fires (0 and 1).
    """
    rng = Random(seed)  # noqa: S311 - a drawn city, no secret
    writer = Writer(rng, family)
    first = writer.scene(114.3, 30.6)
    road = first.names[0].split("路")[0] + "路" if seed % 2 else None
    second = writer.scene(*moved(first, 300, rng), road)
    callers = [
        writer.caller(0, "fire", first, start),
        *(
            writer.caller(nth % 2, "fire", (first, second)[nth % 2], start + timedelta(seconds=rng.uniform(0, 60)))
            for nth in range(1, 470)
        ),
    ]
    others = [kind for kind in sorted(HELD) if kind != "fire"]
    for nth in range(20):
        scene = writer.scene(*moved(first, rng.uniform(50, 500), rng))
        callers.append(writer.caller(2 + nth, rng.choice(others), scene, start + timedelta(seconds=rng.uniform(1, 60))))
    for nth, detail in enumerate(rng.sample(DANGERS[family], 10)):
        scene = rng.choice((first, second))
        at = start + timedelta(seconds=rng.uniform(1, 60))
        callers.append(writer.caller(100 + nth, "fire", scene, at, detail))
    return sorted(callers, key=lambda one: one.at), frozenset((0, 1))
