"""The demo world: the directive of 15 November and the raids around it, built by services alone.

Offices, never real persons. The counts are those of the public case; everything else here is for
demonstration. Tests use the same world as their fixed cast.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access import queries as access
from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine
from samaki.ground.access.services import appoint, open_account
from samaki.ground.agencies import queries as agencies
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.places.models import Area
from samaki.ground.places.services import load_gazetteer
from samaki.ground.sites.services import register_site
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.kernel.ledger import Cell
from samaki.systems.claims import queries as claims
from samaki.systems.claims.rules import counts_people
from samaki.systems.claims.services import accept_claim, read_source
from samaki.systems.custody import rules as custody
from samaki.systems.custody.services.accounts import open_account as open_custody_account
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.directives.services.orders import ClauseText, issue_directive
from samaki.systems.operations import queries as operations
from samaki.systems.operations.services import (
    Aim,
    Plan,
    plan_operation,
    record_raid_without_figure,
    record_result,
)
from samaki.web.bulletins import FIRST
from samaki.web.cast import AGENCIES, CAST, PASSWORD, PROVINCIAL, Member
from samaki.web.scenes import border, immigration
from samaki.web.scenes.gaming import license_venues, warn_a_hall
from samaki.web.scenes.indicators import seize_exhibits, take_a_fine
from samaki.web.scenes.obligations import obligations_of_the_first_clause
from samaki.web.scenes.protection import screen_some
from samaki.web.scenes.support import ask_for_buses, ask_for_cordon, stand_by, watch_sites

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.ground.access.actors import Actor

_CLAUSES = (
    ClauseText(
        Name(
            "Local governments at every level root out fraud gangs in their area.",
            "រដ្ឋបាលមូលដ្ឋានគ្រប់ថ្នាក់ ត្រូវលុបបំបាត់ក្រុមឆបោកក្នុងដែនដីរបស់ខ្លួន។",
        ),
        Name(
            "Governors, police chiefs, gendarmerie commanders",
            "អភិបាល ស្នងការនគរបាល មេបញ្ជាការកងរាជអាវុធហត្ថ",
        ),
    ),
    ClauseText(
        Name(
            "Police and Immigration expel, by legal procedure, those who may not enter or stay.",
            "នគរបាល និងអន្តោប្រវេសន៍ បណ្តេញតាមនីតិវិធីច្បាប់ អ្នកដែលគ្មានសិទ្ធិចូល ឬស្នាក់នៅ។",
        ),
        Name("National Police, Immigration", "នគរបាលជាតិ អន្តោប្រវេសន៍"),
    ),
    ClauseText(
        Name(
            "Border agencies tighten control on land and water so that nobody crosses illegally.",
            "ស្ថាប័នព្រំដែន រឹតបន្តឹងការត្រួតពិនិត្យគោក និងទឹក ដើម្បីកុំឱ្យមានការឆ្លងខុសច្បាប់។",
        ),
        Name("Border posts, maritime committee", "ប៉ុស្តិ៍ព្រំដែន គណៈកម្មាធិការសន្តិសុខដែនសមុទ្រ"),
    ),
    ClauseText(
        Name(
            "The army and special forces stand by to support.",
            "កងទ័ព និងកងពិសេស ត្រៀមគាំទ្រ។",
        ),
        Name("Armed forces", "កងយោធពលខេមរភូមិន្ទ"),
    ),
    ClauseText(
        Name(
            "The gaming commission holds licensed casinos and gambling centres free of six crimes.",
            "គណៈកម្មការល្បែង ធានាឱ្យកាស៊ីណូ និងមជ្ឈមណ្ឌលល្បែងមានអាជ្ញាបណ្ណ គ្មានបទល្មើសទាំងប្រាំមួយ។",
        ),
        Name("Gaming commission", "គណៈកម្មការល្បែង"),
    ),
    ClauseText(
        Name(
            "Officials who do not enforce or cooperate face reassignment or other discipline.",
            "មន្ត្រីដែលមិនអនុវត្ត ឬមិនសហការ ប្រឈមនឹងការផ្លាស់ប្តូរ ឬវិន័យផ្សេងទៀត។",
        ),
        Name("All of the above", "ទាំងអស់ខាងលើ"),
    ),
)

_SIHANOUKVILLE = ((6, 12, 0), (7, 14, 0), (5, 9, 1), (2, 6, 1))  # women, men, minors: 63 in all
_POIPET = {
    Cell("IDN", "F", "adult"): 45,
    Cell("IDN", "M", "adult"): 226,
}


def is_loaded() -> bool:
    """Tell whether the data folder holds a world already."""
    return Account.objects.exists()


@transaction.atomic
def load(*, at: datetime, until: str = "") -> None:
    """Load the demo world, whole or up to one of its stages; `at` is the moment of recording."""
    assert not until or until in {stage.__name__ for stage in STAGES}, f"no stage is called {until}"
    for stage in STAGES:
        stage(at=at)
        if stage.__name__ == until:
            return


def phnom_penh_time(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2025, given in Phnom Penh time (UTC+7)."""
    return datetime.fromisoformat(f"2025-11-{day:02}T{hour:02}:{minute:02}:00+07:00").astimezone(
        UTC
    )


