"""The `samaki` command line. Commands that need no database start without Django."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from samaki.systems.claims import commands as claims
from samaki.web import version

if TYPE_CHECKING:
    from collections.abc import Sequence

EPILOG = """examples:
  samaki demo                      load the demo world and serve it on 127.0.0.1:8000
  samaki read report.txt --published 2025-11-18
  samaki read --jsonl < documents.jsonl > claims.jsonl
  samaki reconcile problem.json --json
  samaki verify                    prove that the books balance and nothing was altered
  samaki user add sok --role intake_officer --post poipet-intake --area KH-1

exit codes: 0 done; 1 it ran and found something wrong; 2 it was asked wrongly
data lie under SAMAKI_DATA_DIR, or in the database that DATABASE_URL names
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaki.web.settings")
    os.umask(0o077)  # names of people lie in the data folder: nobody else on the machine reads them
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    top = argparse.ArgumentParser(
        prog="samaki",
        description="Samaki: from a directive to the last person and exhibit accounted for.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"samaki {version.current()}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_servers(commands)
    claims.add_to(commands)
    verify = commands.add_parser("verify", help="prove the books: chain, seals, balances")
    verify.set_defaults(run=_verify)
    shred = commands.add_parser("shred", help="shred personal values past their set time")
    shred.add_argument("--count", action="store_true", help="only say how many are due")
    shred.set_defaults(run=_shred)
    migrate = commands.add_parser("migrate", help="bring the database to this version")
    migrate.set_defaults(run=_migrate)
    _add_user(commands)
    return top


def _add_servers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="load the demo world and serve it")
    demo.add_argument("--load-only", action="store_true", help="load it and stop")
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="serve the pages, with one background worker")
    serve.set_defaults(run=_serve)
    for command in (demo, serve):
        command.add_argument("--port", type=_port, default=8000, help="default 8000")
    work = commands.add_parser("work", help="run background jobs until stopped")
    work.add_argument("--exit-when-idle", action="store_true", help="stop when no job waits")
    work.add_argument("--beside", type=int, metavar="PID", help="end with that parent process")
    work.set_defaults(run=_work)


def _add_user(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    user = commands.add_parser("user", help="accounts: who may log in, and as what")
    verbs = user.add_subparsers(dest="verb", required=True, metavar="add")
    add = verbs.add_parser("add", help="open an account and appoint it to a post")
    add.add_argument("username")
    add.add_argument("--role", required=True, help="duty_officer, provincial_command …")
    add.add_argument("--post", required=True, help="the code of the post it holds")
    add.add_argument("--area", required=True, help="KH, or a province such as KH-1")
    add.add_argument("--password-stdin", action="store_true", help="read the password from there")
    add.set_defaults(run=_user_add)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:  # noqa: PLR2004 - what TCP has
        message = f"{text} is no port; choose one from 1 to 65535"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _django() -> None:
    import django  # noqa: PLC0415 - only commands that need the database pay for it

    django.setup()


def _verify(_options: argparse.Namespace) -> int:
    _django()
    from samaki.web import verification  # noqa: PLC0415 - after Django is set up

    return verification.run()


def _shred(options: argparse.Namespace) -> int:
    _django()
    from samaki.ground.retention import commands  # noqa: PLC0415 - after Django is set up

    return commands.run(only_count=options.count)


def _migrate(_options: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command  # noqa: PLC0415 - after Django is set up

    call_command("migrate", verbosity=1, interactive=False)
    from samaki.web import serving  # noqa: PLC0415 - after Django is set up

    serving.lay_areas()
    return 0


def _demo(options: argparse.Namespace) -> int:
    os.environ["SAMAKI_DEMO"] = "1"
    _django()
    from samaki.web import serving  # noqa: PLC0415 - after Django is set up

    return serving.demo(port=options.port, load_only=options.load_only)


def _serve(options: argparse.Namespace) -> int:
    _django()
    from samaki.web import serving  # noqa: PLC0415 - after Django is set up

    return serving.serve(port=options.port)


def _work(options: argparse.Namespace) -> int:
    _django()
    from samaki.web import serving  # noqa: PLC0415 - after Django is set up

    return serving.work(exit_when_idle=options.exit_when_idle, beside=options.beside)


def _user_add(options: argparse.Namespace) -> int:
    _django()
    from samaki.web import staffing  # noqa: PLC0415 - after Django is set up

    if options.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
    return staffing.add(
        username=options.username,
        password=password,
        role=options.role,
        post=options.post,
        area=options.area,
    )


if __name__ == "__main__":
    sys.exit(main())
