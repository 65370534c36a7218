"""Yes or no, where a sentence says word for word what is asked or denies it."""

import re
from collections.abc import Sequence

from index.coverage import match
from index.query import Concept
from index.segment import fold, folded_once

_MATCHED = 0.9  # how much of every word of the question the sentence must have
_NOT = re.compile(
    r"不得|不能|不准|不予|不再|不是|尚未|未|没有|没|禁止|严禁|无需|无须|不|\bnot\b|\bno\b|n't\b", re.I
)
_BEFORE = 4  # characters that may stand between a denial and the word that it denies
_OPEN = re.compile(
    r"超过|至少|以上|以下|低于|高于|不足|都|全部|所有|只|仅|唯一|最|更|\bmore than\b|\bat least\b|\ball\b|\bonly\b|\bevery\b|可能|或许|是否|拟|力争|争取|探索|研究|\bmay\b|\bmight\b",
    re.I,
)
"""Words that a sentence can share with a question and yet not decide it."""


def verdict(question: str, sentence: str, concepts: Sequence[Concept]) -> bool | None:
    """True if a sentence has every word of a question and denies none, False if it denies one that the question
    does not, None if it does not decide: a word is missing, or one of the two is about more, all or perhaps."""
    folded = folded_once(sentence)
    if not concepts or sentence.rstrip("”’」』").endswith(("？", "?")):
        return None
    if (
        any(match(c, folded) < _MATCHED for c in concepts)
        or bool(_OPEN.search(question))
        or _OPEN.search(sentence)
    ):
        return None
    denials = list(_NOT.finditer(folded))
    if _NOT.search(re.sub(r"是不是|能不能|会不会|有没有|可不可以|要不要", "", fold(question))):
        return None
    if not denials:
        return True
    return False if any(_denies(folded[d.end() :], concepts) for d in denials) else None


def _denies(after: str, concepts: Sequence[Concept]) -> bool:
    """Whether a word of the question stands right behind a denial, in the same clause."""
    clause = re.split(r"[，,；;。：:]", after, maxsplit=1)[0]
    found = [clause.find(a.form) for c in concepts for a in c.alternatives]
    return any(0 <= at <= _BEFORE for at in found)