def actor(username: str, *, at: datetime) -> Actor:
    """Return one of the cast as the actor of a verb."""
    return access.actor(Account.objects.get(username=username), at=at)


def lay_ground(*, at: datetime) -> None:
    """Areas, agencies, units, posts, custody accounts, and the cast's log-ins."""
    installer = machine(Machine.INSTALLER)
    if not Area.objects.exists():
        load_gazetteer(by=installer.key, at=at)
    for code, name in AGENCIES.items():
        open_agency(by=installer.key, code=code, name=name, at=at)
    _open_national_units(installer.key, at=at)
    for area in Area.objects.filter(level="province"):
        _open_provincial_units(installer.key, area, at=at)
    _open_local_units(installer.key, at=at)
    for member in CAST:
        _open_member(installer, member, at=at)
    _open_custody(at=at)


def order(*, at: datetime) -> None:
    """Enter the directive of 15 November with its six clauses."""
    issue_directive(
        actor=actor("duty", at=at),
        title=Name("Eradicate telecom-fraud gangs", "លុបបំបាត់ក្រុមឆបោកតាមទូរគមនាគមន៍"),
        issuer=Name("Prime Minister", "នាយករដ្ឋមន្ត្រី"),
        issued_on=date(2025, 11, 15),
        clauses=_CLAUSES,
        at=at,
    )


def raid_phnom_penh(*, at: datetime) -> None:
    """14 November, Phnom Penh: raided, and no figure of its own was given."""
    targets = _plan(
        "command12",
        Plan(
            title=Name("Phnom Penh, fraud parks", "ភ្នំពេញ ឧទ្យានឆបោក"),
            area="KH-12",
            lead_unit="command-KH-12",
            hour=phnom_penh_time(14, 5),
            aims=_aims("command12", "KH-12", 1, "police-KH-12", at=at),
        ),
        at=at,
    )
    _without_figure("command12", targets, happened_at=phnom_penh_time(14, 6), at=at)


def raid_sihanoukville(*, at: datetime) -> None:
    """16 November without a figure, then 17 November: 63 Vietnamese at four targets."""
    targets = _plan(
        "command18",
        Plan(
            title=Name("Sihanoukville, fraud park", "ក្រុងព្រះសីហនុ ឧទ្យានឆបោក"),
            area="KH-18",
            lead_unit="command-KH-18",
            hour=phnom_penh_time(16, 5),
            aims=_aims("command18", "KH-18", 1, "police-KH-18", at=at),
        ),
        at=at,
    )
    _without_figure("command18", targets, happened_at=phnom_penh_time(16, 6), at=at)
    targets = _plan(
        "command18",
        Plan(
            title=Name("Sihanoukville, four targets", "ក្រុងព្រះសីហនុ គោលដៅបួន"),
            area="KH-18",
            lead_unit="command-KH-18",
            hour=phnom_penh_time(17, 5),
            aims=_aims("command18", "KH-18", 4, "police-KH-18", at=at),
        ),
        at=at,
    )
    officer = actor("command18", at=at)
    for number, (women, men, minors) in enumerate(_SIHANOUKVILLE):
        cells = {
            Cell("VNM", "F", "adult"): women,
            Cell("VNM", "M", "adult"): men,
            Cell("VNM", None, "minor"): minors,
        }
        record_result(
            actor=officer,
            target=targets[number],
            cells=cells,
            legal_basis="Found at the site; identity check",
            happened_at=phnom_penh_time(17, 6, 10 * number),
            at=at,
        )


def raid_poipet(*, at: datetime) -> None:
    """17 November, Poipet: one target, planned; the count is a step of its own."""
    _plan(
        "command",
        Plan(
            title=Name("Poipet, one building", "ប៉ោយប៉ែត អគារមួយ"),
            area="KH-1",
            lead_unit="command-KH-1",
            hour=phnom_penh_time(17, 5),
            aims=_aims("command", "KH-1", 1, "police-poipet", at=at),
        ),
        at=at,
    )


