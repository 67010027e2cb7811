"""Orders in Vietnamese."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.mandates import BodyClass, Mandate

__all__ = ["MANDATE"]

_CAP: Final = r"(?:\p{Lu}[\p{L}-]*)"
_LOW: Final = r"(?!(?:chủ trì|phối hợp|phải|cần|và|có|được|không|chịu|sẽ|cùng|để|hoặc|các|nếu|nào|trừ|khẩn|thuộc)\b)\p{Ll}+"
_HEAD: Final = (
    r"(?:Bộ|Tổng cục|Ủy ban|Uỷ ban|Cục|Sở|Ngân hàng|Ban|Văn phòng|Hội đồng|Bộ Tư lệnh|Đại sứ quán)"
)

MANDATE: Final = Mandate(
    bodies=(
        rf"\b{_HEAD}(?:\s(?:{_CAP}|{_LOW}|và(?=\s{_CAP}))){{1,8}}?(?=\s(?:chủ trì|phối hợp|phải|cần|có trách|được yêu|không|chịu|và|sẽ|cùng|để|hoặc|thuộc|trừ|khẩn)|[,;.:]|$)"
        r"|(?i:\b(?:(?:tất cả|toàn bộ|mọi|các|những|toàn thể)\s)*(?:(?:tỉnh trưởng|thống đốc|đô trưởng|chủ tịch tỉnh)(?: các tỉnh)?|(?:giám đốc|lực lượng|chỉ huy|cơ quan|tổng cục)?\s?(?:cảnh sát|công an|hiến binh)(?: biên phòng| quốc gia| các tỉnh| tỉnh)?"
        r"|(?:cơ quan|cục|tổng cục|cán bộ)?\s?(?:xuất nhập cảnh|di trú|nhập cư)|(?:đồn|lực lượng|trạm|bộ đội)\s(?:biên phòng|kiểm soát biên giới|biên giới)|quân đội|hải quân|lực lượng vũ trang|lực lượng đặc nhiệm"
        r"|(?:cơ quan|ủy ban|ban)\s(?:quản lý\s)?(?:trò chơi|cờ bạc|casino|đánh bạc)(?:\s\p{L}+){0,3}?(?=\s(?:phải|và)|,)|ủy ban (?:quốc gia )?(?:chống|phòng chống) (?:buôn người|mua bán người)|viện kiểm sát|công tố viên|(?:cơ quan )?công tố|tòa án|toà án|thẩm phán"
        r"|chính quyền(?: địa phương| các cấp)*|(?:bộ|ban), ngành(?: liên quan)?|cơ quan (?:chức năng|liên quan|nhà nước)|đơn vị(?: liên quan)?|(?:cán bộ|quan chức|công chức)|(?:chủ )?(?:sòng bạc|casino|khách sạn|nhà trọ|tòa nhà)|chủ nhà|ngân hàng|đại sứ quán|doanh nghiệp|công ty|nhà mạng|ban thư ký|bộ chỉ huy thống nhất))\b"
    ),
    classes=(
        (BodyClass.BORDER, r"biên phòng|biên giới"),
        (BodyClass.IMMIGRATION, r"xuất nhập cảnh|di trú|nhập cư"),
        (BodyClass.GAMING, r"(?:ủy ban|cơ quan|ban|cục)\s(?:\p{L}+\s){0,3}?(?:trò chơi|cờ bạc|casino|đánh bạc)"),
        (BodyClass.TRAFFICKING, r"buôn người|mua bán người"),
        (BodyClass.GENDARMERIE, r"hiến binh"),
        (BodyClass.POLICE, r"cảnh sát|công an"),
        (BodyClass.GOVERNOR, r"tỉnh trưởng|thống đốc|đô trưởng|chủ tịch tỉnh"),
        (BodyClass.ARMY, r"quân đội|hải quân|lực lượng vũ trang|lực lượng đặc nhiệm"),
        (BodyClass.COURTS, r"kiểm sát|công tố|t(?:òa|oà) án|thẩm phán"),
    ),
    modal=r"\b(?:phải|có trách nhiệm|có nghĩa vụ|chịu trách nhiệm(?! trước)|được yêu cầu|được giao|cần|không ai được(?: phép)?|(?:tuyệt đối )?không được|(?:bị )?nghiêm cấm|(?:bị )?cấm)\b",
    forbids=r"không ai được(?: phép)?\b|(?:tuyệt đối )?không được\b|(?:bị )?(?:nghiêm )?cấm\b|phải không\b",
    exempt=r"\b(?:không (?:cần|phải|bắt buộc)|không có nghĩa vụ)\b",
    orders=r"\b(?:yêu cầu|ra lệnh cho|chỉ thị cho|chỉ đạo|giao(?: cho)?|lệnh cho|đề nghị)\s",
    to=r"(?!)",
    join=r"[\s,;]*(?:và|hoặc|cùng|cùng với|đồng thời)?[\s,;]*(?:các)?\s*",
    agent=r"\b(?:do|bởi)\s$",
    pronoun=r"\W*(?:họ|các (?:cơ quan|đơn vị|cán bộ) này|những (?:cơ quan|đơn vị) này)\b",
    excepted=r"\b(?:trừ|ngoại trừ|không kể|không bao gồm)\s$",
    prelude=r"\W*(?:để|nhằm)\b[^,]*,",
    of=r"\s(?:của|thuộc)\s(?:các\s)?",
    failing=r"\b(?:(?:cán bộ|quan chức|người|cơ quan|đơn vị|chủ|ai|tỉnh trưởng|sòng bạc|công ty|mọi|những|bất kỳ)\b[^.;]{0,40}?\b(?:không|vi phạm|bao che|lơ là|để xảy ra|tiếp tay|chậm trễ|cố tình)|(?:mọi |hành vi )?vi phạm|việc không|nếu (?:không|vi phạm|để))\b",
    penalty=r"\b(?:bị (?:\p{L}+\s){0,3}?(?:cách chức|điều chuyển|kỷ luật|đình chỉ|xử lý|xử phạt|truy cứu|tước|thu hồi|phạt|khởi tố|sa thải|luân chuyển)|thu hồi giấy phép|mất chức|mất giấy phép|chịu (?:hoàn toàn )?trách nhiệm (?:trước|theo|hình sự)|trách nhiệm hình sự)\b",
    or_else=r"[,;]?\s(?:nếu không(?= (?:sẽ|thì))|bằng không)[,\s]+",
    answers=r"\bchịu (?:hoàn toàn )?trách nhiệm (?:trước|theo)\b",
    addressed=r"(?:kính )?gửi\s?:\s?",
    you=r"(?!)",
    anybody=r"cán bộ|quan chức|công chức|cơ quan|đơn vị|chính quyền",
    of_all=r"\b(?:(?:các|những) (?:biện pháp|nhiệm vụ|nội dung|việc|yêu cầu) (?:nêu )?(?:trên|này)|chỉ thị này phải|lệnh này phải)\b",
    follows=r"\b(?:như sau|sau đây)\b",
    labels=r"(?:điều|khoản|mục|điểm)\s(?P<n>\d{1,3}|[a-h])\b\s?[.:)–—-]*",
    until=r"\b(?:trước|chậm nhất(?: là)?(?: vào)?|muộn nhất(?: là)?(?: vào)?|hạn chót(?: là)?|đến hết|không (?:muộn|trễ) hơn|cho đến|xong trước)\s(?:\d{1,2}\s?(?:giờ|h)(?:\d\d)?\s)?(?:ngày\s)?$",
    within=r"\b(?:trong vòng|trong thời hạn|trong thời gian|chậm nhất(?: là)?(?: sau)?|không quá|trong)\s(?P<n>\d{1,3}|\p{L}+(?:\s\p{L}+)?)\s(?P<unit>giờ|ngày|tuần|tháng)(?!\s\d)(?! này)\b",
    units={"giờ": "hours", "ngày": "days", "tuần": "weeks", "tháng": "months"},
    end_of=r"\b(?:trước|chậm nhất(?: là)?)\s(?:cuối (?:tuần|tháng|quý|năm)(?: này| nay)?|hết (?:tuần|tháng) này)\b",
)  # fmt: skip
