"""Permissions and roles. Pure: what each role may do, in one table."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What may be done; the same grammar as the journal's kinds: system, noun, verb."""

    PICTURE_SEE = "picture:national:see"
    CLAIM_SEE = "claims:claim:see"
    SOURCE_FILE = "claims:source:file"
    CLAIM_JUDGE = "claims:claim:judge"
    CLAIM_ASSERT = "claims:claim:assert"
    SCOPE_CHOOSE = "claims:scope:choose"
    DIRECTIVE_SEE = "directives:directive:see"
    DIRECTIVE_ISSUE = "directives:directive:issue"
    OPERATION_SEE = "operations:operation:see"
    OPERATION_PLAN = "operations:operation:plan"
    RESULT_RECORD = "operations:result:record"
    CUSTODY_SEE = "custody:account:see"
    CUSTODY_TAKE_IN = "custody:intake:take_in"
    CUSTODY_DISPATCH = "custody:handover:dispatch"
    CUSTODY_RECEIVE = "custody:handover:receive"
    CUSTODY_IDENTIFY = "custody:person:identify"
    JOURNAL_SEE = "journal:entry:see"
    JOB_SEE = "jobs:job:see"
    JOB_ASK = "jobs:job:ask"
    JOB_RUN = "jobs:job:run"
    ACCOUNT_OPEN = "access:account:open"
    UNIT_OPEN = "agencies:unit:open"
    SITE_REGISTER = "sites:site:register"


class Role(StrEnum):
    DUTY_OFFICER = "duty_officer"
    PROVINCIAL_COMMAND = "provincial_command"
    INTAKE_OFFICER = "intake_officer"


# These posts answer for the whole country; appointed over less they would still see all of it.
NATIONAL = frozenset({Role.DUTY_OFFICER})

_P = Permission
_SEES = frozenset({_P.PICTURE_SEE, _P.DIRECTIVE_SEE, _P.OPERATION_SEE, _P.CUSTODY_SEE})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.DUTY_OFFICER: _SEES
    | {
        _P.CLAIM_SEE,
        _P.SOURCE_FILE,
        _P.CLAIM_JUDGE,
        _P.SCOPE_CHOOSE,
        _P.DIRECTIVE_ISSUE,
        _P.JOURNAL_SEE,
        _P.JOB_SEE,
        _P.JOB_ASK,
    },
    Role.PROVINCIAL_COMMAND: _SEES
    | {
        _P.CLAIM_SEE,
        _P.SOURCE_FILE,
        _P.CLAIM_ASSERT,
        _P.OPERATION_PLAN,
        _P.SITE_REGISTER,
        _P.RESULT_RECORD,
        _P.CUSTODY_TAKE_IN,
        _P.CUSTODY_DISPATCH,
        _P.CUSTODY_RECEIVE,
    },
    Role.INTAKE_OFFICER: frozenset({_P.OPERATION_SEE, _P.CUSTODY_SEE})
    | {
        _P.CLAIM_ASSERT,
        _P.RESULT_RECORD,
        _P.CUSTODY_TAKE_IN,
        _P.CUSTODY_DISPATCH,
        _P.CUSTODY_RECEIVE,
        _P.CUSTODY_IDENTIFY,
    },
}


class Machine(StrEnum):
    """Actors that are not people. Each has a name on the record and permissions of its own."""

    INSTALLER = "machine:installer"
    WORKER = "machine:worker"
    CONSOLE = "machine:console"


MACHINE_GRANTS: dict[Machine, frozenset[Permission]] = {
    Machine.INSTALLER: frozenset({_P.ACCOUNT_OPEN, _P.UNIT_OPEN, _P.SITE_REGISTER, _P.SOURCE_FILE}),
    # Whoever has the server's command line may file texts; deciding of them takes a log-in.
    Machine.CONSOLE: frozenset({_P.SOURCE_FILE}),
    Machine.WORKER: frozenset({_P.SOURCE_FILE, _P.JOURNAL_SEE, _P.JOB_SEE, _P.JOB_RUN}),
}
