"""An order is entered by its own words: drafted clause by clause, confirmed by a person or not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.journal import queries as journal
from samaki.ground.journal.models import Entry
from samaki.ground.sources.models import Source
from samaki.systems.directives import rules
from samaki.systems.directives.models import ClauseTerms, Directive
from samaki.systems.directives.queries import orders
from samaki.systems.directives.rules import Terms
from samaki.systems.directives.services.orders import (
    ClauseText,
    DirectiveRefusedError,
    Words,
    file_order,
    issue_directive,
    report_clause,
)

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

DUTY = Actor(key="account:1", grants=(Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
COMMAND = Actor(key="account:2", grants=(Grant("KH-1", GRANTS[Role.PROVINCIAL_COMMAND]),))
ISSUED_ON = date(2025, 11, 15)
TEXT = """1. Governors and police chiefs must list every hall by 30 November 2025.
2. The Ministry of Justice shall send a prosecutor to each province.
3. The gendarmerie must not let a sealed hall reopen.
Officials who fail to do so will be transferred."""
ENDING = "Officials who fail to do so will be transferred"
KHMER = "អភិបាលខេត្ត ត្រូវរាយការណ៍ជារៀងរាល់ថ្ងៃ។"
TITLE, ISSUER = Name("List the halls", "ចុះបញ្ជី"), Name("The ministry", "ក្រសួង")


def _filed(at: datetime, text: str = TEXT) -> Source:
    return file_order(actor=DUTY, text=text, title="", issued_on=ISSUED_ON, language="", at=at)


def _clause(terms: Terms | None = None, *, number: int | None = None) -> ClauseText:
    given = terms or Terms(("governor",), ENDING, "by 30 November 2025", date(2025, 11, 30))
    return ClauseText(Name("list every hall", ""), Name("Governors", "អភិបាល"), number, "", given)


def _issue(
    at: datetime, *clauses: ClauseText, source: Source | None = None, actor: Actor = DUTY
) -> Directive:
    return issue_directive(
        actor=actor,
        title=TITLE,
        issuer=ISSUER,
        issued_on=ISSUED_ON,
        clauses=clauses,
        source=source,
        at=at,
    )


def _codes(refused: pytest.ExceptionInfo[DirectiveRefusedError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_the_text_of_an_order_is_filed_once_with_its_day_and_language(at: datetime) -> None:
    first, again = _filed(at), _filed(at)

    assert first == again
    assert (first.kind, first.published_on, first.language) == ("official", ISSUED_ON, "en")
    assert first.text == TEXT
    assert _filed(at, KHMER).language == "km"


def test_the_clauses_are_drafted_and_nothing_is_written(at: datetime) -> None:
    source, before = _filed(at), journal.length()

    drafted = orders.drafted(source.ref)

    assert drafted is not None
    assert [draft.label for draft in drafted.drafts] == ["1", "2", "3"]
    assert (journal.length(), Directive.objects.count()) == (before, 0)
    said = "".join(segment.text for paragraph in drafted.article for segment in paragraph)
    assert said == TEXT.replace("\n", "")


def test_a_confirmed_clause_keeps_the_orders_words_and_its_deadline(at: datetime) -> None:
    source = _filed(at)
    directive = _issue(at, _clause(number=1), source=source)

    clause = directive.clauses.get()
    terms = clause.terms
    assert (terms.kinds, terms.consequence) == (["governor"], ENDING)
    assert (terms.deadline, terms.due_on) == ("by 30 November 2025", date(2025, 11, 30))
    assert (terms.source_ref, terms.language) == (source.ref, "en")
    assert orders.directive_of(source.ref) == directive
    entry = Entry.objects.latest("number")
    assert {row[0] for row in entry.rows} == {
        "directives_directive", "directives_clause", "directives_clauseterms",
    }  # fmt: skip


def test_a_clause_keeps_the_orders_number_and_reports_come_behind_the_greatest(
    at: datetime,
) -> None:
    directive = _issue(at, _clause(number=7), _clause(number=3), source=_filed(at))

    assert [clause.number for clause in directive.clauses.all()] == [3, 7]
    reported = report_clause(
        actor=DUTY, words=Words("x", "en"), claim_ref="CL-1", dated=ISSUED_ON, at=at
    )
    assert reported is not None
    assert reported.number == 8


def test_no_deadline_and_no_consequence_is_entered_that_the_order_does_not_state(
    at: datetime,
) -> None:
    made_up = Terms((), "They will be shot", "by tomorrow", date(2025, 11, 16))
    only_a_day = Terms(due_on=date(2025, 11, 30))
    early = Terms(deadline="by 30 November 2025", due_on=date(2025, 11, 1))

    with pytest.raises(DirectiveRefusedError) as refused:
        _issue(at, _clause(made_up), _clause(only_a_day), _clause(early), source=_filed(at))

    assert _codes(refused) == {"not_said", "day_unsaid", "day_early"}
    assert [r.code for r in refused.value.reasons].count("not_said") == 2
    assert not Directive.objects.exists()


def test_every_reason_against_an_order_is_told_at_once(at: datetime) -> None:
    empty = ClauseText(Name(" ", ""), Name("x" * 201, ""), 1, "", Terms(("bishop",)))
    with pytest.raises(DirectiveRefusedError) as refused:
        issue_directive(
            actor=DUTY,
            title=Name("x", " "),
            issuer=Name("", "x"),
            issued_on=ISSUED_ON,
            clauses=(empty, _clause(Terms(), number=1), _clause(Terms(), number=1000)),
            source=_filed(at),
            at=at,
        )
    with pytest.raises(DirectiveRefusedError) as bare:
        _issue(at, source=_filed(at))

    assert _codes(refused) == {
        "no_title", "no_issuer", "same_number", "no_duty", "long_addressees",
        "unknown_kind", "no_such_number",
    }  # fmt: skip
    assert _codes(bare) == {"no_clauses"}


def test_an_order_is_entered_once(at: datetime) -> None:
    source = _filed(at)
    _issue(at, _clause(), source=source)

    with pytest.raises(DirectiveRefusedError) as again:
        _issue(at, _clause(), source=source)

    assert _codes(again) == {"entered"}
    assert Directive.objects.count() == 1


def test_an_order_too_long_to_read_is_refused_before_it_is_filed(at: datetime) -> None:
    with pytest.raises(DirectiveRefusedError) as refused:
        _filed(at, "x" * (rules.MOST_SIGNS + 1))

    assert _codes(refused) == {"too_long"}
    assert not Source.objects.exists()


def test_only_who_may_issue_files_an_order_and_enters_its_clauses(at: datetime) -> None:
    source = _filed(at)

    with pytest.raises(PermissionRefusedError):
        file_order(actor=COMMAND, text="x", title="", issued_on=ISSUED_ON, language="", at=at)
    with pytest.raises(PermissionRefusedError):
        _issue(at, _clause(), source=source, actor=COMMAND)


def test_words_in_khmer_alone_are_shown_to_everybody_and_said_to_be_khmer(at: datetime) -> None:
    source = _filed(at, KHMER)
    khmer = ClauseText(Name("", "រាយការណ៍ជារៀងរាល់ថ្ងៃ"), Name("Governors", "អភិបាល"), 1, "", Terms())
    chinese = ClauseText(Name("关闭园区", ""), Name("Governors", "អភិបាល"), 2, "zh", Terms())
    first, second = _issue(at, khmer, chinese, source=source).clauses.all()

    assert (first.text, first.text_language) == ("រាយការណ៍ជារៀងរាល់ថ្ងៃ", "km")
    assert (second.text, second.text_language) == ("关闭园区", "zh")
    with translation.override("km"):
        assert second.text_language == "zh"


@pytest.mark.parametrize(
    "act",
    ["UPDATE directives_clauseterms SET due_on = NULL", "DELETE FROM directives_clauseterms"],
)
def test_the_database_refuses_to_change_what_an_order_states(act: str, at: datetime) -> None:
    _issue(at, _clause(), source=_filed(at))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


@pytest.mark.parametrize("fields", [{"source_ref": ""}, {"due_on": date(2025, 11, 30)}])
def test_the_database_refuses_terms_that_cannot_be(fields: dict[str, object], at: datetime) -> None:
    clause = _issue(at, _clause(Terms())).clauses.get()

    given = {"source_ref": "SRC-1", "recorded_at": at, **fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseTerms.objects.create(clause=clause, **given)
