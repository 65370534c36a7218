"""Every fixed sentence of the report, in Chinese and English, and how both stand in one file."""

from html import escape

WORDS: dict[str, tuple[str, str]] = {
    "title": ("评测报告", "Evaluation report"),
    "language": ("English", "中文"),
    "contents": ("目录", "Contents"),
    # sections
    "overview": ("概览", "Overview"),
    "retrieval": ("检索", "Retrieval"),
    "answers": ("回答", "Answers"),
    "sureness": ("把握与时间", "Confidence and time"),
    "questions": ("逐题查看", "Question by question"),
    "tables": ("全部表格", "All tables"),
    # what was run
    "fact_date": ("日期", "Date"),
    "fact_questions": ("题目", "Questions"),
    "fact_split": ("部分", "Split"),
    "fact_systems": ("系统", "Systems"),
    "fact_fingerprint": ("指纹", "Fingerprint"),
    "fact_command": ("命令", "Command"),
    "fact_machine": ("机器", "Machine"),
    "fact_commit": ("提交", "Commit"),
    "fact_opened": ("测试题已逐题看过", "Test questions were opened"),
    "split_dev": ("开发集", "dev"),
    "split_test": ("测试集", "test"),
    "split_all": ("全部", "all"),
    # key figures
    "key_hit1": ("第一条就对", "First hit is right"),
    "key_hit5": ("前五条里有", "Found in the first five"),
    "key_recall": ("答案要点齐全度", "Key strings in the answer"),
    "key_refusal": ("答不出时说不知道", "Silent when it should be"),
    "key_exact": ("引文与原文一致", "Citations exact"),
    "key_ms": ("每题用时（中位数）", "Per question (median)"),
    "interval": ("区间 {low}–{high}，n={n}", "95% CI {low}–{high}, n={n}"),
    "p95": ("p95 {ms} ms，n={n}", "p95 {ms} ms, n={n}"),
    "of_answered": ("有引文的回答，n={n}", "answers that cite, n={n}"),
    # figures
    "by_group": ("各项检索指标", "Measures of retrieval"),
    "by_group_note": (
        "短线是 95% 自助法区间；括号里是题数。区间宽，说明题少，差别还说明不了什么。",
        "The thin lines are 95% bootstrap intervals; numbers of questions in brackets. A wide interval means few questions: the difference says little yet.",
    ),
    "measure": ("指标", "Measure"),
    "all_groups": ("全部", "all"),
    "grouping": ("分组", "Grouped"),
    "by_type": ("按题型", "by type"),
    "by_lang": ("按语言", "by language"),
    "by_doc_id": ("按文档", "by document"),
    "recall_at": ("看到第 k 条时，找到了多少", "Recall against k"),
    "recall_at_note": (
        "标注的相关段落中，已经出现在前 k 条里的比例，按题平均（R@k）。",
        "Share of the relevant passages that are among the first k, averaged over questions (R@k).",
    ),
    "axis_k": ("前 k 条", "first k hits"),
    "axis_recall": ("R@k", "R@k"),
    "where": ("答案在文档的什么位置", "Where in the document answers lie"),
    "where_note": (
        "按答案在文档中的十分位：前五条命中的比例。横轴下面是题数；题少的地方会跳动。",
        "Share of questions found in the first five hits, by the tenth of the document that holds the answer. Numbers of questions below the axis; few questions make it jump.",
    ),
    "axis_tenth": ("文档的第几个十分之一（下面是题数）", "tenth of the document (questions below)"),
    "axis_hit5": ("hit@5", "hit@5"),
    "risk": ("把握越大，错得越少吗", "Risk against coverage"),
    "risk_note": (
        "只回答把握最大的那一部分题时，其中答错或缺漏的比例。越低越好；AURC 是曲线下面的面积。带标记的点是现在的门槛，右边的题没有回答，都算错。",
        "What is wrong or lacking if only the surest questions are answered. Lower is better; AURC is the area below. The mark is the threshold in force: questions to its right are not answered and count as wrong.",
    ),
    "axis_coverage": ("回答了的题的比例", "share of questions answered"),
    "axis_risk": ("其中答错或缺漏的比例", "of those, wrong or lacking"),
    "answers_by_group": ("各项回答指标", "Measures of answers"),
    "answers_by_group_note": (
        "只算文档答得出的题。要点齐全：应当答出的字句，回答里有多少；没有回答算 0。引到标注处：引文碰到标注的依据，只算回答了的。",
        "Answerable questions only. recall: how many of the expected strings the answer holds, 0 for a refusal. supported: a citation overlaps the gold evidence, of those answered.",
    ),
    "stages": ("每一步花多少时间", "Time by stage"),
    "stages_note": (
        "每个点是一道题；盒子是中间一半，竖线是中位数。系统名下是整题的时间。",
        "Each dot is a question; the box holds the middle half, its line is the median. Under a system's name: the whole question.",
    ),
    "axis_ms": ("毫秒（对数刻度）", "milliseconds (logarithmic)"),
    "stage_understand": ("理解问题", "understand"),
    "stage_retrieve": ("检索", "retrieve"),
    "stage_answer": ("组织回答", "answer"),
    "nothing_to_draw": ("这次评测没有这张图需要的数据。", "This run holds nothing for this figure."),
    # questions
    "judged": ("看哪个系统", "Judge"),
    "search_questions": ("在题目、答案和编号里找", "Search questions, answers and ids"),
    "any_type": ("全部题型", "Any type"),
    "any_lang": ("全部语言", "Any language"),
    "lang_zh": ("中文", "Chinese"),
    "lang_en": ("英文", "English"),
    "any_document": ("全部文档", "Any document"),
    "any_verdict": ("对的和错的", "Right and wrong"),
    "wrong": ("有问题的", "Something wrong"),
    "right": ("没有问题的", "Nothing wrong"),
    "shown": ("显示 {count} / {total} 题", "{count} of {total} questions"),
    "left_out": (
        "另有 {count} 题没有放进来：文件会太大。出了问题的题优先。",
        "{count} more questions are left out, as the file would grow too large; those with something wrong come first.",
    ),
    "closed": (
        "{count} 道测试集的题不逐题显示：看过它们，就不能再用来报告成绩。",
        "{count} questions of the test split are not shown one by one: once read, they no longer measure.",
    ),
    "no_details": (
        "没有逐题内容：评测用的语料或题目已经变了，或者不在这台机器上。",
        "No questions to look into: the documents or the gold questions of this run have changed, or are not on this machine.",
    ),
    "none_match": ("没有符合条件的题。", "No question fits."),
    "fault_miss": ("前五条没有", "not in the first five"),
    "fault_refused": ("该答没答", "refused wrongly"),
    "fault_answered": ("不该答却答了", "answered without grounds"),
    "fault_incomplete": ("要点不全", "incomplete"),
    "fault_unsupported": ("没引到标注处", "cites elsewhere"),
    "fault_short_wrong": ("短答案不对", "short answer wrong"),
    "fault_inexact": ("引文有出入", "citation not exact"),
    "fine": ("没有问题", "fine"),
    "earlier": ("前面的对话", "Before it"),
    "role_user": ("问", "User"),
    "role_assistant": ("答", "Assistant"),
    "expected": ("应当答出", "Expected"),
    "expect_silence": ("应当说文档里没有。", "That the documents do not say."),
    "gold": ("标注的依据", "Gold evidence"),
    "ranked": ("各系统的排序", "What each system ranked"),
    "said": ("回答", "Answer"),
    "understood": ("理解为", "Understood as"),
    "short": ("短答案", "Short answer"),
    "confidence": ("把握", "Confidence"),
    "cited": ("引文", "Citations"),
    "relevant": ("相关", "relevant"),
    "relevant_at": ("{system}：第 {rank} 条相关", "{system}: relevant at {rank}"),
    "relevant_none": ("{system}：前 {depth} 条都不相关", "{system}: nothing relevant in the first {depth}"),
    "more_hits": ("其余 {count} 条", "{count} more"),
    "nothing_ranked": ("没有结果", "nothing"),
    "page": ("第 {page} 页", "p. {page}"),
    "link_to": ("这道题的链接", "Link to this question"),
    "needs_script": ("筛选和逐题查看需要浏览器允许脚本。", "Filtering needs scripts in the browser."),
}

