"""Why questions, systems and runs cannot be measured, in English and Chinese: what the page shows too."""

from corpus.wording import Reason, filled

WORDING: dict[str, dict[str, str]] = {
    # a line of a gold file
    "no_topics": {"en": "no topics in {paths}", "zh": "{paths} 里没有题目"},
    "no_files": {"en": "no files", "zh": "所给文件"},
    "id_twice": {
        "en": "{where}: the id {id!r} is already used at {first}",
        "zh": "{where}：编号 {id!r} 在 {first} 已经用过",
    },
    "gold_unreadable": {
        "en": "cannot read the gold file {path}: {why}",
        "zh": "无法读取题集 {path}：{why}",
    },
    "gold_not_utf_8": {
        "en": "cannot read the gold file {path}: it is not UTF-8 ({fault})",
        "zh": "无法读取题集 {path}：它不是 UTF-8 编码（{fault}）",
    },
    "line_not_json": {"en": "{where}: not JSON: {fault}", "zh": "{where}：不是 JSON：{fault}"},
    "line_no_object": {
        "en": "{where}: expected an object, found {found}",
        "zh": "{where}：应是一个对象，却是 {found}",
    },
    "field_unknown": {
        "en": "{where}: unknown field {name!r}; expected {known}",
        "zh": "{where}：没有 {name!r} 这个字段；能用的有 {known}",
    },
    "field_missing": {
        "en": "{where}: the field {name!r} is missing",
        "zh": "{where}：缺少字段 {name!r}",
    },
    "value_wrong": {
        "en": "{where}: {name} must be {expected}, found {found}",
        "zh": "{where}：{name} 应是{expected}，却是 {found}",
    },
    "some_text": {"en": "a text that is not empty", "zh": "非空的文本"},
    "some_texts": {"en": "a list of texts that are not empty", "zh": "一列非空的文本"},
    "some_list": {"en": "a list", "zh": "一个列表"},
    "true_or_false": {"en": "true or false", "zh": " true 或 false"},
    "zh_or_en": {"en": "zh or en", "zh": " zh 或 en"},
    "some_quotes": {
        "en": 'objects {{"doc_id": text, "quote": text}}',
        "zh": '一列对象 {{"doc_id": 文本, "quote": 文本}}',
    },
    "some_messages": {
        "en": 'objects {{"role": "user" or "assistant", "content": text}}',
        "zh": '一列对象 {{"role": "user" 或 "assistant", "content": 文本}}',
    },
    "answerable_without": {
        "en": "{where}: {id} is answerable but has no {name}",
        "zh": "{where}：{id} 标为可以回答，却没有 {name}",
    },
    "unanswerable_with": {
        "en": "{where}: {id} is not answerable but has {name}",
        "zh": "{where}：{id} 标为无法回答，却有 {name}",
    },
    # labels
    "no_such_document": {
        "en": "{id}: there is no document {doc_id!r} in this index (it has {known})",
        "zh": "{id}：这个索引里没有文档 {doc_id!r}（有 {known}）",
    },
    "not_said": {
        "en": "{id}: the document {doc_id!r} does not say {quote!r}",
        "zh": "{id}：文档 {doc_id!r} 里没有 {quote!r} 这句话",
    },
    # sets of questions
    "no_set_chosen": {"en": "choose at least one set of questions", "zh": "请至少选一个题集"},
    "set_taken": {
        "en": "there is a set {name!r} already: choose another name",
        "zh": "已经有题集 {name!r}：请换一个名称",
    },
    "no_such_set": {"en": "there is no set {name!r}", "zh": "没有题集 {name!r}"},
    "set_embedded": {
        "en": "the set {name!r} comes with the program: write to another one",
        "zh": "题集 {name!r} 是自带的，不能改写：请写入另一个",
    },
    "set_name_bad": {
        "en": "{name!r} cannot be the name of a set: up to 60 letters, digits, - and _, no - in front",
        "zh": "{name!r} 不能作题集名称：最多 60 个汉字、字母、数字、- 和 _，不能以 - 开头",
    },
    "set_in_use": {
        "en": "the set {name!r} is being written by somebody else: try again",
        "zh": "别人正在写题集 {name!r}：请再试一次",
    },
    "set_not_written": {
        "en": "the set {name!r} cannot be written: {why}",
        "zh": "无法写入题集 {name!r}：{why}",
    },
    # systems
    "system_twice": {
        "en": "two systems are called {name!r}: give them two names",
        "zh": "两个系统都叫 {name!r}：请用不同的名称",
    },
    "no_system": {"en": "no system given: choose from {known}", "zh": "没有选系统：可选 {known}"},
    "system_unknown": {
        "en": "unknown system {name!r}: choose from {known}, or give it settings, {name}=KEY=VALUE",
        "zh": "没有系统 {name!r}：可选 {known}，或给出设置，如 {name}=KEY=VALUE",
    },
    "system_name_bad": {
        "en": "{name!r} is no name for a system: letters, digits, and - _ . between",
        "zh": "{name!r} 不能作系统名称：用汉字、字母、数字，中间可用 - _ .",
    },
    "no_setting": {
        "en": "{name}: {pair!r} is no setting: write KEY=VALUE, as search.dense_weight=0.5",
        "zh": "{name}：{pair!r} 不是设置：请写成 KEY=VALUE，如 search.dense_weight=0.5",
    },
    "mode_unknown": {
        "en": "unknown mode {mode!r}: choose from {known}",
        "zh": "没有排序方式 {mode!r}：可选 {known}",
    },
    "ranking_of_file": {
        "en": "{name}: the ranking of a file is measured on the command line",
        "zh": "{name}：文件里的排序结果只能在命令行评测",
    },
    "setting_elsewhere": {
        "en": "{name}: {pair!r} needs another index, or changes no answer: choose from the tables {tables}",
        "zh": "{name}：{pair!r} 要用另一个索引，或不影响回答：这里能用 {tables} 两组设置",
    },
}


def because(name: str, /, **values: object) -> Reason:
    """The sentence `name` with `values` in its braces, as `corpus.wording.because`."""
    return filled(WORDING[name], values)
