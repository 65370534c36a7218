"""Short-hands for the tests of the passes."""

from corpus.layout.lines import split_lines
from corpus.layout.read import read_paragraphs
from corpus.paragraph import Line, Paragraph

PARK = (
    "青湖科技园位于柳川市东部，规划面积八平方公里，由青湖镇人民政府与柳川市人民政府共同建设，"
    "重点发展新材料、数字健康和现代农业三大产业，力争用五年时间建成区域协同创新的示范园区。"
)
RAIL = (
    "市域铁路从柳川站出发，经青湖镇到达云山新城，全线设站十二座，其中换乘站三座，"
    "建成后两地之间的通行时间将缩短到二十五分钟，沿线居民可以用一张卡乘坐公交和地铁。"
)
SCHOOL = (
    "两地教育部门签订了合作协议，组建了十个学校联盟，共享优质课程三百余门，"
    "每年互派教师五十名，并且共同举办青少年科技创新大赛和传统文化体验活动，受到家长欢迎。"
)


def lines(text: str) -> list[Line]:
    return split_lines(text)


def paragraphs(text: str) -> list[Paragraph]:
    return read_paragraphs(text)[0]


def column(text: str, width: int = 16, indent: int = 2) -> str:
    """A paragraph as a column sets it: its first line is short by an indent that the extractor dropped."""
    rows = [text[: width - indent]]
    rest = text[width - indent :]
    return "\n".join(rows + [rest[i : i + width] for i in range(0, len(rest), width)])
