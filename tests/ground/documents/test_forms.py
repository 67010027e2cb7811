"""Each form of file gives its words and what it states of them, and invents nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from tests.ground.documents import made

from samaki.ground.documents import reading
from samaki.ground.documents.rules import Extract, FileFaultError
from samaki.ground.documents.sniffing import Form, form_of
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read as read_claims
from samaki.kernel.reading.returns_words import empty_return


def _one(file: str, content: bytes) -> Extract:
    (text,) = reading.read(file, content).texts
    return text


def _codes(file: str, content: bytes) -> list[str]:
    with pytest.raises(FileFaultError) as refused:
        reading.read(file, content)
    assert all(file in each.text for each in refused.value.reasons)
    return [each.code for each in refused.value.reasons]


@pytest.mark.parametrize("file", made.HONEST)
def test_a_file_of_each_form_gives_its_count(file: str) -> None:
    taken = reading.read(file, made.HONEST[file])

    assert "271" in taken.texts[0].text
    assert taken.left_out == ()


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.html", Form.HTML),
        ("a.pdf", Form.PDF),
        ("a.docx", Form.DOCX),
        ("a.xlsx", Form.SHEET),
        ("a.eml", Form.MAIL),
    ],
)
def test_a_file_is_known_by_its_content_whatever_it_is_called(file: str, form: Form) -> None:
    assert form_of("renamed.txt", made.HONEST[file]) is form


def test_a_letter_that_begins_like_a_mail_is_kept_to_the_last_word() -> None:
    letter = b"From: the governor\nDate: today\n\nPolice arrested 3 Thais."

    assert _one("letter.txt", letter).text == letter.decode()


@pytest.mark.parametrize(
    ("file", "content", "form"),
    [
        ("a.eml", b"From: a@b.example\nTo: c\n\n<html><p>Found 63.</p></html>", Form.MAIL),
        ("a.txt", b"The page began with <html> and named 63.", Form.PLAIN),
        ("a.txt", b"\xef\xbb\xbf\n<!-- saved --><html><p>63</p>", Form.HTML),
        ("a.jsonl", b'{"text": "<html> 63"}', Form.BATCH),
        ("a.csv", b"Words,Count\n<html>,63", Form.SHEET),
    ],
)
def test_what_looks_like_two_forms_is_taken_for_the_one_it_is(
    file: str, content: bytes, form: Form
) -> None:
    assert form_of(file, content) is form


def test_a_mailbox_is_no_mail_for_the_others_in_it_would_be_lost() -> None:
    one = b"From a@b.example Mon Nov 17 20:00:00 2025\n" + made.mail().replace(b"\r", b"")

    assert "271" in _one("a.eml", one).text
    assert _codes("a.mbox", one + b"\n" + one) == ["file_archive"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("នៅថ្ងៃទី១៧ ខែវិច្ឆិកា នគរបាលខេត្តបន្ទាយមានជ័យបានឃាត់ខ្លួនជនជាតិឥណ្ឌូនេស៊ី ២៧១នាក់។",
         "ក្នុងថ្ងៃដដែល ពួកគេរកឃើញជនជាតិវៀតណាម ៦៣នាក់ទៀតនៅក្នុងអគារមួយផ្សេង។"),
        ("11月17日，波贝警方拘留了271名印度尼西亚人。", "同一天在另一栋楼里又发现63名越南人。"),
    ],
)  # fmt: skip
def test_an_article_in_another_script_is_whole_with_its_lists_and_tables(
    paragraphs: tuple[str, str],
) -> None:
    first, second = paragraphs
    page = (
        f"<html><head><meta charset=utf-8></head><body><div class=menu><a href=/>x</a></div><main>"
        f"<h1>{first[:9]}</h1><p>{first}</p><blockquote>{second}</blockquote><ul><li>{first[:12]}"
        f"</li></ul><table><tr><td>{second[:12]}</td><td>63</td></tr></table></main></body></html>"
    )

    text = _one("a.html", page.encode()).text

    assert all(part in text for part in (first, second, first[:12], second[:12]))


def test_a_page_gives_its_article_its_outlet_and_its_day_without_the_menu() -> None:
    found = _one("a.html", made.HTML)

    assert (found.title, found.outlet) == ("A raid", "Gazette")
    assert found.published_on == date(2025, 11, 18)
    assert "63 Vietnamese" in found.text
    assert "Sport" not in found.text


@pytest.mark.parametrize(
    "stated",
    [
        '<meta name="pubdate" content="2025-11-18">',
        '<script type="application/ld+json">[{"datePublished":"2025-11-18T07"}]</script>',
        '<time itemprop="datePublished" datetime="2025-11-18">yesterday</time>',
    ],
)
def test_a_page_states_its_day_in_several_ways(stated: str) -> None:
    page = f"<html><head>{stated}</head><body><p>{made.RAID}</p></body></html>"

    assert _one("a.html", page.encode()).published_on == date(2025, 11, 18)


def test_no_day_is_taken_from_the_words_or_from_the_making_of_a_file() -> None:
    page = f"<html><body><p>18 November 2025. {made.RAID}</p></body></html>".encode()
    dated = made.pdf(info="/CreationDate (D:20251118070000)")

    assert _one("a.html", page).published_on is None
    assert _one("a.pdf", dated).published_on is None
    assert _one("a.docx", made.docx()).published_on is None


@pytest.mark.parametrize("encoding", ["gb18030", "tis-620", "windows-1252", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_states(encoding: str) -> None:
    words = {"gb18030": "警方拘留63人", "tis-620": "ตำรวจจับกุม 63 คน"}.get(encoding, "détenus: 63")
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{words}</p></body></html>'

    assert _one("a.html", page.encode(encoding)).text == words


@pytest.mark.parametrize("stated", ["punycode", "zlib", "rot13", "utf-7", "no-such", "utf-8"])
def test_an_encoding_that_is_none_of_text_or_does_not_fit_is_refused(stated: str) -> None:
    page = f'<html><head><meta charset="{stated}"></head><body>'.encode() + b"\xe9\xff 63</body>"

    assert _codes("a.html", page) == ["file_encoding"]


def test_text_is_utf8_or_marked_utf16_and_nothing_is_guessed() -> None:
    assert _one("a.txt", "៦៣ នាក់".encode("utf-16")).text == "៦៣ នាក់"
    assert _one("a.txt", b"\xef\xbb\xbfsixty").text == "sixty"
    assert _codes("a.txt", "détenus".encode("latin-1")) == ["file_encoding"]
    assert _codes("a.txt", "63".encode("utf-16-le")) == ["file_encoding"]


def test_a_pdf_gives_its_lines_as_sentences_and_who_made_it() -> None:
    found = _one(
        "a.pdf",
        made.pdf(
            "On 17 November the police of the province together with soldiers",
            "arrested 271 Indonesians in two houses of Poipet, near the inter-",
            "national checkpoint.",
        ),
    )

    assert "with soldiers arrested 271 Indonesians" in found.text
    assert "the international checkpoint." in found.text
    assert (found.title, found.outlet) == ("Order 12", "Cabinet")


def test_a_docx_gives_paragraphs_tables_and_notes_and_nothing_that_was_struck_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Found: 63')}<w:del>{run.format('99')}</w:del></w:p>"
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>888</w:t></w:r>{run.format('women.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run.format('Thai')}</w:p></w:tc>"
        f"<w:tc><w:p>{run.format('5')}</w:p></w:tc></w:tr></w:tbl>"
    )
    note = made.docx(f"<w:p>{run.format('Note: 7 of them minors.')}</w:p>")
    notes = _part(note, "word/document.xml")

    found = _one("a.docx", made.docx(body, more={"word/footnotes.xml": notes}))

    assert found.text == "Found: 63\n\nwomen.\n\nThai\t5\n\nNote: 7 of them minors."
    assert (found.title, found.outlet) == ("Order 12", "Cabinet")


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name)


def test_a_sheet_gives_a_line_a_row_with_its_headings() -> None:
    rows = [("Return of 17 November",), ("Nationality", "Sex", "Count"), ("Indonesia", "F", 63)]

    found = _one("a.xlsx", made.xlsx(*rows))

    assert found.text == "Return of 17 November\nNationality: Indonesia; Sex: F; Count: 63"


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_return_filled_in_by_a_province_gives_its_claims(language: str) -> None:
    (headings,) = empty_return(language)
    row = (
        "Kampot",
        "Bokor",
        "",
        date(2025, 11, 17),
        "found",
        "IDN",
        30,
        12,
        None,
        42,
        "a\nb; c: 5",
    )
    total = ("", "សរុប", "", "", "", "", 30, 12, None, 43, "")

    found = _one("return.xlsx", made.xlsx(("Return no. 7",), tuple(headings), row, total))
    reading = read_claims(Document("d", found.text))

    assert [one.low for one in reading.drafts] == [30, 12, 42, 30, 12, 43]
    assert {(one.province_iso, str(one.date), one.kind.value) for one in reading.drafts} == {
        ("KH-7", "2025-11-17", "found")
    }
    assert len(reading.contradictions) == 2, "the total fits neither its rows nor its parts"


def test_a_mail_gives_its_words_and_each_readable_file_by_itself() -> None:
    taken = reading.read(
        "m.eml", made.mail("Attached.", ("a.html", made.HTML), ("p.png", b"\x89PNG"))
    )

    words, page = taken.texts
    assert (words.text, words.title, words.outlet) == (
        "Attached.",
        "Raid at the border",
        "Duty Desk",
    )
    assert words.published_on == date(2025, 11, 17)
    assert (page.outlet, page.place) == ("Gazette", "attachment 1 a.html")
    (left_out,) = taken.left_out
    assert left_out.text.startswith("m.eml › p.png is a picture")


def test_a_mail_in_a_mail_is_a_text_of_its_own_with_its_own_day() -> None:
    inner = made.mail("Inner: 5 Thais.").replace(b"17 Nov 2025", b"15 Nov 2025")
    outer = (
        b"From: x@y.example\r\nDate: Tue, 18 Nov 2025 08:00:00 +0700\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nSee below.\r\n--q\r\n"
        b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--q--\r\n"
    )

    first, second = reading.read("m.eml", outer).texts

    assert (first.published_on, second.published_on) == (date(2025, 11, 18), date(2025, 11, 15))
    assert second.text == "Inner: 5 Thais."


def test_a_mail_of_html_alone_is_read_without_what_is_hidden() -> None:
    raw = (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>Found: 63</p><p hidden>999</p><style>p{}</style>"
    )

    assert _one("m.eml", raw).text == "Found: 63"


def _parts(kind: str, *parts: tuple[str, str]) -> bytes:
    head = f"MIME-Version: 1.0\nFrom: a@b.example\nContent-Type: multipart/{kind}; boundary=x\n\n"
    body = "".join(f"--x\nContent-Type: {what}\n\n{words}\n" for what, words in parts)
    return f"{head}{body}--x--\n".encode()


@pytest.mark.parametrize(
    ("plain", "read"), [("Found 63 Thais.", "Found 63 Thais."), (" ", "Found 63 in HTML.")]
)
def test_of_ways_to_say_the_same_a_mail_gives_the_plainest_that_says_something(
    plain: str, read: str
) -> None:
    html = "<p>Found 63 in HTML.</p>"

    assert (
        _one("m.eml", _parts("alternative", ("text/plain", plain), ("text/html", html))).text
        == read
    )


def test_a_mail_whose_fullest_way_has_parts_of_its_own_is_read_by_it() -> None:
    inner = "multipart/related; boundary=y"
    words = (
        "--y\nContent-Type: text/html\n\n<p>Found 63.</p>\n--y\nContent-Type: image/png\n\nx\n--y--"
    )

    taken = reading.read("m.eml", _parts("alternative", ("text/plain", ""), (inner, words)))

    assert [each.text for each in taken.texts] == ["Found 63."]
    assert taken.left_out == ()  # a picture without a name is none that was meant to be read


def test_a_mail_in_a_mail_that_says_nothing_is_named() -> None:
    raw = _parts("mixed", ("text/plain", "Found 63."), ("message/rfc822", ""))

    taken = reading.read("m.eml", raw)

    assert [each.text for each in taken.texts] == ["Found 63."]
    assert [each.code for each in taken.left_out] == ["file_wordless"]


def test_a_docx_gives_boxes_tabs_and_breaks_and_says_a_box_once() -> None:
    text = "<w:r><w:t>{}</w:t></w:r>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p>{text.format('Box: 7')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{text.format('Thai')}<w:r><w:tab/><w:noBreakHyphen/></w:r>{text.format('5')}"
        f"<w:r><w:br/></w:r>{text.format('Lao')}<w:r><mc:AlternateContent {mc}><mc:Choice>{box}"
        f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Shown</w:t></w:r></w:p>"
    )

    assert _one("a.docx", made.docx(body)).text == "Thai\t-5\nLao\nBox: 7\n\nShown"


def test_a_message_without_number_day_or_sender_is_kept_and_nothing_is_invented() -> None:
    chat = {"name": "C", "messages": [{"type": "message", "text": "Found 63.", "date": "soon"}]}

    found = _one("result.json", made.telegram(chat))

    assert (found.text, found.published_on, found.outlet) == ("Found 63.", None, "C")
    assert found.place == "chat  message without number, 1"


def test_each_message_of_a_chat_is_a_text_and_what_says_nothing_is_passed() -> None:
    first, second = reading.read("result.json", made.telegram()).texts

    assert (first.text, first.published_on) == (made.RAID, date(2025, 11, 17))
    assert (first.outlet, first.title) == ("Duty", "Command channel 2 (Duty)")
    assert (second.text, second.outlet) == ("Found: 63 Vietnamese in Kampot.", "Province")
    assert first.place != second.place


def test_an_export_of_all_chats_is_read_too() -> None:
    every = {"chats": {"list": [made.TELEGRAM, {**made.TELEGRAM, "id": 1701}]}}

    places = [each.place for each in reading.read("result.json", made.telegram(every)).texts]

    assert len(set(places)) == 4


def test_two_messages_of_one_number_are_both_kept() -> None:
    message = made.TELEGRAM["messages"][1]  # type: ignore[index]
    twice = {**made.TELEGRAM, "messages": [message, message]}

    first, second = reading.read("result.json", made.telegram(twice)).texts

    assert first.place != second.place


def test_a_list_of_documents_gives_each_with_its_kind() -> None:
    lines = b'{"text": "A", "kind": "official", "language": "en"}\n{"text": "B"}\n'

    first, second = reading.read("a.jsonl", lines).texts

    assert (first.kind, first.language, second.kind) == ("official", "en", "")
    assert _codes("a.jsonl", b'{"text": 1}\n[]') == ["file_line", "file_line"]


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("a.txt", b" \n", "file_empty"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_old"),
        ("a.rtf", b"{\\rtf1 words}", "file_other"),
        ("a.odt", made.packed_of({"mimetype": "application/vnd.oasis", "x": ""}), "file_other"),
        ("a.zip", made.packed_of({"a.txt": "words"}), "file_archive"),
        ("a.gz", b"\x1f\x8b\x08\x00", "file_archive"),
        ("a.jpg", b"\xff\xd8\xff\xe0 JFIF", "file_picture"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "file_picture"),
        ("a.pdf", b"no PDF at all", "file_damaged"),
        ("a.docx", b"PK\x03\x04 cut off", "file_damaged"),
        ("a.json", b'{"name": "no export"}', "file_json"),
        ("a.json", b"{", "file_damaged"),
        ("a.html", b"<html><body><img src=x></body></html>", "file_wordless"),
        ("a.eml", b"From: a@b.example\nMIME-Version: 1.0\n\n\n", "file_wordless"),
        ("a.pdf", made.pdf(" "), "file_scanned"),
        ("a.docx", made.docx("<w:p/>"), "file_wordless"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_name(file: str, content: bytes, code: str) -> None:
    assert _codes(file, content) == [code]
