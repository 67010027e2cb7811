"""A hostile file is refused or made harmless: it costs a process at worst, never the work."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from tests.ground.documents import made

from samaki.ground.documents import child, door, packing, reading, rules
from samaki.ground.documents.door import Reader, UnreadableFileError
from samaki.ground.documents.rules import FileFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BILLION = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "laugh">' for n in range(10)
)


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Return the door, and end its process after the test."""
    with Reader() as opened:
        yield opened


def _codes(file: str, content: bytes) -> list[str]:
    with pytest.raises(FileFaultError) as refused:
        reading.read(file, content)
    return [each.code for each in refused.value.reasons]


def _text(file: str, content: bytes) -> str:
    (found,) = reading.read(file, content).texts
    return found.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>police arrested 999</script>",
        "<style>.x{content:'999'}</style>",
        "<p hidden>999</p>",
        "<p style='color:red; DISPLAY : none'>999</p>",
        "<div style=visibility:hidden><p>999</p></div>",
        "<p style='font-size:0px'>999</p>",
        "<p style='opacity:0'>999</p>",
        "<template>999</template>",
        "<noscript>999</noscript>",
        "<iframe srcdoc='999'>999</iframe>",
        "<!-- 999 -->",
        "<svg><text>999</text></svg>",
        "<input type=hidden value=999>",
        "<img alt=999 src=x onerror='999'>",
    ],
)
def test_what_a_page_hides_or_would_run_is_no_word_of_it(hidden: str) -> None:
    shown = f"<html><body><article><p>{made.RAID}</p>{hidden} end</article></body></html>"

    assert "999" not in _text("a.html", shown.encode())
    assert "271" in _text("a.html", shown.encode())


def test_entities_that_a_page_defines_are_not_resolved() -> None:
    page = f"<!DOCTYPE html [{BILLION}]><html><body><p>Found 63. &l9;</p></body></html>"
    outer = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<html><body><p>Found 63. &x;</p></body></html>"
    )

    assert "laugh" not in _text("a.html", page.encode())
    assert "root:" not in _text("a.html", outer.encode())


def test_a_page_that_nests_without_end_is_read_or_refused() -> None:
    deep = b"<html><body>" + b"<div>" * 100_000 + b"Found 63" + b"</div>" * 100_000

    try:
        assert reading.read("a.html", deep).texts
    except FileFaultError as refused:
        assert refused.reasons[0].code in {"file_unpacks", "file_wordless", "file_damaged"}  # noqa: PT017 - one of the two


@pytest.mark.parametrize("where", ["word/document.xml", "docProps/core.xml", "word/footnotes.xml"])
@pytest.mark.parametrize(
    "entities", [BILLION, '<!ENTITY l9 SYSTEM "file:///etc/passwd">', '<!ENTITY % l9 "x"> %l9;']
)
def test_a_docx_with_entities_of_its_own_is_refused(where: str, entities: str) -> None:
    bomb = f"<!DOCTYPE x [{entities}]><x>&l9;</x>"

    assert _codes("a.docx", made.docx(more={where: bomb})) == ["file_entities"]


def test_a_docx_that_points_outside_is_read_without_what_lies_there() -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="attachedTemplate" Target="http://198.51.100.1/t.dotm" '
        'TargetMode="External"/></Relationships>'
    )

    assert _text("a.docx", made.docx(more={"word/_rels/settings.xml.rels": link})) == made.RAID


def test_a_docx_with_macros_is_read_by_its_words_alone() -> None:
    assert _text("a.docx", made.docx(more={"word/vbaProject.bin": b"\0" * 100})) == made.RAID


def _bombs() -> Iterator[tuple[str, bytes, str]]:
    zeros = bytes(60 * rules.MEGABYTE)
    yield "dense", made.docx(more={"word/media/a.bin": zeros}), "file_unpacks"
    yield "words", made.docx(more={"word/document.xml": zeros}), "file_unpacks"
    yield "many", made.docx(more={f"w/{n}": "" for n in range(2_001)}), "file_unpacks"
    yield "sheet", made.packed_of({"[Content_Types].xml": "", "xl/a": zeros}), "file_unpacks"
    for name in ("../../etc/cron.d/x", "/etc/passwd", "..\\..\\x.exe", "C:\\x", "a/../../b"):
        yield name, made.docx(more={name: "x"}), "file_outside"
    yield "xl", made.packed_of({"[Content_Types].xml": "", "xl/../../x": "x"}), "file_outside"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("content", "code"), [p[1:] for p in _bombs()], ids=[p[0] for p in _bombs()]
)
def test_a_packed_file_that_bursts_or_reaches_outside_is_refused(content: bytes, code: str) -> None:
    assert _codes("a.docx", content) == [code]


