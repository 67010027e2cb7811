"""Chinese, simplified and traditional: the fold turns both into simplified signs."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Grammar, Layer, Side, Trigger
from samaki.kernel.reading.languages.zh_numbers import DATES, NUMBERS
from samaki.kernel.reading.languages.zh_words import (
    EVENTS,
    ITEMS,
    NATIONS,
    NOISE,
    OFFICERS,
    PERSONS,
    SEXES,
    SITES,
)

__all__ = ["GRAMMAR"]

_ARREST = "新抓获|抓获|抓捕|拘捕|逮捕|缉捕|捕获|擒获|逮获|抓到|拿下|抓"
_DETAIN = "拘留|扣留|羁押|带走|控制|扣押|拘押|关押|拦下|拦截|截停|收押|带离|押走|押离|查扣(?=[^,。;]{0,10}?(?:名|人))"
_FOUND = "发现|查出|查到|清查出"
_RESCUE = "解救|营救|救出|获救|救援|脱困|救下|安置"
_DEPORT = (
    "遣返|返国|接返|接回国|遣返回国|送回国|驱离|驱逐出境|驱逐|遣送回国|遣送|押解回国|送返|引渡"
)
_CHARGE = "起诉|提起诉讼|提起公诉|立案侦办|检控|控告|提控|移送法院|移送检方|送交法院|送审|移送司法机关|批捕"
_SEIZE = "缴获|扣得|起出|扣押(?=[^,。;名人]{0,10}?(?:台|部|辆|张|支|本|把))|收缴|起获|查扣|没收|扣押|查封|截获|搜出|查获"
_RAID = "查获(?=[^,。;名人]{0,8}?(?:处|个窝点|个据点))|突击搜查|突击检查|突袭|突击|捣毁|捣破|端掉|打掉|搜查|取缔|清剿|扫荡|攻坚|围剿|清查|破获|摧毁|查处|锁定"
_PEOPLE = r"(?=[^,。;]{0,14}?(?:名|人|嫌))"
_PASSIVE = r"(?:被(?:警方|当局|执法人员|军警)?(?:\w{0,6}?)|遭(?:警方|到)?|予以|已遭|悉数)"


def _passive(kind: Kind, verbs: str) -> Trigger:
    return Trigger(kind, rf"{_PASSIVE}(?:{verbs})", Side.BEFORE)


_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"(?:被)?(?:认定|确认|鉴定|识别|甄别|列)为(?:疑似|潜在|可能)?(?:的)?(?:人口贩运|人口贩卖|人口贩卖案)?(?:受害者|受害人|被害人)", Side.BEFORE),
    Trigger(Kind.DEPORTED, rf"(?:将|拟|准备|计划|等待|等候|即将|待)(?:会)?(?:本周|下周|本月|下月|近期|陆续|分批)?(?:被|予以|全部)?(?:{_DEPORT})", Side.ANY, "planned"),
    Trigger(Kind.CHARGED, rf"(?:将|拟)(?:会)?(?:被|予以|依法)?(?:{_CHARGE})(?:起诉)?", Side.BEFORE, "planned"),
    Trigger(Kind.DISCIPLINED, r"(?:被)?(?:撤职|免职|停职|革职|降职|处分|撤换|撤销职务)", Side.ANY),
    Trigger(Kind.SENTENCED, r"(?:被判|判处|判刑|获刑|定罪|被判刑)", Side.ANY),
    Trigger(Kind.RELEASED, r"(?:被)?(?:获?保释|释放|获释|放行|允许继续留)", Side.ANY),
    _passive(Kind.ARRESTED, _ARREST),
    _passive(Kind.DETAINED, _DETAIN),
    _passive(Kind.FOUND, _FOUND),
    _passive(Kind.RESCUED, _RESCUE),
    _passive(Kind.DEPORTED, _DEPORT),
    _passive(Kind.CHARGED, _CHARGE),
    _passive(Kind.RAIDED_SITE, "捣毁|突袭|搜查|取缔|端掉|打掉|清剿"),
    _passive(Kind.SEALED, "查封|关闭|封闭"),
    _passive(Kind.SEIZED, "没收|缴获|查扣|收缴"),
    Trigger(Kind.ARRESTED, r"落网|被捕|就逮|落入法网", Side.BEFORE),
    Trigger(Kind.RESCUED, r"获救", Side.BEFORE),
    Trigger(Kind.FOUND, rf"查获{_PEOPLE}", Side.AFTER),
    Trigger(Kind.DETAINED, rf"扣押{_PEOPLE}", Side.AFTER),
    Trigger(Kind.DETAINED, r"(?:接受|配合)(?:警方)?(?:调查|审讯|问话)", Side.BEFORE),
    Trigger(Kind.SEALED, r"(?:查封|关闭|封闭)(?=[^,。;]{0,10}?(?:处|个|家|座|栋|间|园区|赌场|窝点|据点))", Side.AFTER),
    Trigger(Kind.ARRESTED, _ARREST, Side.AFTER),
    Trigger(Kind.DETAINED, _DETAIN.replace("扣押|", ""), Side.AFTER),
    Trigger(Kind.FOUND, _FOUND, Side.AFTER),
    Trigger(Kind.RESCUED, _RESCUE, Side.AFTER),
    Trigger(Kind.DEPORTED, _DEPORT, Side.ANY),
    Trigger(Kind.CHARGED, _CHARGE, Side.ANY),
    Trigger(Kind.SEIZED, _SEIZE, Side.AFTER),
    Trigger(Kind.RAIDED_SITE, _RAID, Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"(?:执行|展开|开展|发起)(?=\d)", Side.AFTER),
    Trigger(Kind.DIED, r"死亡|身亡|丧生|遇难|丧命|罹难|死于|坠亡|死(?!者)", Side.ANY),
    Trigger(Kind.INJURED, r"受伤|负伤|骨折|送医|烧伤|伤", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"移交|移送|转交|押送", Side.ANY),
    Trigger(Kind.ESCAPED, r"逃跑|逃入|逃往|逃散|逃窜|窜逃|逃离|逃走|潜逃|逃脱|逃出", Side.ANY),
    Trigger(Kind.LEFT_VOLUNTARILY, r"自愿离境|自愿离开|离境|离开柬埔寨", Side.ANY),
    Trigger(Kind.REPORTED, r"向(?:\w{0,6})(?:大使馆|使馆)(?:求助|报到|登记)", Side.BEFORE),
    Trigger(Kind.DEPLOYED, r"出动|部署|派出|动员|参与行动", Side.ANY),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="zh",
    numbers=NUMBERS,
    dates=DATES,
    phrases={
        Layer.NATION: NATIONS,
        Layer.SEX: SEXES,
        Layer.PERSON: PERSONS,
        Layer.OFFICER: OFFICERS,
        Layer.ITEM: ITEMS,
        Layer.SITE: SITES,
        Layer.EVENT: EVENTS,
        Layer.NOISE: NOISE,
    },
    triggers=_TRIGGERS,
    spaced=False,
    head="last",
    looks_left=True,
    left_gap=r"\s?的?\s?",
    nation_frame=r"",
    nation_link=r"籍|人|国籍|以及|及其他",
    number_noise_before=r"(?:第|最\w{1,2}的|\$|€|¥|usd|美元|人民币|编号|条|年龄|现年|no\.?|之)",
    number_noise_after=(
        r"(?:%|％|成\b|百分|年|月|日(?!本)|号|天|周|岁|小时|分钟|点|时|层|楼|公里|米|平方|公顷|元|万元|亿元|万美元|亿美元"
        r"|美元|美金|瑞尔|泰铢|人民币|韩元|新台币|国家|国籍|省|市|县|部门|国|种|项|条|度|级|倍|起案|起|例|案件|阶段|步|届|章|款"
        r"|(?:千|公)?克|公斤|吨|[:/]\d|行业|集团|团伙|群组|账户|家庭|村|世纪|g|不同国)"
    ),
    stop=r"[,;:。、()\[\]\"“”「」『』《》—]|(?:和|及|与|并|在|于|被(?!\w{2,4}的)|将|已|均|都|是|为|涉嫌|以|等|正|因|经|由|向|从事|参与|携带|使用|分别|采用|位于)",
    clause_break=r"[;。]|而|但|另(?=有|外)|同时|此外|,并(?=计划|将|拟)",
    joins=r"(?:、|,|和|及|与|以及|还有|并|;)",
    inclusion=r"其中|包括|包含|当中|含有|分别为|分别是|涵盖",
    whole_after=r"\s?(?:当中|之中|中(?=[,、]|有))",
    group_after=r"(?:人员|嫌犯|嫌疑人|公民|人)?(?:当中|之中|里|中)(?=[,有包女男])",
    subject_tail=r"(?:是|为|系)(?=女|男|未成年)",
    exhaustive=r"(?::|分别为|分别是|由)",
    anaphor=r"^\W*(?:按国籍|以国籍|按性别|其中|他们|她们|这些人|这批|该批|上述|被捕者|被捕人员|嫌犯中|所有人|全部)",
    demonstrative=r"^\W*(?:此次|这次|该次|这些|上述|有关)(?:\w{0,8})?行动",
    most=r"(?:绝大多数|绝大部分|大多数|大部分|多数|主要)",
    remainder=r"(?:其余|余下|剩余|其他人)",
    each_before=r"(?:各|分别各)(?:抓获|抓捕|逮捕|拘捕|拘留|扣留|带走|发现|解救|有|关押)?(?:了)?$",
    share=r"(?P<about>约|大约|近)?\s?(?P<p>\d{1,3}(?:\.\d+)?)\s?%",
    follows=r"(?:根据|依据|按照|遵照|奉|随着|响应|落实)",
    running=r"(?:使|令|将)[^,。;]{0,30}?(?:增至|升至|增加到|提高到|达到|推高至)$",
    running_words=r"(?:使|令|将)[^,。;]{0,30}?(?:总数|总人数|增至|升至|人数)",
    mission=r"(?:大使馆|领事馆|外交部|代表处)",
    planned=r"(?:将|拟|计划|准备|预计|打算|即将)",
    ahead=r"(?:将|拟|计划|预计)(?:会)?(?:于|在)\s?$",
    alleged=r"(?:据称|疑似|据传|未经证实|估计)",
    negated=r"(?:没有|并无|无人|未有)",
    corrected=r"(?:更正|修正|改为|订正)",
    cumulative=r"(?:累计|迄今|至今|截至|截止|以来|共已|总数|今年前|自[^,。]{1,14}(?:起|至|以来))",
    total=r"(?:共计|总计|合计|总共|共有|一共|共)",
    others=r"(?:其他国籍|其他国家|其它国籍|等国)",
    speech=(
        r"(?P<who>[^,。;:\"“”「」]{2,40}?)(?:\d{1,2}日)?(?:晚间?|上午|下午)?(?:对外|对媒体|向媒体|向记者|今天|周\w|星期\w)?(?:表示|指出|透露|证实|宣布|通报|披露|强调|声称|称|说明|(?<!据)说)",
        r"(?:根据|据)(?P<who>[^,。;:]{2,40}?)(?=(?:\d{1,2}月)?(?:\d{1,2}日)?(?:报道|报导|消息|透露|通报|发布|从|称|披露|指出|的(?:报道|报导|消息|数据)))",
    ),
    same_source=r"^(?:他|她|其|该\w{1,6}|部长|发言人|声明|公告|报道|警方|他还|她还|他也)$",
    speech_date=r"(?:表示|指出|透露|证实|宣布|通报|报道|报导|声明|公告|发布)(?:于|在)?$",
    speech_date_after=(
        r"(?:晚间?|上午|下午|中午|凌晨)?(?:对外|对媒体|向媒体|向记者|在\w{2,10}?)?(?:的报道|报道|报导|表示|指出|透露|证实|宣布|通报|发布|发表|公布|说|称|强调|刊文|讯|电)"
    ),
    place_before=r"(?:在|于|从|位于|到|至)$",
    place_join=r"(?:省|市|县|区|州|府|、|和|及|与|以及|的|首都|边境|,|\s){0,4}",
    dateline=r"^(?:【[^】]{2,30}】|[^,。:(【]{2,14}(?:\d{1,2}月)?(?:\d{1,2}日)?(?:快讯|讯|电)(?:\(\d{1,2}月\d{1,2}日\))?)",
    order=r"(?:指令|命令|法令|通令|政令|通告|训令|令状|王令|指示|闭门会议|部署会议|下令|责令|要求(?=[^,。]{0,16}(?:必须|须|应|加强|立即)))",
    order_issued=r"(?:发布|签署|下达|颁布|发出|召开|举行|下令|指示|发起|要求|强调|颁发)",
    duty=r"(?:必须|须|应当|应|需要|要求|负责|不得|务必|责成|有责任|被要求|待命|将加强|将确保|将支援|将严)",
    body=(
        r"(?:部|政府|省长|警方|警察|总局|总署|委员会|司令部|军队|宪兵|部队|机构|机关|当局|法院|检察|官员|部门|使馆"
        r"|赌场|移民局|王家军|武装|单位|执法)"
    ),
    threat=(
        r"(?:将|会|须|面临|受到|遭到|予以|给予|否则)[^。;]{0,40}?(?:处分|撤职|免职|停职|调职|调离|惩处|惩戒|纪律处分|处罚|革职|追究)"
    ),
    nation_tails=(
        (r"\s?,\s?(?:全部|全|均|都)(?:为|是|系|属)\s?", "all"),
        (r"\s?,?\s?(?:均|全部|都)?(?:来自|为|是|均为|都是|属)\s?", "mix"),
        (r"\s?[,(]?\s?(?:其中)?(?:包括|包含|涵盖|有|涉及)\s?", "present"),
        (
            r"\s?,?\s?(?:其中)?(?:绝大多数|绝大部分|大多数|大部分|多数|大多|主要)(?:为|是|来自|都是|系)?\s?",
            "mostly",
        ),
        (r"\s?,?\s?(?:分别)(?:来自|为|是)\s?", "mix"),
    ),
    participle=r"的",
    abroad_before=r"(?:在|位于|于)$",
    nationwide=r"(?:全国|全柬|各地|各省|柬埔寨境内)",
    respectively=r"分别",
    site_of=r"(?:在|于|突袭|搜查)[^,。;]{0,14}$",
    article=r"(?!)",
)