HEADINGS: dict[str, str] = {
    "Retrieval": "检索",
    "Retrieval by language of the question": "检索，按题目的语言",
    "Retrieval by document": "检索，按文档",
    "95% intervals": "95% 区间",
    "Answers": "回答",
    "Answers by language of the question": "回答，按题目的语言",
    "Knowing when not to answer": "该不该回答",
    "Milliseconds a question": "每题毫秒数",
    "Cost": "开销",
    "type": "题型",
    "lang": "语言",
    "doc": "文档",
    "system": "系统",
    "stage": "步骤",
    "recall": "要点齐全",
    "refused": "未回答",
    "exact": "引文一致",
    "supported": "引到标注处",
    "short right": "短答案对",
    "cited recall": "引文召回",
    "cited precision": "引文精度",
    "precision": "精度",
    "unanswerable": "答不出的题",
    "chars": "字数",
}
"""Chinese for titles and headings of `eval.tables`."""


def both(name: str, **values: object) -> str:
    """The sentence in both languages as HTML: the page shows one of them. Raises KeyError for an unknown name."""
    zh, en = (escape(text.format(**values)) for text in WORDS[name])
    return zh if zh == en else f'<span class="zh">{zh}</span><span class="en">{en}</span>'


def heading(text: str) -> str:
    """The title or the heading of a table in both languages where there is a Chinese one, else as it is."""
    if text not in HEADINGS:
        return escape(text)
    return f'<span class="zh">{escape(HEADINGS[text])}</span><span class="en">{escape(text)}</span>'
