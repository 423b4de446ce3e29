"""PlaceWhy a place is offered: machine-readable, and a sentence in both languages."""

from yaoyaoling.kernel.contract import Value


class PlaceWhy(Value):
    """One reason. code: name, sound, initials, fuzzy, door, door_near, crossing, between, relation, step, mark, inside,
    same_county, other_county, fix, far_from_fix, plate. said: the words of the report it rests on, "" for none.
    """

    code: str
    said: str
    zh: str
    en: str


_SENTENCES = {
    "name": ("“{said}”即{name}", '"{said}" is {name}'),
    "part": ("“{said}”是{name}的一部分", '"{said}" is part of {name}'),
    "sound": ("“{said}”读音同{name}", '"{said}" sounds like {name}'),
    "initials": ("“{said}”是{name}的首字母", '"{said}" are the initials of {name}'),
    "fuzzy": ("“{said}”与{name}相近", '"{said}" is close to {name}'),
    "door": ("门牌“{said}”存在", 'there is a door-plate "{said}"'),
    "door_near": ("没有“{said}”，最近的是{name}", 'there is no "{said}"; the nearest is {name}'),
    "crossing": ("{name}", "{name}"),
    "between": ("在{name}之间", "between {name}"),
    "relation": ("“{said}”：{name}", '"{said}": {name}'),
    "step": ("按“{said}”推算", 'reckoned from "{said}"'),
    "mark": ("编号“{said}”", 'number "{said}"'),
    "also": ("也说到了“{said}”", 'also said "{said}"'),
    "other": ("说的是“{said}”，此处不在", 'said "{said}", which this is not in'),
    "fix": ("离{name}{metres}米，在误差内", "{metres} m from {name}, within its error"),
    "far": ("离{name}{metres}米，超出误差", "{metres} m from {name}, beyond its error"),
    "plate": ("二维码门牌", "QR door-plate"),
    "only_fix": ("只有{name}", "only {name} is known"),
}


def why(code: str, said: str = "", **words: object) -> PlaceWhy:
    """A reason of a known code. Raises: KeyError."""
    zh, en = _SENTENCES[code]
    return PlaceWhy(code=code, said=said, zh=zh.format(said=said, **words), en=en.format(said=said, **words))