def test_a_part_that_lies_about_its_size_ends_where_it_says() -> None:
    honest = made.docx("<w:p><w:r><w:t>" + "x" * 3_000_000 + "</w:t></w:r></w:p>")
    with zipfile.ZipFile(io.BytesIO(honest)) as file:
        size = file.getinfo("word/document.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (200).to_bytes(4, "little"))

    assert lying != honest
    assert _codes("a.docx", lying) == ["file_damaged"]


def test_a_locked_packed_file_is_refused_with_what_to_do() -> None:
    locked = bytearray(made.docx())
    with zipfile.ZipFile(io.BytesIO(bytes(locked))) as file:
        directory = file.start_dir
    locked[directory + 8] |= 1

    assert _codes("a.docx", bytes(locked)) == ["file_locked"]


def test_a_script_in_a_pdf_is_neither_run_nor_read() -> None:
    script = (
        "/OpenAction << /S /JavaScript /JS (app.alert\\('999'\\)) >> /AA << /WC << /S /JavaScript "
    )
    content = made.pdf(catalog=f"{script} /JS (999) >> >>")

    assert _text("a.pdf", content) == made.RAID


def test_a_pdf_with_a_password_is_refused_and_one_locked_for_printing_is_read() -> None:
    assert _codes("a.pdf", _locked("secret")) == ["file_locked"]
    assert _text("a.pdf", _locked("")) == made.RAID


def _locked(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - for this helper alone

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf())))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "kids", ["2 0 R", "3 0 R 2 0 R", "1 0 R", "9 0 R", "[2 0 R]", "3 0 R " * 1_001]
)
def test_a_tree_of_pages_that_bites_its_tail_or_leads_nowhere_ends(kids: str) -> None:
    _reads_or_refuses("a.pdf", made.pdf(kids=kids))


def test_a_pdf_cut_off_anywhere_ends() -> None:
    whole = made.pdf()

    for stop in range(0, len(whole), 37):
        _reads_or_refuses("a.pdf", whole[:stop])


def test_a_stream_that_bursts_is_refused() -> None:
    inner = zlib.compress(b"BT (x) Tj ET " + bytes(100 * rules.MEGABYTE), 9)

    assert _codes("a.pdf", made.pdf(stream=inner)) == ["file_unpacks"]


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_PAGES", 0)

    assert _codes("a.pdf", made.pdf()) == ["file_pages"]


def test_a_pdf_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_CHARACTERS", 5)

    assert _codes("a.pdf", made.pdf()) == ["file_characters"]


def test_a_formula_is_never_reckoned() -> None:
    formulas = made.xlsx(("Count",), ("=1+1", '=HYPERLINK("http://198.51.100.1")'))
    quoted = made.xlsx(("Nationality", "Count"), ("Indonesia", "'=cmd|' /C calc'!A0"))

    assert _codes("a.xlsx", formulas) == ["file_unreckoned"]
    assert "=cmd" in _text("a.xlsx", quoted)


def test_a_workbook_with_macros_or_entities_is_refused() -> None:
    macros = made.packed_of({"[Content_Types].xml": "", "xl/vbaProject.bin": b"\0"})
    book = _parts(made.xlsx())
    book["xl/workbook.xml"] = f"<!DOCTYPE x [{BILLION}]><x>&l9;</x>".encode()

    assert _codes("a.xlsx", macros) == ["sheet_macros"]
    assert _codes("a.xlsx", made.packed_of({**book})) == ["sheet_damaged"]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("deep", [31, 1_000, 5_000])
def test_a_mail_of_a_thousand_parts_in_parts_is_refused(deep: int) -> None:
    assert _codes("a.eml", made.nested_mail(deep)) == ["file_nested"]


def test_a_mail_of_many_parts_side_by_side_is_refused() -> None:
    head = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x"
    head += b"\r\n\r\n"
    part = b"--x\r\n\r\nwords\r\n"

    assert _codes("a.eml", head + part * 2_001 + b"--x--\r\n") == ["file_parts"]


def test_mails_in_mails_end() -> None:
    mail = made.mail("The innermost: 5 Thais.")
    for _each in range(rules.MOST_NESTED + 1):
        mail = made.mail("Around it.", ("inner.eml", mail))

    taken = reading.read("a.eml", mail)

    assert [each.code for each in taken.left_out] == ["file_nested"]
    assert not any("innermost" in each.text for each in taken.texts)


@pytest.mark.parametrize(
    "header",
    [
        "Date: not a day",
        "Date: Mon, 99 Foo 0000",
        "From: " + "<" * 5_000,
        "Subject: =?utf-8?q?=ff?=",
    ],
)
def test_odd_heads_of_a_mail_are_taken_for_not_stated(header: str) -> None:
    raw = f"MIME-Version: 1.0\r\n{header}\r\nTo: a@b.example\r\n\r\nFound 63."

    assert _text("a.eml", raw.encode()) == "Found 63."


