"""The demo world's bulletins, in our own words: texts to try the reading on. No real sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A text of the demo world: where it claims to come from, and its words."""

    key: str
    language: str
    kind: str
    title: str
    outlet: str
    published_on: date
    text: str


FIRST = Bulletin(
    key="en-1",
    language="en",
    kind="press",
    title="Raids in the capital and on the coast",
    outlet="Demonstration press",
    published_on=date(2025, 11, 18),
    text="""\
Following an order of the Prime Minister, police raided several fraud parks in Phnom Penh and \
Sihanoukville on 14 and 16 November. The searches led to the arrest of over 1,000 people, \
including nationals of Indonesia, Vietnam, mainland China and Taiwan.

On 15 November the Prime Minister called governors, police chiefs and gendarmerie commanders to a \
closed-door meeting and gave them the order. Local governments at every level must root out the \
gangs in their area. The National Police and Immigration are tasked to expel, by legal procedure, \
those who may neither enter nor stay. Border agencies will strengthen control on land and water.

On 17 November police in Sihanoukville arrested 63 Vietnamese at four places. On the same day \
police searched a building in Poipet and caught 271 Indonesians.
""",
)

OTHERS = (
    Bulletin(
        key="en-2",
        language="en",
        kind="official",
        title="Provincial command, Banteay Meanchey: return of 17 November",
        outlet="Demonstration province",
        published_on=date(2025, 11, 17),
        text="""\
On 17 November police in Poipet found 271 Indonesians, 45 of them women, in one building. Officers \
seized 212 mobile phones and 38 computers.
""",
    ),
    Bulletin(
        key="km-1",
        language="km",
        kind="official",
        title="សេចក្តីជូនដំណឹងសាកល្បង៖ ព្រះសីហនុ និងប៉ោយប៉ែត",
        outlet="លេខាធិការដ្ឋាន (សាកល្បង)",
        published_on=date(2025, 11, 18),
        text="""\
នៅថ្ងៃទី១៧ ខែវិច្ឆិកា ឆ្នាំ២០២៥ កម្លាំងនគរបាលខេត្តព្រះសីហនុ បានឃាត់ខ្លួនជនជាតិវៀតណាម ៦៣នាក់ \
នៅទីតាំងចំនួន ៤។ នៅថ្ងៃដដែល នៅក្រុងប៉ោយប៉ែត ជនជាតិឥណ្ឌូណេស៊ី ២៧១នាក់ ត្រូវបានរកឃើញ \
ក្នុងនោះមានស្ត្រី ៤៥នាក់។
""",
    ),
    Bulletin(
        key="zh-1",
        language="zh",
        kind="press",
        title="演示稿：西港与波贝行动",
        outlet="演示媒体",
        published_on=date(2025, 11, 18),
        text="""\
11月14日和16日，警方突击搜查金边和西港的多个诈骗园区，抓获逾1000人。

11月17日，警方在西港四个地点抓获63名越南人。同日，波贝警方在一栋大楼内抓获271名印尼人。
""",
    ),
)


def examples() -> list[dict[str, Any]]:
    """Return the bulletins as the paste page offers them."""
    return [
        {
            "key": each.key,
            "language": each.language,
            "kind": each.kind,
            "title": each.title,
            "outlet": each.outlet,
            "published_on": each.published_on,
            "text": each.text,
        }
        for each in (FIRST, *OTHERS)
    ]
