"""How Chinese names are spelled abroad, by the speech of whoever spelled them: facts of usage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PINYIN, CANTONESE, HOKKIEN, WADE_GILES, VIETNAMESE = (
    *("pinyin", "cantonese", "hokkien", "wade_giles", "vietnamese"),
)

# Simplified and traditional · pinyin · Cantonese · Hokkien, Teochew · Wade-Giles · Vietnamese
_SURNAMES = """
陈陳 · chen · chan · tan ting · ch'en · tran
林林 · lin · lam lum · lim · lin · lam
黄黃 · huang · wong · ng oei wee ooi · huang · hoang huynh
王王 · wang · wong · ong heng · wang · vuong
李李 · li · lee lei · lee · li · ly
张張 · zhang · cheung chong · teo teoh tiu · chang · truong
刘劉 · liu · lau · low lau lauw · liu · luu
杨楊 · yang · yeung yeong · yeo yeoh iu · yang · duong
吴吳 · wu · ng · goh gouw · wu · ngo
蔡蔡 · cai · choi choy · chua tjoa chhua · ts'ai · thai
许許 · xu · hui hoy · koh khouw khor · hsu · hua
郑鄭 · zheng · cheng · tay tee the · cheng · trinh
谢謝 · xie · tse · chia cheah sia · hsieh · ta
何何 · he · ho · ho hoe · ho · ha
周周 · zhou · chow chau · chew chiu · chou · chu chau
叶葉 · ye · yip ip · yap iap · yeh · diep
罗羅 · luo · law lo · loh lo · lo · la
赵趙 · zhao · chiu · teo tio · chao · trieu
朱朱 · zhu · chu · choo · chu · chu
徐徐 · xu · tsui chui · chee chhi · hsu · tu
苏蘇 · su · so · soh saw · su · to
沈沈 · shen · sum sham · sim · shen · tham
洪洪 · hong · hung · ang · hung · hong
郭郭 · guo · kwok · kwek kuok queh · kuo · quach
曾曾 · zeng · tsang · chan cheng · tseng · tang
梁梁 · liang · leung leong · neo niu · liang · luong
马馬 · ma · ma · bey beh · ma · ma
胡胡 · hu · wu woo · oh · hu · ho
高高 · gao · ko · koh kao · kao · cao
孙孫 · sun · suen · soon sng · sun · ton
邓鄧 · deng · tang · teng · teng · dang
冯馮 · feng · fung · pang · feng · phung
吕呂 · lv lu · lui · loo lu · lu · la lu
江江 · jiang · kong · kang · chiang · giang
余余 · yu · yu yue · er · yu · du
潘潘 · pan · poon · phua · p'an · phan
范范 · fan · fan · huan · fan · pham
阮阮 · ruan · yuen · ng · juan · nguyen
黎黎 · li · lai · loi · li · le
武武 · wu · mo · bu · wu · vo vu
丁丁 · ding · ting · teng · ting · dinh
方方 · fang · fong · png hng · fang · phuong
"""


# Characters of given names, in the same columns without Wade-Giles.
_GIVEN = """
伟偉 · wei · wai · wee ui · vi
明明 · ming · ming · beng · minh
文文 · wen · man · boon bun · van
德德 · de · tak · teck tek · duc
华華 · hua · wah wa · hwa · hoa
国國 · guo · kwok · kok · quoc
强強 · qiang · keung · keong kiong · cuong
美美 · mei · mei · bee · my
英英 · ying · ying · eng · anh
玉玉 · yu · yuk · geok giok · ngoc
志志 · zhi · chi · chee · chi
建建 · jian · kin · kian · kien
龙龍 · long · lung · leong liong · long
军軍 · jun · kwan · koon · quan
芳芳 · fang · fong · hong · phuong
丽麗 · li · lai · lay · le
小小 · xiao · siu · siew · tieu
大大 · da · tai · tua · dai
金金 · jin · kam · kim · kim
成成 · cheng · shing sing · seng · thanh
安安 · an · on · an · an
平平 · ping · ping · peng · binh
海海 · hai · hoi · hai · hai
春春 · chun · chun · choon · xuan
秀秀 · xiu · sau · siew · tu
兰蘭 · lan · lan · lan · lan
红紅 · hong · hung · ang · hong
光光 · guang · kwong · kong · quang
荣榮 · rong · wing · eng · vinh
福福 · fu · fuk · hock · phuc
山山 · shan · shan · san · son
氏氏 · shi · shi · si · thi
忠忠 · zhong · chung · tiong · trung
雄雄 · xiong · hung · hiong · hung
勇勇 · yong · yung · yong · dung
"""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A character that is spelled so, and in which speech."""

    character: str
    speech: str


def character_of(part: str) -> str | None:
    """Return the one character that stands for both forms: `陳` is `陈`; None for others."""
    return _CHARACTERS.get(part)


def spellings(folded: str) -> tuple[Spelling, ...]:
    """Return the characters that are spelled so, each with the speech, in the tables' order."""
    return _SPELLINGS.get(folded, ())


def _rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each line's two characters, and its spellings by speech."""
    for table, speeches in ((_SURNAMES, _OF_SURNAMES), (_GIVEN, _OF_GIVEN)):
        for line in table.strip().splitlines():
            characters, *columns = line.split("·")
            yield characters.strip(), dict(zip(speeches, columns, strict=True))


def _characters() -> dict[str, str]:
    return {written: both[0] for both, _columns in _rows() for written in both}


def _spellings() -> dict[str, tuple[Spelling, ...]]:
    found: dict[str, list[Spelling]] = defaultdict(list)
    for both, columns in _rows():
        for speech, column in columns.items():
            for spelled in column.replace("'", "").split():
                if all(known.character != both[0] for known in found[spelled]):
                    found[spelled].append(Spelling(both[0], speech))
    return {spelled: tuple(known) for spelled, known in found.items()}


_OF_SURNAMES = (PINYIN, CANTONESE, HOKKIEN, WADE_GILES, VIETNAMESE)
_OF_GIVEN = (PINYIN, CANTONESE, HOKKIEN, VIETNAMESE)
_CHARACTERS = _characters()
_SPELLINGS = _spellings()