def test_a_chat_that_nests_or_lies_about_its_types_is_read_or_refused() -> None:
    assert _codes("a.json", b"[" * 200_000) == ["file_damaged"]
    odd = {"messages": [None, 3, {"type": "message", "text": [3, {"text": None}], "date": 5}]}
    assert _codes("a.json", made.telegram(odd)) == ["file_wordless"]


def test_a_chat_of_too_many_messages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_TEXTS", 3)

    assert _codes("a.json", made.telegram()) == ["file_texts"]


def test_a_file_that_is_too_large_is_refused_before_it_goes_anywhere(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 10)

    with pytest.raises(UnreadableFileError) as refused:
        reader.read("a.pdf", made.pdf())

    assert [each.code for each in refused.value.reasons] == ["file_large"]


@pytest.mark.parametrize("file", made.HONEST)
def test_the_process_that_reads_says_the_same(reader: Reader, file: str) -> None:
    assert reader.read(file, made.HONEST[file]) == reading.read(file, made.HONEST[file])


def test_what_the_process_refuses_comes_with_its_name_and_the_next_is_read(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        reader.read("bad.docx", b"PK\x03\x04 xl/ [Content_Types].xml")

    assert "bad.docx" in str(refused.value)
    assert reader.read("a.docx", made.docx()).texts[0].text == made.RAID


def test_a_list_of_a_million_parts_is_not_even_looked_at_here(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(*_given: object) -> None:
        raise AssertionError("looked at in this process")

    monkeypatch.setattr(packing, "names", look)

    assert reader.read("a.docx", made.docx()).texts


def test_a_file_that_takes_too_long_is_ended_and_the_next_is_read() -> None:
    with Reader(seconds=0) as hurried:
        with pytest.raises(UnreadableFileError) as refused:
            hurried.read("slow.pdf", made.pdf())
        assert [each.code for each in refused.value.reasons] == ["file_slow"]
        hurried._seconds = rules.SECONDS  # noqa: SLF001 - the same door, with time again
        assert hurried.read("a.pdf", made.pdf()).texts


def test_a_process_that_dies_costs_one_file(reader: Reader) -> None:
    reader.read("a.pdf", made.pdf())
    assert reader._process is not None  # noqa: SLF001 - to end it from outside
    reader._process.kill()  # noqa: SLF001 - as above
    reader._process.wait()  # noqa: SLF001 - as above

    with pytest.raises(UnreadableFileError) as refused:
        reader.read("b.pdf", made.pdf())

    assert [each.code for each in refused.value.reasons] == ["file_broke"]
    assert reader.read("c.pdf", made.pdf()).texts


def test_a_process_is_changed_for_a_new_one_after_some_files(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_MOST_READ", 1)
    reader.read("a.pdf", made.pdf())
    first = reader._process  # noqa: SLF001 - to tell them apart
    reader.read("b.pdf", made.pdf())

    assert reader._process is not first  # noqa: SLF001 - as above


def test_the_process_that_reads_knows_no_secret_of_ours(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, str]] = []
    start = subprocess.Popen

    def started(*arguments: object, env: dict[str, str], **more: object) -> object:
        told.append(env)
        return start(*arguments, env=env, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(subprocess, "Popen", started)
    reader.read("a.pdf", made.pdf())

    assert not any("secret" in value for env in told for value in env.values())


@pytest.mark.skipif(os.name == "nt", reason="the system knows no such bounds")
def test_the_process_that_reads_can_write_no_file_and_take_no_more_memory(tmp_path: Path) -> None:
    script = (
        "from samaki.ground.documents import child\nchild.bound_memory()\n"
        "try:\n    bytes(child.rules.LARGEST_MEMORY)\nexcept MemoryError:\n    print('no memory')\n"
        f"try:\n    with open({str(tmp_path / 'x')!r}, 'w') as file:\n        file.write('x')\n"
        "except OSError:\n    print('no file')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert done.stdout.split("\n")[:2] == ["no memory", "no file"]


def test_the_process_answers_until_nothing_more_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # It bounds its own time of the processor; here that would end the tests two minutes later.
    monkeypatch.setattr(child, "bound_time", lambda: None)
    asked, answers = io.BytesIO(), io.BytesIO()
    for piece in (b"a.txt", b"Found 63.", b"b.txt", b"", b"cut off"):
        child.give(asked, piece)
    asked = io.BytesIO(asked.getvalue()[:-2])

    child.serve(asked, answers)

    answers.seek(0)
    assert b"Found 63." in (child.take(answers) or b"")
    assert b"file_empty" in (child.take(answers) or b"")
    assert child.take(answers) is None


def _reads_or_refuses(file: str, content: bytes) -> None:
    try:
        reading.read(file, content)
    except FileFaultError as refused:
        assert all(file in each.text for each in refused.reasons)  # noqa: PT017 - one of the two
