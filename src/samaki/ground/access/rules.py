"""Permissions and roles. Pure: what each role may do, in one table."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What may be done; the same grammar as the journal's kinds: system, noun, verb."""

    PICTURE_SEE = "picture:national:see"
    SITREP_SEE = "picture:sitrep:see"
    SITREP_ISSUE = "picture:sitrep:issue"
    CLAIM_SEE = "claims:claim:see"
    SOURCE_FILE = "claims:source:file"
    CLAIM_JUDGE = "claims:claim:judge"
    CLAIM_ASSERT = "claims:claim:assert"
    SCOPE_CHOOSE = "claims:scope:choose"
    DIRECTIVE_SEE = "directives:directive:see"
    DIRECTIVE_ISSUE = "directives:directive:issue"
    OBLIGATION_SET = "directives:obligation:set"
    OBLIGATION_ACKNOWLEDGE = "directives:obligation:acknowledge"
    OBLIGATION_JUDGE = "directives:obligation:judge"
    LAPSE_RECORD = "directives:lapse:record"
    RETURN_ASK = "directives:return:ask"
    RETURN_FILE = "directives:return:file"
    OPERATION_SEE = "operations:operation:see"
    OPERATION_PLAN = "operations:operation:plan"
    RESULT_RECORD = "operations:result:record"
    SUPPORT_SEE = "support:request:see"
    SUPPORT_ASK = "support:request:ask"
    SUPPORT_APPROVE = "support:request:approve"
    SUPPORT_TASK = "support:tasking:order"
    CUSTODY_SEE = "custody:account:see"
    CUSTODY_TAKE_IN = "custody:intake:take_in"
    CUSTODY_DISPATCH = "custody:handover:dispatch"
    CUSTODY_RECEIVE = "custody:handover:receive"
    CUSTODY_IDENTIFY = "custody:person:identify"
    CUSTODY_COUNT = "custody:count:make"
    COUNT_EXPLAIN = "custody:count:explain"
    DISPOSITION_RECORD = "custody:disposition:record"
    END_RECORD = "custody:end:record"
    END_CONFIRM = "custody:end:confirm"
    HOLD_PLACE = "custody:hold:place"
    HOLD_LIFT = "custody:hold:lift"
    CLOCK_SET = "custody:clock:set"
    EXTENSION_RECORD = "custody:extension:record"
    EXHIBIT_SEE = "custody:exhibit:see"
    EXHIBIT_SEIZE = "custody:exhibit:seize"
    EXHIBIT_SEAL = "custody:exhibit:seal"
    EXHIBIT_DISPATCH = "custody:exhibit:dispatch"
    EXHIBIT_RECEIVE = "custody:exhibit:receive"
    EXHIBIT_COUNT = "custody:exhibit:count"
    EXHIBIT_EXPLAIN = "custody:exhibit:explain"
    RELEASE_PREPARE = "custody:release:prepare"
    RELEASE_CONFIRM = "custody:release:confirm"
    PAYMENT_SEE = "custody:payment:see"
    PAYMENT_RECORD = "custody:payment:record"
    PAYMENT_CONFIRM = "custody:payment:confirm"
    PERSON_SEE = "people:person:see"
    NAME_SEE = "people:name:see"
    PROTECTED_NAME_SEE = "people:protected_name:see"
    SCREENING_SEE = "protection:screening:see"
    SCREENING_CONDUCT = "protection:screening:conduct"
    DETERMINATION_MAKE = "protection:determination:make"
    REFERRAL_MAKE = "protection:referral:make"
    CASE_SEE = "immigration:case:see"
    CASE_PREPARE = "immigration:case:prepare"
    ORDER_DECIDE = "immigration:order:decide"
    DEPARTURE_RECORD = "immigration:departure:record"
    LISTING_SEE = "listings:listing:see"
    LISTING_ENTER = "listings:listing:enter"
    CHECK_MAKE = "border:check:make"
    MATCH_JUDGE = "border:match:judge"
    INCIDENT_RECORD = "border:incident:record"
    LICENCE_SEE = "gaming:licence:see"
    LICENCE_ENTER = "gaming:licence:enter"
    INSPECTION_RECORD = "gaming:inspection:record"
    PENALTY_DECIDE = "gaming:penalty:decide"
    INDICATOR_SEE = "indicators:indicator:see"
    SIGHTING_RECORD = "indicators:sighting:record"
    LAPSE_SEE = "discipline:case:see"
    LAPSE_PURSUE = "discipline:case:open"
    REPLY_GIVE = "discipline:reply:give"
    FINDING_RECORD = "discipline:finding:record"
    MEASURE_DECIDE = "discipline:measure:decide"
    JOURNAL_SEE = "journal:entry:see"
    RETENTION_SEE = "retention:time:see"
    RETENTION_SET = "retention:time:set"
    VALUE_SHRED = "retention:value:shred"
    JOB_SEE = "jobs:job:see"
    JOB_ASK = "jobs:job:ask"
    JOB_RUN = "jobs:job:run"
    ACCOUNT_SEE = "access:account:see"
    ACCOUNT_OPEN = "access:account:open"
    ACCOUNT_VIEW_AS = "access:account:view_as"
    TOKEN_OPEN = "api:token:open"  # noqa: S105 - the name of a permission
    UNIT_OPEN = "agencies:unit:open"
    SITE_REGISTER = "sites:site:register"
    SITE_CHANGE = "sites:site:change"


