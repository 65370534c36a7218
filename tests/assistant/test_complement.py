"""What completes a question in made-up sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.complement import completing


def found(question: str, sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in completing(question, sentence)]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("论坛的主题是什么？", "论坛以“绿色共建，协同发展”为主题，21位学者出席。", "绿色共建，协同发展"),
        ("論壇的主題是什麼？", "论坛以“绿色共建，协同发展”为主题，21位学者出席。", "绿色共建，协同发展"),
        ("走什么发展模式", "形成“研发在柳川、生产在青湖”产业发展模式。", "研发在柳川、生产在青湖"),
        ("迈进什么时代？", "由“青湖时代”走向“两江时代”。", ("青湖时代", "两江时代")),
        ("思路是哪八个字", "按照“平原一体、毗邻融合”的思路，构建“一核三带”格局。", "平原一体、毗邻融合"),
        ("路网要做到几高几快", "形成“10高 18快”的路网。", "10高 18快"),
        ("青湖要努力成为什么？", "支持青湖努力成为柳川都市圈卫星城市，建设三镇。", "柳川都市圈卫星城市"),
        ("火锅园要打造成什么？", "以火锅园为载体，打造全国最大的底料聚集区。", "全国最大的底料聚集区"),
        ("白石县后来改名为什么？", "1950年白石县更名为青石市。", "青石市"),
        ("青湖又叫什么？", "青湖（又称“镜湖”），面积3平方公里。", "镜湖"),
        ("What is Qinghu also known as?", "青湖又称“镜湖”，面积3平方公里。", "镜湖"),
        ("车站最早叫什么", "车站原名白石口，1920年改今名。", "白石口"),
        ("条例里说的“业主”到底指什么人", "业主，是指发包工程的单位和个人。", "发包工程的单位和个人"),
        ("勐泐是啥意思", "柳川古称勐泐，即傣人居住的地方。", "傣人居住的地方"),
        ("贷款产品叫啥名字", "这款名为青湖通的产品，已放款9笔。", "青湖通"),
        ("白酒的龙头是谁？", "以青湖酒厂为代表的白酒企业加快改造。", "青湖酒厂"),
        ("拿什么东西抵押的", "批发商用存在冻库里的小黄姜作抵押，贷到钱。", "存在冻库里的小黄姜"),
    ],
)  # fmt: skip
def test_what_stands_where_the_question_word_does(
    question: str, sentence: str, expected: str | tuple[str, ...]
) -> None:
    assert found(question, sentence) == [*((expected,) if isinstance(expected, str) else expected)]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("论坛的主题是什么？", "论坛在“青湖厅”举行，主题展区开放。"),
        ("思路是哪八个字", "构建“一核三带”格局。"),
        ("从“青湖时代”迈进什么时代？", "告别“青湖时代”。"),
        ("青湖什么时候更名？", "1950年青湖更名为青石市。"),
        ("为什么打造聚集区？", "打造全国最大的底料聚集区。"),
        ("规划面积多大？", "打造全国最大的底料聚集区。"),
    ],
)
def test_what_is_asked_otherwise_is_not_completed(question: str, sentence: str) -> None:
    assert found(question, sentence) == []


@given(
    st.sampled_from(["论坛的主题是什么？", "甲是什么意思", "要打造成什么", "口号是哪四个字", "几横几纵", "甲又叫什么"]),
    st.text("甲乙“”《》，。为是即称打造成10横纵主题", max_size=60),
)  # fmt: skip
def test_what_is_found_stands_in_the_sentence_in_order(question: str, sentence: str) -> None:
    spans = completing(question, sentence)
    assert all(0 <= start < end <= len(sentence) for start, end in spans)
    assert list(spans) == sorted(spans)
