"""What stands around the articles of a newspaper page and belongs to none of them."""

from random import Random

from eval.pages.copydesk import person
from eval.pages.sheet import SetLine, Sheets, line_box
from eval.pages.truth import Role, TrueLine

MARGIN = 40.0
"""White around the printed page, in points."""


def set_furniture(sheets: Sheets, paper: str, random: Random) -> None:
    """Masthead, date, page number and telephone line, as far as the page has them."""
    year, month, day = random.randint(2015, 2025), random.randint(1, 12), random.randint(1, 28)
    number = random.randint(1, 16)
    weekday = random.choice("一二三四五六日")
    foot = f"国内统一刊号:CN{random.randint(11, 65)}-{random.randint(1, 99):04} {paper}社出版 热线:{random.randint(80000000, 89999999)} 广告热线:{random.randint(80000000, 89999999)}"
    items = [
        (paper, 22.0, MARGIN, 26.0),
        (f"{year}年{month}月{day}日 星期{weekday}", 9.0, sheets.width * 0.45, 34.0),
        (
            f"{number:02} {random.choice(('要闻', '综合', '都市', '经济', '时政'))}",
            12.0,
            sheets.width - MARGIN - 70,
            32.0,
        ),
        (f"责任编辑 {person(random)} 美编 {person(random)}", 8.0, sheets.width * 0.65, 36.0),
        (foot, 8.0, MARGIN, sheets.height - 30),
    ]
    for text, size, left, top in items:
        if random.random() < 0.7:
            line = TrueLine(
                text, Role.FURNITURE, 0, sheets.new_paragraph(), box=line_box(text, left, top, size)
            )
            sheets.add([SetLine(line, size)])
