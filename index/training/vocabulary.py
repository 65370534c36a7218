"""The pieces of the encoder, from the words of its training texts."""

import re
from collections import Counter
from collections.abc import Iterable

import rjieba

from index.training.corpora import DATA_SETS, Corpora

_TOKEN = re.compile(r"[㐀-鿿]+|[a-z]+|[0-9]+|[^\s]")
_WEIGHTY = {"cedict_zh_en": 3, "tatoeba_zh_en": 3, "areacity_names": 3}
"""Short texts count more than once: they are a small part of the characters and a large part of the batches."""
_LATIN_WORDS, _LATIN_PARTS, _NUMBERS, _SYMBOLS = 10_000, 4_000, 1_500, 300
_LONGEST_WORD = 6
_CHARACTER_SHARE = 0.02
"""What one occurrence inside a word counts for a character: enough to keep it, too little to break words apart."""
_LEAST_CHARACTER = 1.5


def choose_pieces(corpora: Corpora, size: int) -> dict[str, int]:
    """`size` pieces with their counts: characters, Latin words and parts, numbers, then the commonest words."""
    counts = count_words(corpora)
    return pieces_of(counts, size)


def count_words(corpora: Corpora) -> Counter[str]:
    """How often each word stands in the texts; Chinese words by jieba's dictionary."""
    counts: Counter[str] = Counter()
    for document in corpora.documents:
        for window in document:
            _count(counts, window, 1)
    english = {data.name for data in DATA_SETS if data.english}
    for name, pairs in corpora.pairs.items():
        times = _WEIGHTY.get(name, 1)
        _count(counts, (a for a, _ in pairs), times)
        if name in english:
            _count(counts, (b for _, b in pairs), times)
    return counts


def pieces_of(counts: Counter[str], size: int) -> dict[str, int]:
    """See `choose_pieces`."""
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    han = [(word, count) for word, count in by_count if _is_han(word)]
    latin = [(word, count) for word, count in by_count if word.isascii() and word.isalpha()]
    numbers = [(word, count) for word, count in by_count if word.isascii() and word.isdigit()]
    symbols = [(w, c) for w, c in by_count if len(w) == 1 and not w.isalnum() and not w.isspace()]
    pieces = {chr(code): counts[chr(code)] for code in range(33, 127)}
    pieces |= dict(symbols[:_SYMBOLS] + numbers[:_NUMBERS] + latin[:_LATIN_WORDS])
    for part in _latin_parts(latin):
        pieces.setdefault(part, max(3, counts[part]))
    pieces |= {word: count for word, count in han if len(word) == 1 and count >= _LEAST_CHARACTER}
    for word, count in han:
        if len(pieces) >= size:
            break
        if 1 < len(word) <= _LONGEST_WORD:
            pieces[word] = count
    return {piece: max(1, int(count)) for piece, count in pieces.items()}


def _count(counts: Counter[str], texts: Iterable[str], times: int) -> None:
    for text in texts:
        for token in _TOKEN.findall(text):
            if not _is_han(token):
                counts[token] += times
                continue
            for word in rjieba.cut(token, False):
                counts[word] += times
            for character in token:
                counts[character] += _CHARACTER_SHARE  # type: ignore[assignment]  # a count in parts


def _is_han(word: str) -> bool:
    return "㐀" <= word[0] <= "鿿"


def _latin_parts(words: list[tuple[str, int]]) -> list[str]:
    """Common parts of Latin words, by byte pair encoding (Sennrich et al. 2016)."""
    from tokenizers import Tokenizer, models, trainers

    encoding = Tokenizer(models.BPE())
    encoding.train_from_iterator(
        (word for word, count in words for _ in range(min(int(count) + 1, 50))),
        trainers.BpeTrainer(vocab_size=_LATIN_PARTS + 2_000, show_progress=False),
    )
    parts = sorted(encoding.get_vocab().items(), key=lambda item: item[1])
    return [part for part, _ in parts if len(part) > 1][:_LATIN_PARTS]
