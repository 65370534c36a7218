"""Small texts to generate pages from, and documents as a perfect reader would make them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random

import numpy as np

from corpus.document import Block, BlockKind, Document
from eval.pages.texts import Texts
from eval.pages.truth import Kind, Role, Sample, TrueLine

_CHARS = (
    "山水田林湖草风雨云星光城乡村街道工农商学兵医药食品车船飞机桥路门窗书画琴棋诗酒花鸟鱼虫金木火土石玉丝竹"
)


def write_texts(path: Path, count: int = 14) -> Path:
    """Invented laws, each with words of its own."""
    random = Random(7)
    rows = []
    for number in range(count):
        words = ["".join(random.sample(_CHARS, 2)) for _ in range(30)]
        parts = [f"# {words[0]}{words[1]}管理条例"]
        for chapter in range(6):
            parts.append(f"## 第{chapter + 1}章 {words[chapter]}{words[chapter + 1]}保护")
            for article in range(6):
                body = "，".join(
                    "".join(random.choices(words, k=random.randint(2, 6)))
                    for _ in range(random.randint(4, 14))
                )
                parts.append(
                    f"第{'一二三四五六'[article]}条 为了{words[2]}{words[3]}建设，根据有关规定，{body}。{words[4]}应当{words[5]}2020年。"
                )
        rows.append(
            json.dumps(
                {"_id": str(number), "title": parts[0][2:], "text": "\n\n".join(parts)}, ensure_ascii=False
            )
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def texts(folder: Path) -> Texts:
    """The invented laws, read."""
    return Texts.read(write_texts(folder / "texts.jsonl"))


@dataclass(frozen=True, slots=True)
class Part:
    """A block to be: the numbers of its lines by line of reading text, and what the block says of itself."""

    kind: BlockKind
    rows: tuple[tuple[int, ...], ...]
    section: tuple[str, ...] = ()
    article: int = 0


def perfect(sample: Sample) -> list[Part]:
    """The parts of a document without a mistake, in true order."""
    lines = sample.lines
    texts_of: dict[int, str] = {}
    for line in lines:
        texts_of[line.paragraph] = texts_of.get(line.paragraph, "") + line.text
    parts = []
    for (_, role), group in groupby(range(len(lines)), key=lambda i: (lines[i].paragraph, lines[i].role)):
        numbers = tuple(group)
        if role is Role.FURNITURE:
            continue
        line = lines[numbers[0]]
        running = role in (Role.BODY, Role.BOX)
        kind = (
            BlockKind.PARAGRAPH if running else BlockKind.TABLE if role is Role.TABLE else BlockKind.FRAGMENT
        )
        section = tuple(texts_of[number] for number in line.headings) if running else ()
        rows = (numbers,) if running or role is Role.TABLE else tuple((n,) for n in numbers)
        parts.append(Part(kind, rows, section, line.article if sample.kind is Kind.NEWSPAPER else 0))
    return parts


def assemble(lines: Sequence[TrueLine], text: str, parts: Iterable[Part]) -> Document:
    """The document that has these parts."""
    starts = [0]
    for row in text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    reading, offsets, blocks = "", list[int](), list[Block]()
    for part in parts:
        if reading:
            reading += "\n"
            offsets.append(len(text) - 1)
        begin = len(reading)
        for r, row in enumerate(part.rows):
            if r:
                reading += "\n"
                offsets.append(len(text) - 1)
            for i, number in enumerate(row):
                line = lines[number]
                if i and line.role is Role.TABLE:
                    reading += " "
                    offsets.append(len(text) - 1)
                start = starts[line.row] + line.column
                reading += line.text
                offsets.extend(range(start, start + len(line.text)))
        blocks.append(Block(part.kind, begin, len(reading), part.section, article=part.article))
    return Document(
        doc_id="generated",
        title="",
        publisher=None,
        date=None,
        path="",
        sha256="",
        text=text,
        reading=reading,
        offsets=np.array(offsets, dtype=np.int32),
        blocks=tuple(blocks),
    )
