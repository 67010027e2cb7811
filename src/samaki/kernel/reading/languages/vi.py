"""Vietnamese."""

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
        "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
        "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mốt": 1, "nửa tá": 6, "chục": 10,
    },
    scales={"mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10**4, "triệu": 10**6},
    joiner=r"\s",
    before=(
        (r"ít nhất|tối thiểu|không dưới", Qualifier.AT_LEAST),
        (r"hơn|trên|quá", Qualifier.OVER),
        (r"gần|suýt soát", Qualifier.NEARLY),
        (r"khoảng|chừng|ước tính|độ", Qualifier.ABOUT),
        (r"lên tới|lên đến|tới|tổng cộng|tổng số|thêm", Qualifier.UP_TO),
        (r"dưới|chưa đầy", Qualifier.UNDER),
    ),
    after=((r"trở lên", Qualifier.AT_LEAST),),
    vague=(
        (r"hàng chục", (24, 99)),
        (r"(?:vài|mấy) chục", (20, 99)),
        (r"hơn chục", (11, None)),
        (r"(?:hàng|vài|mấy) trăm", (200, 999)),
        (r"(?:hàng|vài|mấy) (?:nghìn|ngàn)", (2000, 9999)),
        (r"nhiều|một số", (2, None)),
        (r"không có", (0, 0)),
    ),
    range_join=r"\s?(?:-|–|đến|tới)\s?",
    range_open=r"(?:từ|khoảng)\s",
)  # fmt: skip
_MONTHS: Final = (
    "một|giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
_WEEKDAYS: Final = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_YEAR: Final = r"(?:(?:,)?\s?(?:năm\s)?(?P<y>20\d\d))?"
_DATES: Final = DateWords(
    months={
        name: int(month)
        for name, month in words({str(n): row for n, row in enumerate(_MONTHS, 1)}).items()
    },
    weekdays={name: number for number, name in enumerate(_WEEKDAYS)},
    relative={
        "hôm nay": 0,
        "hôm qua": -1,
        "sáng nay": 0,
        "tối qua": -1,
        "chiều nay": 0,
        "đêm qua": -1,
        "chiều qua": -1,
        "sáng qua": -1,
    },
    patterns=(
        r"(?<!\d)(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>20\d\d)(?!\d)",
        r"(?<![\d/])(?:ngày\s)?(?<!\d)(?!24/7)(?P<d>\d{1,2})[/-](?P<m>\d{1,2})(?![\d/])",
        rf"\bngày\s(?P<d>\d{{1,2}})(?:\s?(?:-|–|và|đến)\s?(?P<d2>\d{{1,2}}))?\stháng\s(?P<m>\d{{1,2}}){_YEAR}",
        rf"\btháng\s(?P<m>\d{{1,2}})\b(?:/(?P<y>20\d\d)|{_YEAR})",
        r"\b(?P<same>cùng ngày|cùng hôm đó|ngày hôm đó)\b",
        r"\b{WD}\b",
        r"\b{REL}\b",
    ),
    joiners=r"và|đến|tới|-|–",
    shifts=(
        (r"\b(?:(?:ngày\s)?hôm sau|một ngày sau(?:\sđó)?(?!\s(?:cuộc|vụ|khi)))\b", 1),
        (r"\b(?:hai|2) ngày sau(?:\sđó)?\b", 2),
        (r"\b(?:ba|3) ngày sau(?:\sđó)?\b", 3),
        (r"\b(?:một ngày trước(?:\sđó)?|hôm trước)\b", -1),
    ),
    since=r"\b(?:từ|kể từ)(?:\sngày)?",
)
_PEOPLE: Final = words(
    {
        "": "người|công dân|cá nhân|nam giới|người nước ngoài|người khác|trẻ em|trẻ vị thành niên|vị thành niên|du khách|người dân|học sinh|sinh viên|thanh niên|thiếu niên|kiều dân|thi thể|người nhập cư",
        "suspect": "nghi phạm|đối tượng|nghi can|thành viên|kẻ lừa đảo|bị cáo|bị can|tội phạm|kẻ môi giới|kẻ buôn người",
        "ringleader": "kẻ cầm đầu|cầm đầu|chủ mưu|trùm|quản lý|ông chủ|thủ lĩnh",
        "worker": "lao động|nhân viên|công nhân|tài xế|đầu bếp|bảo vệ|người lao động|thợ|lao động nước ngoài",
        "victim": "nạn nhân",
    }
)
_NAMES: Final = {
    "CHN": "trung quốc", "TWN": "đài loan", "VNM": "việt nam|việt", "KHM": "campuchia|khmer",
    "THA": "thái lan|thái", "LAO": "lào", "MMR": "myanmar|miến điện", "IDN": "indonesia",
    "MYS": "malaysia", "PHL": "philippines", "SGP": "singapore", "KOR": "hàn quốc", "JPN": "nhật bản|nhật",
    "IND": "ấn độ", "PAK": "pakistan", "BGD": "bangladesh", "NPL": "nepal", "RUS": "nga", "USA": "mỹ",
    "GBR": "anh", "FRA": "pháp", "KEN": "kenya", "ETH": "ethiopia", "UGA": "uganda",
    "RWA": "rwanda", "NGA": "nigeria", "LKA": "sri lanka", "MNG": "mông cổ", "KAZ": "kazakhstan",
    "UZB": "uzbekistan", "TUR": "thổ nhĩ kỳ", "IRN": "iran", "DEU": "đức", "AUS": "úc|australia",
    "CAN": "canada", "BRA": "brazil", "ZAF": "nam phi", "EGY": "ai cập", "MAR": "maroc|morocco",
    "GHA": "ghana", "CMR": "cameroon", "TZA": "tanzania", "ZWE": "zimbabwe", "MDG": "madagascar",
    "UKR": "ukraine", "BRN": "brunei", "TLS": "đông timor", "HKG": "hồng kông|hong kong",
    "PRK": "triều tiên", "COD": "congo", "TUN": "tunisia", "ITA": "ý", "BTN": "bhutan",
    "COL": "colombia", "ESP": "tây ban nha", "KGZ": "kyrgyzstan", "MEX": "mexico", "NLD": "hà lan",
    "SLE": "sierra leone",
}  # fmt: skip
_ITEMS: Final = words(
    {
        "mobile_phone": "điện thoại|điện thoại di động",
        "computer": "máy tính|máy tính để bàn|máy tính xách tay|cpu|laptop|bộ máy tính",
        "monitor": "màn hình|màn hình máy tính",
        "sim_card": "sim|thẻ sim|sim điện thoại",
        "passport": "hộ chiếu",
        "vehicle": "ô tô|xe|xe máy|xe ô tô|xe khách|xe tải|thuyền|ca nô|tàu",
        "firearm": "súng|súng ngắn|khẩu súng|khẩu súng ngắn|súng săn|súng trường",
        "safe": "két sắt|két",
        "bank_card": "thẻ ngân hàng",
        "equipment": "thiết bị|tang vật|còng tay|ăng-ten|ăng-ten vệ tinh|bộ định tuyến|máy chủ|bộ phát sóng|roi điện|dùi cui",
        "document": "giấy tờ|hồ sơ|hợp đồng|căn cước",
    }
)
_SITES: Final = words(
    {
        "site": "tụ điểm|địa điểm|sào huyệt|ổ nhóm|khu phức hợp|sòng bạc|khách sạn|căn nhà|tòa nhà|trung tâm|cơ sở"
        "|điểm|ổ|hang ổ|biệt thự|căn hộ|khu|quán karaoke|quán bar|nhà hàng|nhà nghỉ|nhà kho|kho|nông trại|trang trại|chung cư|văn phòng|cửa hàng|ký túc xá|nhà máy|ngôi nhà|nhà"
    }
)
_NOISE: Final = words(
    {
        "noise": "ngày|tháng|tuần|giờ|phút|tỉnh|tỉnh thành|nước|quốc gia|quốc tịch|usd|đô la|đồng|tầng|phần trăm|tuổi"
        "|vụ|lần|km|nhóm|cáo buộc|bước"
    }
)
_ARREST: Final = "bắt giữ|bắt được|tóm gọn|bắt(?! đầu)"
_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"được xác định là (?:các )?nạn nhân", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"(?:sẽ|chuẩn bị|chờ) (?:bị )?(?:trục xuất|hồi hương)", Side.ANY, "planned"),
    Trigger(Kind.ARRESTED, rf"(?:bị|đã bị) (?:cảnh sát |công an )?(?:{_ARREST})", Side.BEFORE),
    Trigger(Kind.DETAINED, r"bị (?:cảnh sát |nhà chức trách |lực lượng chức năng )?(?:tạm giữ|giam giữ|tạm giam|câu lưu|giữ lại|giữ|chặn lại|chặn|đưa đi|đưa (?:ra )?khỏi|dẫn giải|áp giải)", Side.BEFORE),
    Trigger(Kind.SEIZED, r"tang vật(?: thu giữ)?\s?(?:gồm|bao gồm|là|:)|bị (?:thu giữ|tịch thu)", Side.ANY),
    Trigger(Kind.SEALED, r"bị (?:niêm phong|đóng cửa|phong tỏa)", Side.BEFORE),
    Trigger(Kind.DISCIPLINED, r"bị (?:đình chỉ(?: công tác)?|cách chức|sa thải|kỷ luật)", Side.BEFORE),
    Trigger(Kind.REPORTED, r"(?:liên hệ|trình báo|cầu cứu)(?: với| tới)? đại sứ quán", Side.BEFORE),
    Trigger(Kind.RESCUED, r"được (?:giải cứu|giải thoát|cứu|đưa ra khỏi|đưa đến nơi an toàn)", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"bị trục xuất|được hồi hương|được đưa về nước|được trao trả|về nước", Side.BEFORE),
    Trigger(Kind.CHARGED, r"bị (?:truy tố|khởi tố|đưa ra tòa(?: án)?|buộc tội)", Side.BEFORE),
    Trigger(Kind.SENTENCED, r"(?:đã )?bị (?:kết án|tuyên án|tuyên phạt|phạt tù)|lĩnh án", Side.BEFORE),
    Trigger(Kind.SENTENCED, r"kết án|tuyên án|tuyên phạt", Side.AFTER),
    Trigger(Kind.ARRESTED, _ARREST, Side.AFTER),
    Trigger(Kind.DETAINED, r"tạm giữ|giam giữ|tạm giam|câu lưu|khống chế", Side.AFTER),
    Trigger(Kind.RESCUED, r"giải cứu|giải thoát|giải phóng|cứu thoát", Side.AFTER),
    Trigger(Kind.DEPORTED, r"trục xuất|đẩy đuổi|hồi hương|trao trả|đưa về nước", Side.AFTER),
    Trigger(Kind.CHARGED, r"truy tố|khởi tố", Side.AFTER),
    Trigger(Kind.SEIZED, r"thu giữ|tịch thu|thu được|thu(?=\s\d)", Side.AFTER),
    Trigger(Kind.SEALED, r"niêm phong|phong tỏa|đóng cửa", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"đột kích|khám xét|triệt phá|truy quét|kiểm tra|ập vào|lục soát|bố ráp", Side.AFTER),
    Trigger(Kind.FOUND, r"phát hiện|tìm thấy|tìm ra", Side.AFTER),
    Trigger(Kind.DIED, r"thiệt mạng|tử vong|chết cháy|chết", Side.ANY),
    Trigger(Kind.INJURED, r"bị thương|nhập viện|bị bỏng", Side.ANY),
    Trigger(Kind.RELEASED, r"thả|phóng thích", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"bàn giao|chuyển giao", Side.ANY),
    Trigger(Kind.ESCAPED, r"bỏ trốn|tháo chạy|trốn thoát|bỏ chạy", Side.ANY),
    Trigger(Kind.DEPLOYED, r"huy động|điều động|triển khai", Side.AFTER),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="vi",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: words({f"@{code}": names for code, names in _NAMES.items()})
        | words({"FOREIGN": "nước ngoài|ngoại quốc"}),
        Layer.SEX: words({"F": "phụ nữ|nữ|nữ giới", "M": "đàn ông|nam|nam giới"}),
        Layer.PERSON: _PEOPLE,
        Layer.OFFICER: words({"officer": "cảnh sát|binh sĩ|cán bộ|sĩ quan|nhân viên an ninh"}),
        Layer.ITEM: _ITEMS,
        Layer.SITE: _SITES,
        Layer.EVENT: {},
        Layer.NOISE: _NOISE,
    },
    triggers=_TRIGGERS,
    head="first",
    nation_frame=r"\b(?:người|công dân|quốc tịch|gốc|từ|là|và|mang quốc tịch|,)\s$",
    nation_link=r"người|công dân|từ",
    number_noise_before=r"(?:(?<!trong )(?<!tổng )(?<!tổng cộng )số|nhà số|đường|thứ|tuổi|điều|khoản|tầng|quốc lộ|ngày|tháng|năm|\$|lúc)",
    number_noise_after=(
        r"(?:%|phần trăm|tuổi|năm|tháng|ngày|giờ|phút|tầng|km|m2|mét|usd|đô la|đồng|triệu|tỷ|tỉ|/\d|:\d"
        r"|tỉnh|quốc gia|nước|lần|độ)"
    ),
    stop=(
        r"[,;:.()\"“”—]|\s[-–]\s|\b(?:tại|ở|trong|với|để(?! bàn)|bị|được|và|hoặc|cùng|do|từ|đến|vào|đang|đã|sẽ|là|có|liên quan"
        r"|nghi|dùng|khi|sau|trước|trên|theo|vì|gồm|bao gồm|thuộc)\b"
    ),
    clause_break=r";|\b(?:trong khi|nhưng|còn|đồng thời)\b",
    joins=r",?\s?(?:và|cùng|hoặc|&)\s?|,\s?|;\s?",
    inclusion=r"\b(?:trong đó(?: có)?|bao gồm|gồm|trong số (?:đó|này|họ))\b",
    whole_before=r"(?:^|,\s)\W*trong (?:số|tổng số)\s$",
    group_before=r"(?:^|[,;]\s)\W*trong (?:số|nhóm)\s(?:những\s|các\s)?(?:\p{L}+\s){0,2}(?:người |công dân )?$",
    exhaustive=r"(?::|\bgồm\b|\bbao gồm\b)",
    anaphor=r"^\W*(?:cụ thể|trong tổng số|xét theo quốc tịch|theo quốc tịch|trong số (?:đó|này|họ)|những người này|số này|họ|các nghi phạm)",
    demonstrative=r"^\W*(?:vụ|cuộc|chiến dịch) (?:đột kích|bắt giữ|truy quét)?\s?(?:này|trên)",
    most=r"\b(?:phần lớn|đa số|hầu hết|chủ yếu)\b",
    ahead=r"\b(?:sẽ|dự kiến)\b",
    running=r"\bnâng\b[^.;]{0,90}?\b(?:lên|thành)\s(?:tới\s)?$",
    running_words=r"\bnâng\b[^.;]{0,90}?\b(?:lên|tổng|số)\b",
    mission=r"\b(?:bộ ngoại giao|đại sứ quán|tổng lãnh sự quán|lãnh sự quán)\b",
    planned=r"\b(?:sẽ|dự kiến|chuẩn bị)\b",
    cumulative=r"\b(?:cho đến nay|đến nay|tính đến|kể từ)\b",
    total=r"\b(?:tổng cộng|tổng số|tất cả)\b",
    speech=(
        r"\b(?:theo)\s(?P<who>[^,.;:]{2,80}?)(?=[,.;:]|$)",
        r"(?P<who>[^.;:,\"“”]{2,100}?)\s(?:đã )?(?:cho biết|cho hay|nói|thông báo|tuyên bố|xác nhận)\b",
    ),
    same_source=r"^(?:ông|bà|ông ấy|bà ấy|họ)$",
    speech_date=r"(?:cho biết|cho hay|thông báo|tuyên bố|nói|xác nhận)(?:\s(?:hôm|vào|ngày|trong))*\s?$",
    speech_date_after=r"\s?(?:cho biết|cho hay|thông báo|tuyên bố|nói|xác nhận)",
    place_before=r"\b(?:tại|ở|thuộc)\s$",
    place_join=r"\s?,?\s?(?:(?:tỉnh|thành phố|thị xã|quận|huyện|và|ở|thủ đô)\s?)*",
    dateline=r"^[a-zà-ỹ' ]{3,24}(?:\s?\([^)]{2,30}\))?\s?(?:—|–|:|-\s)",
    order=r"\b(?:chỉ thị|mệnh lệnh|sắc lệnh|chỉ đạo|nghị định)\b",
    order_issued=r"\b(?:ban hành|ký|ra|đưa ra|chỉ đạo|họp)\b",
    duty=r"\b(?:phải|cần|có trách nhiệm|được yêu cầu|yêu cầu)\b",
    body=r"\b(?:bộ|chính quyền|cảnh sát|ủy ban|tòa án|cục|tổng cục|quân đội|hiến binh|cơ quan|thống đốc)\b",
    threat=r"\b(?:sẽ bị|bị|đối mặt)\b.{0,60}?\b(?:kỷ luật|cách chức|điều chuyển|đình chỉ|xử lý)\b",
    nation_tails=(
        (r"\s?,\s?(?:tất cả )?(?:đều|cùng) (?:là |mang quốc tịch )?(?:người |công dân )?", "all"),
        (
            r"\s?,?\s?(?:trong số (?:đó|này|họ) )?(?:đều )?(?:đến từ|từ|là|là người|là công dân|mang quốc tịch|quốc tịch)\s(?:người )?",
            "mix",
        ),
        (r"\s?,?\s(?:trong đó có|bao gồm|gồm)\s(?:người |công dân )?", "present"),
        (
            r"\s?,?\s?(?:phần lớn|đa số|hầu hết|chủ yếu)\s(?:là |đến từ )?(?:người |công dân )?",
            "mostly",
        ),
    ),
    respectively=r"\blần lượt\b",
    more=r"\s(?:người )?(?:nữa|khác)\b",
    corrected=r"\b(?:đính chính|điều chỉnh|sửa lại)\b",
    corrected_from=r"\b(?:không phải|thay vì|so với|từ)(?:\s\w+)?\s$",
    remainder=r"\b(?:số còn lại|những người còn lại|phần còn lại)\b",
    share=r"(?P<about>khoảng|gần|chừng)?\s?(?P<p>\d{1,3}(?:[.,]\d+)?)\s?%",
    negated=r"\bkhông có\b",
    origin=r"\b(?:đến từ|quê|gốc)\s$",
    auxiliary=r"(?:\s|đã|đang|vẫn|cũng|sau đó|người|khác)*",
    nationwide=r"\b(?:toàn quốc|cả nước|trên khắp)\b",
    abroad_before=r"\b(?:tại|ở)\s$",
    site_of=r"\b(?:tại|ở)\s$",
)
