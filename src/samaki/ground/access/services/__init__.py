"""The verbs of access, one module a noun: accounts, appointments, factors, log-ins, viewing."""

from samaki.ground.access.services.accounts import AccountRefusedError, open_account
from samaki.ground.access.services.appointments import AppointmentRefusedError, appoint

__all__ = ["AccountRefusedError", "AppointmentRefusedError", "appoint", "open_account"]
