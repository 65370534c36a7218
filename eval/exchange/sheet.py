"""A gold set as a table that a team fills in: CSV or an Excel workbook, a header row, one row a question.

Columns may stand in any order, and those that are not needed be left out. Lists are one item a line within
the cell; a line break or backslash that belongs to an item is written \\n or \\\\.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.records import Lang, Message
from corpus.decode import decode
from corpus.document import without_space
from corpus.errors import DecodeError
from eval.errors import FormatError
from eval.exchange.gold import language, new_id
from eval.topics import Quote, Topic


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, other names that are understood, and what to write in it."""

    name: str
    also: tuple[str, ...]
    means: str


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("id", ("编号", "序号"), "unique; empty: made from the question / 唯一编号，可空"),
        Column("question", ("问题", "提问"), "as a user would type it / 用户会怎么问"),
        Column(
            "history",
            ("上文", "历史"),
            "earlier messages, a line each, 'user: …' or 'assistant: …' / 之前的对话，一行一句，以“用户：”或“助手：”开头",
        ),
        Column(
            "doc_id",
            ("文档", "文档编号"),
            "the document with the answer; empty: none says / 答案所在文档的编号，文档里没有答案则空",
        ),
        Column(
            "evidence",
            ("原文", "依据"),
            "quotes that answer it, word for word, a line each / 能回答的原文，逐字，一行一段",
        ),
        Column(
            "alt_evidence",
            ("其他原文",),
            "other quotes of that document that would do as well / 同一文档里同样能回答的原文",
        ),
        Column(
            "elsewhere",
            ("其他文档",),
            "quotes of other documents: 'doc_id: quote', a line each / 别的文档里的原文：“文档编号: 原文”",
        ),
        Column(
            "answers",
            ("答案", "要点"),
            "strings that a complete answer contains, a line each / 完整答案必须包含的字句，一行一个",
        ),
        Column("type", ("类型", "题型"), "any word; results are shown by it / 任意一词，结果按它分组"),
        Column("lang", ("语言",), "zh or en; empty: seen from the question / zh 或 en，可空"),
    )
}
_NEEDED = ("question", "doc_id", "evidence")
_ROLES = {"user": "user", "用户": "user", "assistant": "assistant", "助手": "assistant"}
_COLON = re.compile("[:：]")
_DEFAULT_TYPE = "question"
_SHEET = "questions"
_MAX_CELL_CHARS = 32_767  # Excel's limit; openpyxl would cut off the rest without a word


def read_csv(path: Path) -> Iterator[Topic]:
    """The questions of a CSV file, in any usual encoding. Raises FormatError naming row and column."""
    try:
        text = decode(path.read_bytes())
    except (OSError, DecodeError) as error:
        raise FormatError(f"cannot read {path}: {error}") from error
    dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), dialect, strict=True)
    rows = ((reader.line_num, row) for row in reader)
    try:
        yield from _topics(rows, str(path), lambda column: f"column {column + 1}")
    except csv.Error as error:
        raise FormatError(f"{path}, line {reader.line_num}: {error}") from error


def read_xlsx(path: Path) -> Iterator[Topic]:
    """The questions of the first sheet of a workbook. Raises FormatError naming row and column."""
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    from corpus.formats.archive import open_package
    from corpus.formats.damage import refused_as

    try:
        data = path.read_bytes()
        with open_package(data), refused_as("broken_sheet"):
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (OSError, DecodeError) as error:
        raise FormatError(f"cannot read {path}: {error}") from error
    try:
        sheet = workbook.worksheets[0]
        rows = ((n, list(row)) for n, row in enumerate(sheet.iter_rows(values_only=True), start=1))
        yield from _topics(rows, str(path), lambda column: f"column {get_column_letter(column + 1)}")
    finally:
        workbook.close()


def write_csv(topics: Iterable[Topic], path: Path) -> None:
    """Write a CSV file that Excel opens as UTF-8; without questions it is a template."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_row(topic) for topic in topics)


def write_xlsx(topics: Iterable[Topic], path: Path) -> None:
    """Write a workbook; its second sheet explains the columns. Raises FormatError for what no cell holds."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    questions = [_row(topic) for topic in topics]
    for text in (text for row in questions for text in row):
        if ILLEGAL_CHARACTERS_RE.search(text) or len(text) > _MAX_CELL_CHARS:
            raise FormatError(f"a cell of a workbook cannot hold {text[:60]!r}: export CSV instead")
    workbook = Workbook(write_only=True)
    explained = [[column.name, column.means] for column in COLUMNS.values()]
    for title, rows in ((_SHEET, [list(COLUMNS), *questions]), ("columns", explained)):
        sheet = workbook.create_sheet(title)
        sheet.freeze_panes = "A2" if title == _SHEET else None
        for row in rows:
            cells = [WriteOnlyCell(sheet, text) for text in row]
            for cell in cells:
                cell.data_type = "s"  # also where it begins like a formula
            sheet.append(cells)
    workbook.save(path)


