"""What stands in a Chinese town: patterns of names for sites that fill a block and for doors on a street.

{city}: 小镇. {street}: the street's name. {surname}, {stem}: drawn from the vocabulary.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SiteWord:
    """A site that fills a block. use: of the ground. least_m2, most_m2: how large the block is to be."""

    sort: str
    use: str
    zh: str
    en: str
    least_m2: float = 8_000
    most_m2: float = 90_000
    is_landmark: bool = False


SITES = (
    SiteWord("square", "park", "人民广场", "People's Square", 9_000, 40_000, True),
    SiteWord("park", "park", "人民公园", "People's Park", 25_000, 120_000, True),
    SiteWord("park", "park", "文峰公园", "Wenfeng Park", 18_000, 120_000, True),
    SiteWord("park", "park", "荷花公园", "Hehua Park", 18_000, 120_000, True),
    SiteWord("stadium", "school", "{city}体育场", "{city} Stadium", 22_000, 120_000, True),
    SiteWord("government", "public", "{city}市人民政府", "{city} Municipal Government", 12_000, 60_000, True),
    SiteWord("hospital", "hospital", "{city}市人民医院", "{city} People's Hospital", 14_000, 60_000, True),
    SiteWord("hospital", "hospital", "{city}市中医院", "{city} Hospital of Chinese Medicine", 10_000, 40_000),
    SiteWord("hospital", "hospital", "{city}市妇幼保健院", "{city} Maternal and Child Hospital", 9_000, 30_000),
    SiteWord("bus_station", "commercial", "{city}汽车站", "{city} Bus Station", 10_000, 45_000, True),
    SiteWord("market", "commercial", "中心农贸市场", "Central Farmers' Market", 7_000, 30_000, True),
    SiteWord("market", "commercial", "河东建材市场", "Hedong Building Materials Market", 9_000, 50_000),
    SiteWord("mall", "commercial", "万和购物广场", "Wanhe Shopping Plaza", 9_000, 50_000, True),
    SiteWord("mall", "commercial", "新天地百货", "Xintiandi Department Store", 7_000, 40_000),
    SiteWord("school", "school", "{city}第一中学", "{city} No. 1 Middle School", 18_000, 90_000),
    SiteWord("school", "school", "{city}第二中学", "{city} No. 2 Middle School", 16_000, 90_000),
    SiteWord("school", "school", "{city}第三中学", "{city} No. 3 Middle School", 14_000, 90_000),
    SiteWord("school", "school", "实验中学", "Experimental Middle School", 14_000, 90_000),
    SiteWord("school", "school", "{city}第一小学", "{city} No. 1 Primary School", 9_000, 45_000),
    SiteWord("school", "school", "{city}第二小学", "{city} No. 2 Primary School", 9_000, 45_000),
    SiteWord("school", "school", "{city}第三小学", "{city} No. 3 Primary School", 9_000, 45_000),
    SiteWord("school", "school", "实验小学", "Experimental Primary School", 9_000, 45_000),
    SiteWord("school", "school", "文昌小学", "Wenchang Primary School", 8_000, 45_000),
    SiteWord("school", "school", "{city}职业技术学校", "{city} Vocational School", 18_000, 120_000),
)

WORKS = (
    ("{stem}机械厂", "{stem} Machinery Works"),
    ("{stem}纺织厂", "{stem} Textile Mill"),
    ("{stem}食品厂", "{stem} Food Works"),
    ("{stem}水泥制品厂", "{stem} Concrete Works"),
    ("{stem}电子厂", "{stem} Electronics Works"),
    ("{stem}物流园", "{stem} Logistics Park"),
    ("{stem}化工厂", "{stem} Chemical Works"),
    ("{stem}家具厂", "{stem} Furniture Works"),
)

_COMPOUNDS = """
阳光花园 丽景苑 锦绣家园 金色家园 翡翠湾 御景园 滨江花园 幸福里 和谐家园 书香苑 碧水湾 世纪花园
东方明珠 紫荆苑 桂花苑 绿洲花园 康居苑 安居小区 教师新村 建设新村 工人新村 向阳小区 光明小区
新城小区 银河小区 香樟园 梧桐苑 玫瑰园 水岸名邸 观澜府 学府花园 凯旋城 时代广场小区 丰泽园 怡景苑
天鹅湖小区 城市花园 名仕家园 金鼎苑 鑫苑小区 福星小区 万福园 龙腾苑 凤鸣苑 清华园 文景苑 帝景湾
枫林苑 江南春 柳岸小区 半山小区 兰亭苑
"""
COMPOUNDS = tuple(_COMPOUNDS.split())
"""Residential compounds 小区."""


@dataclass(frozen=True)
class DoorWord:
    """What is behind a door. per_thousand: how many of a thousand doors in the streets."""

    sort: str
    per_thousand: float
    zh: str
    en: str


DOORS = (
    DoorWord("bank", 0.9, "示范银行{street}支行", "Shifan Bank, {street} Branch"),
    DoorWord("bank", 0.9, "{city}农商银行{street}支行", "{city} Rural Commercial Bank, {street} Branch"),
    DoorWord("bank", 0.5, "惠民村镇银行{street}支行", "Huimin Village Bank, {street} Branch"),
    DoorWord("shop", 2.2, "{stem}超市", "{stem} Supermarket"),
    DoorWord("shop", 1.6, "万家福便利店（{street}店）", "Wanjiafu Convenience Store ({street})"),
    DoorWord("shop", 1.0, "{stem}五金店", "{stem} Hardware Store"),
    DoorWord("shop", 0.9, "{stem}手机店", "{stem} Mobile Phones"),
    DoorWord("shop", 0.9, "{surname}记水果店", "{surname}'s Fruit Shop"),
    DoorWord("shop", 0.6, "{stem}烟酒行", "{stem} Tobacco and Liquor"),
    DoorWord("shop", 0.5, "{stem}金店", "{stem} Jewellery"),
    DoorWord("pharmacy", 1.2, "康民大药房{street}店", "Kangmin Pharmacy, {street}"),
    DoorWord("food", 2.2, "老{surname}面馆", "Lao {surname} Noodle House"),
    DoorWord("food", 1.6, "{stem}酒楼", "{stem} Restaurant"),
    DoorWord("food", 1.4, "{surname}记烧烤", "{surname}'s Barbecue"),
    DoorWord("food", 1.2, "{surname}家早点", "{surname}'s Breakfast"),
    DoorWord("food", 0.8, "{stem}茶馆", "{stem} Tea House"),
    DoorWord("hotel", 0.9, "{stem}宾馆", "{stem} Hotel"),
    DoorWord("hotel", 0.7, "如意快捷酒店（{street}店）", "Ruyi Express Hotel ({street})"),
    DoorWord("leisure", 0.7, "{stem}网吧", "{stem} Internet Café"),
    DoorWord("leisure", 0.6, "{stem}棋牌室", "{stem} Chess and Card Room"),
    DoorWord("leisure", 0.4, "金嗓子KTV（{street}店）", "Jinsangzi KTV ({street})"),
    DoorWord("leisure", 0.4, "{stem}洗浴中心", "{stem} Bath House"),
    DoorWord("clinic", 0.8, "{surname}氏诊所", "{surname} Clinic"),
    DoorWord("clinic", 0.4, "{street}社区卫生服务站", "{street} Community Health Station"),
    DoorWord("kindergarten", 0.7, "{stem}幼儿园", "{stem} Kindergarten"),
    DoorWord("fuel", 0.35, "{street}加油站", "{street} Filling Station"),
    DoorWord("public", 0.6, "{street}社区居委会", "{street} Residents' Committee"),
    DoorWord("public", 0.2, "{street}邮政所", "{street} Post Office"),
    DoorWord("repair", 0.7, "{stem}汽修厂", "{stem} Car Repair"),
)
