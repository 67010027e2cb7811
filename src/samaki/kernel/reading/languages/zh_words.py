"""Chinese nouns, in simplified signs: people, things, places searched, nationalities."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.languages.tables import words

__all__ = ["EVENTS", "ITEMS", "NATIONS", "NOISE", "OFFICERS", "PERSONS", "SEXES", "SITES"]

PERSONS: Final = words(
    {
        "": "人|名|人员|男女|学生|青年|旅客|村民|人士|民众|公民|国民|男女|居民|游客|儿童|未成年人|外国人|外籍人员|外籍人士|同胞|乘客|移民",
        "suspect": "嫌犯|嫌疑人|犯罪嫌疑人|疑犯|涉案人员|涉嫌人员|诈骗犯|骗子|罪犯|成员|非法移民|涉诈人员|从业人员",
        "ringleader": "主谋|头目|骨干|首脑|老板|主管|组长|幕后主使|金主|核心成员",
        "worker": "工人|员工|劳工|外籍劳工|司机|厨师|看守|守卫|技术员|中介|移工|雇员|保安",
        "victim": "受害者|受害人|被害人|人质|被困者|被困人员",
        "detainee": "被拘留者|囚犯|在押人员|被捕者",
    }
)
OFFICERS: Final = words(
    {
        "officer": "警员|员警|警察|警力|军警|官兵|士兵|执法人员|官员|干警|民警|公职人员|特警|宪兵|官警|人员参与"
    }
)
SEXES: Final = words(
    {"F": "女性|女子|妇女|女|女孩|女生", "M": "男性|男子|男|男孩|男生", "": "男女"}
)
ITEMS: Final = words(
    {
        "mobile_phone": "手机|电话机|电话|移动电话|智能手机",
        "computer": "电脑|台式电脑|笔记本电脑|计算机|主机|平板电脑|平板",
        "monitor": "显示器|屏幕|荧幕",
        "sim_card": "sim卡|手机卡|电话卡",
        "passport": "护照|旅行证件",
        "vehicle": "车辆|汽车|轿车|摩托车|车|面包车|货车|船|快艇|渔船|船只",
        "firearm": "手枪|枪支|枪|武器|步枪|电击枪|猎枪|霰弹枪|短枪",
        "ammunition": "子弹|弹药",
        "drugs": "毒品|药丸|冰毒",
        "bank_card": "银行卡|提款卡",
        "safe": "保险柜|保险箱",
        "baton": "警棍|棍棒|电棍|橡胶棍",
        "satellite_terminal": "星链|星链设备|卫星终端|卫星天线",
        "server": "服务器|路由器|硬盘|显卡",
        "document": "文件|证件|身份证|合同|话术本",
        "equipment": "设备|器材|手铐|作案工具|赃物|物品|证物|电子设备|通讯设备",
    }
)
SITES: Final = words(
    {
        "den": "据点|窝点|诈骗窝点|诈骗据点|巢穴|诈骗园区|诈骗中心",
        "site": "地点|园区|场所|赌场|酒店|旅馆|宾馆|别墅|公寓|公寓楼|居民楼|写字楼|大楼|建筑|建筑物|处所|目标|中心|公司"
        "|机房|房屋|住宅|楼房|民宅|办公室|基地|网赌场所|会所|出租屋|次|处|宿舍|宿舍楼|仓库|农庄|农舍|餐厅|酒吧|卡拉ok|ktv|夜总会|工厂|别墅区|庄园|岛屿|民房|店铺|商铺",
    }
)
EVENTS: Final[dict[str, str]] = {}
NOISE: Final = words(
    {
        "noise": "国家|国籍|省份|省|城市|市|县|地区|天|月|年|小时|分钟|美元|瑞尔|人民币|元|公里|米|层|楼层|部门|单位"
        "|案件|起案|群组|团伙|集团|犯罪集团|账户|条款|罪名|行业|家庭|村|乡|航班|步骤|阶段|项目"
    }
)
_NAMES: Final = {
    "CHN": "中国|中国大陆|大陆|中方|陆",
    "TWN": "台湾|中国台湾|台",
    "HKG": "香港|中国香港",
    "MAC": "澳门|中国澳门",
    "VNM": "越南",
    "KHM": "柬埔寨|柬|高棉",
    "THA": "泰国|泰",
    "LAO": "老挝|寮国",
    "MMR": "缅甸",
    "IDN": "印尼|印度尼西亚",
    "MYS": "马来西亚|大马",
    "PHL": "菲律宾",
    "SGP": "新加坡",
    "BRN": "文莱",
    "TLS": "东帝汶",
    "KOR": "韩国|南韩",
    "PRK": "朝鲜|北韩",
    "JPN": "日本",
    "IND": "印度",
    "PAK": "巴基斯坦",
    "BGD": "孟加拉|孟加拉国",
    "NPL": "尼泊尔",
    "LKA": "斯里兰卡",
    "BTN": "不丹",
    "MNG": "蒙古|蒙古国",
    "KAZ": "哈萨克斯坦|哈萨克",
    "UZB": "乌兹别克斯坦|乌兹别克",
    "KGZ": "吉尔吉斯斯坦|吉尔吉斯",
    "RUS": "俄罗斯",
    "UKR": "乌克兰",
    "TUR": "土耳其",
    "IRN": "伊朗",
    "GBR": "英国",
    "USA": "美国",
    "FRA": "法国",
    "DEU": "德国",
    "AUS": "澳大利亚|澳洲",
    "CAN": "加拿大",
    "BRA": "巴西",
    "MEX": "墨西哥",
    "COL": "哥伦比亚",
    "NGA": "尼日利亚|奈及利亚",
    "KEN": "肯尼亚|肯亚",
    "ETH": "埃塞俄比亚|衣索比亚",
    "UGA": "乌干达",
    "GHA": "加纳|迦纳",
    "CMR": "喀麦隆",
    "ZAF": "南非",
    "TZA": "坦桑尼亚",
    "RWA": "卢旺达|卢安达",
    "ZWE": "津巴布韦|辛巴威",
    "EGY": "埃及",
    "MAR": "摩洛哥",
    "SLE": "塞拉利昂",
    "MDG": "马达加斯加",
}
_SHORT: Final = frozenset({"陆", "台", "柬", "泰"})  # one sign names a country only before 籍
_ENDS: Final = ("籍", "人", "公民", "国民", "国籍", "籍人")


def _forms(code: str, name: str) -> dict[str, str]:
    """Return a country ("@": a place or a nationality) and the forms that are only people."""
    people = {f"{name}{end}": code for end in (("籍",) if name in _SHORT else _ENDS)}
    return people if name in _SHORT else {name: f"@{code}", **people}


NATIONS: Final = {
    form: code
    for known, row in _NAMES.items()
    for name in words({known: row})
    for form, code in _forms(known, name).items()
} | words({"FOREIGN": "外籍|外国|外国人|外国籍|海外"})
