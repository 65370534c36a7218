"""Every fixed sentence of the page's view of evaluation, in Chinese and English."""

from assistant.records import Lang

WORDING: dict[str, dict[str, str]] = {
    "evaluation": {"zh": "评测", "en": "Evaluation"},
    "studio_run": {"zh": "运行评测", "en": "Run"},
    "studio_write": {"zh": "出题", "en": "Write questions"},
    "studio_parts": {"zh": "评测的两部分", "en": "Parts of evaluation"},
    # running
    "studio_gold": {"zh": "题集", "en": "Sets of questions"},
    "studio_gold_counts": {
        "zh": "{questions} 题，其中测试 {test}",
        "en": "{questions} questions, {test} of them test",
    },
    "studio_gold_foreign": {
        "zh": "{count} 题不是问索引“{index}”里的文档",
        "en": "{count} are not about the documents of the index “{index}”",
    },
    "studio_index": {"zh": "评测的索引", "en": "Index"},
    "studio_run_of": {"zh": "这次评测的是索引“{index}”。", "en": "This run is of the index “{index}”."},
    "studio_writes_of": {
        "zh": "题目和段落取自索引“{index}”。",
        "en": "Questions and passages are of the index “{index}”.",
    },
    "studio_embedded": {"zh": "自带题集", "en": "Built-in questions"},
    "studio_upload": {"zh": "上传 .jsonl", "en": "Upload .jsonl"},
    "studio_uploaded": {"zh": "已加入：{name}", "en": "Added: {name}"},
    "studio_too_large": {"zh": "文件太大：上限是 0.9 MB。", "en": "The file is too large: at most 0.9 MB."},
    "studio_split": {"zh": "题目范围", "en": "Questions"},
    "studio_split_dev": {"zh": "开发集（调试用）", "en": "dev (to work with)"},
    "studio_split_test": {"zh": "测试集（只看总分）", "en": "test (totals only)"},
    "studio_split_all": {"zh": "全部", "en": "all"},
    "studio_systems": {"zh": "系统", "en": "Systems"},
    "studio_own_system": {
        "zh": "自定义，如 plain=search.coverage_weight=0",
        "en": "Your own, as plain=search.coverage_weight=0",
    },
    "studio_start": {"zh": "开始", "en": "Start"},
    "studio_stop": {"zh": "停止", "en": "Stop"},
    "studio_running": {"zh": "{done} / {total} 题", "en": "{done} of {total} questions"},
    "studio_drawing": {"zh": "正在画报告…", "en": "Drawing the report…"},
    "studio_stopped": {"zh": "已停止。", "en": "Stopped."},
    "studio_failed": {"zh": "没有完成：{problem}", "en": "It did not finish: {problem}"},
    "studio_failed_inside": {
        "zh": "程序内部出了错，请看服务器的日志。",
        "en": "something went wrong inside; see the server's log.",
    },
    "studio_report": {"zh": "评测报告", "en": "Report of the evaluation"},
    "studio_open_report": {
        "zh": "在新标签页打开（可以另存）",
        "en": "Open in a tab of its own (to be saved)",
    },
    "studio_busy": {
        "zh": "已经有一次评测在运行：等它结束，或者停止它。",
        "en": "An evaluation is under way already: wait for it, or stop it.",
    },
    "studio_no_questions": {
        "zh": "选中的题集在这个范围里没有题。",
        "en": "The chosen sets have no questions in this part.",
    },
    "studio_foreign": {
        "zh": "所选题集（{gold}）不属于索引“{index}”：有 {count} 题引用的原文不在它的文档里。请换一个索引或题集。",
        "en": "The chosen questions ({gold}) do not belong to the index “{index}”: {count} of them quote what none "
        "of its documents says. Choose another index or other questions.",
    },
    "studio_no_report": {"zh": "还没有报告。", "en": "There is no report yet."},
    # writing
    "studio_ask": {"zh": "题目", "en": "Question"},
    "studio_ask_hint": {"zh": "像用户那样提问", "en": "Ask as a user would"},
    "studio_search": {"zh": "查找", "en": "Search"},
    "studio_candidates": {"zh": "读者问过的题（{count}）", "en": "Questions from readers ({count})"},
    "studio_no_candidates": {
        "zh": "没有新的：未答和差评的问题会出现在这里。",
        "en": "None new: unanswered and badly rated questions appear here.",
    },
    "studio_unanswered": {"zh": "未答 {times} 次", "en": "unanswered {times}×"},
    "studio_bad": {"zh": "差评", "en": "not helpful"},
    "studio_wrong_source": {"zh": "来源不对", "en": "wrong source"},
    "studio_mark": {"zh": "这一段回答了它", "en": "This passage answers it"},
    "studio_narrow": {"zh": "只取选中的文字", "en": "Only the selected words"},
    "studio_whole": {"zh": "整段", "en": "The whole passage"},
    "studio_mark_hint": {
        "zh": "勾出回答了它的段落。还可以在段落里选中真正作答的文字，再点“只取选中的文字”。",
        "en": "Tick the passages that answer it. You may select the very words in a passage and choose “Only the selected words”.",
    },
    "studio_none": {"zh": "文档里没有答案", "en": "The documents do not say"},
    "studio_answers": {"zh": "答案要点，一行一个", "en": "Key strings of the answer, one a line"},
    "studio_answers_hint": {
        "zh": "完整的回答必须含有的字句，要出自勾选的文字",
        "en": "What a complete answer must contain, taken from the marked words",
    },
    "studio_type": {"zh": "题型", "en": "Type"},
    "studio_lang": {"zh": "语言", "en": "Language"},
    "studio_lang_zh": {"zh": "中文", "en": "Chinese"},
    "studio_lang_en": {"zh": "英文", "en": "English"},
    "studio_into": {"zh": "存入题集", "en": "Save to the set"},
    "studio_save": {"zh": "存题", "en": "Save the question"},
    "studio_saved": {"zh": "已存为 {id}。", "en": "Saved as {id}."},
    "studio_no_hits": {"zh": "没有找到段落。", "en": "No passage was found."},
    "studio_hits": {"zh": "找到的段落", "en": "Passages found"},
    # what can be wrong with a question
    "draft_no_question": {"zh": "请写出题目。", "en": "Write a question."},
    "draft_known": {"zh": "这道题已经在题集里。", "en": "The set has this question already."},
    "draft_no_evidence": {
        "zh": "请勾出回答了它的段落，或选“文档里没有答案”。",
        "en": "Tick the passage that answers it, or choose “The documents do not say”.",
    },
    "draft_no_answer": {
        "zh": "请写出答案要点：完整的回答必须含有的字句。",
        "en": "Write the key strings: what a complete answer must contain.",
    },
    "draft_answer_elsewhere": {
        "zh": "答案要点不在勾选的文字里：请照原文写，或多勾一段。",
        "en": "A key string is not in the marked words: write it as the text has it, or mark more.",
    },
    "draft_not_in_passage": {
        "zh": "选中的文字不在这一段里。",
        "en": "The selected words are not in this passage.",
    },
    "draft_index_changed": {
        "zh": "索引换过了：请重新查找。",
        "en": "The index has changed: search again.",
    },
}


def say(name: str, lang: Lang, **values: object) -> str:
    """The sentence `name` in `lang`, with `values` in its braces. Raises KeyError for an unknown name."""
    return WORDING[name][lang].format(**values)
