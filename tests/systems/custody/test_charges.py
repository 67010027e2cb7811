"""A hand-over to a court or a prison is a charge: it carries an article and the code of a crime."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests.systems.custody.case import ESCORT, IDN, POIPET, SIHANOUK
from tests.systems.custody.held import PRISON, Held

from samaki.systems.custody import rules
from samaki.systems.custody.models import Charge, Handover
from samaki.systems.custody.queries import handovers, words
from samaki.systems.custody.rules.charges import CRIMES
from samaki.systems.custody.services.addressing import readdress_handover
from samaki.systems.custody.services.handovers import dispatch_handover
from samaki.systems.custody.services.refusals import MovementRefusedError

GOOD = rules.Charge("Criminal Code, article 377", "0701")


def test_every_crime_is_offered_with_its_code_and_one_without_words_by_its_code() -> None:
    offered = dict(words.crimes())

    assert offered.keys() == CRIMES.keys()
    assert all(code in said for code, said in offered.items())
    assert words.crime("020222") == "020222"


def _send(held: Held, person: str, charge: rules.Charge, to: str = PRISON) -> Handover:
    return dispatch_handover(
        actor=held.case.poipet,
        giver=POIPET,
        receiver=to,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({}, (person,)), charge=charge),
        happened_at=held.case.ago(6),
        at=held.case.at,
    )


def _codes(refusal: pytest.ExceptionInfo[MovementRefusedError]) -> list[str]:
    assert all(refusal.value.sentences)
    return [reason.code for reason in refusal.value.reasons]


@pytest.mark.django_db
def test_nobody_goes_to_a_prison_without_a_charge_and_it_stands_on_the_hand_over(
    held: Held,
) -> None:
    person = held.person()
    held.clear(person)

    with pytest.raises(MovementRefusedError) as refusal:
        _send(held, person, rules.Charge())
    assert _codes(refusal) == ["no_charge_article", "no_crime"]
    sent = _send(held, person, GOOD)

    assert handovers.charge(str(sent.ref)) == (
        "Criminal Code, article 377",
        "Fraud, by telephone or online too (0701)",
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Charge.objects.update(article="Another")


@pytest.mark.django_db
def test_a_charge_lifts_no_hold_and_every_reason_is_given_together(held: Held) -> None:
    person = held.person()

    with pytest.raises(MovementRefusedError) as refusal:
        _send(held, person, rules.Charge("", "x"))

    assert _codes(refusal) == ["on_hold", "no_charge_article", "unknown_crime"]


@pytest.mark.django_db
def test_between_stations_nobody_is_charged_and_no_way_leads_round_by_a_new_receiver(
    held: Held,
) -> None:
    person = held.person()
    held.clear(person)
    sent = _send(held, person, GOOD, to=SIHANOUK)
    assert handovers.charge(str(sent.ref)) is None

    with pytest.raises(MovementRefusedError) as refusal:
        readdress_handover(
            actor=held.case.poipet,
            handover=str(sent.ref),
            receiver=PRISON,
            reason="To prison at once",
            at=held.case.at,
        )

    assert _codes(refusal) == ["no_charge"]
    assert held.case.send({IDN: 1}).state == "dispatched"
