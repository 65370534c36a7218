"""Words for a side of a thing rather than a thing: its area, its date, who leads it; and how each is asked for."""

import re

from assistant.records import Kind

_MEASURE = (
    r"[一-龥]*(量|额|率|值|数|比|费|价|税|产值|营收|占比|比重|比例|人口|面积|投资|收入|支出|开支|利润|销售|规模|成本|造价|价格|票价|票房|工资|预算|资金"
    r"|长度|宽度|高度|深度|速度|距离|重量|容量|里程|年龄|岁数|股比|GDP|gdp|总量|贡献|占地|用地|装机)"
)
_PERSON = r"[一-龥]*(负责人|主任|主席|书记|经理|法人|法定代表人|代表人|联系人|组长|院长|校长|市长|区长|县长|董事长|总裁|秘书长|作者|创始人|女儿|儿子|继子|继女|孙子|孙女|哥哥|弟弟|姐姐|妹妹|子女|妻子|丈夫|夫人|父亲|母亲|爸爸|妈妈|配偶|继任者|继承人|接班人|前任|导演|编剧|监制|主演|主编|主办方|承办方|主办单位|承办单位|主办者|[一-龥]{2}部门|[一-龥]{2}机关|[一-龥]{2}单位)"
_DATE = r"[一-龥]*(时间|日期|期限|年份|截止日|有效期|任期|工期|保质期|保修期|效期)"
_PLACE = r"[一-龥]*(地点|地址|位置|选址|所在地|总部|老家|籍贯|祖籍|出生地)"
_OTHER = (
    r"[一-龥]*(主题|目标|任务|原因|理由|意义|作用|特点|特征|优势|优点|缺点|短板|好处|不足|问题|难点|措施|办法|做法|政策|要求|条件|流程|步骤|程序"
    r"|范围|对象|内容|重点|方向|定位|模式|机制|背景|依据|标准|原则|责任|义务|权利|处罚|罚则|罚款|罚金|电话|号码|网址|邮箱|进展|进度|成效|成果|结果|效果"
    r"|影响|名称|全名|全称|名字|题目|股权|股份|类型|种类|性质|来源|用途|成员|股东|职责|功能|材料|手续|资格|待遇|龙头|概念|含义)"
)
_FACETS: tuple[tuple[Kind, str, re.Pattern[str]], ...] = (
    (Kind.NAME, "是谁", re.compile(_PERSON)),
    (Kind.DATE, "是什么时候", re.compile(_DATE)),
    (Kind.PLACE, "在哪里", re.compile(_PLACE)),
    (Kind.QUANTITY, "是多少", re.compile(_MEASURE)),
    (Kind.TOPIC, "是什么", re.compile(_OTHER)),
)
_ENGLISH = re.compile(
    r"(area|size|date|time|place|location|address|cost|price|budget|investment|population|length|width|height|capacity"
    r"|purpose|goal|aim|target|reason|cause|benefit|advantage|result|effect|theme|topic|name|owner|director|manager"
    r"|head|leader|founder|investor|author|partner|member|participant|sponsor|organi[sz]er|number|share|rate|revenue"
    r"|profit|output|penalty|fine|requirement|condition|deadline|duration|scope|role|function|task|measure|step"
    r"|cover|gdp|contribution|status|progress|schedule|website|phone|email|chairman|president|mayor)s?$",
    re.IGNORECASE,
)


def facet_of(phrase: str) -> Kind | None:
    """The kind of question that asks for this side of a thing; None for a phrase that is a thing of its own."""
    return next((kind for kind, _, pattern in _FACETS if pattern.fullmatch(phrase)), None)


def asked(phrase: str) -> str:
    """How one asks for a facet, after its name: 面积 … 是多少."""
    return next((words for _, words, pattern in _FACETS if pattern.fullmatch(phrase)), "是什么情况")


def is_english_facet(phrase: str) -> bool:
    """Whether the last word of an English phrase is a side of a thing."""
    return bool(_ENGLISH.search(phrase.strip()))
