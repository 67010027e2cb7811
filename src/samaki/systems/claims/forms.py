"""Turns what a reader of claims typed into documents, corrections and choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pycountry
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.documents.staging import Upload
from samaki.ground.heads.forms import HeadsField
from samaki.ground.places import queries as places
from samaki.ground.sources import rules as source_rules
from samaki.ground.sources.services import Document
from samaki.kernel.reading.languages import LANGUAGES
from samaki.systems.claims import rules
from samaki.systems.claims.services import Correction, Said

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_KHMER = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

# What a browser offers first; any file may be chosen, and is known by its content.
READABLE = ".txt,.html,.htm,.pdf,.docx,.xlsx,.csv,.eml,.json,.jsonl"
LANGUAGE_NAMES = {
    "en": "English",
    "fil": "Filipino",
    "fr": "Français",
    "id": "Bahasa Indonesia",
    "ja": "日本語",
    "km": "ខ្មែរ",
    "ko": "한국어",
    "lo": "ລາວ",
    "ms": "Bahasa Melayu",
    "my": "မြန်မာ",
    "th": "ไทย",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


class CountField(HeadsField):
    """A whole number in either kind of digits; empty is not said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input"})


class DayField(forms.DateField):
    """A day, chosen or typed as 2025-11-17; empty is not said."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        wrong = gettext_lazy("Enter a day such as 2025-11-17.")
        super().__init__(
            required=False,
            widget=widget,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": wrong},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.translate(_KHMER) if isinstance(value, str) else value)


class _FilesInput(forms.FileInput):
    """A field of the page that takes one file or many."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> list[Any]:
        """Return every file that was chosen, in order."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """One file or many; what each of them is, is found out when it is read."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were chosen."""
        chosen = [each for each in data or () if each is not None]
        return [super(FilesField, self).clean(each, initial) for each in chosen or [None]]


class OriginForm(forms.Form):
    """What is known of where words come from: their day, their kind, their language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            source_rules.SourceKind.PRESS: _("Press"),
            source_rules.SourceKind.OFFICIAL: _("Bulletin of an authority"),
            source_rules.SourceKind.RETURN: _("Return of a province"),
            source_rules.SourceKind.HEARSAY: _("Hearsay: a message, a call"),
        }
        self.fields["kind"] = forms.ChoiceField(
            label=_("What it is"),
            choices=[(kind.value, name) for kind, name in names.items()],
            widget=forms.Select(attrs={"class": "input"}),
        )
        known = [(code, LANGUAGE_NAMES.get(code, code)) for code in sorted(LANGUAGES)]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[("", _("Found out from the words")), *known],
            widget=forms.Select(attrs={"class": "input"}),
        )


class FilesForm(OriginForm):
    """Files to read, and what holds for those of them that do not say it themselves."""

    prefix = "files"

    chosen = FilesField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,  # an empty one is named among the bad, and the rest is read
        max_length=None,
        widget=_FilesInput(
            attrs={"class": "input", "accept": READABLE, "aria-describedby": "hint-files"}
        ),
        error_messages={"required": gettext_lazy("No file is given. Choose the files to read.")},
    )
    published_on = DayField(label=gettext_lazy("Published on, where a file states no day"))

    @property
    def uploads(self) -> list[Upload]:
        """The files as they were sent."""
        return [uploaded(each) for each in self.cleaned_data["chosen"]]

    def said(self) -> Said:
        """Return what is said of all of them."""
        given = self.cleaned_data
        return Said(
            kind=source_rules.SourceKind(given["kind"]),
            language=given["language"],
            published_on=given["published_on"],
        )


def uploaded(file: UploadedFile[Any]) -> Upload:
    """Return a file as it was sent to us."""
    return Upload(name=file.name or "?", size=file.size or 0, pieces=file.chunks())


class PasteForm(OriginForm):
    """A text to read, and what is known of where it comes from."""

    text = forms.CharField(
        label=gettext_lazy("The words"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "input"}),
    )
    published_on = DayField(label=gettext_lazy("Published on"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    outlet = forms.CharField(
        label=gettext_lazy("Who published it"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def document(self) -> Document:
        """Return the document to file."""
        given = self.cleaned_data
        return Document(
            text=given["text"].replace("\r\n", "\n"),
            kind=source_rules.SourceKind(given["kind"]),
            title=given["title"],
            outlet=given["outlet"],
            language=given["language"],
            published_on=given["published_on"],
        )


class ReasonForm(forms.Form):
    """Why a decision is taken, in a few words."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,  # the rule asks for it and says so; accepting needs none
        max_length=400,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class ScopeForm(ReasonForm):
    """How far a total reaches."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What the total covers"),
        choices=[(scope.value, scope.value) for scope in rules.Scope],
    )


class CorrectionForm(ReasonForm):
    """What the words really say."""

    low = CountField(label=gettext_lazy("At least"))
    high = CountField(label=gettext_lazy("At most"))
    nationalities = forms.CharField(
        label=gettext_lazy("Nationalities, by their three letters"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "IDN, VNM"}),
    )
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Provinces"), required=False, widget=forms.CheckboxSelectMultiple
    )
    since = DayField(label=gettext_lazy("From"))
    day = DayField(label=gettext_lazy("To, or on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinces"] = forms.MultipleChoiceField(
            label=_("Provinces"),
            required=False,
            choices=[(a.code, a.name) for a in sorted(places.provinces(), key=lambda a: a.name)],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_nationalities(self) -> tuple[str, ...]:
        codes = re.split(r"[,\s]+", self.cleaned_data["nationalities"].upper().strip(", "))
        found = tuple(dict.fromkeys(code for code in codes if code))
        for code in found:
            if len(code) != 3 or pycountry.countries.get(alpha_3=code) is None:  # noqa: PLR2004 - alpha-3
                wrong = _("“%(code)s” is no nationality. Use three letters, such as IDN.")
                raise forms.ValidationError(wrong % {"code": code})
        return found

    def correction(self) -> Correction:
        """Return what the claim should say."""
        given = self.cleaned_data
        return Correction(
            low=given["low"],
            high=given["high"],
            nationalities=given["nationalities"],
            provinces=tuple(given["provinces"]),
            since=given["since"],
            day=given["day"],
        )
