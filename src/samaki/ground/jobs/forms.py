"""Turns what was pasted, or the file that was chosen, into the words of a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 16 * 1024 * 1024  # bytes of a file


class WordsForm(forms.Form):
    """Words pasted, or a file of them: one of the two."""

    text = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 12, "aria-describedby": "hint"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": ".txt,.jsonl,.ndjson"}),
    )

    def clean_file(self) -> str:
        """Return the file's words; an empty string when none was chosen."""
        chosen = self.cleaned_data["file"]
        if chosen is None:
            return ""
        if chosen.size > LARGEST:
            wrong = _("The file has more than %(n)s MB. Give it in parts.")
            raise forms.ValidationError(wrong % {"n": LARGEST // 1024 // 1024})
        try:
            return str(chosen.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not text in UTF-8. Save it as such, and choose it again.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, so that nobody believes both were read."""
        said = super().clean() or self.cleaned_data
        if said.get("text", "").strip() and said.get("file", "").strip():
            raise forms.ValidationError(_("Words and a file are given. Give one of the two."))
        return said

    @property
    def words(self) -> str:
        """What was given."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])
