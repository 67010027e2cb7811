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
    Member(
        "police1",
        Role.PROVINCIAL_COMMAND,
        "police_chief-KH-1",
        "police-KH-1",
        "KH-1",
        Name("Police chief, Banteay Meanchey", "ស្នងការនគរបាល បន្ទាយមានជ័យ"),
    ),
    Member(
        "gendarmerie1",
        Role.PROVINCIAL_COMMAND,
        "gendarmerie_commander-KH-1",
        "gendarmerie-KH-1",
        "KH-1",
        Name("Gendarmerie commander, Banteay Meanchey", "មេបញ្ជាការកងរាជអាវុធហត្ថ បន្ទាយមានជ័យ"),
    ),
    Member(
        "army",
        Role.ARMY_COMMAND,
        "army-operations",
        "army-hq",
        "KH",
        Name("Operations officer, armed forces", "មន្ត្រីប្រតិបត្តិការ កងយោធពលខេមរភូមិន្ទ"),
    ),
    Member(
        "screener",
        Role.PROTECTION_SCREENER,
        "trafficking-screener",
        "trafficking-hq",
        "KH",
        Name("Screener, anti-trafficking committee", "មន្ត្រីសម្ភាស គណៈកម្មាធិការប្រឆាំងការជួញដូរ"),
    ),
    Member(
        "immigration",
        Role.IMMIGRATION_OFFICER,
        "immigration-officer",
        "immigration-site",
        "KH",
        Name("Immigration officer, Kandal site", "មន្ត្រីអន្តោប្រវេសន៍ ទីតាំងកណ្តាល"),
    ),
    Member(
        "authority",
        Role.IMMIGRATION_AUTHORITY,
        "immigration-authority",
        "immigration-hq",
        "KH",
        Name("Deciding authority, Immigration", "អាជ្ញាធរសម្រេច អន្តោប្រវេសន៍"),
    ),
    Member(
        "authority2",
        Role.IMMIGRATION_AUTHORITY,
        "immigration-appeals",
        "immigration-hq",
        "KH",
        Name("Appeals authority, Immigration", "អាជ្ញាធរបណ្តឹងឧទ្ធរណ៍ អន្តោប្រវេសន៍"),
    ),
    Member(
        "border",
        Role.BORDER_OFFICER,
        "border-officer-poipet",
        "border-poipet",
        "KH-1",
        Name("Border officer, Poipet checkpoint", "មន្ត្រីព្រំដែន ច្រកប៉ោយប៉ែត"),
    ),
    Member(
        "supervisor",
        Role.BORDER_SUPERVISOR,
        "border-supervisor-poipet",
        "border-poipet",
        "KH-1",
        Name("Border supervisor, Poipet checkpoint", "អ្នកត្រួតពិនិត្យព្រំដែន ច្រកប៉ោយប៉ែត"),
    ),
    Member(
        "inspector",
        Role.GAMING_INSPECTOR,
        "gaming-inspector",
        "gaming-hq",
        "KH",
        Name("Gaming inspector", "អធិការល្បែង"),
    ),
    Member(
        "commissioner",
        Role.GAMING_COMMISSIONER,
        "gaming-commissioner",
        "gaming-hq",
        "KH",
        Name("Gaming commissioner", "ស្នងការល្បែង"),
    ),
    Member(
        "analyst",
        Role.INDICATOR_ANALYST,
        "indicator-analyst",
        "police-hq",
        "KH",
        Name("Indicator analyst, National Police", "អ្នកវិភាគសូចនាករ នគរបាលជាតិ"),
    ),
    Member(
        "discipline",
        Role.DISCIPLINE_AUTHORITY,
        "discipline-authority",
        "discipline-office",
        "KH",
        Name("Discipline authority", "អាជ្ញាធរវិន័យ"),
    ),
    Member(
        "discipline2",
        Role.DISCIPLINE_AUTHORITY,
        "discipline-measures",
        "discipline-office",
        "KH",
        Name("Deciding authority, discipline", "អាជ្ញាធរសម្រេច វិន័យ"),
    ),
    Member(
        "oversight",
        Role.OVERSIGHT,
        "oversight-officer",
        "oversight-office",
        "KH",
        Name("Oversight officer", "មន្ត្រីត្រួតពិនិត្យ"),
    ),
    Member(
        "manager",
        Role.ACCESS_MANAGER,
        "access-manager",
        "secretariat",
        "KH",
        Name("Access manager, secretariat", "អ្នកគ្រប់គ្រងសិទ្ធិ លេខាធិការដ្ឋាន"),
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
    "MI": Name("Ministry of Interior", "ក្រសួងមហាផ្ទៃ"),
    "MOJ": Name("Ministry of Justice", "ក្រសួងយុត្តិធម៌"),
    "ACU": Name("Anti-Corruption Unit", "អង្គភាពប្រឆាំងអំពើពុករលួយ"),
    "MSVY": Name("Ministry of Social Affairs", "ក្រសួងសង្គមកិច្ច"),
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
