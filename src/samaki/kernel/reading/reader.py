"""Read a document: fold, find mentions, link, relate, draft, and check every draft's evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.reading import answers
from samaki.kernel.reading.check import reasons_against
from samaki.kernel.reading.derived import derive
from samaki.kernel.reading.drafting import drafted
from samaki.kernel.reading.drafts import Reading
from samaki.kernel.reading.language import language_of
from samaki.kernel.reading.languages import LANGUAGES, grammar_for
from samaki.kernel.reading.links import link_quantities
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.objections import against_order, against_sums
from samaki.kernel.reading.relations import relate
from samaki.kernel.reading.returns import read_return
from samaki.kernel.reading.scene import scene_of

if TYPE_CHECKING:
    from samaki.kernel.reading.drafts import Document

__all__ = ["read"]


def read(document: Document) -> Reading:
    """Return the claim drafts of a document and what it says against itself.

    Never raises on any text. A language given with the document is trusted if it is one of
    `LANGUAGES`; otherwise script and small words decide. A language without a grammar gives
    an empty reading: nothing is guessed. A return sheet, and what a
    province answers to a count that it was asked for, are read by their own form, in no language.
    """
    stated = read_return(document) or answers.read(document)
    if stated is not None:
        return stated
    folded = fold(document.text)
    given = (document.language or "").split("-")[0].lower()
    language = given if given in LANGUAGES else language_of(folded.text)
    grammar = grammar_for(language)
    if grammar is None:
        return Reading(document, language)
    scene = scene_of(folded, grammar, document.published)
    linked = link_quantities(scene)
    relate(scene, linked)
    linked = derive(scene, linked)
    drafts, names = drafted(scene, linked)
    kept = tuple(d for d in drafts if not reasons_against(d, document, grammar))
    here = {draft.id for draft in kept}
    contradictions = [*against_order(kept), *against_sums(scene, linked, names)]
    return Reading(
        document,
        language,
        kept,
        tuple(one for one in contradictions if here.issuperset(one.drafts)),
        rejected=len(drafts) - len(kept),
    )