class Role(StrEnum):
    DUTY_OFFICER = "duty_officer"
    PROVINCIAL_COMMAND = "provincial_command"
    INTAKE_OFFICER = "intake_officer"
    ARMY_COMMAND = "army_command"
    PROTECTION_SCREENER = "protection_screener"
    IMMIGRATION_OFFICER = "immigration_officer"
    IMMIGRATION_AUTHORITY = "immigration_authority"
    BORDER_OFFICER = "border_officer"
    BORDER_SUPERVISOR = "border_supervisor"
    GAMING_INSPECTOR = "gaming_inspector"
    GAMING_COMMISSIONER = "gaming_commissioner"
    INDICATOR_ANALYST = "indicator_analyst"
    DISCIPLINE_AUTHORITY = "discipline_authority"
    OVERSIGHT = "oversight"
    ACCESS_MANAGER = "access_manager"


# These posts answer for the whole country; appointed over less they would still see all of it.
NATIONAL = frozenset({Role.DUTY_OFFICER, Role.OVERSIGHT, Role.ACCESS_MANAGER})


class Apart(StrEnum):
    """Why nobody may hold two roles at one moment; `APART_WORDINGS` says each in words."""

    HEARS = "hears"
    PREPARES = "prepares"
    CHECKS = "checks"
    ANSWERS = "answers"
    ASKS = "asks"
    APPROVES = "approves"
    REPORTS = "reports"
    ACCUSES = "accuses"
    WATCHES = "watches"
    GIVES_ACCESS = "gives_access"


def _apart_from_all(role: Role, why: Apart) -> dict[frozenset[Role], Apart]:
    return {frozenset({role, other}): why for other in Role if other is not role}


# Whoever holds the one may not hold the other at the same time, and why. Where two reasons part the
# same two roles, the later entry is the one that is said. A screener holds nothing else whatever,
# without exception: support to a victim (referral, time to reflect) is in the role itself, and what
# a person tells in an interview is safe only from somebody who has no other use for it.
INCOMPATIBLE: dict[frozenset[Role], Apart] = {
    frozenset({Role.IMMIGRATION_OFFICER, Role.IMMIGRATION_AUTHORITY}): Apart.PREPARES,
    frozenset({Role.GAMING_INSPECTOR, Role.GAMING_COMMISSIONER}): Apart.PREPARES,
    frozenset({Role.BORDER_OFFICER, Role.BORDER_SUPERVISOR}): Apart.CHECKS,
    frozenset({Role.PROVINCIAL_COMMAND, Role.DISCIPLINE_AUTHORITY}): Apart.ANSWERS,
    frozenset({Role.PROVINCIAL_COMMAND, Role.DUTY_OFFICER}): Apart.ANSWERS,
    frozenset({Role.PROVINCIAL_COMMAND, Role.ARMY_COMMAND}): Apart.ASKS,
    frozenset({Role.DUTY_OFFICER, Role.ARMY_COMMAND}): Apart.APPROVES,
    frozenset({Role.DUTY_OFFICER, Role.IMMIGRATION_AUTHORITY}): Apart.REPORTS,
    frozenset({Role.DUTY_OFFICER, Role.DISCIPLINE_AUTHORITY}): Apart.ACCUSES,
    **_apart_from_all(Role.PROTECTION_SCREENER, Apart.HEARS),
    **_apart_from_all(Role.OVERSIGHT, Apart.WATCHES),
    **_apart_from_all(Role.ACCESS_MANAGER, Apart.GIVES_ACCESS),
}
APART_WORDINGS = {
    "hears": "whoever hears a possible victim has no other power over those who are held",
    "prepares": "whoever prepares a case does not decide it",
    "checks": "whoever checks a traveller does not judge the match",
    "answers": "whoever answers for a duty does not judge how it was done",
    "asks": "whoever asks for forces does not order them",
    "approves": "whoever approves a request for forces does not order them",
    "reports": "whoever reports the numbers does not decide who is expelled",
    "accuses": "whoever records a lapse does not find on it",
    "watches": "whoever watches does not act",
    "gives_access": "whoever gives access uses none",
}