def count_poipet(*, at: datetime) -> None:
    """271 Indonesians, 45 of them women, are counted at Poipet."""
    officer = actor("intake", at=at)
    record_result(
        actor=officer,
        target=_targets_of("Poipet, one building")[0],
        cells=_POIPET,
        legal_basis="Found at the site; identity check",
        happened_at=phnom_penh_time(17, 9),
        at=at,
    )


def hand_over_poipet(*, at: datetime) -> None:
    """63 are dispatched, 61 received, 2 stay in transit; twelve are identified."""
    officer, receiver = actor("intake", at=at), actor("receiver", at=at)
    men = Cell("IDN", "M", "adult")
    for number in range(1, 13):
        identify(
            actor=officer,
            unit="police-poipet",
            cell=men,
            stated=Stated(f"Demonstration name {number}", f"DEMO{number:04}"),
            happened_at=phnom_penh_time(17, 11, number),
            at=at,
        )
    handover = dispatch_handover(
        actor=officer,
        giver="police-poipet",
        receiver="police-KH-1",
        escort="gendarmerie-KH-1",
        sends=custody.Consignment(custody.Party({men: 63}), "2 buses", ("004417", "004418")),
        happened_at=phnom_penh_time(17, 15, 30),
        at=at,
    )
    receive_handover(
        actor=receiver,
        handover=str(handover.ref),
        unit="police-KH-1",
        received=custody.Party({men: 61}),
        happened_at=phnom_penh_time(17, 16, 20),
        at=at,
    )


def read_bulletin(*, at: datetime) -> None:
    """Read the first bulletin and accept its counts of people; the rest waits for a person."""
    officer = actor("duty", at=at)
    source = read_source(
        actor=officer,
        document=Document(
            text=FIRST.text,
            kind=SourceKind(FIRST.kind),
            title=FIRST.title,
            outlet=FIRST.outlet,
            language=FIRST.language,
            published_on=FIRST.published_on,
        ),
        at=at,
    )
    for claim in claims.claims_of(source):
        if counts_people(claims.stated(claim)):
            accept_claim(actor=officer, claim_ref=claim.ref, at=at)


STAGES = (
    lay_ground,
    order,
    raid_phnom_penh,
    raid_sihanoukville,
    raid_poipet,
    count_poipet,
    hand_over_poipet,
    read_bulletin,
    obligations_of_the_first_clause,
    screen_some,
    border.lay_checkpoints,
    border.enter_listings,
    border.check_a_namesake,
    border.see_a_crossing,
    immigration.open_cases,
    stand_by,
    ask_for_cordon,
    ask_for_buses,
    watch_sites,
    license_venues,
    warn_a_hall,
    seize_exhibits,
    take_a_fine,
)


def _open_national_units(by: str, *, at: datetime) -> None:
    units = (
        ("secretariat", "CCOS", Name("Secretariat", "លេខាធិការដ្ឋាន")),
        ("police-hq", "NP", Name("National Police headquarters", "អគ្គស្នងការនគរបាលជាតិ")),
        ("gendarmerie-hq", "RG", Name("Gendarmerie headquarters", "ទីបញ្ជាការដ្ឋានកងរាជអាវុធហត្ថ")),
        ("immigration-hq", "GDI", Name("Immigration headquarters", "ទីស្តីការអន្តោប្រវេសន៍")),
        ("army-hq", "RCAF", Name("Armed forces command", "អគ្គបញ្ជាការដ្ឋាន")),
        ("gaming-hq", "CGMC", Name("Gaming commission", "គណៈកម្មការល្បែង")),
        ("discipline-office", "MI", Name("Discipline office", "ការិយាល័យវិន័យ")),
        ("oversight-office", "ACU", Name("Oversight office", "ការិយាល័យត្រួតពិនិត្យ")),
        ("trafficking-hq", "NCCT", Name("Anti-trafficking committee", "គណៈកម្មាធិការប្រឆាំងការជួញដូរ")),
    )
    for code, agency, name in units:
        superior = None if code == "secretariat" else "secretariat"
        open_unit(by=by, code=code, agency=agency, area="KH", superior=superior, name=name, at=at)


