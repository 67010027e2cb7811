"""The rules of protection: what is asked, what it can mean, and who decides. Pure.

The questionnaire is data with a version; the record of an interview is pinned to it. There is no
score anywhere: a person decides, in words. Sources: UN Trafficking Protocol of 2000, art. 3; ILO
indicators of forced labour, 2012; HTCDS 2.0 (IOM, 2021) for the words of a determination.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date


class ScreeningState(StrEnum):
    """A screening is pending until a person decides, or until it is withdrawn as a mistake."""

    PENDING = "pending"
    DETERMINED = "determined"
    WITHDRAWN = "withdrawn"


SCREENING = Flow(
    start=ScreeningState.PENDING,
    ends=frozenset({ScreeningState.DETERMINED, ScreeningState.WITHDRAWN}),
    steps={
        (ScreeningState.PENDING, "determine"): ScreeningState.DETERMINED,
        (ScreeningState.PENDING, "withdraw"): ScreeningState.WITHDRAWN,
    },
)


class ReferralState(StrEnum):
    """A service is offered; the person and the service accept it or decline; it ends or is done."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    REVOKED = "revoked"


REFERRAL = Flow(
    start=ReferralState.OFFERED,
    ends=frozenset({ReferralState.DECLINED, ReferralState.DONE, ReferralState.REVOKED}),
    steps={
        (ReferralState.OFFERED, "accept"): ReferralState.ACCEPTED,
        (ReferralState.OFFERED, "decline"): ReferralState.DECLINED,
        (ReferralState.OFFERED, "revoke"): ReferralState.REVOKED,
        (ReferralState.ACCEPTED, "finish"): ReferralState.DONE,
        (ReferralState.ACCEPTED, "revoke"): ReferralState.REVOKED,
    },
)
ASK_WHY = frozenset({"decline", "revoke"})


class Finding(StrEnum):
    """HTCDS 2.0, vic_TraffickingStatus: three values, to the letter; ours are exported empty."""

    POSSIBLE = "PossibleVictimOfTrafficking"
    ACTUAL = "ActualVictimOfTrafficking"
    NOT_A_VICTIM = "NotAVictimOfTrafficking"


POSITIVE = frozenset({Finding.POSSIBLE, Finding.ACTUAL})


class Body(StrEnum):
    """HTCDS 2.0, vic_TraffickingStatusDecisionMakingOrg: what kind of body decides."""

    POLICE = "Police"
    NGO = "NGO"
    COURT = "CourtOrProsecution"
    GOVERNMENT = "NonPoliceGovernmentalOrganization"
    OTHER = "Other"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


class Age(StrEnum):
    """Which rule of the art. 3 test holds: in doubt, that for a child."""

    ADULT = "adult"
    CHILD = "child"
    DISPUTED = "disputed"


class Service(StrEnum):
    SHELTER = "shelter"
    MEDICAL = "medical"
    LEGAL = "legal"
    EMBASSY = "embassy"


# Version 1 asks in these words. Other words are another version: an old record keeps its own.
_ILO_11_V1_WORDINGS = {
    "abuse_of_vulnerability": "Did somebody use that they were poor, alone, ill or without papers?",
    "deception": "Was the work, the pay or the place another than they were told?",
    "restriction_of_movement": "Could they not leave the place when they wanted?",
    "isolation": "Were they kept from family, a telephone or other people?",
    "physical_sexual_violence": "Were they, or others before their eyes, hurt or abused?",
    "intimidation_threats": "Was harm threatened to them or their family, or the police?",
    "retention_of_documents": "Did somebody else keep their passport or papers?",
    "withholding_wages": "Was pay held back or never given?",
    "debt_bondage": "Did they have to work off a debt or a price for leaving?",
    "abusive_conditions": "Did they work or live in a way nobody would choose freely?",
    "excessive_overtime": "Did they have to work long hours or days without rest?",
}
ACT_WORDINGS = {
    "recruitment": "recruited",
    "transportation": "transported",
    "transfer": "transferred to others",
    "harbouring": "harboured",
    "receipt": "received from others",
}
MEANS_WORDINGS = {
    "force": "threat or use of force",
    "coercion": "another form of coercion",
    "abduction": "abduction",
    "fraud": "fraud",
    "deception": "deception",
    "abuse_of_power": "abuse of power",
    "vulnerability": "abuse of a position of vulnerability",
    "payment": "payment to somebody who controls the person",
}
PURPOSE_WORDINGS = {
    "sexual_exploitation": "prostitution of others or other sexual exploitation",
    "forced_labour": "forced labour or services",
    "slavery": "slavery or a like practice",
    "servitude": "servitude",
    "organ_removal": "removal of organs",
    "other": "another exploitation",
}
# HTCDS con_Consent: its guidance has seven points, each stored by itself.
CONSENT_WORDINGS = {
    "consents": "agrees that the answers are written down",
    "purpose": "was told what the interview is for",
    "uses": "was told how the answers are used",
    "research": "was told whether research may use them, without the name",
    "access": "was told of the right to ask for what is kept",
    "storage": "was told how long it is kept",
    "withdrawal": "was told how to take the consent back",
}
CONSENTS = "consents"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked, by key, in the words of one version."""

    key: str
    version: int
    questions: Mapping[str, str]


QUESTIONNAIRES = {("ilo-11", 1): Questionnaire("ilo-11", 1, _ILO_11_V1_WORDINGS)}
CURRENT = QUESTIONNAIRES["ilo-11", 1]

# ISO 639; what was spoken, in the order in which the people of the case speak them, then by code.
LANGUAGES = (
    *("km", "zh", "vi", "id", "th", "my", "en"),
    *("am", "bn", "fr", "hi", "ja", "ko", "lo", "ms", "ne", "si", "sw", "ta", "tl", "ur"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One interview as it was held: in which language, who was in the room, what was said.

    `others` names who else was in the room, and is empty when nobody was. `consent` holds the
    points of CONSENT_WORDINGS that were given; acts, means and purposes those of the art. 3 test
    that the screener noted.
    """

    language: str
    has_interpreter: bool
    is_private: bool
    others: str
    age: Age
    answers: Mapping[str, Answer]
    notes: Mapping[str, str] = field(default_factory=dict)
    consent: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Elements:
    """Which elements of the art. 3 test were noted. It orders what was said and decides nothing."""

    act: bool
    means: bool
    purpose: bool
    is_child: bool

    @property
    def needs_means(self) -> bool:
        """Whether a means has to be shown at all: of a child it has not."""
        return not self.is_child

    @property
    def missing(self) -> tuple[str, ...]:
        """The elements that were not noted and would be needed."""
        asked = {"act": self.act, "purpose": self.purpose}
        asked |= {"means": self.means} if self.needs_means else {}
        return tuple(element for element, noted in asked.items() if not noted)


