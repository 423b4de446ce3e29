"""What a car told, as the call-taker reads it."""

from collections.abc import Mapping
from typing import Final

from yaoyaoling.channels.ecall.msd import Msd, Propulsion, VehicleType
from yaoyaoling.kernel.clock import HALL_ZONE

UNREADABLE: Final = "〔车辆自动呼救 eCall〕车辆数据无法识别，请询问车上人员。"
_VEHICLES: Mapping[VehicleType, str] = {
    "M1": "小客车", "M2": "中型客车", "M3": "大型客车", "N1": "轻型货车", "N2": "中型货车", "N3": "重型货车",
    "L1e": "两轮轻便摩托车", "L2e": "三轮轻便摩托车", "L3e": "两轮摩托车", "L4e": "边三轮摩托车",
    "L5e": "正三轮摩托车", "L6e": "轻型四轮车", "L7e": "四轮车",
}  # fmt: skip
_STORES: Mapping[Propulsion, str] = {
    "gasoline": "汽油", "diesel": "柴油", "cng": "压缩天然气", "lpg": "液化石油气", "electric": "动力电池",
    "hydrogen": "氢气", "other": "其他能源",
}  # fmt: skip
_WINDS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def masked_vin(vin: str) -> str:
    """Maker and the last four: enough to hold it against a plate, not enough to look the owner up."""
    return f"{vin[:3]}{'*' * (len(vin) - 7)}{vin[-4:]}"


def crash_words(msd: Msd) -> str:
    """One line, the vehicle's number masked: what it is, who is in it, what burns, where it headed."""
    if msd.is_test:
        return f"〔车辆自动呼救 eCall〕测试呼叫，不派警。车架号 {masked_vin(msd.vin)}。"
    how = "碰撞后自动触发" if msd.is_automatic else "车上人员按键触发"
    said = [
        how,
        "车型不明" if msd.vehicle is None else _VEHICLES[msd.vehicle],
        "人数不明" if msd.passengers is None else f"系安全带 {msd.passengers} 人",
    ]
    if msd.propulsion:
        said.append(f"能源：{'、'.join(_STORES[one] for one in msd.propulsion)}")
    if msd.heading_deg is not None:
        said.append(f"驶向{_WINDS[(msd.heading_deg + 22) // 45 % 8]}（{msd.heading_deg}°）")
    if not msd.is_trusted:
        said.append("位置不可靠")
    said.append(f"事发 {msd.at.astimezone(HALL_ZONE):%m-%d %H:%M:%S}")
    said.append(f"车架号 {masked_vin(msd.vin)}")
    what = "发生交通事故，可能有人受伤" if msd.is_automatic else "道路上车辆求助，可能发生交通事故"
    return f"〔车辆自动呼救 eCall〕{what}：{'；'.join(said)}。"
