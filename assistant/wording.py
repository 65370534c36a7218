"""Every fixed sentence that a person can see, in Chinese and English."""

from typing import Literal

WORDING: dict[str, dict[str, str]] = {
    # the page
    "promise": {"zh": "每一句回答，都能翻到原文。", "en": "Every answer opens at its source."},
    "other_language": {"zh": "English", "en": "中文"},
    "new_conversation": {"zh": "新对话", "en": "New chat"},
    "library": {"zh": "文档", "en": "Documents"},
    "welcome": {"zh": "想从这些文档里知道什么？", "en": "What would you like to know?"},
    "welcome_more": {
        "zh": "回答只取自文档原句。点开引用，就能在原文里看到它。",
        "en": "Answers are made only of sentences from the documents. Open a citation to read it in place.",
    },
    "try_asking": {"zh": "试试这样问", "en": "Try asking"},
    "placeholder": {"zh": "输入问题，可以接着追问", "en": "Ask a question, then follow up"},
    "question_label": {"zh": "问题", "en": "Question"},
    "send": {"zh": "提问", "en": "Ask"},
    "pending": {"zh": "正在查阅文档", "en": "Reading the documents"},
    "understood": {"zh": "问题理解为", "en": "Understood as"},
    "sources": {"zh": "来源", "en": "Sources"},
    "source": {"zh": "来源", "en": "Source"},
    "nearest": {"zh": "最接近的段落", "en": "Nearest passages"},
    "conversation": {"zh": "对话", "en": "Conversation"},
    # the source pane
    "pane": {"zh": "原文", "en": "Source text"},
    "pane_documents": {"zh": "可以查阅的文档", "en": "Documents you can ask about"},
    "pane_hint": {
        "zh": "回答中的引用会在这里打开，并标出所引的文字。",
        "en": "Citations open here, with the quoted words highlighted.",
    },
    "all_documents": {"zh": "全部文档", "en": "All documents"},
    "characters": {"zh": "字", "en": "characters"},
    "close": {"zh": "关闭原文", "en": "Close the source"},
    "loading": {"zh": "正在打开原文…", "en": "Opening the source…"},
    "source_failed": {
        "zh": "原文没有打开，请再点一次引用。",
        "en": "The source could not be opened. Please try the citation again.",
    },
    "view_repaired": {"zh": "整理后", "en": "As repaired"},
    "view_file": {"zh": "原文件", "en": "As in the file"},
    "view_page": {"zh": "页面图像", "en": "Page picture"},
    "views": {"zh": "原文的显示方式", "en": "How the source is shown"},
    "more_before": {"zh": "显示前面的内容", "en": "Show what comes before"},
    "more_after": {"zh": "显示后面的内容", "en": "Show what comes after"},
    "on_page": {"zh": "第 {page} 页", "en": "p. {page}"},
    "of_pages": {"zh": "第 {page} / {pages} 页", "en": "Page {page} of {pages}"},
    "page_before": {"zh": "上一页", "en": "Previous page"},
    "page_after": {"zh": "下一页", "en": "Next page"},
    "enlarge": {"zh": "放大或缩小", "en": "Enlarge or shrink"},
    "continued": {
        "zh": "接自其他版面，开头不在这个文件里。",
        "en": "Continued from another page; its beginning is not in this file.",
    },
    "no_headline": {
        "zh": "另一篇。哪个标题属于它，不能确定。",
        "en": "Another article. Which headline is its own is not certain.",
    },
    # what reading did to a stretch of the file, and the rules by which it did so
    "edit_dropped": {"zh": "整理时略去", "en": "left out when repaired"},
    "edit_joined": {"zh": "与别处的文字相接", "en": "joined with text elsewhere"},
    "edit_moved": {"zh": "移到别处阅读", "en": "read elsewhere"},
    "edit_split": {"zh": "另一篇由此开始", "en": "another article begins"},
    "rule_bracket": {"zh": "括号或引号在别处闭合", "en": "a bracket closes elsewhere"},
    "rule_byline": {"zh": "记者署名", "en": "byline"},
    "rule_caption": {"zh": "图片说明", "en": "caption"},
    "rule_column_break": {"zh": "跨栏", "en": "across a column break"},
    "rule_continued": {"zh": "接自其他版面", "en": "continued from another page"},
    "rule_credit": {"zh": "图片署名", "en": "picture credit"},
    "rule_cut_word": {"zh": "词语被截断", "en": "a word was cut in two"},
    "rule_dateline": {"zh": "日期、版次或电头", "en": "date, page or dateline"},
    "rule_editor": {"zh": "编辑署名", "en": "names of the editors"},
    "rule_headline": {"zh": "标题归到正文之前", "en": "a headline, put before its text"},
    "rule_hotline": {"zh": "联系电话", "en": "telephone line"},
    "rule_interruption": {"zh": "跨过插入的内容", "en": "across something set in between"},
    "rule_invisible": {"zh": "页面上看不见的文字", "en": "text that cannot be seen on the page"},
    "rule_jump": {"zh": "转到其他版面的提示", "en": "pointer to another page"},
    "rule_markup": {"zh": "残留标记", "en": "leftover markup"},
    "rule_masthead": {"zh": "报头", "en": "masthead"},
    "rule_off_page": {"zh": "页面以外的文字", "en": "text outside the page"},
    "rule_page_break": {"zh": "跨页", "en": "across a page break"},
    "rule_page_number": {"zh": "页码", "en": "page number"},
    "rule_page_without_text": {"zh": "这一页没有文字层", "en": "this page has no text layer"},
    "rule_running_head": {"zh": "页眉或页脚", "en": "running head or foot"},
    "rule_same_article": {"zh": "归入同一篇", "en": "brought to the rest of its article"},
    "rule_nearest": {"zh": "用词与前文不同", "en": "its words differ from those before"},
    "rule_slanted": {"zh": "斜排的文字或水印", "en": "slanted text, such as a watermark"},
    "rule_vocabulary": {"zh": "用词与前文不同", "en": "its words differ from those before"},
    # what can go wrong
    "failure": {
        "zh": "这次没有完成：程序内部出了错。请稍后再问一次。",
        "en": "Something went wrong inside the assistant. Please ask again in a moment.",
    },
    "busy": {"zh": "现在提问的人较多，请稍后再试。", "en": "The assistant is busy; try again shortly."},
    "bad_request": {
        "zh": "请求的格式不对：{where}。",
        "en": "The request is not in the expected form: {where}.",
    },
    "too_large": {"zh": "请求太大，上限是 1 MB。", "en": "The request is too large; the limit is 1 MB."},
    "unknown_document": {"zh": "没有编号为“{doc_id}”的文档。", "en": "There is no document “{doc_id}”."},
    "bad_spans": {
        "zh": "spans 应写成“12-40,55-60”，并且不超出文档。",
        "en": "spans must look like “12-40,55-60” and lie inside the document.",
    },
    "no_pictures": {
        "zh": "这份文档没有可以显示的页面图像。",
        "en": "This document has no pages that can be shown as pictures.",
    },
    "no_such_sheet": {
        "zh": "没有第 {page} 页：这份文档共 {pages} 页。",
        "en": "There is no page {page}: the document has {pages}.",
    },
    "file_gone": {
        "zh": "原文件已经不在原处或不能读取，无法显示页面图像。",
        "en": "The file is gone or cannot be read, so its page cannot be shown.",
    },
    "file_changed": {
        "zh": "原文件在建立索引之后有改动，无法标出引文。请重新建立索引。",
        "en": "The file has changed since it was indexed, so the quotation cannot be marked. Build the index again.",
    },
    "not_drawn": {
        "zh": "这一页无法画成图像。请改看原文件的文字。",
        "en": "This page cannot be drawn. Please read the text of the file instead.",
    },
    "both_ends": {
        "zh": "start 和 end 只能给出一个。",
        "en": "Give either start or end, not both.",
    },
    "no_such_page": {"zh": "没有这个地址。", "en": "There is nothing at this address."},
    "refused": {"zh": "这个请求没有被接受。", "en": "The request was not accepted."},
    # questions and answers
    "empty_question": {"zh": "请输入一个问题。", "en": "Please type a question."},
    "long_question": {
        "zh": "问题太长：{chars} 个字符，上限是 {limit}。请缩短后再问。",
        "en": "The question is too long: {chars} characters, the limit is {limit}. Please shorten it.",
    },
    "wordless_question": {
        "zh": "问题里没有文字。请用文字提问。",
        "en": "There are no words in the question. Please ask in words.",
    },
    "not_found": {
        "zh": "这些文档里没有找到答案。",
        "en": "These documents do not say.",
    },
    "lacks_words": {
        "zh": "没有一段文字同时谈到“{words}”和问题的其余部分。",
        "en": "No passage speaks of “{words}” together with the rest of the question.",
    },
    "lacks_all": {
        "zh": "没有一段文字谈到这个问题。",
        "en": "No passage speaks of this question.",
    },
    "lacks_value": {
        "zh": "文档谈到了它，但没有给出所问的{what}。",
        "en": "The documents speak of it but give no {what}.",
    },
    "what_quantity": {"zh": "数字", "en": "figure"},
    "what_date": {"zh": "时间", "en": "date"},
}

EXAMPLES = (
    "双湖科技园规划面积多大？",
    "什么是飞地经济？",
    "金什合作产业园由谁共建？",
    "成渝双城经济圈有哪些合作园区？",
    "What is the Shifang–Pengzhou cooperation zone?",
    "成都地铁票价是多少？",
)
"""Questions offered before the first one; the last is deliberately outside the embedded documents."""


def say(name: str, lang: Literal["zh", "en"], **values: object) -> str:
    """The sentence `name` in `lang`, with `values` in its braces. Raises KeyError for an unknown name."""
    return WORDING[name][lang].format(**values)