WORDINGS = {
    "unknown_screening": "No screening has the reference %(ref)s.",
    "no_unit": "Only an office screens. Act from a post of one.",
    "pending_before": "%(person)s is being screened by your office already, as %(ref)s.",
    "unknown_person": "No person has the reference %(person)s.",
    "not_pending": "%(ref)s is no longer pending. Open a new screening.",
    "withdrawn": "%(ref)s was withdrawn. Nothing is built on it.",
    "not_yours": "%(ref)s is with %(unit)s. Your office can open a screening of its own.",
    "unanswered": "No answer is marked: %(question)s",
    "language": "Say in which language the interview was held.",
    "who_else": "Say who else was in the room.",
    "nobody_else": "Somebody else is named, and the talk is marked as private: say which.",
    "unconsented": "Without consent no answer is kept. Mark each question as not said.",
    "no_interview": "Nobody was heard. Hold an interview before you find nothing.",
    "no_reasons": "The reasons are missing. Say in words why you decide so.",
    "no_withdrawal_reason": "The reason is missing. Say why the screening was a mistake.",
    "interviewed": "%(ref)s has an interview. Whoever was heard is given an answer.",
    "future": "%(moment)s has not come yet.",
    "past": "%(day)s is past. The time for reflection ends on a later day.",
    "to_whom": "Say to whom the person is referred.",
    "no_consent": "The person has not consented. Say who decides otherwise, and why.",
    "embassy_asks": "An embassy is told only if the person asks for it.",
    "no_reason": "Say why.",
    "closed": "%(ref)s is closed: that step is not open.",
}


def reason(code: str, **values: object) -> Reason:
    """Return protection's reason of that code."""
    return Reason(code, WORDINGS[code], values)


def is_child(age: Age) -> bool:
    """Tell whether the rule for a child holds: under 18, or perhaps under 18 and disputed."""
    return age in (Age.CHILD, Age.DISPUTED)


def elements(told: Told) -> Elements:
    """Return which elements of the art. 3 test an interview noted.

    Of a child act and purpose suffice. Whether the person agreed is not asked: where a means was
    used consent is irrelevant.
    """
    return Elements(bool(told.acts), bool(told.means), bool(told.purposes), is_child(told.age))


def reasons_against_interview(told: Told, asked: Questionnaire) -> tuple[Reason, ...]:
    """Return every reason why an interview cannot be stored so; an empty tuple means it can."""
    return tuple(_reasons_against_interview(told, asked))


def _reasons_against_interview(told: Told, asked: Questionnaire) -> Iterator[Reason]:
    if told.language not in LANGUAGES:
        yield reason("language")
    if not told.is_private and not told.others.strip():
        yield reason("who_else")
    if told.is_private and told.others.strip():
        yield reason("nobody_else")
    for key, question in asked.questions.items():
        if key not in told.answers:
            yield reason("unanswered", question=question, key=key)
    if CONSENTS not in told.consent and _says_something(told):
        yield reason("unconsented")


def _says_something(told: Told) -> bool:
    return bool(
        any(answer is not Answer.NOT_SAID for answer in told.answers.values())
        or any(note.strip() for note in told.notes.values())
        or told.words.strip()
    )


def reasons_against_determination(
    finding: Finding, *, because: str, interviews: int
) -> tuple[Reason, ...]:
    """Return every reason against a finding. The answers are none: people decide, not a sum."""
    unheard = finding is Finding.NOT_A_VICTIM and not interviews
    return (
        *([reason("no_interview")] if unheard else []),
        *([] if because.strip() else [reason("no_reasons")]),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A service offered: to whom, with the person's consent, or on whose decision without it."""

    service: Service
    to_whom: str
    has_consent: bool
    override_by: str = ""
    override_reason: str = ""


def reasons_against_offer(offer: Offer) -> tuple[Reason, ...]:
    """Return every reason against a referral."""
    is_overridden = bool(offer.override_by.strip() and offer.override_reason.strip())
    is_embassy = offer.service is Service.EMBASSY
    return (
        *([] if offer.to_whom.strip() else [reason("to_whom")]),
        *([reason("embassy_asks")] if is_embassy and not offer.has_consent else []),
        *([reason("no_consent")] if not (offer.has_consent or is_overridden or is_embassy) else []),
    )


def reasons_against_reflection(until: date, *, today: date) -> tuple[Reason, ...]:
    """Return the reason against a time for reflection that is over before it begins."""
    return () if until > today else (reason("past", day=until),)


def still_positive(findings: Collection[Finding]) -> bool:
    """Tell whether any body's latest finding protects; two may differ, and any one protects."""
    return any(finding in POSITIVE for finding in findings)
