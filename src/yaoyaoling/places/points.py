"""The refusal of places that this city does not hold."""

from yaoyaoling.kernel.refused import Refused


class OutsideCity(Refused):
    """A place outside the area this installation answers for."""

    code = "outside_city"
    status = 422
    zh = "该位置不在本地管辖范围内，请重新定位；已填写的内容仍在。"
    en = "That place lies outside the area answered for here. Choose another; what you wrote is kept."
