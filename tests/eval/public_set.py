"""A small public set, written as a folder of the format."""

import gzip
import json
from pathlib import Path
from typing import Any

TEXTS = {
    "t1": ("青湖镇", "青湖镇位于柳川市北部，面积四十二平方公里。镇上有两座桥梁。"),
    "t2": ("青湖铁路", "青湖铁路全线设站十二座，预计二〇二六年通车，由柳川铁路公司建设。"),
    "t3": ("", "桂花糕是用糯米粉和桂花蒸成的点心，秋天最受欢迎。"),
    "t4": ("", "柳川中学创办于1931年，首任校长是陈望远。"),
    "t5": ("", "梅雨季节通常从六月中旬开始，持续三周左右。"),
    "t6": ("", "该博物馆收藏青铜器三百余件，周一闭馆。"),
}
QUESTIONS = {
    "q1": ("青湖铁路设站多少座？", ["十二座"], "t2"),
    "q2": ("桂花糕是用什么做的？", ["糯米粉和桂花"], "t3"),
    "q3": ("柳川中学首任校长是谁？", ["陈望远"], "t4"),
    "q4": ("博物馆哪天闭馆？", ["周一"], "t6"),
    "q5": ("梅雨季节从什么时候开始？", ["六月中旬"], "t5"),
}


def jsonl(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_set(folder: Path, *, zipped: bool = False, qrels: str = "qrels.tsv") -> Path:
    texts = [{"_id": i, "title": title, "text": text} for i, (title, text) in TEXTS.items()]
    asked = [{"_id": i, "text": text, "answers": answers} for i, (text, answers, _) in QUESTIONS.items()]
    unjudged = {"_id": "q9", "text": "没有判断的问题？"}
    judged = "".join(f"{i}\t{of}\t1\n" for i, (_, _, of) in QUESTIONS.items())
    files = {
        "corpus.jsonl": jsonl(texts),
        "queries.jsonl": jsonl([*asked, unjudged]),
        qrels: f"query-id\tcorpus-id\tscore\n{judged}",
    }
    for name, text in files.items():
        path = folder / (f"{name}.gz" if zipped else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
    return folder
