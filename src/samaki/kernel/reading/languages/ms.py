"""Malay: Indonesian's grammar with the words Kuala Lumpur writes instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Grammar, Layer, Side, Trigger
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages.id import GRAMMAR as INDONESIAN
from samaki.kernel.reading.languages.tables import words

__all__ = ["GRAMMAR"]

_NUMBERS: Final = replace(
    INDONESIAN.numbers,
    units={**INDONESIAN.numbers.units, "lapan": 8, "kosong": 0, "sedozen": 12},
    before=(
        (r"sekurang-kurangnya|paling kurang", Qualifier.AT_LEAST),
        (r"lebih(?: daripada)?|melebihi", Qualifier.OVER),
        (r"hampir", Qualifier.NEARLY),
        (r"kira-kira|lebih kurang|dianggarkan", Qualifier.ABOUT),
        (r"seramai|sejumlah|sebanyak", Qualifier.UP_TO),
        (r"kurang daripada", Qualifier.UNDER),
        *INDONESIAN.numbers.before,
    ),
    vague=((r"berpuluh-puluh", (20, 99)), *INDONESIAN.numbers.vague),
    after=(),
    range_join=r"\s?(?:-|–|sampai|hingga|dan)\s?",
)
_MONTHS: Final = {"mac": 3, "mei": 5, "jun": 6, "julai": 7, "ogos": 8, "disember": 12}
_WEEKDAYS: Final = {"isnin": 0, "khamis": 3, "jumaat": 4, "ahad": 6}
_DATES: Final = replace(
    INDONESIAN.dates,
    months={**INDONESIAN.dates.months, **_MONTHS},
    weekdays={**INDONESIAN.dates.weekdays, **_WEEKDAYS},
    relative={**INDONESIAN.dates.relative, "semalam": -1, "malam tadi": -1, "pagi tadi": 0},
    shifts=(
        (r"\b(?:keesokan hari(?:nya)?|esoknya|sehari selepas itu)\b", 1),
        (r"\bdua hari selepas itu\b", 2),
        (r"\bsehari sebelum(?:nya| itu)\b", -1),
        *INDONESIAN.dates.shifts,
    ),
)
_PEOPLE: Final = words(
    {
        "": "rakyat|warganegara|lelaki|wanita|mangsa nahas|penuntut|pelancong|kanak-kanak|remaja|warga asing|individu|orang",
        "suspect": "suspek|ejen|tertuduh|ahli sindiket",
        "ringleader": "dalang|ketua|penyelia",
        "victim": "mangsa",
        "worker": "pekerja|pemandu|pengawal|tukang masak",
    }
)
_ITEMS: Final = words(
    {
        "mobile_phone": "telefon bimbit|telefon",
        "computer": "komputer riba|komputer meja|komputer",
        "sim_card": "kad sim",
        "bank_card": "kad bank",
        "passport": "pasport",
        "vehicle": "kereta|motosikal|lori|bot",
        "equipment": "gari|peranti",
    }
)
_SITES: Final = words(
    {
        "site": "premis|serbuan|lokasi|kondominium|rumah ladang|pangsapuri|kedai|gudang|pusat panggilan"
        "|pejabat|kelab malam|asrama"
    }
)
_TRIGGERS: Final = (
    Trigger(
        Kind.DEPORTED,
        r"akan (?:segera )?(?:dihantar pulang|dibawa pulang|diusir)",
        Side.BEFORE,
        "planned",
    ),
    Trigger(Kind.DEPORTED, r"dihantar pulang|dibawa pulang|dibawa balik|diusir", Side.BEFORE),
    Trigger(Kind.IDENTIFIED_VICTIM, r"dikenal pasti sebagai mangsa", Side.BEFORE),
    Trigger(Kind.ARRESTED, r"diberkas|dicekup|tangkapan", Side.ANY),
    Trigger(Kind.ARRESTED, r"memberkas|mencekup", Side.AFTER),
    Trigger(Kind.DETAINED, r"direman", Side.BEFORE),
    Trigger(Kind.FOUND, r"menemui|menjumpai", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"menyerbu|menggempur", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"diserbu", Side.BEFORE),
    Trigger(
        Kind.RAIDED_SITE,
        r"dalam(?=\s(?:\d+|satu|dua|tiga|empat|lima|enam)\s(?:serbuan|operasi))",
        Side.AFTER,
    ),
    Trigger(Kind.SEIZED, r"merampas|dirampas", Side.ANY),
    Trigger(Kind.CHARGED, r"dituduh|didakwa", Side.BEFORE),
    Trigger(Kind.DISCIPLINED, r"digantung tugas", Side.BEFORE),
    Trigger(Kind.INJURED, r"cedera|tercedera|parah", Side.ANY),
    Trigger(Kind.REPORTED, r"ditemui(?= pegawai)", Side.BEFORE),
    *INDONESIAN.triggers,
)

GRAMMAR: Final[Grammar] = replace(
    INDONESIAN,
    code="ms",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        **INDONESIAN.phrases,
        Layer.NATION: {
            **{k: v for k, v in INDONESIAN.phrases[Layer.NATION].items() if k != "wni"},
            **words({"@KHM": "kemboja", "@MMR": "myanmar", "@THA": "thai", "@JPN": "jepun"}),
            **words({"@GBR": "britain", "@PHL": "filipina", "@EGY": "mesir", "@FRA": "perancis"}),
        },
        Layer.SEX: words({"F": "wanita|perempuan", "M": "lelaki"}),
        Layer.PERSON: {**INDONESIAN.phrases[Layer.PERSON], **_PEOPLE},
        Layer.OFFICER: words({"officer": "anggota polis|pegawai|tentera|anggota|pegawai polis"}),
        Layer.ITEM: {**INDONESIAN.phrases[Layer.ITEM], **_ITEMS},
        Layer.SITE: {**INDONESIAN.phrases[Layer.SITE], **_SITES},
        Layer.NOISE: {**INDONESIAN.phrases[Layer.NOISE], **words({"noise": "negara lain|tingkat"})},
    },
    triggers=_TRIGGERS,
    number_noise_after=INDONESIAN.number_noise_after.replace("(?:%|", "(?:%|peratus|tingkat|"),
    number_noise_before=INDONESIAN.number_noise_before.replace("(?:nomor|", "(?:nombor|rm|nomor|"),
    stop=INDONESIAN.stop.replace(
        "|terlibat|", "|terlibat|ialah|manakala|apabila|selepas|iaitu|di|"
    ),
    clause_break=r";|,?\s?\b(?:manakala|sementara|tetapi|namun|sedangkan)\b",
    joins=r",?\s?(?:dan|serta|&)\s?|,\s?|;\s?",
    inclusion=(
        r"\b(?:termasuk|antaranya|di antaranya|daripada (?:jumlah|mereka) (?:itu|tersebut)|iaitu"
        r"|terdiri daripada|daripada mereka)\b"
    ),
    whole_before=r"(?:^|,\s)\W*daripada\s$",
    definite=r"\b(?:daripada|kesemua|semua)\s$",
    subject_tail=r"\s(?:ialah|adalah)(?=\s)",
    group_before=r"(?:^|[,;]\s)\W*(?:di antara|daripada|antara|dalam kalangan)\s(?:warga negara |warga |rakyat )?$",
    exhaustive=r"(?::|\b(?:terdiri daripada|iaitu)\b)",
    anaphor=r"^\W*(?:mengikut kewarganegaraan|daripada jumlah (?:itu|tersebut)|mereka|antaranya)",
    part_tail=r"\s(?:daripada mereka|antaranya|daripada(?=\s(?:warga|rakyat) \w+ (?:itu|tersebut)))",
    nation_tails=(
        (r"[^,;]{0,30},\s(?:ke)?semuanya (?:warga negara |warga |rakyat )", "all"),
        (r"\s?,?\s?(?:ialah|adalah|merupakan|berasal dari)\s(?:warga |rakyat )?", "mix"),
        *INDONESIAN.nation_tails,
    ),
    mission=r"\b(?:kedutaan|suruhanjaya tinggi|konsulat)\b",
    more=r"\s(?:yang )?lagi\b",
    auxiliary=r"(?:\s|telah|sudah|kemudian|juga|orang|yang|lain|lagi)*",
)
