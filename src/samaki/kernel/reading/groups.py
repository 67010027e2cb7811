"""Parts of a group that is named and not counted again: "among the Chinese, 15 are women"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate, Layer
from samaki.kernel.reading.nations import FOREIGN
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["of_groups"]

_AFTER = 24  # signs after a name that may say that others are among them


def of_groups(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Let people counted after "among the Chinese" be Chinese, and a part of those counted."""
    out = _of_sex(scene, view, found)
    for group in view.phrases:
        if group.layer is Layer.NATION and _is_group(scene, view, group, found):
            _give(scene, group, out)
    return out


def _of_sex(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Read "women numbered 49": the sex opens a sentence that counts it and does nothing."""
    topic = next((one for one in view.phrases if one.layer is Layer.SEX), None)
    if topic is None or view.actions or not found or found[0].start < topic.end:
        return found
    first, *others = found
    # An article may stand before it: "les femmes sont au nombre de 38".
    opens = not pattern(r"\w{4,}").search(scene.between(view.start, topic.start))
    near = first.start - topic.end <= _AFTER and not first.has_traits and not first.is_article
    if not opens or not near or first.gate not in (Gate.PERSON, Gate.NONE):
        return found
    made = replace(first, sex=topic, gate=Gate.PERSON, is_part=True, is_subject=True)
    return [made, *others]


def _is_group(scene: Scene, view: View, group: Mention, found: Sequence[Quantity]) -> bool:
    """Return whether the words name people that others are among, and no count is theirs."""
    if group.value == FOREIGN or any(group in one.nations for one in found):
        return False
    before = scene.between(view.start, group.start)
    after = scene.between(group.end, min(view.end, group.end + _AFTER))
    return bool(
        pattern(scene.grammar.group_before).search(before)
        or pattern(scene.grammar.group_after).match(after)
    )


def _give(scene: Scene, group: Mention, found: list[Quantity]) -> None:
    """Give the group to the counts after it, up to one that is of others."""
    for at, one in enumerate(found):
        if one.start < group.end:
            continue
        between = scene.between(group.end, one.start)
        if one.nations or one.is_article or one.gate not in (Gate.PERSON, Gate.NONE):
            return
        if pattern(scene.grammar.clause_break).search(between):
            return
        found[at] = replace(
            one, nations=(group,), mode="one", gate=Gate.PERSON, is_part=True, is_subject=False
        )
