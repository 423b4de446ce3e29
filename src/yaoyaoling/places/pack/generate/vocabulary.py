"""Words that streets, lanes, villages and highways of an inland Chinese town are named with."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ROAD_STEMS = _words(
    """
    和平 胜利 团结 光明 中心 青年 民主 幸福 振兴 富民 兴业 朝阳 长青 育才 教育 工农 友谊 前进 红旗 东风
    跃进 新民 府前 县前 公园 体育场 西门 东门 南门 北门 站前 市场 交通 邮电 电力 水利 农科 粮站 卫生
    医院 广场 桥东 桥西 河滨 沿江 临湖 望江 塔山 文峰 文昌 学府 书院 科技 创业 开元 开泰 金桥 银桥 金穗
    丰收 五一 五四 八一 七一 向阳 春风 长江 黄河 泰山 昆仑 天山 香山 太行 洞庭 鄱阳 巢湖 汉水 淮河 珠江
    松花江 北京 上海 南京 杭州 苏州 武汉 长沙 成都 重庆 西安 昆明 桂林 青岛 大连 厦门 梅园 桃园 橘园
    荷花 桂花 樱花 玉兰 海棠 牡丹 茶花 银杏 香樟 梧桐 白杨 翠竹 松柏 凤凰 龙泉 清泉 甘泉 石桥 古井 观音
    文庙 鼓楼 钟楼
    """
)
"""What 路 and 街 are called everywhere."""

STEM_HEADS = "兴富安康泰宁永长新东西南北广福德仁义文武清和顺祥嘉锦瑞龙凤金银玉翠青紫丹春秋云鸿昌盛恒"
"""First characters of names made of two."""

STEM_TAILS = "民业华盛和福乐园林泉河湖山桥城门源昌隆达安宁平阳明辉景庭康祥荣利丰"
"""Second characters of names made of two."""

LANE_STEMS = _words(
    """
    槐树 柳树 枣树 榆树 桑树 石榴 葡萄 打铁 豆腐 染坊 米市 盐店 茶馆 油坊 竹器 箍桶 裁缝 磨坊 当铺 灯笼
    纸坊 花市 鱼市 骡马 水井 双井 三眼井 城隍庙 关帝 土地庙 学宫 衙门 县仓 牌坊 木桥 小石桥 半边 羊肠
    一人 九曲 药王 财神 火神 铜匠 银匠 锡匠 木匠 瓦匠 铁匠 帽子 鞋铺 布市 棉花 丝线 挑水 柴市 菜园 果园
    后塘 荷塘 月牙 大井 小井 东井 西井 前街 后街 横街 直街 小东门 小西门 小南门 小北门 城墙根 马号 校场
    营房 粮仓 官井 状元 举人 进士 秀才 仓前 仓后 庙前 庙后 桥头 河沿 渡口 码头 堤口 柏树 皂角 樟树 枇杷
    石磨 石鼓 石狮 铁门 红门 黑门
    """
)
"""Trades, trees, wells and gates after which old lanes are called."""

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
)
"""The hundred commonest surnames, more or less."""

VILLAGE_STEMS = _words(
    """
    柳湾 青石 大槐 白杨 石桥 双塘 桃源 竹溪 杏花 龙潭 马岭 牛角塘 高坪 红土 沙洲 新庄 上河 下河 南坡
    北岭 张家湾 李家冲 王家坝 陈家畈 周家嘴 吴家塝 赵家店 罗家墩 黄泥岗 茶园 枫树 荷塘 花桥 古井 黑石
    松林
    """
)
"""What villages are called, without 村."""

HIGHWAY_NAMES = _words(
    """
    平望公路 禾丰公路 青石公路 柳泉公路 云岭公路 临江公路 长宁公路 安泰公路
    """
)
"""Country highways."""

NUMERALS = "一二三四五六七八九十"
