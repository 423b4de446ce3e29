"""Why a pack or an extract cannot be taken."""

from yaoyaoling.kernel.refused import Refused


class PackUnfit(Refused):
    """The pack has a fault that keeps it from being read; `check_pack` lists them all."""

    code = "pack_unfit"
    status = 422
    zh = "城市包不可用：{file} 第 {line} 行：{zh}"
    en = "The city pack cannot be used: {file}, line {line}: {en}"


class NotAnExtract(Refused):
    """The file is no OpenStreetMap PBF."""

    code = "not_an_extract"
    status = 422
    zh = "{file} 不是 OpenStreetMap 的 .osm.pbf 数据（{reason}）；请换用 .osm.pbf 文件。"
    en = "{file} is not an OpenStreetMap .osm.pbf file ({reason}); please give one."


class ExtractTruncated(Refused):
    """The extract ends in the middle."""

    code = "extract_truncated"
    status = 422
    zh = "{file} 不完整（{reason}）；请重新下载后再导入。"
    en = "{file} is incomplete ({reason}); download it again, then import it."


class CityFilesUnfit(Refused):
    """Somebody's own files have faults; all of them are told, with file, line and remedy."""

    code = "city_files_unfit"
    status = 422
    zh = "文件有 {count} 处问题，没有写入任何内容：\n{listing_zh}"
    en = "The files have {count} faults; nothing was written:\n{listing_en}"


class NoRoads(Refused):
    """The extract has no drivable road."""

    code = "no_roads"
    status = 422
    zh = "{file} 中没有可行车的道路；请换用包含道路（highway）的数据。"
    en = "{file} has no drivable road; give an extract that has roads (highway=*)."


class CallsUnfit(Refused):
    """The file of calls cannot be read with the columns named."""

    code = "calls_unfit"
    status = 422
    zh = "接警数据 {file} 无法读取：{zh}"
    en = "The calls file {file} cannot be read: {en}"
