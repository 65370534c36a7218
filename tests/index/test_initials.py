"""First letters of pinyin stand for what the index holds, and for nothing else."""

import pytest

from index.initials import Initials
from index.pinyin import Sounds

SYLLABLES = ["shuang", "hu", "ke", "ji", "yuan", "gui", "hua", "zhong chong"]
READINGS = dict(zip("双湖科技园规划重", SYLLABLES, strict=True))
PASSAGES = ["双湖科技园规划"]
TERMS = {text[i : i + 2] for text in PASSAGES for i in range(len(text) - 1)}
INITIALS = Initials(
    {"shuanghu": ["双湖"], "kejiyuan": ["科技园"], "guihua": ["规划"], "guihuashuanghu": ["规划双湖"]},
    Sounds(READINGS, TERMS, lambda phrase: any(phrase in text for text in PASSAGES)),
)


@pytest.mark.parametrize(
    ("letters", "forms"),
    [
        ("shkjy", ["双湖科技园"]),  # two words that stand side by side
        ("ghsh", ["规划双湖"]),  # a word, though it stands nowhere else
        ("kjysh", []),  # not in this order
        ("kjy", []),  # too few letters
        ("shkjygh", []),  # three words
        ("abcd", []),
        ("s1kj", []),
        ("ｓｈｋｊ", []),
    ],
)
def test_what_letters_stand_for(letters: str, forms: list[str]) -> None:
    assert INITIALS.spell(letters) == forms
