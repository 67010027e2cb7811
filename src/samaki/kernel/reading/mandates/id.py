"""Orders in Indonesian."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.mandates import BodyClass, Mandate

__all__ = ["MANDATE"]

_HEAD: Final = r"(?:Kementerian|Direktorat Jenderal|Direktorat|Komisi|Komite|Dewan|Bank|Dinas|Badan|Kantor|Sekretariat|Komando|Otoritas|Kedutaan|Markas Besar|Satuan Tugas)"

MANDATE: Final = Mandate(
    bodies=(
        rf"\b{_HEAD}(?:\s(?!{_HEAD})[A-Z][\w-]*|\sdan(?=\s[A-Z][\w-]*\s(?:wajib|harus|dilarang|bertanggung)))+"
        r"|(?i:\b(?:(?:seluruh|semua|setiap|para|segenap)\s)*(?:gubernur(?: provinsi| perbatasan)*|(?:kepala |komandan |komisaris )?(?:kepolisian|polisi militer|polisi perbatasan|polisi|gendarmeri|gendarmerie)(?: nasional| kerajaan| provinsi| daerah)*"
        r"|(?:petugas |pejabat |pihak )?imigrasi|(?:pos|petugas|penjaga) (?:lintas batas|perbatasan)|angkatan (?:darat|laut|udara|bersenjata)|tentara|pasukan khusus|militer|komisi (?:perjudian|permainan)(?: \w+)?|(?:komite |satuan |gugus tugas )(?:anti|pemberantasan) ?-?perdagangan orang"
        r"|kejaksaan|jaksa|pengadilan|hakim|pemerintah (?:daerah|provinsi)|pemerintah|kementerian(?: dan lembaga)?|lembaga|instansi(?: terkait)?|pejabat|aparat(?: penegak hukum)?|petugas|satuan|unit|kasino(?: berizin)?|operator(?: seluler| kasino)?|pemilik (?:gedung|kasino|hotel|bangunan)|pemegang izin|hotel|bank|kedutaan|perusahaan|komando terpadu|sekretariat))\b"
    ),
    classes=(
        (BodyClass.BORDER, r"perbatasan(?=$)|lintas batas|(?:pos|petugas|penjaga|polisi) perbatasan"),
        (BodyClass.IMMIGRATION, r"imigrasi"),
        (BodyClass.GAMING, r"(?:komisi|dewan|badan|otoritas)\s(?:\w+\s){0,3}?(?:perjudian|permainan|kasino)"),
        (BodyClass.TRAFFICKING, r"perdagangan (?:orang|manusia)"),
        (BodyClass.GENDARMERIE, r"gendarmeri|polisi militer"),
        (BodyClass.GOVERNOR, r"gubernur"),
        (BodyClass.POLICE, r"polisi|kepolisian"),
        (BodyClass.ARMY, r"angkatan|tentara|pasukan khusus|militer"),
        (BodyClass.COURTS, r"jaksa|kejaksaan|pengadilan|hakim"),
    ),
    modal=r"\b(?:wajib|harus|diwajibkan(?: untuk)?|diperintahkan(?: untuk)?|diminta(?: untuk)?|diinstruksikan(?: untuk)?|bertanggung jawab (?:atas|untuk)|bertugas|dilarang(?: keras)?|tidak boleh|tidak diperbolehkan|tidak seorang pun (?:\w+ )?boleh)\b",
    forbids=r"(?:(?:wajib|harus) tidak|dilarang|tidak boleh|tidak diperbolehkan|tidak seorang pun (?:\w+ )?boleh)\b",
    weak=r"\b(?:agar|akan)\b",
    exempt=r"\b(?:tidak (?:wajib|harus|perlu|diwajibkan|diharuskan))\b",
    orders=r"\b(?:memerintahkan|menginstruksikan|menugaskan|mewajibkan|meminta|menginstruksikan kepada)\s(?:kepada\s)?",
    to=r"\b(?:untuk|agar|supaya)\b",
    needs_to=True,
    join=r"[\s,;]*(?:dan|serta|atau|beserta|bersama)?[\s,;]*",
    agent=r"\boleh\s$",
    pronoun=r"\W*(?:mereka|pejabat tersebut|instansi tersebut|satuan tersebut)\b",
    excepted=r"\b(?:kecuali|selain|tidak termasuk)\s$",
    prelude=r"\W*(?:untuk|guna|demi|dalam rangka)\b[^,]*,",
    of=r"\s(?:di|dari|pada)?\s?(?=kementerian|kepolisian|gendarmeri)",
    failing=r"\b(?:(?:pejabat|gubernur|siapa|setiap|barang siapa|aparat|petugas|pihak|kasino|operator|pemilik|pemegang izin)\b[^.;]{0,40}?\b(?:tidak|melanggar|lalai|melindungi|mengabaikan|gagal|membocorkan|menolak)|pelanggaran|kelalaian|kegagalan|ketidakpatuhan|apabila (?:tidak|lalai)|jika (?:tidak|lalai))\b",
    penalty=r"\b(?:(?:akan |dapat )?(?:dicopot|diberhentikan|dimutasi|dipindahkan|diskors|dihukum|dipidana|dikenai|dikenakan|ditindak|diproses|diturunkan|dipecat|dicabut)|sanksi|pencabutan izin|kehilangan (?:jabatan|izin)|pertanggungjawaban hukum)\b",
    or_else=r"[,;]?\s(?:jika tidak(?=,)|bila tidak(?=,)|dengan ancaman)[,\s]+",
    answers=r"\bbertanggung jawab (?:secara hukum|di hadapan|penuh di)\b",
    addressed=r"kepada(?: yth\.?)?\s?:?\s?|yth\.?\s",
    you=r"\bsaudara\b",
    anybody=r"\b(?:pejabat|aparat|petugas|instansi|lembaga|satuan|unit)\b",
    of_all=r"\b(?:(?:seluruh |semua )?(?:langkah|tugas|perintah|ketentuan|butir|hal)(?:-hal)? (?:di atas|tersebut)|(?:instruksi|perintah) ini (?:harus|wajib))\b",
    follows=r"\b(?:sebagai berikut|berikut ini|hal-hal berikut)\b",
    labels=r"(?:pasal|butir|angka|ayat)\s(?P<n>\d{1,3})\b\s?[.:)–—-]*",
    ordinals={"kesatu": 1, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7, "kedelapan": 8, "kesembilan": 9},
    until=r"\b(?:paling lambat(?: pada)?|selambat-lambatnya(?: pada)?|sebelum|hingga|sampai(?: dengan)?|tidak lebih dari)\s(?:pukul \d{1,2}[.:]\d\d\s)?(?:tanggal\s)?$",
    within=r"\b(?:dalam (?:waktu|tempo|jangka waktu)?\s?(?:paling lama )?|paling lambat |paling lama |selambat-lambatnya )(?P<n>\d{1,3}(?:\s?x\s?\d+)?|\w+(?:\s\w+)?)\s(?:\([\w\s]+\)\s)?(?P<unit>jam|hari|minggu|pekan|bulan)\b",
    units={"jam": "hours", "hari": "days", "minggu": "weeks", "pekan": "weeks", "bulan": "months"},
    end_of=r"\b(?:paling lambat|sebelum|selambat-lambatnya)\s(?:pada )?akhir (?:pekan|bulan|tahun|minggu)(?: ini| depan)?\b",
)  # fmt: skip