_P = Permission
# Roles whose work a program may do for them hold this.
_HAS_PROGRAMS = frozenset({_P.TOKEN_OPEN})
# What a program may do at all, whoever opened its token: read, and record plainly what happened.
# Deciding about a person is not among it: no determination, order, departure, listing, hold,
# longer custody, release, end of custody, judgement, penalty, finding or measure; nor giving
# access, nor the names of protected persons.
BY_PROGRAM = frozenset(
    {
        _P.PICTURE_SEE,
        _P.SITREP_SEE,
        _P.CLAIM_SEE,
        _P.DIRECTIVE_SEE,
        _P.OBLIGATION_ACKNOWLEDGE,
        _P.RETURN_FILE,
        _P.OPERATION_SEE,
        _P.RESULT_RECORD,
        _P.SUPPORT_SEE,
        _P.SUPPORT_ASK,
        _P.CUSTODY_SEE,
        _P.CUSTODY_TAKE_IN,
        _P.CUSTODY_DISPATCH,
        _P.CUSTODY_RECEIVE,
        _P.CUSTODY_IDENTIFY,
        _P.CUSTODY_COUNT,
        _P.EXHIBIT_SEE,
        _P.EXHIBIT_SEIZE,
        _P.EXHIBIT_SEAL,
        _P.EXHIBIT_DISPATCH,
        _P.EXHIBIT_RECEIVE,
        _P.EXHIBIT_COUNT,
        _P.PAYMENT_SEE,
        _P.PAYMENT_RECORD,
        _P.PERSON_SEE,
        _P.NAME_SEE,
        _P.CASE_SEE,
        _P.LISTING_SEE,
        _P.CHECK_MAKE,
        _P.LICENCE_SEE,
        _P.INDICATOR_SEE,
        _P.SIGHTING_RECORD,
        _P.LAPSE_SEE,
    }
)
_SEES = frozenset(
    {_P.PICTURE_SEE, _P.DIRECTIVE_SEE, _P.OPERATION_SEE, _P.CUSTODY_SEE, _P.EXHIBIT_SEE}
)
# A manager who looks as another account sees its pages, but no name and nothing that opens the
# files of those who protect; and cannot look through a second pair of eyes.
NEVER_THROUGH_OTHERS = frozenset(
    {
        _P.NAME_SEE,
        _P.PROTECTED_NAME_SEE,
        _P.SCREENING_SEE,
        _P.SCREENING_CONDUCT,
        _P.DETERMINATION_MAKE,
        _P.REFERRAL_MAKE,
        _P.ACCOUNT_VIEW_AS,
    }
)


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.DUTY_OFFICER: _SEES
    | _HAS_PROGRAMS
    | {
        _P.SITREP_SEE,
        _P.SITREP_ISSUE,
        _P.CLOCK_SET,
        _P.CLAIM_SEE,
        _P.SOURCE_FILE,
        _P.CLAIM_JUDGE,
        _P.SCOPE_CHOOSE,
        _P.DIRECTIVE_ISSUE,
        _P.OBLIGATION_SET,
        _P.RETURN_ASK,
        _P.OBLIGATION_JUDGE,
        _P.LAPSE_RECORD,
        _P.SUPPORT_SEE,
        _P.SUPPORT_APPROVE,
        _P.LAPSE_SEE,
        _P.LAPSE_PURSUE,
        _P.PERSON_SEE,
        _P.CASE_SEE,
        _P.LISTING_SEE,
        _P.LICENCE_SEE,
        _P.INDICATOR_SEE,
        _P.PAYMENT_SEE,
        _P.JOURNAL_SEE,
        _P.RETENTION_SEE,
        _P.RETENTION_SET,
        _P.VALUE_SHRED,
        _P.JOB_SEE,
        _P.JOB_ASK,
    },
    Role.PROVINCIAL_COMMAND: _SEES
    | _HAS_PROGRAMS
    | {
        _P.CLAIM_SEE,
        _P.SOURCE_FILE,
        _P.CLAIM_ASSERT,
        _P.OBLIGATION_ACKNOWLEDGE,
        _P.RETURN_FILE,
        _P.OPERATION_PLAN,
        _P.SITE_REGISTER,
        _P.SITE_CHANGE,
        _P.RESULT_RECORD,
        _P.SUPPORT_SEE,
        _P.SUPPORT_ASK,
        _P.LAPSE_SEE,
        _P.REPLY_GIVE,
        _P.CUSTODY_TAKE_IN,
        _P.CUSTODY_DISPATCH,
        _P.CUSTODY_RECEIVE,
        _P.END_RECORD,
        _P.END_CONFIRM,
        _P.HOLD_LIFT,
        _P.COUNT_EXPLAIN,
        _P.EXHIBIT_SEIZE,
        _P.EXHIBIT_SEAL,
        _P.EXHIBIT_DISPATCH,
        _P.EXHIBIT_RECEIVE,
        _P.EXHIBIT_COUNT,
        _P.EXHIBIT_EXPLAIN,
        _P.RELEASE_PREPARE,
        _P.RELEASE_CONFIRM,
        _P.PAYMENT_SEE,
        _P.PAYMENT_CONFIRM,
        _P.PERSON_SEE,
    },
    Role.INTAKE_OFFICER: frozenset({_P.OPERATION_SEE, _P.CUSTODY_SEE})
    | _HAS_PROGRAMS
    | {
        _P.CLAIM_ASSERT,
        _P.RESULT_RECORD,
        _P.CUSTODY_TAKE_IN,
        _P.CUSTODY_DISPATCH,
        _P.CUSTODY_RECEIVE,
        _P.CUSTODY_IDENTIFY,
        _P.CUSTODY_COUNT,
        _P.EXTENSION_RECORD,
        _P.END_RECORD,
        _P.HOLD_PLACE,
        _P.EXHIBIT_SEE,
        _P.EXHIBIT_SEIZE,
        _P.EXHIBIT_SEAL,
        _P.EXHIBIT_DISPATCH,
        _P.EXHIBIT_RECEIVE,
        _P.EXHIBIT_COUNT,
        _P.RELEASE_PREPARE,
        _P.PAYMENT_SEE,
        _P.PAYMENT_RECORD,
        _P.PERSON_SEE,
        _P.NAME_SEE,
    },
    Role.ARMY_COMMAND: frozenset({_P.DIRECTIVE_SEE, _P.SUPPORT_SEE, _P.SUPPORT_TASK}),
    Role.PROTECTION_SCREENER: frozenset(
        {
            _P.CUSTODY_SEE,
            _P.PERSON_SEE,
            _P.NAME_SEE,
            _P.PROTECTED_NAME_SEE,
            _P.SCREENING_SEE,
            _P.SCREENING_CONDUCT,
            _P.DETERMINATION_MAKE,
            _P.REFERRAL_MAKE,
        }
    ),
    Role.IMMIGRATION_OFFICER: frozenset(
        {
            _P.CUSTODY_SEE,
            _P.CUSTODY_DISPATCH,
            _P.CUSTODY_RECEIVE,
            _P.CUSTODY_IDENTIFY,
            _P.CUSTODY_TAKE_IN,
            _P.CUSTODY_COUNT,
            _P.TOKEN_OPEN,
            _P.DISPOSITION_RECORD,
            _P.END_RECORD,
            _P.HOLD_PLACE,
            _P.PERSON_SEE,
            _P.NAME_SEE,
            _P.CASE_SEE,
            _P.CASE_PREPARE,
            _P.DEPARTURE_RECORD,
            _P.PAYMENT_SEE,
            _P.PAYMENT_RECORD,
            _P.LISTING_SEE,
            _P.LISTING_ENTER,
        }
    ),
    Role.IMMIGRATION_AUTHORITY: frozenset(
        {
            _P.CUSTODY_SEE,
            _P.PERSON_SEE,
            _P.NAME_SEE,
            _P.CASE_SEE,
            _P.ORDER_DECIDE,
            _P.PAYMENT_SEE,
            _P.PAYMENT_CONFIRM,
            _P.END_CONFIRM,
            _P.HOLD_LIFT,
            _P.LISTING_SEE,
        }
    ),
    Role.BORDER_OFFICER: frozenset({_P.CHECK_MAKE, _P.INCIDENT_RECORD}),
    Role.BORDER_SUPERVISOR: frozenset(
        {_P.CHECK_MAKE, _P.MATCH_JUDGE, _P.INCIDENT_RECORD, _P.LISTING_SEE}
    ),
    Role.GAMING_INSPECTOR: frozenset(
        {_P.DIRECTIVE_SEE, _P.LICENCE_SEE, _P.LICENCE_ENTER, _P.INSPECTION_RECORD}
    ),
    Role.GAMING_COMMISSIONER: frozenset({_P.DIRECTIVE_SEE, _P.LICENCE_SEE, _P.PENALTY_DECIDE}),
    Role.INDICATOR_ANALYST: frozenset(
        {
            _P.OPERATION_SEE,
            _P.EXHIBIT_SEE,
            _P.INDICATOR_SEE,
            _P.SIGHTING_RECORD,
            _P.LICENCE_SEE,
        }
    ),
    Role.DISCIPLINE_AUTHORITY: frozenset(
        {
            _P.DIRECTIVE_SEE,
            _P.LAPSE_SEE,
            _P.LAPSE_PURSUE,
            _P.FINDING_RECORD,
            _P.MEASURE_DECIDE,
        }
    ),
    Role.OVERSIGHT: _SEES
    | {
        _P.SITREP_SEE,
        _P.CLAIM_SEE,
        _P.SUPPORT_SEE,
        _P.LAPSE_SEE,
        _P.PERSON_SEE,
        _P.CASE_SEE,
        _P.LISTING_SEE,
        _P.LICENCE_SEE,
        _P.INDICATOR_SEE,
        _P.PAYMENT_SEE,
        _P.JOURNAL_SEE,
        _P.RETENTION_SEE,
        _P.JOB_SEE,
        _P.ACCOUNT_SEE,
    },
    Role.ACCESS_MANAGER: frozenset({_P.ACCOUNT_SEE, _P.ACCOUNT_OPEN, _P.ACCOUNT_VIEW_AS}),
}


class Machine(StrEnum):
    """Actors that are not people. Each has a name on the record and permissions of its own."""

    INSTALLER = "machine:installer"
    WORKER = "machine:worker"
    CONSOLE = "machine:console"
    CLOCK = "machine:clock"


MACHINE_GRANTS: dict[Machine, frozenset[Permission]] = {
    Machine.INSTALLER: frozenset({_P.ACCOUNT_OPEN, _P.UNIT_OPEN, _P.SITE_REGISTER, _P.SOURCE_FILE}),
    # Whoever has the server's command line may file texts; deciding of them takes a log-in.
    Machine.CONSOLE: frozenset({_P.SOURCE_FILE}),
    # The clock says what passed unanswered; what follows from it, people decide. It shreds what is
    # past the time that people set.
    Machine.CLOCK: frozenset({_P.LAPSE_RECORD, _P.VALUE_SHRED}),
    Machine.WORKER: frozenset({_P.SOURCE_FILE, _P.JOURNAL_SEE, _P.JOB_SEE, _P.JOB_RUN}),
}
