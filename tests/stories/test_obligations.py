"""The walk of a duty: set, acknowledged, returned, judged; and of a lapse, heard to its measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.stories.conftest import Samaki

pytestmark = pytest.mark.story

PHONE = 360


def test_a_duty_is_set_acknowledged_returned_and_judged(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    _set_under_clause_6(duty)

    command = samaki.open_as("command", width=PHONE)
    command.goto(f"{samaki.address}/directives/mine/")
    command.get_by_role("link", name="Open and acknowledge").click()
    expect(command.locator(".added")).to_contain_text("Not in the order.")
    expect(command.locator(".added")).to_contain_text("Set by Secretariat")
    mine = command.url
    command.get_by_role("button", name="Acknowledge the obligation").click()
    command.get_by_role("link", name="File a return").click()
    command.get_by_label("People found").fill("៤")
    command.get_by_role("button", name="File the return").click()
    expect(command.get_by_role("alert")).to_contain_text("Say whether there is anything to report")
    expect(command.get_by_label("People found")).to_have_value("៤")
    command.get_by_label("Nothing to report").check()
    command.get_by_role("button", name="File the return").click()
    expect(command.get_by_role("alert")).to_contain_text("nobody was found, not 4")
    command.get_by_label("Something to report").check()
    command.get_by_label("In words").fill("Four officials were heard.")
    command.get_by_role("button", name="File the return").click()
    expect(command.locator("#returns")).to_contain_text("Four officials were heard.")
    assert command.evaluate("document.documentElement.scrollWidth") <= PHONE

    stranger = samaki.open_as("police1", width=PHONE)
    stranger.goto(mine)
    expect(stranger.get_by_role("button", name="Acknowledge the obligation")).to_have_count(0)

    duty.goto(mine)
    duty.get_by_role("button", name="Record the judgement").click()
    expect(duty.get_by_role("alert")).to_contain_text("Choose what you decide")
    duty.get_by_label("The return is refused").check()
    duty.get_by_role("button", name="Record the judgement").click()
    expect(duty.get_by_role("alert")).to_contain_text("The reason is missing")
    duty.get_by_label("The obligation is met").check()
    duty.get_by_role("button", name="Record the judgement").click()
    expect(duty.locator(".head .tag")).to_have_text("Met")


def test_a_lapse_is_pursued_heard_found_and_decided(samaki: Samaki) -> None:
    duty = samaki.open_as("duty")
    duty.goto(f"{samaki.address}/directives/obligations/?state=overdue&area=KH-1")
    duty.get_by_role("link", name="Gendarmerie commander").click()
    expect(duty.locator(".head")).to_contain_text("Overdue")
    duty.locator("#lapse").get_by_label("Why").fill("Two calls, no answer")
    duty.get_by_role("button", name="Record the lapse").click()
    expect(duty.locator(".head .tag")).to_have_text("Lapsed")

    duty.goto(f"{samaki.address}/discipline/")
    duty.locator("tr", has_text="Gendarmerie commander").get_by_role("button").click()
    duty.get_by_label("Grounds").fill("No return by the due time")
    duty.get_by_label("Reply until").fill("2099-01-01T12:00")
    duty.get_by_role("button", name="Give the notice").click()
    expect(duty.locator("#notice")).to_contain_text("Reply until 1 January 2099, 12:00")
    case = duty.url
    discipline = samaki.open_as("discipline")
    discipline.goto(case)
    _finding_is_refused(discipline, case)

    gendarmerie = samaki.open_as("gendarmerie1", width=PHONE)
    gendarmerie.goto(f"{samaki.address}/discipline/")
    gendarmerie.get_by_role("link", name="DC-").click()
    gendarmerie.get_by_label("Reply", exact=True).fill("The line was cut from 16 to 18 November.")
    gendarmerie.get_by_role("button", name="Give the reply").click()
    expect(gendarmerie.locator("#reply")).to_contain_text("The line was cut")
    assert gendarmerie.evaluate("document.documentElement.scrollWidth") <= PHONE

    discipline.goto(case)
    discipline.get_by_label("Established: the duty was known").check()
    discipline.get_by_label("Reasons").fill("The line was up on the 17th")
    discipline.get_by_role("button", name="Record the finding").click()
    expect(discipline.locator("#finding")).to_contain_text("Finding: established")
    expect(discipline.locator("#not-you")).to_contain_text("Another person decides what follows")

    decider = samaki.open_as("discipline2")
    decider.goto(case)
    decider.get_by_label("Warning", exact=True).check()
    decider.get_by_role("button", name="Decide the measure").click()
    expect(decider.get_by_role("alert")).to_contain_text("Give a reason, or say that none")
    decider.get_by_label("Reason", exact=True).fill("First lapse of this office")
    decider.get_by_role("button", name="Decide the measure").click()
    expect(decider.locator("#measure")).to_contain_text("Measure: Warning")
    expect(decider.locator(".head .tag")).to_have_text("Measure decided")

    other = samaki.open_as("police1")
    answer = other.goto(case)
    assert answer is not None
    assert answer.status == 404, "a case is its own office's and the deciding ones'"


def _set_under_clause_6(duty: Page) -> None:
    duty.get_by_role("link", name="Directives").first.click()
    duty.get_by_role("link", name="Eradicate telecom-fraud gangs").click()
    duty.locator("#clause-6").get_by_role("link", name="Set obligations").click()
    duty.get_by_label("Due").fill("2000-01-01T10:00")
    duty.get_by_label("In the provinces chosen below").check()
    duty.get_by_text("Choose provinces").click()
    duty.get_by_label("Banteay Meanchey").check()
    duty.get_by_role("button", name="Set the obligations").click()
    expect(duty.get_by_role("alert")).to_contain_text("No kind of post is chosen")
    expect(duty.get_by_role("alert")).to_contain_text("Set one that is yet to come")
    duty.get_by_label("Governors").check()
    duty.get_by_label("Due").fill("2099-01-01T10:00")
    duty.get_by_role("button", name="Set the obligations").click()
    expect(duty.locator("#clause-6 .added")).to_contain_text("Return due 1 January 2099, 10:00")


def _finding_is_refused(page: Page, case: str) -> None:
    """Ask for it past the page: the service gives every reason, and nothing is changed."""
    expect(page.locator("#why-not-yet")).to_contain_text("No reply is on record")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.context.request.post(
        f"{case}finding/",
        form={
            "csrfmiddlewaretoken": token,
            "finding-verdict": "established",
            "finding-words": "As said",
        },
    )
    assert answer.status == 422
    said = answer.text()
    assert "No reply is on record, and nobody has recorded that the reply time is over." in said
    assert "The reply time runs until 1 January 2099, 12:00. Nothing is found before." in said
    assert "Finding: none yet" in said
