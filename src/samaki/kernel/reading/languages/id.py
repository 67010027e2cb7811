"""Indonesian."""

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

_NUMBERS: Final = NumberWords(
    units={
        "nol": 0, "satu": 1, "seorang": 1, "sebuah": 1, "sepucuk": 1, "sebutir": 1, "belas": 10, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6,
        "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
        "seribu": 1000,
    },
    scales={"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 10**6},
    joiner=r"\s",
    before=(
        (r"setidaknya|sedikitnya|paling sedikit|sekurang-kurangnya|minimal", Qualifier.AT_LEAST),
        (r"lebih dari|di atas|melebihi", Qualifier.OVER),
        (r"hampir|nyaris", Qualifier.NEARLY),
        (r"sekitar|kira-kira|kurang lebih|diperkirakan", Qualifier.ABOUT),
        (r"hingga|mencapai|sebanyak|total|sejumlah", Qualifier.UP_TO),
        (r"kurang dari|di bawah", Qualifier.UNDER),
    ),
    after=((r"lebih", Qualifier.OVER),),
    vague=(
        (r"puluhan", (20, 99)),
        (r"belasan", (11, 19)),
        (r"lusinan", (24, 99)),
        (r"ratusan", (200, 999)),
        (r"ribuan", (2000, 9999)),
        (r"beberapa|banyak|sejumlah", (2, None)),
        (r"tidak ada|tak ada", (0, 0)),
    ),
    range_join=r"\s?(?:-|–|sampai|hingga)\s?",
    range_open=r"(?:antara|dari)\s",
)  # fmt: skip
_MONTHS: Final = (
    "januari|jan", "februari|feb", "maret|mar", "april|apr", "mei", "juni|jun", "juli|jul",
    "agustus|agu|ags", "september|sep", "oktober|okt", "november|nov", "desember|des",
)  # fmt: skip
_WEEKDAYS: Final = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_DATES: Final = DateWords(
    months={
        name: int(month)
        for name, month in words({str(n): row for n, row in enumerate(_MONTHS, 1)}).items()
    },
    weekdays={name: number for number, name in enumerate(_WEEKDAYS)},
    relative={"hari ini": 0, "kemarin": -1, "tadi malam": -1, "pagi ini": 0, "semalam": -1},
    patterns=(
        r"(?<!\d)(?P<d>\d{1,2})[/-](?P<m>\d{1,2})(?:[/-](?P<y>20\d\d))?(?![\d/])",
        r"\b(?P<d>\d{1,2})(?:\s?(?:-|–|dan|hingga)\s?(?P<d2>\d{1,2}))?\s{MON}\b(?:\s(?P<y>20\d\d))?",
        r"\b(?:pada|sejak|bulan|hingga)\s{MON}\b(?:\s(?P<y>20\d\d))?",
        r"\b(?P<same>hari yang sama|pada hari itu)\b",
        r"\b(?<!satu )(?<!dua )(?:hari\s)?{WD}\b(?!\s(?:lalu|depan|ini))",
        r"\b{REL}\b",
    ),
    joiners=r"dan|hingga|sampai|-|–",
    shifts=(
        (
            r"\b(?:sehari kemudian|keesokan harinya|esok harinya|hari berikutnya|sehari setelah itu)\b",
            1,
        ),
        (r"\b(?:dua|2) hari kemudian\b", 2),
        (r"\b(?:sehari sebelumnya|hari sebelumnya)\b", -1),
    ),
    since=r"\b(?:sejak|mulai|semenjak)(?:\stanggal)?",
)
_PEOPLE: Final = words(
    {
        "": "orang|warga|warga negara|wni|wna|individu|lainnya|pria dan wanita|anak|imigran|warga asing|turis|penumpang|remaja|mahasiswa|jenazah|mayat|penduduk",
        "suspect": "tersangka|pelaku|terduga|penipu|anggota|terduga pelaku|scammer|terdakwa|perekrut|calo|agen",
        "ringleader": "dalang|bos|pemimpin|otak pelaku|pengelola|manajer|pengawas|penyelia",
        "worker": "pekerja|karyawan|pekerja migran|buruh|sopir|juru masak|koki|penjaga|satpam|tukang masak",
        "victim": "korban",
        "detainee": "tahanan",
    }
)
_NAMES: Final = {
    "CHN": "china|tiongkok|cina", "TWN": "taiwan", "VNM": "vietnam", "KHM": "kamboja", "THA": "thailand",
    "LAO": "laos", "MMR": "myanmar", "IDN": "indonesia", "MYS": "malaysia", "PHL": "filipina",
    "SGP": "singapura", "KOR": "korea selatan|korea", "JPN": "jepang", "IND": "india", "PAK": "pakistan",
    "BGD": "bangladesh", "NPL": "nepal", "RUS": "rusia", "USA": "amerika serikat", "GBR": "inggris",
    "KEN": "kenya", "ETH": "etiopia", "UGA": "uganda",
    "RWA": "rwanda", "NGA": "nigeria", "LKA": "sri lanka", "MNG": "mongolia", "KAZ": "kazakhstan",
    "UZB": "uzbekistan", "TUR": "turki|turkiye", "IRN": "iran", "DEU": "jerman", "AUS": "australia",
    "CAN": "kanada", "BRA": "brasil|brazil", "ZAF": "afrika selatan", "EGY": "mesir",
    "MAR": "maroko|maghribi", "GHA": "ghana", "CMR": "kamerun", "TZA": "tanzania", "ZWE": "zimbabwe",
    "MDG": "madagaskar", "UKR": "ukraina", "BRN": "brunei", "TLS": "timor leste", "HKG": "hong kong",
    "PRK": "korea utara", "FRA": "prancis|perancis", "COD": "kongo", "TUN": "tunisia",
    "ITA": "italia", "BTN": "bhutan", "COL": "kolombia", "ESP": "spanyol", "KGZ": "kirgizstan",
    "MEX": "meksiko", "NLD": "belanda", "SLE": "sierra leone",
}  # fmt: skip
_ITEMS: Final = words(
    {
        "safe": "brankas|peti besi",
        "mobile_phone": "ponsel|telepon|telepon genggam|handphone|telepon seluler",
        "computer": "komputer|komputer meja|laptop|cpu|unit komputer",
        "monitor": "monitor|layar",
        "sim_card": "kartu sim|sim card",
        "passport": "paspor",
        "vehicle": "mobil|sepeda motor|kendaraan|bus|truk|perahu|kapal",
        "firearm": "pistol|senjata|senjata api|senapan|pucuk senapan|pucuk pistol|pucuk",
        "baton": "pentungan|tongkat|senjata kejut",
        "equipment": "antena|antena satelit|router|server|borgol|alat kejut|perangkat|peralatan|barang bukti",
    }
)
_SITES: Final = words(
    {
        "site": "lokasi|markas|kompleks|tempat|kasino|hotel|vila|rumah|gedung|apartemen|pusat|titik|sarang|kantor|tempat karaoke|bar|restoran|gudang|rumah kontrakan|rumah ladang|ruko|asrama|kondominium|perkebunan|pabrik|bekas hotel"
        "|pusat penipuan"
    }
)
_NOISE: Final = words(
    {
        "noise": "hari|bulan|tahun|minggu|jam|menit|provinsi|negara|kewarganegaraan|dolar|rupiah|persen|lantai|kasus|kali"
        "|kota|kabupaten|kilometer|kelompok|pertemuan"
    }
)
_BY: Final = r"(?:\soleh\s[^,.;]{2,40}?)?"
_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"diidentifikasi sebagai korban", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"akan (?:segera )?(?:dideportasi|dipulangkan|diusir)", Side.BEFORE, "planned"),
    Trigger(Kind.DEPORTED, r"akan (?:segera )?(?:mendeportasi|memulangkan|mengusir)", Side.AFTER, "planned"),
    Trigger(Kind.REPORTED, r"(?:menemui|mengunjungi|mendampingi)(?=\s(?:\d|\w+ (?:wni|warga|orang)))", Side.AFTER),
    Trigger(Kind.ARRESTED, r"penangkapan(?: terhadap)?", Side.AFTER),
    Trigger(Kind.DETAINED, r"penahanan(?: terhadap)?", Side.AFTER),
    Trigger(Kind.RESCUED, r"penyelamatan", Side.AFTER),
    Trigger(Kind.DEPORTED, r"pemulangan|deportasi", Side.AFTER),
    Trigger(Kind.SEIZED, r"penyitaan|barang bukti(?: yang disita)?(?: berupa| meliputi|:)", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"penggerebekan|penggeledahan|razia (?:di|terhadap)", Side.AFTER),
    Trigger(Kind.DISCIPLINED, r"dicopot|diskors|dinonaktifkan|dipecat", Side.BEFORE),
    Trigger(Kind.DETAINED, r"(?:diamankan|ditahan|berada|dibawa)\s(?:di|ke)\skantor polisi", Side.BEFORE),
    Trigger(Kind.ARRESTED, r"ditangkap|tertangkap|diringkus|terjaring|dijaring|dibekuk|dicokok", Side.BEFORE),
    Trigger(Kind.DETAINED, r"ditahan|diamankan|dicegat|dihentikan|dihadang|digiring|dibawa petugas", Side.BEFORE),
    Trigger(Kind.FOUND, r"ditemukan", Side.BEFORE),
    Trigger(Kind.RESCUED, r"diselamatkan|dibebaskan(?: dari)?|dievakuasi", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"dideportasi|dipulangkan|diusir", Side.BEFORE),
    Trigger(Kind.CHARGED, r"didakwa|dituntut|dilimpahkan ke pengadilan|dihadapkan ke pengadilan|disidangkan|ditetapkan sebagai tersangka", Side.BEFORE),
    Trigger(Kind.SENTENCED, r"divonis|dijatuhi hukuman|dihukum", Side.BEFORE),
    Trigger(Kind.SEIZED, r"disita", Side.BEFORE),
    Trigger(Kind.RAIDED_SITE, r"digerebek|digeledah", Side.BEFORE),
    Trigger(Kind.SEALED, r"disegel|ditutup", Side.BEFORE),
    Trigger(Kind.ARRESTED, r"menangkap|meringkus|menjaring|membekuk", Side.AFTER),
    Trigger(Kind.DETAINED, r"menahan|mengamankan", Side.AFTER),
    Trigger(Kind.FOUND, r"menemukan", Side.AFTER),
    Trigger(Kind.RESCUED, r"menyelamatkan|membebaskan", Side.AFTER),
    Trigger(Kind.DEPORTED, r"mendeportasi|memulangkan|mengusir", Side.AFTER),
    Trigger(Kind.CHARGED, r"mendakwa|menuntut|menetapkan(?=[^.;]{0,30}tersangka)", Side.AFTER),
    Trigger(Kind.SEIZED, r"menyita|merampas", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"menggerebek|menggeledah|merazia", Side.AFTER),
    Trigger(Kind.SEALED, r"menyegel|menutup", Side.AFTER),
    Trigger(Kind.DIED, r"meninggal(?: dunia)?|tewas|maut", Side.ANY),
    Trigger(Kind.INJURED, r"luka-luka|terluka|mengalami luka|cedera|dirawat(?: di rumah sakit)?", Side.ANY),
    Trigger(Kind.ESCAPED, r"melarikan diri|kabur|lari", Side.ANY),
    Trigger(Kind.RELEASED, r"dilepaskan|dibebaskan (?:dengan|tanpa)", Side.BEFORE),
    Trigger(Kind.TRANSFERRED, r"diserahkan|menyerahkan|dipindahkan", Side.ANY),
    Trigger(Kind.REPORTED, r"(?:melapor|mendatangi)(?: ke)? (?:kbri|kedutaan)", Side.BEFORE),
    Trigger(Kind.DEPLOYED, r"mengerahkan|dikerahkan", Side.ANY),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="id",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: words({f"@{code}": names for code, names in _NAMES.items()})
        | words({"@IDN": "kbri|kemlu", "IDN": "wni", "FOREIGN": "asing|wna|warga asing"}),
        Layer.SEX: words({"F": "perempuan|wanita", "M": "laki-laki|pria"}),
        Layer.PERSON: _PEOPLE,
        Layer.OFFICER: words({"officer": "polisi|petugas|tentara|personel|aparat|anggota polisi"}),
        Layer.ITEM: _ITEMS,
        Layer.SITE: _SITES,
        Layer.EVENT: {},
        Layer.NOISE: _NOISE,
    },
    triggers=_TRIGGERS,
    head="first",
    nation_frame=r"\b(?:warga negara|warganegara|rakyat|warga|wn|asal|dari|orang|berkebangsaan|berkewarganegaraan|dan|,)\s$",
    nation_link=r"warga negara|warga|wn|asal|dari",
    number_noise_before=r"(?:nomor|no\.?|pasal|usia|berusia|lantai|jalan|tahun|rp\.?|\$|ke-|pukul|kamar)",
    number_noise_after=(
        r"(?:%|persen|tahun|bulan|hari|minggu|jam|menit|lantai|km|kilometer|meter|dolar|rupiah|juta dolar|miliar|/\d|:\d"
        r"|provinsi|negara|kota|kasus|kali|-tahun)"
    ),
    stop=(
        r"[,;:.()\"“”—]|\s[-–]\s|\b(?:di|ke|dari|yang|pada|dengan|untuk|oleh|dalam|dan|atau|karena|setelah|saat|ketika"
        r"|termasuk|akibat|sebagai|telah|sudah|akan|sejak|hingga|terkait|terlibat|berada|berusia|berumur|bersama)\b"
    ),
    clause_break=r";|,?\s(?:sementara|sedangkan|namun|tetapi)\b",
    joins=r",?\s?(?:dan|serta|&)\s?|,\s?|;\s?",
    inclusion=r"\b(?:termasuk|di antara mereka|di antaranya|dari jumlah (?:itu|tersebut)|dari (?:ke)?seluruh(?:an)?nya|terdiri (?:dari|atas)|antara lain|dari mereka)\b",
    whole_before=r"(?:^|,\s)\W*dari\s(?:total\s)?$",
    definite=r"\b(?:dari|semua|seluruh)\s$",
    group_before=r"(?:^|[,;]\s)\W*(?:di antara|dari|dari kalangan|antara)\s(?:para\s)?(?:warga negara |warga )?$",
    exhaustive=r"(?::|\bterdiri (?:dari|atas)\b)",
    anaphor=r"^\W*(?:berdasarkan kewarganegaraan|menurut kewarganegaraan|di antara (?:mereka|jumlah itu)|dari jumlah (?:itu|tersebut)|dari (?:ke)?seluruh(?:an)?nya|rinciannya|mereka|dari mereka|di antaranya|para (?:tersangka|pelaku|wni)|mayoritas)",
    demonstrative=r"^\W*(?:operasi|penggerebekan|insiden|razia) (?:ini|itu|tersebut)",
    most=r"\b(?:mayoritas|sebagian besar|kebanyakan)\b",
    ahead=r"\b(?:akan|berencana|dijadwalkan)\b",
    relative=r"\byang\b",
    running=r"\b(?:sehingga|menjadikan|membuat)\b[^.;]{0,90}?\b(?:menjadi|kepada)\s$",
    running_words=r"\b(?:sehingga|menjadikan|membuat)\b[^.;]{0,90}?\b(?:menjadi|jumlah|kepada)\b",
    mission=r"\b(?:kbri|kemlu|kementerian luar negeri|kedutaan(?: besar)?|konsulat)\b",
    planned=r"\b(?:akan|berencana)\b",
    negated=r"\b(?:tidak ada|tak ada)\b",
    cumulative=r"\b(?:sejauh ini|hingga kini|sampai saat ini|sejak)\b",
    total=r"\b(?:total|keseluruhan|seluruhnya)\b",
    speech=(
        r"\bmenurut\s(?P<who>[^,.;:]{2,80}?)(?=[,.;:]|$)",
        r"\b(?:kata|ujar|ucap|jelas|tutur)\s(?P<who>[^,.;:]{2,60}?)(?=\s(?:di|dalam|pada)\b|[,.;:(]|$)",
        r"(?P<who>[^.;:\"“”]{2,100}?)\s(?:mengatakan|menyatakan|menjelaskan|menyebut|menyebutkan|membenarkan|mengungkapkan|menuturkan)\b",
    ),
    same_source=r"^(?:dia|ia|mereka|beliau)$",
    speech_date=r"(?:mengatakan|kata|ujar|menyatakan|menjelaskan|keterangan|membenarkan)\b[^.;,]{0,60}?(?:pada\s|,\s)?(?:\w+\s\()?$",
    place_before=r"\b(?:di|ke|dari)\s$",
    place_join=r"\s?,?\s?(?:(?:provinsi|kota|dan|di|ibu kota|distrik|kabupaten)\s?)*",
    dateline=r"^[a-z ]{3,20}(?:, [a-z ]{3,20})?(?:\s?\([^)]{2,30}\))?\s?(?:—|–|:|-\s)",
    order=r"\b(?:instruksi|perintah|arahan|dekrit|keputusan)\b",
    order_issued=r"\b(?:mengeluarkan|menerbitkan|menandatangani|memerintahkan|memberikan)\b",
    duty=r"\b(?:harus|wajib|diperintahkan|diminta|bertanggung jawab)\b",
    body=r"\b(?:kementerian|pemerintah|polisi|kepolisian|komite|pengadilan|tentara|otoritas|gubernur|departemen)\b",
    threat=r"\b(?:akan|dapat|terancam)\b.{0,60}?\b(?:dipecat|dicopot|diskors|disanksi|dimutasi|sanksi)\b",
    nation_tails=(
        (r"\s?(?:di antara mereka |di antaranya |dari mereka )?berasal dari\s", "mix"),
        (r"\s?,?\s?(?:semuanya )?(?:asal|dari|berasal dari|warga|warga negara)\s", "mix"),
        (r"\s?,?\s(?:termasuk|antara lain)\s(?:warga |dari )?", "present"),
        (
            r"\s?,?\s?(?:mayoritas|sebagian besar|kebanyakan)\s(?:warga |dari |berasal dari )?",
            "mostly",
        ),
    ),
    part_tail=r"\s(?:di antaranya|dari mereka)",
    respectively=r"\bmasing-masing\b",
    more=r"\s(?:lainnya|lagi)\b",
    corrected=r"\b(?:meralat|merevisi|mengoreksi|membetulkan|memperbaiki)\b",
    corrected_from=r"\b(?:daripada|dari(?: sebelumnya| semula)?|bukan)\s$",
    remainder=r"\b(?:sisanya|selebihnya|bakinya)\b",
    share=r"(?P<about>sekitar|hampir|kira-kira)?\s?(?P<p>\d{1,3}(?:[.,]\d+)?)\s?(?:%|persen|peratus)",
    each=r"\s?(?:(?:orang )?\w+ )?di (?:setiap|masing-masing)(?: satu)? (?:daripada |dari )?",
    origin=r"\b(?:berasal dari|asal)\s$",
    auxiliary=r"(?:\s|telah|sudah|kemudian|juga|orang|lainnya|di antaranya|lagi)*",
    nationwide=r"\b(?:di seluruh|secara nasional|seluruh kamboja)\b",
    abroad_before=r"\bdi\s$",
    site_of=r"\bdi\s$",
)
