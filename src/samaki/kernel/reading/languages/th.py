"""Thai."""

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
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages.tables import words

__all__ = ["GRAMMAR"]

_CLASSIFIER: Final = r"(?:คน|ราย|นาย|แห่ง|จุด|เครื่อง|เล่ม|คัน|กระบอก|ชิ้น|ใบ|หลัง|อาคาร)"
_NUMBERS: Final = NumberWords(
    units={
        "ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6,
        "เจ็ด": 7, "แปด": 8, "เก้า": 9,
    },
    scales={"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6},
    joiner=r"\s?",
    before=(
        (r"อย่างน้อย|ไม่ต่ำกว่า|ไม่น้อยกว่า", Qualifier.AT_LEAST),
        (r"มากกว่า|กว่า|เกินกว่า|เกิน", Qualifier.OVER),
        (r"เกือบ|ใกล้", Qualifier.NEARLY),
        (r"ประมาณ|ราว|ราวๆ|คาดว่า", Qualifier.ABOUT),
        (r"มากถึง|ทั้งหมด|รวม|จำนวน|อีก", Qualifier.UP_TO),
        (r"น้อยกว่า|ต่ำกว่า", Qualifier.UNDER),
    ),
    after=((r"กว่า", Qualifier.OVER), (r"ขึ้นไป", Qualifier.AT_LEAST)),
    vague=(
        (rf"หลายสิบ\s?{_CLASSIFIER}", (20, 99)),
        (rf"หลายร้อย\s?{_CLASSIFIER}", (200, 999)),
        (rf"หลายพัน\s?{_CLASSIFIER}", (2000, 9999)),
        (rf"หลาย\s?{_CLASSIFIER}", (2, None)),
    ),
    range_join=r"\s?(?:-|–|ถึง)\s?",
    range_open=r"(?:ระหว่าง)?\s?",
    classifiers=_CLASSIFIER,
)  # fmt: skip
_MONTHS: Final = (
    "มกราคม|ม.ค.", "กุมภาพันธ์|ก.พ.", "มีนาคม|มี.ค.", "เมษายน|เม.ย.", "พฤษภาคม|พ.ค.", "มิถุนายน|มิ.ย.",
    "กรกฎาคม|ก.ค.", "สิงหาคม|ส.ค.", "กันยายน|ก.ย.", "ตุลาคม|ต.ค.", "พฤศจิกายน|พ.ย.", "ธันวาคม|ธ.ค.",
)  # fmt: skip
_WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_YEAR: Final = r"(?:\s?(?:ปี|พ\.ศ\.)?\s?(?P<y>(?:20|25)\d\d))?"
_DATES: Final = DateWords(
    months={
        name: int(month)
        for name, month in words({str(n): row for n, row in enumerate(_MONTHS, 1)}).items()
    },
    weekdays={f"วัน{name}": number for number, name in enumerate(_WEEKDAYS)},
    relative={"วันนี้": 0, "เมื่อวานนี้": -1, "เมื่อวาน": -1},
    patterns=(
        rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?:-|–|และ|ถึง)\s?(?P<d2>\d{{1,2}})\s?{{MON}}{_YEAR}",
        rf"(?<!\d)(?P<d>\d{{1,2}})\s?{{MON}}{_YEAR}",
        rf"เดือน\s?{{MON}}{_YEAR}",
        r"(?P<same>วันเดียวกัน)",
        r"{WD}",
        r"{REL}",
    ),
    joiners=r"และ|ถึง|-|–",
    since=r"(?:ตั้งแต่|นับตั้งแต่|นับจาก)(?:วันที่)?",
)
_NAMES: Final = {
    "CHN": "จีน", "TWN": "ไต้หวัน", "VNM": "เวียดนาม", "KHM": "กัมพูชา|เขมร", "THA": "ไทย", "LAO": "ลาว",
    "MMR": "เมียนมา|เมียนมาร์|พม่า", "IDN": "อินโดนีเซีย", "MYS": "มาเลเซีย", "PHL": "ฟิลิปปินส์",
    "SGP": "สิงคโปร์", "KOR": "เกาหลีใต้|เกาหลี", "JPN": "ญี่ปุ่น", "IND": "อินเดีย", "PAK": "ปากีสถาน",
    "BGD": "บังกลาเทศ", "NPL": "เนปาล", "RUS": "รัสเซีย", "USA": "อเมริกัน|สหรัฐ", "GBR": "อังกฤษ",
    "KEN": "เคนยา", "ETH": "เอธิโอเปีย", "UGA": "ยูกันดา",
    "RWA": "รวันดา", "NGA": "ไนจีเรีย", "LKA": "ศรีลังกา", "MNG": "มองโกเลีย", "KAZ": "คาซัคสถาน",
    "UZB": "อุซเบกิสถาน", "TUR": "ตุรกี|ตุรเคีย", "IRN": "อิหร่าน", "DEU": "เยอรมัน|เยอรมนี",
    "AUS": "ออสเตรเลีย", "CAN": "แคนาดา", "BRA": "บราซิล", "ZAF": "แอฟริกาใต้", "EGY": "อียิปต์",
    "MAR": "โมร็อกโก", "GHA": "กานา", "CMR": "แคเมอรูน", "TZA": "แทนซาเนีย", "ZWE": "ซิมบับเว",
    "MDG": "มาดากัสการ์", "UKR": "ยูเครน", "BRN": "บรูไน", "TLS": "ติมอร์", "HKG": "ฮ่องกง",
    "PRK": "เกาหลีเหนือ", "FRA": "ฝรั่งเศส", "COD": "คองโก", "TUN": "ตูนิเซีย", "ITA": "อิตาลี",
}  # fmt: skip
_PEOPLE: Final = words(
    {
        "": "คน|ราย|นาย|ชาว|ชาวต่างชาติ|พลเมือง|บุคคล|สัญชาติ|คนต่างด้าว|ประชาชน|เด็ก",
        "suspect": "ผู้ต้องสงสัย|ผู้ต้องหา|มิจฉาชีพ|สมาชิก|สแกมเมอร์|ผู้กระทำผิด",
        "ringleader": "หัวหน้า|ผู้นำ|ตัวการ|หัวโจก|ผู้นำศูนย์",
        "worker": "แรงงาน|พนักงาน|คนงาน",
        "victim": "เหยื่อ|ผู้เสียหาย",
        "detainee": "ผู้ถูกควบคุมตัว|ผู้ต้องขัง",
    }
)
_ARREST: Final = "จับกุม|จับ|รวบ|รวบตัว"
_TRIGGERS: Final = (
    Trigger(Kind.DEPORTED, r"(?:จะ|เตรียม|รอ)(?:ถูก)?(?:ส่งกลับ|เนรเทศ|ผลักดัน)(?:ประเทศ)?", Side.ANY, "planned"),
    Trigger(Kind.CHARGED, r"(?:ถูก)?(?:ดำเนินคดี|ตั้งข้อหา|แจ้งข้อหา|ส่งฟ้อง|สั่งฟ้อง)|ส่งตัว(?=[^,]{0,60}?ขึ้นศาล)|ขึ้นศาล", Side.ANY),
    Trigger(Kind.ARRESTED, rf"(?:ถูก|โดน)(?:ตำรวจ|เจ้าหน้าที่)?(?:{_ARREST})", Side.ANY),
    Trigger(Kind.DETAINED, r"ถูก(?:ควบคุมตัว|คุมตัว|กักตัว)", Side.ANY),
    Trigger(Kind.RESCUED, r"ได้รับการช่วยเหลือ|ถูกช่วยเหลือ", Side.ANY),
    Trigger(Kind.DEPORTED, r"(?:ถูก)?(?:เนรเทศ|ส่งกลับประเทศ|ส่งกลับ|ผลักดันออกนอกประเทศ|ผลักดันกลับ)", Side.ANY),
    Trigger(Kind.SEIZED, r"ยึดของกลาง|ตรวจยึด|ยึด|อายัด", Side.AFTER),
    Trigger(Kind.ARRESTED, _ARREST, Side.AFTER),
    Trigger(Kind.DETAINED, r"ควบคุมตัว|คุมตัว|กักตัว", Side.AFTER),
    Trigger(Kind.RESCUED, r"ช่วยเหลือ|ช่วยออกมา", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"บุกจู่โจม|บุกค้น|บุกทลาย|ทลาย|ตรวจค้น|จู่โจม|กวาดล้าง", Side.AFTER),
    Trigger(Kind.SEALED, r"ปิดล้อม|สั่งปิด", Side.AFTER),
    Trigger(Kind.FOUND, r"พบตัว|พบ", Side.AFTER),
    Trigger(Kind.SENTENCED, r"ตัดสินจำคุก|จำคุก|พิพากษา", Side.ANY),
    Trigger(Kind.DIED, r"เสียชีวิต|ตาย", Side.ANY),
    Trigger(Kind.INJURED, r"บาดเจ็บ", Side.ANY),
    Trigger(Kind.ESCAPED, r"หลบหนี|หนี", Side.ANY),
    Trigger(Kind.RELEASED, r"ปล่อยตัว", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"ส่งมอบ|ส่งตัว", Side.ANY),
    Trigger(Kind.DEPLOYED, r"สนธิกำลัง|ระดมกำลัง", Side.AFTER),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="th",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: words({f"@{code}": names for code, names in _NAMES.items()})
        | words({"FOREIGN": "ต่างชาติ|ชาวต่างชาติ|ต่างด้าว"}),
        Layer.SEX: words({"F": "ผู้หญิง|หญิง|เพศหญิง|สตรี", "M": "ผู้ชาย|ชาย|เพศชาย"}),
        Layer.PERSON: _PEOPLE,
        Layer.OFFICER: words({"officer": "เจ้าหน้าที่|ตำรวจ|ทหาร|เจ้าพนักงาน"}),
        Layer.ITEM: words(
            {
                "mobile_phone": "โทรศัพท์มือถือ|โทรศัพท์|มือถือ",
                "computer": "คอมพิวเตอร์|โน้ตบุ๊ก|เครื่องคอมพิวเตอร์",
                "monitor": "จอ|หน้าจอ|จอมอนิเตอร์",
                "sim_card": "ซิมการ์ด|ซิม",
                "passport": "หนังสือเดินทาง|พาสปอร์ต",
                "vehicle": "รถยนต์|รถจักรยานยนต์|รถ",
                "firearm": "อาวุธปืน|ปืน|ปืนพก",
                "equipment": "อุปกรณ์|ของกลาง|กุญแจมือ",
            }
        ),
        Layer.SITE: words(
            {
                "site": "แห่ง|จุด|สถานที่|ศูนย์|ฐาน|อาคาร|โรงแรม|บ่อน|กาสิโน|คาสิโน|บ้าน|บ้านพัก|ตึก|รัง|ศูนย์ฉ้อโกงทางออนไลน์"
            }
        ),
        Layer.EVENT: {},
        Layer.NOISE: words(
            {"noise": "วัน|เดือน|ปี|ชั่วโมง|จังหวัด|ประเทศ|เมือง|บาท|ดอลลาร์|ชั้น|กิโลเมตร|คดี|ครั้ง"}
        ),
    },
    triggers=_TRIGGERS,
    spaced=False,
    head="left",
    looks_left=True,
    left_gap=r"\s?(?:ทั้งหมด|จำนวน|รวม|อีก)?\s?",
    nation_frame=r"(?:ชาว|สัญชาติ|คน|ชาติ|จาก|และ|,)\s?$",
    nation_link=r"ชาว|สัญชาติ|คน",
    number_noise_before=r"(?:ที่|เลขที่|อายุ|ปี|มาตรา|ข้อ|ชั้น|เวลา|ถนน|ห้อง|฿|\$)",
    number_noise_after=(
        r"(?:%|เปอร์เซ็นต์|ปี|เดือน|วัน|ชั่วโมง|นาที|บาท|ดอลลาร์|ชั้น|กิโลเมตร|กม\.|เมตร|จังหวัด|ประเทศ|เมือง|สัญชาติ|ล้านบาท"
        r"|ล้านดอลลาร์|ครั้ง|คดี|น\.|[:/]\d)"
    ),
    stop=r"[,;:()\"“”—]|(?:ใน|ที่|ซึ่ง|และ|ถูก|จาก|โดย|เพื่อ|เมื่อ|ขึ้น|ตั้งแต่|พร้อม|รวมถึง|ประกอบด้วย|แล้ว)",
    clause_break=r";|ขณะที่|ขณะเดียวกัน|แต่|ส่วน",
    joins=r"(?:,|และ|กับ|\s)",
    inclusion=r"ในจำนวนนี้|ประกอบด้วย|รวมถึง|ในนี้|แบ่งเป็น|โดยมี",
    exhaustive=r"(?::|ประกอบด้วย|แบ่งเป็น)",
    anaphor=r"^\W*(?:ในจำนวนนี้|ทั้งหมด|พวกเขา|ผู้ต้องหาทั้งหมด)",
    demonstrative=r"^\W*(?:ปฏิบัติการ|การบุกค้น)(?:ครั้ง)?(?:นี้|ดังกล่าว)",
    most=r"(?:ส่วนใหญ่)",
    ahead=r"(?:จะ|เตรียม)",
    planned=r"(?:จะ|เตรียม)",
    cumulative=r"(?:จนถึงปัจจุบัน|ปัจจุบัน|เพิ่มขึ้นเป็น|สะสม|นับตั้งแต่|ตั้งแต่|ในช่วง\s?\d+\s?เดือน)",
    total=r"(?:ทั้งหมด|รวม|ทั้งสิ้น)",
    speech=(
        r"(?P<who>[^,;:\"“”]{2,70}?)(?:เปิดเผย|ระบุ|กล่าว|แถลง|รายงาน)ว่า",
        r"ตามรายงานของ(?P<who>[^,;:\s]{2,60})",
    ),
    same_source=r"^\s?(?:เขา|เธอ|รายงาน)\s?$",
    speech_date_after=r"\s?[^\d,]{0,40}?(?:รายงาน|เปิดเผย|แถลง|กล่าว|ระบุ)ว่า",
    place_before=r"(?:ใน|ที่)$",
    place_join=r"(?:\s|,|จังหวัด|เมือง|กรุง|และ|ใน|อำเภอ){0,4}",
    dateline=r"^[^\s]{2,20}\s?(?:—|–|:)",
    order=r"(?:คำสั่ง|สั่งการ|ประกาศคำสั่ง|คำแถลง)",
    order_issued=r"(?:ออก|ลงนาม|สั่งการ|ประชุม)",
    duty=r"(?:ต้อง|มีหน้าที่|รับผิดชอบ)",
    body=r"(?:กระทรวง|ตำรวจ|รัฐบาล|คณะกรรมการ|กองทัพ|ศาล|เจ้าหน้าที่|ผู้ว่า|หน่วยงาน|กรม)",
    threat=r"(?:จะถูก|อาจถูก)[^.;]{0,50}?(?:โยกย้าย|ลงโทษ|ปลด|วินัย)",
    nation_tails=(
        (r"\s?(?:เป็น|มาจาก|สัญชาติ|ชาว|จาก)\s?(?:ชาว|คน|สัญชาติ)?\s?", "mix"),
        (r"\s?(?:รวมถึง|ประกอบด้วย|มีทั้ง)\s?(?:ชาว|คน|สัญชาติ)?\s?", "present"),
        (r"\s?ส่วนใหญ่(?:เป็น|มาจาก)?\s?(?:ชาว|คน|สัญชาติ)?\s?", "mostly"),
    ),
    nationwide=r"(?:ทั่วประเทศ|หลายจังหวัด)",
    abroad_before=r"ใน(?:ประเทศ)?$",
    site_of=r"(?:ที่|ใน)[^,;]{0,16}$",
)
