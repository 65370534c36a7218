"""A data folder of a few dozen made-up texts in the format of the real one."""

import gzip
import json
from pathlib import Path

import pytest

from index.training.corpora import DATA_SETS

_PLACES = ("青川", "平武", "石棉", "丹棱", "犍为", "筠连", "古蔺", "叙永")
_THINGS = (
    ("水库", "reservoir"),
    ("桥梁", "bridge"),
    ("医院", "hospital"),
    ("学校", "school"),
    ("公园", "park"),
)


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _text(place: str, thing: str, number: int) -> str:
    return f"{place}的{thing}建于{1950 + number}年。它由{place}人民修建，耗资{number}万元。今天{thing}仍在使用，周围住着{number}户人家，每年春天都有游客来到{place}，看这座{number}年前开工的{thing}。"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pairs/`, `laws.jsonl.gz` and one evaluation set whose passages are none of the training texts."""
    folder = tmp_path_factory.mktemp("data")
    texts = [
        (place, thing, english, 10 * i + j)
        for i, place in enumerate(_PLACES)
        for j, (thing, english) in enumerate(_THINGS)
    ]
    for data_set in DATA_SETS:
        rows: list[dict[str, object]] = [
            {
                "a": f"{place}的{thing}",
                "b": f"the {english} number {n}" if data_set.english else _text(place, thing, n),
            }
            for place, thing, english, n in texts
        ]
        if data_set.name == "cedict_zh_en":
            rows = [{"a": thing, "b": english} for thing, english in _THINGS]
        _write(folder / "pairs" / f"{data_set.name}.jsonl.gz", rows)
    asked: list[dict[str, object]] = [
        {"a": f"{place}的{thing}在哪里？", "b": f"{place}西边有一座{thing}。"} for place, thing, _, _ in texts
    ]
    _write(folder / "pairs" / "cmrc2018_train.jsonl.gz", asked)
    laws: list[dict[str, object]] = [
        {
            "_id": str(n),
            "title": f"{place}{thing}条例",
            "date": "2020-01-01",
            "text": f"# 总则\n{_text(place, thing, n)}",
        }
        for place, thing, _, n in texts
    ]
    _write(folder / "laws.jsonl.gz", laws)
    beir = folder / "beir" / "tiny"
    _write(
        beir / "corpus.jsonl.gz",
        [{"_id": str(n), "title": "", "text": f"{p}有一座{t}。"} for p, t, _, n in texts],
    )
    _write(beir / "queries.jsonl.gz", [{"_id": f"q{n}", "text": f"哪里有{p}的{t}"} for p, t, _, n in texts])
    lines = ["query-id\tcorpus-id\tscore", *(f"q{n}\t{n}\t1" for _, _, _, n in texts)]
    (beir / "qrels.tsv").write_text("\n".join(lines), encoding="utf-8")
    return folder
