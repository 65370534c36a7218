"""Numbers to call and addresses to write to, where a question asks for them."""

import pytest

from assistant.contact import contacts_asked
from assistant.records import Kind
from assistant.understanding.kind import kind_of


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("管委会的电话是多少？", "联系电话：0838-5531234，邮编618400。", "0838-5531234"),
        ("管委会电话", "咨询电话：028-86123456。", "028-86123456"),
        ("负责人的手机号码是多少", "联系人李四，13800138000。", "13800138000"),
        ("投诉打什么电话？", "", None),
        ("投诉电话是多少？", "投诉请拨打12345或电话：400-810-1234。", "12345"),
        ("投稿邮箱是什么？", "来稿请寄 news@example.com.cn，三日内答复。", "news@example.com.cn"),
        ("镇政府的邮编是多少？", "联系电话：0838-5531234，邮编618400。", "618400"),
        ("报名网址是什么", "请登录 https://example.com/a 报名。", "https://example.com/a"),
        ("What is the phone number of the office?", "Call +86 838 553 1234.", "+86 838 553 1234"),
        ("What is the mayor's phone number?", "5G网络2025年覆盖28个乡镇，投资3500000元。", None),
    ],
)
def test_what_is_asked_for_is_found(question: str, sentence: str, found: str | None) -> None:
    asked = contacts_asked(question)
    match = asked.search(sentence) if asked else None
    assert (match and match["found"]) == found


@pytest.mark.parametrize(
    "question", ["管委会的电话是多少？", "金什合作产业园联系方式是什么", "What is the mayor's phone number?"]
)
def test_it_asks_for_a_number(question: str) -> None:
    assert kind_of(question) is Kind.QUANTITY


@pytest.mark.parametrize(
    "question", ["12345热线是什么", "电话里说了什么", "手机产业规划了什么", "What does the phone company do?"]
)
def test_other_questions_do_not(question: str) -> None:
    assert contacts_asked(question) is None
