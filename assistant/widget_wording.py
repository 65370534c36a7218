"""Every fixed sentence of the widget, in Chinese and English; those that the page has too are taken from it."""

from typing import Literal

from assistant.wording import WORDING

_SHARED = (
    "conversation",
    "nearest",
    "new_conversation",
    "on_page",
    "pending",
    "placeholder",
    "question_label",
    "send",
    "source",
    "sources",
    "try_asking",
    "understood",
    "welcome",
    "welcome_more",
)

_OWN: dict[str, dict[str, str]] = {
    "title": {"zh": "问据", "en": "Ask the documents"},
    "open": {"zh": "打开{title}", "en": "Open {title}"},
    "close_panel": {"zh": "关闭{title}", "en": "Close {title}"},
    "full_page": {"zh": "打开完整页面", "en": "Open the full page"},
    "in_source": {"zh": "在完整页面中看原文", "en": "See it in the full page"},
    "new_tab": {"zh": "（新标签页）", "en": " (new tab)"},
    "stop": {"zh": "停止", "en": "Stop"},
    "stopped": {"zh": "已停止。", "en": "Stopped."},
    "again": {"zh": "再问一次", "en": "Ask again"},
    "again_in": {"zh": "{seconds} 秒后可再问", "en": "Ask again in {seconds} s"},
    "said": {"zh": "回答：{text} 来源 {count} 处。", "en": "Answer: {text} Sources: {count}."},
    "said_unknown": {"zh": "没有找到答案：{text}", "en": "No answer found: {text}"},
    "ask_next": {"zh": "接着可以问", "en": "You could go on with"},
    "rate": {"zh": "评价这个回答", "en": "Rate this answer"},
    "good": {"zh": "有用", "en": "Helpful"},
    "bad": {"zh": "没有用", "en": "Not helpful"},
    "wrong_source": {"zh": "来源不对", "en": "Wrong source"},
    "noted": {"zh": "已记下，谢谢。", "en": "Noted, thank you."},
    "not_noted": {"zh": "没有记下，请再点一次。", "en": "Not recorded; please try once more."},
    "away": {
        "zh": "没有连上问答服务：它可能暂时不在线，或者不接受来自这个网站的提问。",
        "en": "The service could not be reached: it may be offline, or not accept questions from this site.",
    },
    "cut": {
        "zh": "连接中断，回答没有传完。",
        "en": "The connection broke off before the answer was complete.",
    },
    "failed": {
        "zh": "这次没有完成，请再问一次。",
        "en": "That did not work. Please ask again.",
    },
    "busy_now": {
        "zh": "现在提问的人较多，请稍后再问。",
        "en": "Many people are asking just now. Please try again shortly.",
    },
}


def widget_words() -> dict[Literal["zh", "en"], dict[str, str]]:
    """Every sentence of the widget by its name, for each language; `{name}` in one stands for a value."""
    words = {name: WORDING[name] for name in _SHARED} | _OWN
    return {
        "zh": {name: text["zh"] for name, text in words.items()},
        "en": {name: text["en"] for name, text in words.items()},
    }