def _row(topic: Topic) -> list[str]:
    cells = {
        "id": topic.id,
        "question": topic.question,
        "history": _lines(f"{message.role}: {message.content}" for message in topic.history),
        "doc_id": topic.doc_id or "",
        "evidence": _lines(topic.evidence),
        "alt_evidence": _lines(topic.alt_evidence),
        "elsewhere": _lines(f"{quote.doc_id}: {quote.quote}" for quote in topic.elsewhere),
        "answers": _lines(topic.answers),
        "type": topic.type,
        "lang": topic.lang,
    }
    return [cells[name] for name in COLUMNS]


def _topics(
    rows: Iterator[tuple[int, Sequence[Any]]], path: str, column_name: Callable[[int], str]
) -> Iterator[Topic]:
    _, header = next(rows, (1, ()))
    columns = _header(header, path)
    for number, row in rows:
        if any(value is not None and str(value).strip() for value in row):
            where = {
                name: f"{path}, row {number}, {column_name(at)} ({name})" for name, at in columns.items()
            }
            yield _topic({name: _text(row, at, where[name]) for name, at in columns.items()}, where)


def _header(header: Sequence[Any], path: str) -> dict[str, int]:
    names = {each: column.name for column in COLUMNS.values() for each in (column.name, *column.also)}
    columns: dict[str, int] = {}
    for at, value in enumerate(header):
        text = str(value or "").strip()
        name = names.get(text.lower())
        if text and name is None:
            raise FormatError(f"{path}, row 1: there is no column {text!r}: use {', '.join(COLUMNS)}")
        if name in columns:
            raise FormatError(f"{path}, row 1: the column {name} is there twice")
        if name:
            columns[name] = at
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise FormatError(f"{path}, row 1: the column {missing[0]} is missing: it needs {', '.join(_NEEDED)}")
    return columns


def _text(row: Sequence[Any], at: int, where: str) -> str:
    value = row[at] if at < len(row) else None
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormatError(f"{where}: {value} is not text: format the cell as text and type it again")
    return str(int(value)) if value == int(value) else str(value)


def _topic(cells: Mapping[str, str], where: Mapping[str, str]) -> Topic:
    question, doc_id = cells["question"].strip(), cells["doc_id"].strip()
    if not question:
        raise FormatError(f"{where['question']} is empty")
    history = tuple(_message(line, where["history"]) for line in _items(cells.get("history", "")))
    lists = {name: _items(cells.get(name, "")) for name in ("evidence", "alt_evidence", "answers")}
    elsewhere = tuple(_quote(line, where["elsewhere"]) for line in _items(cells.get("elsewhere", "")))
    if doc_id and not lists["evidence"]:
        raise FormatError(
            f"{where['evidence']} is empty, but {doc_id!r} is said to answer: quote where it does"
        )
    for name, items in {**lists, "elsewhere": elsewhere}.items():
        if items and not doc_id:
            raise FormatError(
                f"{where[name]}: which document? {where['doc_id'].rpartition(', ')[2]} is empty"
            )
    return Topic(
        id=cells.get("id", "").strip() or new_id(question, *(message.content for message in history)),
        type=cells.get("type", "").strip() or _DEFAULT_TYPE,
        lang=_lang(cells.get("lang", "").strip(), question, where.get("lang", "")),
        history=history,
        question=question,
        doc_id=doc_id or None,
        evidence=tuple(map(without_space, lists["evidence"])),
        answers=lists["answers"],
        answerable=bool(doc_id),
        alt_evidence=tuple(map(without_space, lists["alt_evidence"])),
        elsewhere=elsewhere,
    )


def _lang(text: str, question: str, where: str) -> Lang:
    for lang in get_args(Lang):
        if text.lower() == lang:
            return lang  # type: ignore[no-any-return]
    if text:
        raise FormatError(f"{where}: {text!r} is neither zh nor en")
    return language(question)


def _message(line: str, where: str) -> Message:
    role, *content = _COLON.split(line, maxsplit=1)
    known = _ROLES.get(role.strip().lower())
    if not content or known is None:
        raise FormatError(f"{where}: {line[:60]!r} does not begin with 'user:' or 'assistant:'")
    return Message("user" if known == "user" else "assistant", content[0].strip())


def _quote(line: str, where: str) -> Quote:
    doc_id, colon, quote = line.partition(":")
    if not colon or not doc_id.strip() or not quote.strip():
        raise FormatError(f"{where}: {line[:60]!r} is not 'doc_id: quote'")
    return Quote(doc_id.strip(), without_space(quote))


def _lines(items: Iterable[str]) -> str:
    return "\n".join(item.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") for item in items)


def _items(cell: str) -> tuple[str, ...]:
    lines = (line.strip() for line in cell.replace("\r\n", "\n").split("\n"))
    return tuple(_unescaped(line) for line in lines if line)


def _unescaped(line: str) -> str:
    plain = {"\\n": "\n", "\\r": "\r", "\\\\": "\\"}
    parts, at = [], 0
    while at < len(line):
        pair = line[at : at + 2]
        parts.append(plain.get(pair, line[at]))
        at += 2 if pair in plain else 1
    return "".join(parts)