def _open_provincial_units(by: str, area: Area, *, at: datetime) -> None:
    superiors = {"command": "secretariat", "police": "police-hq", "gendarmerie": "gendarmerie-hq"}
    for prefix, agency, kind, name, title in PROVINCIAL:
        code = f"{prefix}-{area.code}"
        open_unit(
            by=by,
            code=code,
            agency=agency,
            area=area.code,
            superior=superiors[prefix],
            name=_for(name, area),
            at=at,
        )
        open_post(
            by=by, code=f"{kind}-{area.code}", unit=code, kind=kind, title=_for(title, area), at=at
        )


def _open_local_units(by: str, *, at: datetime) -> None:
    units = (
        ("police-poipet", "NP", "KH-1-10", "police-KH-1", Name("Poipet police", "នគរបាលប៉ោយប៉ែត")),
        (
            *("border-poipet", "GDI", "KH-1-10", "immigration-hq"),
            Name("Poipet checkpoint", "ច្រកប៉ោយប៉ែត"),
        ),
        (
            *("immigration-site", "GDI", "KH-8", "immigration-hq"),
            Name("Immigration site, Kandal", "ទីតាំងអន្តោប្រវេសន៍ កណ្តាល"),
        ),
        (
            *("shelter", "MSVY", "KH-8", "trafficking-hq"),
            Name("Shelter, Kandal", "មណ្ឌលស្នាក់នៅ កណ្តាល"),
        ),
        # The provincial command receives for both: the demo has no log-in of either.
        (
            *("court-KH-1", "MOJ", "KH-1", "command-KH-1"),
            Name("Provincial court, Banteay Meanchey", "សាលាដំបូងខេត្តបន្ទាយមានជ័យ"),
        ),
        (
            *("prison-KH-1", "MI", "KH-1", "command-KH-1"),
            Name("Provincial prison, Banteay Meanchey", "ពន្ធនាគារខេត្តបន្ទាយមានជ័យ"),
        ),
    )
    for code, agency, area, superior, name in units:
        open_unit(by=by, code=code, agency=agency, area=area, superior=superior, name=name, at=at)


def _for(name: Name, area: Area) -> Name:
    return Name(name.en.format(area.name_en), name.km.format(area.name_km))


def _open_member(installer: Actor, member: Member, *, at: datetime) -> None:
    if not agencies.posts().filter(code=member.post).exists():  # a commander's post is there
        open_post(
            by=installer.key,
            code=member.post,
            unit=member.unit,
            kind=member.role,
            title=member.title,
            at=at,
        )
    account = open_account(
        actor=installer, username=member.username, password=PASSWORD, at=at, is_due=False
    )
    appoint(
        actor=installer,
        account_id=account.pk,
        post=member.post,
        role=member.role,
        area=member.area,
        at=phnom_penh_time(1, 0),
    )


def _open_custody(*, at: datetime) -> None:
    kinds = custody.AccountKind
    for username, unit, kind in (
        ("intake", "police-poipet", kinds.STATION),
        ("receiver", "police-KH-1", kinds.STATION),
        ("command18", "police-KH-18", kinds.STATION),
        ("immigration", "immigration-site", kinds.IMMIGRATION_SITE),
        ("immigration", "shelter", kinds.SHELTER),
        ("command", "court-KH-1", kinds.COURT),
        ("command", "prison-KH-1", kinds.PRISON),
    ):
        open_custody_account(actor=actor(username, at=at), kind=kind, unit=unit, at=at)


def _aims(username: str, area: str, how_many: int, custodian: str, *, at: datetime) -> list[Aim]:
    officer = actor(username, at=at)
    name = Area.objects.get(code=area)
    sites = [
        register_site(
            actor=officer,
            kind="compound",
            area=area,
            name=Name(f"Compound {n}, {name.name_en}", f"បរិវេណ {n} {name.name_km}"),
            at=at,
        )
        for n in range(1, how_many + 1)
    ]
    return [Aim(site.ref, custodian) for site in sites]


def _plan(username: str, plan: Plan, *, at: datetime) -> list[str]:
    """Plan an operation and return the references of its targets."""
    return plan_operation(actor=actor(username, at=at), plan=plan, at=at).target_refs


def _targets_of(title: str) -> list[str]:
    moment = phnom_penh_time(18, 6)
    seen = operations.operations(actor("duty", at=moment), at=moment)
    return seen.get(title_en=title).target_refs


def _without_figure(
    username: str, targets: Iterable[str], *, happened_at: datetime, at: datetime
) -> None:
    for target in targets:
        record_raid_without_figure(
            actor=actor(username, at=at), target=target, happened_at=happened_at, at=at
        )
