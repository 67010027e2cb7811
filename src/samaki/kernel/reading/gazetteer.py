"""Names of Cambodian provinces and of the towns the reports name, in the scripts they use.

Sources: ISO 3166-2:KH, the government gazetteer of 2025, names seen in the press of each
language. The key is ISO 3166-2; a town's key adds its name. Names that are also ordinary words
(白马 white horse, 上丁, 菩萨 bodhisattva, 国公 duke) are matched only beside a level word.
"""

from __future__ import annotations

from typing import Final

__all__ = ["AMBIGUOUS", "FOREIGN_TOWNS", "PROVINCES", "TOWNS"]

PROVINCES: Final[dict[str, str]] = {
    "KH-1": "Banteay Meanchey|Banteay Mean Chey|Bantey Mean Chey|Bantay Meanchey|Banteay Mean Choăy"
    "|បន្ទាយមានជ័យ|班迭棉吉|卜迭棉芷|卜迭棉吉|บันเตียเมียนเจย|บันเตียเมียนจัย|バンテイメンチェイ",
    "KH-2": "Battambang|Batdambang|Baat Dambang|បាត់ដំបង|马德望|馬德望|พระตะบอง|バッタンバン",
    "KH-3": "Kampong Cham|Kompong Cham|Kampong Chaam|កំពង់ចាម|磅湛|กำปงจาม|コンポンチャム",
    "KH-4": "Kampong Chhnang|Kompong Chhnang|កំពង់ឆ្នាំង|磅清扬|磅清揚|กำปงชนัง|コンポンチュナン",
    "KH-5": "Kampong Speu|Kompong Speu|Kampong Spueu|កំពង់ស្ពឺ|磅士卑|实居|實居|กำปงสปือ|コンポンスプー",
    "KH-6": "Kampong Thom|Kompong Thom|Kampong Thum|កំពង់ធំ|磅通|磅同|กำปงธม|コンポントム",
    "KH-7": "Kampot|កំពត|贡布|貢布|กำปอด|กัมปอต|カンポット",
    "KH-8": "Kandal|Kandaal|កណ្ដាល|កណ្តាល|干丹|干拉|干拉省|กันดาล|カンダル",
    "KH-9": "Koh Kong|Kaoh Kong|Kah Kong|កោះកុង|国公|國公|戈公|เกาะกง|コッコン",
    "KH-10": "Kratie|Kratié|Kracheh|Krachech|ក្រចេះ|桔井|กระแจะ|クラチェ",
    "KH-11": "Mondul Kiri|Mondulkiri|Mondol Kiri|មណ្ឌលគិរី|蒙多基里|มณฑลคีรี|モンドルキリ",
    "KH-12": "Phnom Penh|Phnum Penh|Nam Vang|Nông Pênh|Phnôm Penh|Phnompenh|ភ្នំពេញ|金边|金邊"
    "|พนมเปญ|プノンペン|프놈펜",
    "KH-13": "Preah Vihear|ព្រះវិហារ|柏威夏|พระวิหาร|プレアヴィヒア",
    "KH-14": "Prey Veng|Prey Veaeng|ព្រៃវែង|波罗勉|波羅勉|波萝勉|เปรยแวง|プレイベン",
    "KH-15": "Pursat|Pousaat|Pouthisat|Pousat|ពោធិ៍សាត់|ពោធិសាត់|菩萨|菩薩|โพธิสัตว์|ポーサット",
    "KH-16": "Ratanak Kiri|Rotanak Kiri|Ratanakiri|Rattanakiri|រតនគិរី|腊塔纳基里|拉达那基里"
    "|รัตนคีรี|รัตนคิรี|ラタナキリ",
    "KH-17": "Siem Reap|Siemreap|Siem Reab|Xiêm Riệp|សៀមរាប|暹粒|เสียมราฐ|เสียมเรียบ|シェムリアップ|씨엠립",
    "KH-18": "Sihanoukville|Preah Sihanouk|Krong Preah Sihanouk|Kampong Som|Kompong Som|Kampong Saom"
    "|SHV|ព្រះសីហនុ|西哈努克|西港|施亞努|施亚努|西努克|สีหนุวิลล์|สีหนุ|พระสีหนุ|กำปงโสม"
    "|シアヌークビル|シハヌークビル|시아누크빌",
    "KH-19": "Stung Treng|Stueng Traeng|Stoeung Treng|ស្ទឹងត្រែង|上丁|สตึงแตรง|ストゥントレン",
    "KH-20": "Svay Rieng|Svaay Rieng|ស្វាយរៀង|柴桢|柴楨|สวายเรียง|スバイリエン|スヴァイリエン",
    "KH-21": "Takeo|Takéo|Ta Keo|Taakaev|តាកែវ|茶胶|茶膠|ตาแก้ว|タケオ",
    "KH-22": "Oddar Meanchey|Otdar Meanchey|Otdar Mean Chey|Oddar Mean Chey|Udorn Meanchey"
    "|ឧត្ដរមានជ័យ|ឧត្តរមានជ័យ|奥多棉吉|奧多棉吉|奥多棉芷|อุดรมีชัย|ウドンメンチェイ",
    "KH-23": "Kep|Kaeb|កែប|白马|白馬|แกบ|ケップ",
    "KH-24": "Pailin|ប៉ៃលិន|拜林|ไพลิน|パイリン",
    "KH-25": "Tboung Khmum|Tbong Khmum|Tboung Khmom|ត្បូងឃ្មុំ|特本克蒙|特崩克蒙|ตะโบงคมุม|ทบวงคมุม|トボンクムン",
}
TOWNS: Final[dict[str, str]] = {
    "KH-1:poipet": "Poipet|Poi Pet|Paoy Paet|Poy Pet|ប៉ោយប៉ែត|波贝|波貝|波比|ปอยเปต|ポイペト|포이펫",
    "KH-1:serei-saophoan": "Serei Saophoan|Sisophon|Serey Sorphorn|សិរីសោភ័ណ|诗梳风|ศรีโสภณ",
    "KH-1:ou-chrov": "Ou Chrov|O'Chrov|O Chrov|អូរជ្រៅ",
    "KH-1:malai": "Malai|ម៉ាឡៃ",
    "KH-2:sampov-lun": "Sampov Lun|Sampeou Loun|Sampov Loun|សំពៅលូន",
    "KH-2:kamrieng": "Kamrieng|Kamreang|កំរៀង",
    "KH-7:bokor": "Bokor|Bouk Kou|បូកគោ|波哥|โบกอร์|ボコール",
    "KH-8:chrey-thom": "Chrey Thom|Chrey Thum|Chray Thom|ជ្រៃធំ|ไชรธม|齐吞|菜通",
    "KH-8:takhmao": "Takhmao|Ta Khmao|តាខ្មៅ|大金欧|达克茂",
    "KH-9:khemarak": "Khemarak Phoumin|ខេមរភូមិន្ទ|Khemarak Phumin",
    "KH-9:thma-da": "Dara Sakor|ដារាសាគរ|七星海",
    "KH-15:thma-da": "Thmor Da|Thma Da|ថ្មដា|Veal Veng|វាលវែង",
    "KH-18:prey-nob": "Prey Nub|Prey Nob|ព្រៃនប់",
    "KH-18:stueng-hav": "Stueng Hav|Stung Hav|ស្ទឹងហាវ",
    "KH-20:bavet": "Bavet|Ba Vet|Bà Vẹt|បាវិត|巴域|巴威特|巴维特|巴維特|บาเวต|บาเวท|バベット|バヴェット|바벳",
    "KH-22:o-smach": "O'Smach|Ou Smach|O Smach|Osmach|O-Smach|អូរស្មាច់|奥斯玛|奧斯瑪|奥斯马|โอร์เสม็ด"
    "|โอเสม็ด|โอสมัจ|オスマック",
    "KH-22:samraong": "Samrong|Samraong|សំរោង",
    "KH-12:toul-kork": "Toul Kork|Tuol Kouk|Tuol Kork|Toul Kouk|ទួលគោក|堆谷|隧谷|ตวลโกก|トゥールコーク",
    "KH-12:prek-pnov": "Prek Pnov|Preaek Pnov|Prek Phnov|ព្រែកព្នៅ",
    "KH-12:chbar-ampov": "Chbar Ampov|Chhbar Ampov|ច្បារអំពៅ|铁桥头",
    "KH-12:sen-sok": "Sen Sok|Saensokh|Sensok|សែនសុខ|森速",
    "KH-12:chamkar-mon": "Chamkar Mon|Chamkarmon|Chamkar Morn|ចំការមន|桑园|桑園",
    "KH-12:bkk": "Boeung Keng Kang|Boeng Keng Kang|Boeung Keng Korng|BKK1|បឹងកេងកង|万景岗",
    "KH-12:daun-penh": "Daun Penh|Doun Penh|ដូនពេញ|隆边",
    "KH-12:meanchey": "Khan Mean Chey|Khan Meanchey|ខណ្ឌមានជ័យ|棉芷区",
    "KH-12:pou-senchey": "Por Senchey|Pou Senchey|Porsenchey|ពោធិ៍សែនជ័យ|菩森芷",
    "KH-12:russey-keo": "Russey Keo|Ruessei Kaev|ឫស្សីកែវ|雷西郊",
    "KH-12:dangkao": "Dangkao|Dangkor|Dankor|ដង្កោ|当高",
    "KH-12:chroy-changvar": "Chroy Changvar|Chrouy Changva|ជ្រោយចង្វារ|水净华",
    "KH-12:kamboul": "Kamboul|Kambol|កំបូល",
    "KH-12:prampir-meakkakra": "Prampir Meakkakra|7 Makara|៧មករា",
}
# Places outside the country that a sentence may be about; they keep a Cambodian place from
# being carried into it.
FOREIGN_TOWNS: Final[str] = (
    "Bangkok|Jakarta|Hanoi|Ho Chi Minh City|Tay Ninh|Tây Ninh|Aranyaprathet|Sa Kaeo|Mae Sot|Myawaddy"
    "|KK Park|Shwe Kokko|Laukkai|Golden Triangle|Vientiane|Bokeo|Manila|Seoul|Beijing|Taipei|Tokyo"
    "|Yangon|Kuala Lumpur|Singapore|New Delhi|Batam|Medan|Pampanga|Angeles City|Tarlac|Pasay|Porac"
    "|Incheon|曼谷|河内|胡志明市|妙瓦底|大其力|老街|湄索|仰光|台北|北京|首尔|กรุงเทพ|สระแก้ว"
    "|อรัญประเทศ|แม่สอด|เมียวดี|バンコク|ハノイ"
)
AMBIGUOUS: Final = frozenset(
    {"白马", "白馬", "上丁", "菩萨", "菩薩", "国公", "國公", "malai", "kep", "shv"}
)
