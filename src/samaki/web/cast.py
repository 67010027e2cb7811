"""The cast of the demo world: offices and their log-ins, never real persons."""

from __future__ import annotations

from dataclasses import dataclass

from samaki.ground.access.rules import Role
from samaki.ground.agencies.services import Name

PASSWORD = "samaki-demo"  # noqa: S105 - printed on the screen; the demo world holds nobody real


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: a log-in, a role at a post, over an area."""

    username: str
    role: Role
    post: str
    unit: str
    area: str
    title: Name


CAST = (
    Member(
        "duty",
        Role.DUTY_OFFICER,
        "secretariat-duty",
        "secretariat",
        "KH",
        Name("Duty officer, secretariat", "មន្ត្រីប្រចាំការ លេខាធិការដ្ឋាន"),
    ),
    Member(
        "command",
        Role.PROVINCIAL_COMMAND,
        "command-1",
        "command-KH-1",
        "KH-1",
        Name("Provincial command, Banteay Meanchey", "បញ្ជាការដ្ឋានខេត្តបន្ទាយមានជ័យ"),
    ),
    Member(
        "command18",
        Role.PROVINCIAL_COMMAND,
        "command-18",
        "command-KH-18",
        "KH-18",
        Name("Provincial command, Preah Sihanouk", "បញ្ជាការដ្ឋានខេត្តព្រះសីហនុ"),
    ),
    Member(
        "command12",
        Role.PROVINCIAL_COMMAND,
        "command-12",
        "command-KH-12",
        "KH-12",
        Name("Capital command, Phnom Penh", "បញ្ជាការដ្ឋានរាជធានីភ្នំពេញ"),
    ),
    Member(
        "intake",
        Role.INTAKE_OFFICER,
        "poipet-intake",
        "police-poipet",
        "KH-1",
        Name("Intake officer, Poipet", "មន្ត្រីទទួល ប៉ោយប៉ែត"),
    ),
    Member(
        "receiver",
        Role.INTAKE_OFFICER,
        "bm-intake",
        "police-KH-1",
        "KH-1",
        Name("Intake officer, Serei Saophoan", "មន្ត្រីទទួល សិរីសោភ័ណ"),
    ),
)

AGENCIES = {
    "CCOS": Name("Commission for Combating Online Scams", "គណៈកម្មាធិការប្រយុទ្ធប្រឆាំងការឆបោកតាមអនឡាញ"),
    "UC": Name("Unified Command", "បញ្ជាការដ្ឋានឯកភាព"),
    "NP": Name("National Police", "នគរបាលជាតិ"),
    "RG": Name("Royal Gendarmerie", "កងរាជអាវុធហត្ថ"),
    "GDI": Name("General Department of Immigration", "អគ្គនាយកដ្ឋានអន្តោប្រវេសន៍"),
    "RCAF": Name("Royal Cambodian Armed Forces", "កងយោធពលខេមរភូមិន្ទ"),
    "CGMC": Name("Commercial Gambling Management Commission", "គណៈកម្មការគ្រប់គ្រងល្បែងពាណិជ្ជកម្ម"),
    "NCCT": Name(
        "National Committee for Counter Trafficking", "គណៈកម្មាធិការជាតិប្រយុទ្ធប្រឆាំងអំពើជួញដូរមនុស្ស"
    ),
}
PROVINCIAL = (
    (
        "command",
        "UC",
        "governor",
        Name("Unified command, {}", "បញ្ជាការដ្ឋានឯកភាព {}"),
        Name("Governor, {}", "អភិបាល {}"),
    ),
    (
        "police",
        "NP",
        "police_chief",
        Name("Police, {}", "នគរបាល {}"),
        Name("Police chief, {}", "ស្នងការនគរបាល {}"),
    ),
    (
        "gendarmerie",
        "RG",
        "gendarmerie_commander",
        Name("Gendarmerie, {}", "កងរាជអាវុធហត្ថ {}"),
        Name("Gendarmerie commander, {}", "មេបញ្ជាការកងរាជអាវុធហត្ថ {}"),
    ),
)
