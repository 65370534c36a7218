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
