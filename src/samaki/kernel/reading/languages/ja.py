"""Japanese. Its verbs end the clause, and the fold writes its characters the simplified way."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import (
    DateWords,
    Grammar,
    Layer,
    NumberWords,
    Side,
    Trigger,
)
from samaki.kernel.reading.han import SIMPLIFIED
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages.tables import words

__all__ = ["GRAMMAR"]


def _f(pattern: str) -> str:
    """Return a pattern spelled as the folded text is."""
    return "".join(SIMPLIFIED.get(sign, sign) for sign in pattern)


_CLASSIFIER: Final = _f(r"(?:人|名|か所|カ所|ヶ所|箇所|件|台|個|枚|丁|冊|棟|軒|社)")
_NUMBERS: Final = NumberWords(
    units={"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9},
    scales={"十": 10, "百": 100, "千": 1000, _f("万"): 10**4},
    joiner="",
    before=(
        (_f(r"少なくとも|最低"), Qualifier.AT_LEAST),
        (_f(r"約|およそ|おおよそ|推定"), Qualifier.ABOUT),
        (_f(r"ほぼ"), Qualifier.NEARLY),
        (_f(r"計|合計|最大"), Qualifier.UP_TO),
    ),
    after=(
        (_f(r"以上"), Qualifier.AT_LEAST),
        (_f(r"超|を超える|余り|余"), Qualifier.OVER),
        (_f(r"近く|弱"), Qualifier.NEARLY),
        (_f(r"前後|ほど"), Qualifier.ABOUT),
    ),
    vague=(
        (_f(rf"数十{_CLASSIFIER}"), (20, 99)),
        (_f(rf"数百{_CLASSIFIER}"), (200, 999)),
        (_f(rf"数千{_CLASSIFIER}"), (2000, 9999)),
        (_f(r"複数の|多数の"), (2, None)),
    ),
    range_join=r"\s?(?:-|–|~|〜|から)\s?",
    range_open=r"\s?",
    classifiers=_CLASSIFIER,
)  # fmt: skip
_YEAR: Final = r"(?:(?P<y>20\d\d)年)?"
_DATES: Final = DateWords(
    months={},
    weekdays={f"{day}曜日": number for number, day in enumerate("月火水木金土日")},
    relative={"今日": 0, "昨日": -1},
    patterns=(
        rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日(?:(?:と|、|から|-|〜|~)(?P<d2>\d{{1,2}})日)?",
        r"(?<![\d月年])(?P<d>\d{1,2})日(?!間|间|本|以)",
        rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月(?!\d)",
        r"(?P<same>同日|同じ日)",
        r"{WD}",
        r"{REL}",
    ),
    joiners=r"と|から|、|-|〜|~",
    since=r"(?!)",
    shifts=((r"翌日", 1), (r"翌々日", 2), (r"前日", -1)),
)
_NAMES: Final = {
    "CHN": "中国", "TWN": "台湾", "VNM": "ベトナム", "KHM": "カンボジア", "THA": "タイ", "LAO": "ラオス",
    "MMR": "ミャンマー", "IDN": "インドネシア", "MYS": "マレーシア", "PHL": "フィリピン",
    "SGP": "シンガポール", "KOR": "韓国", "JPN": "日本", "IND": "インド", "PAK": "パキスタン",
    "BGD": "バングラデシュ", "NPL": "ネパール", "RUS": "ロシア", "USA": "米国|アメリカ", "GBR": "英国",
    "RWA": "ルワンダ", "NGA": "ナイジェリア", "LKA": "スリランカ", "MNG": "モンゴル", "KAZ": "カザフスタン", "UZB": "ウズベキスタン",
    "TUR": "トルコ", "IRN": "イラン", "DEU": "ドイツ", "AUS": "オーストラリア", "CAN": "カナダ", "BRA": "ブラジル",
    "ZAF": "南アフリカ", "EGY": "エジプト", "MAR": "モロッコ", "GHA": "ガーナ", "CMR": "カメルーン", "TZA": "タンザニア",
    "ZWE": "ジンバブエ", "UKR": "ウクライナ", "BRN": "ブルネイ", "HKG": "香港", "PRK": "北朝鮮", "FRA": "フランス",
    "KEN": "ケニア", "ETH": "エチオピア", "UGA": "ウガンダ", "BTN": "ブータン", "COL": "コロンビア",
    "ESP": "スペイン", "ITA": "イタリア", "KGZ": "キルギス", "MEX": "メキシコ", "NLD": "オランダ",
    "SLE": "シエラレオネ", "TLS": "東ティモール",
}  # fmt: skip


def _people(names: str) -> str:
    """Return how the people of a country are called: "タイ人", "タイ国籍", "タイ籍"."""
    return "|".join(f"{name}{end}" for name in names.split("|") for end in ("人", "国籍", "籍"))


_TRIGGERS: Final = tuple(
    Trigger(kind, _f(pattern), Side.BEFORE, modality)
    for kind, pattern, modality in (
        (
            Kind.DEPORTED,
            r"(?:送還|強制送還|国外退去)(?:する|される)(?:予定|方針|見通し)",
            "planned",
        ),
        (Kind.ARRESTED, r"逮捕|摘発", "asserted"),
        (Kind.DETAINED, r"拘束|拘留|身柄を確保|引き渡し", "asserted"),
        (Kind.FOUND, r"発見|見つか", "asserted"),
        (Kind.RESCUED, r"救出|救助|保護", "asserted"),
        (Kind.DEPORTED, r"強制送還|送還|国外退去|国外追放", "asserted"),
        (Kind.DEPORTED, r"帰国(?:し|の途)", "asserted"),
        (Kind.CHARGED, r"起訴|送検", "asserted"),
        (Kind.SENTENCED, r"有罪判決|判決を受け", "asserted"),
        (Kind.SEIZED, r"押収|没収", "asserted"),
        (Kind.RAIDED_SITE, r"捜索|家宅捜索|急襲|一斉捜査", "asserted"),
        (Kind.SEALED, r"封鎖|閉鎖", "asserted"),
        (Kind.DIED, r"死亡", "asserted"),
        (Kind.INJURED, r"負傷|けがを|けがをし|病院に搬送", "asserted"),
        (Kind.ESCAPED, r"逃走|逃亡|脱出", "asserted"),
        (Kind.RELEASED, r"釈放|解放", "asserted"),
    )
)

GRAMMAR: Final = Grammar(
    code="ja",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: words({f"@{code}": names for code, names in _NAMES.items()})
        | words({code: _people(row) for code, row in _NAMES.items()})
        | words({"FOREIGN": "外国人|外国籍"}),
        Layer.SEX: words({"F": "女性|女", "M": "男性|男"}),
        Layer.PERSON: words(
            {
                "": "人|名|人々|国民|市民|男女|外国人|者|未成年|未成年者|子ども|子供|児童|夫婦",
                "suspect": "容疑者|詐欺師|構成員",
                "ringleader": "主犯|首謀者|リーダー|幹部|責任者|管理者",
                "worker": "労働者|作業員|従業員|運転手|料理人|調理師|警備員|作業者",
                "victim": "被害者",
            }
        ),
        Layer.OFFICER: words({"officer": "警察官|警官|兵士|捜査員|職員"}),
        Layer.ITEM: words(
            {
                "mobile_phone": "携帯電話|スマートフォン|スマホ|電話",
                "computer": "パソコン|コンピューター|ノートパソコン",
                "monitor": "モニター",
                "sim_card": "simカード",
                "passport": "旅券|パスポート",
                "vehicle": "車|車両|自動車",
                "firearm": "拳銃|銃",
                "baton": "警棒|スタンガン",
                "bank_card": "銀行カード|キャッシュカード",
                "equipment": "機材|機器|装置",
            }
        ),
        Layer.SITE: words(
            {
                "site": "か所|カ所|ヶ所|箇所|拠点|施設|カジノ|ホテル|建物|場所|現場|アジト|マンション|別荘|アパート|ビル|工場|倉庫|民家|住宅|店舗|飲食店|事務所|棟|軒"
            }
        ),
        Layer.EVENT: {},
        Layer.NOISE: words({"noise": "か国|カ国|年|月|日|時間|階|州|ドル|円|歳|事件"}),
    },
    triggers=_TRIGGERS,
    spaced=False,
    head="left",
    looks_left=True,
    object_first=True,
    left_gap=_f(r"\s?(?:の|ら|など|が|は)?(?:計|合計|あわせて|合わせて|総勢)?(?:少なくとも)?\s?"),
    nation_frame=r"",
    nation_link=r"人|籍|の",
    number_noise_before=_f(r"(?:第|\$|¥|年齢|村|番)"),
    number_noise_after=_f(
        r"(?:%|パーセント|歳|年|月|日|時|分|階|番地|号|村|区|か国|カ国|州|ドル|円|万ドル|キロ|メートル|回|代|件の)"
    ),
    stop=_f(r"[,;:。、()「」『』]|(?:が|を|は|に|で|と|も|から|まで|へ)"),
    clause_break=_f(r"[;。]|一方|ほか"),
    joins=_f(r"(?:[、,](?:次いで|続いて|このほか)?|と|および|及び|ならびに|や)"),
    inclusion=_f(r"(?:うち|内訳は|このうち)"),
    inclusion_before=_f(r"を含む|を含め"),
    whole_after=r"のうち",
    and_others=r"ら|など",
    group_after=_f(r"(?:の)?(?:うち|中で|中には)"),
    exhaustive=r"(?::)",
    anaphor=_f(
        r"^\W*(?:国籍別|国籍の内訳|このうち|うち|残り|残る|ほかは|彼ら|内訳|(?:女性|男性|女|男|未成年者?)[はが]"
        r"|(?:逮捕者|拘束者|容疑者|被害者)のうち|(?:逮捕|拘束|保護|救出)された(?:人|者)?(?:のうち|中))"
    ),
    others=_f(r"(?:その他|ほか)"),
    remainder=_f(r"(?:残る|残り(?:の)?)"),
    most=_f(r"(?:大半|大部分|ほとんど|多く)"),
    subject_tail=_f(r"[はが](?=女性|男性|女|男|未成年|子供|子ども)"),
    mission=r"(?:大使馆|领事馆|外务省)",
    planned=_f(r"(?:予定|方針)"),
    cumulative=_f(r"(?:これまでに|累計|以降)"),
    total=_f(r"(?:計|合計|総)"),
    speech=(
        _f(r"(?P<who>[^、,。]{2,40}?)(?:によると|によれば)"),
        _f(
            r"(?P<who>[^、,。]{2,30}?)(?:は|が)[^。]{0,80}?(?:と述べた|と発表した|と明らかにした|と語った)"
        ),
    ),
    speech_date=_f(r"(?:発表|声明)(?:した)?$"),
    place_before=_f(r"(?:で|の|に)$"),
    place_join=_f(r"(?:の|都|州|市|と|、|,){0,3}"),
    order=_f(r"(?:指令|命令|指示)"),
    order_issued=_f(r"(?:出した|発令|命じた|署名)"),
    duty=_f(r"(?:しなければならない|義務|命じられ)"),
    body=_f(r"(?:省|政府|警察|委員会|軍|当局|裁判所|知事|局)"),
    threat=_f(r"(?:処分|更迭|停職|懲戒)(?:される|する)"),
    nation_tails=((_f(r"(?:の|で)?(?:大半|ほとんど)は"), "mostly"),),
    nationwide=_f(r"(?:全国)"),
    abroad_before=r"(?!)",
    site_of=r"(?!)",
)
