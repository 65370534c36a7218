"""What sort of answer a question asks for, by the words that ask."""

import re

from assistant.asked import asks_twice
from assistant.contact import ASKED
from assistant.records import Kind
from assistant.understanding.english_noun import is_plural, noun_asked
from assistant.understanding.question import MEASURES

_LONG_CHARS = 200  # from which a question is taken for a pasted text
_ASKS_TO_TELL = re.compile(
    r"^\W*(你|您)?(能|可)(不能|不可以|否|以)?(请|帮|给|告诉|介绍|说|讲|查)|^\W*(can|could|would|will) you\b",
    re.I,
)
_MEASURED = (
    "capacity|population|area|length|width|height|depth|weight|speed|cost|price|fee|fare|fine|penalty|rent|salary|budget|size|distance|rate"
    "|share|percentage|proportion|bandwidth|subsid(?:y|ies)|reward|bonus|grant|compensation|number|amount|volume|throughput|sales|age|limit|revenue|turnover|profits?|investment|income|wages?|gdp|capital|prize money|(?:output|market|total|production|export|import|added) value"
)
_AUXILIARY = "(?:do|does|did|is|was|are|were|will|would|has|have|had|can|could|shall|should|may|must)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.QUANTITY, re.compile(r"[短长多少高低快慢大小增减加降升缩]了(?:多少|几(?![个种项条]))")),
    (
        Kind.SOURCE,
        re.compile(
            r"出自(哪|什么|何)|出处|哪(一)?(份|个|篇|部|本|章|节|页|段|条)(文件|文档|文章|规划|报道|材料|资料|法律?|条款|地方)?(里面?|中|上)?(明确)?(提到|提及|说|写|规定|讲到?|谈)"
            r"|哪(一)?句话?(里)?(提到|提及|说|写|讲)|写在(哪|什么地方)|在?第几[条章节](?:里|中)?(?:写|规定|说|讲|提到?)了?(?=[㐀-鿿])|在?第几(个|条|章|节|页|专栏|部分|个专栏|个部分)(里|中)?((写|规定|说|讲|提到?)的?)?[？?\s]*$|哪(一)?个?(专栏|章|节|条|页|部分|附件)(里|中|下面?)?[？?\s]*$|(哪里|哪儿|什么地方)(提到|提及|说|写|规定|讲到|谈)|\bwhere (is|was|does|do|did|are|were) .*\b(said|mention(ed)?|stated?|written|say|described?)\b"
            r"|\b(which|what) (document|section|chapter|article|page|file|source)s?\b(?!.*\b(need|needed|requires?|required|submit|submitted|bring|provided?|attach|attached|hand|produced?)\b)",
            re.I,
        ),
    ),
    (
        Kind.COMPARISON,
        re.compile(
            r"(有(什么|何|啥|哪些)?|的)(主要)?(区别|差别|差异|异同|不同(?!的?[一-龥]{2})|不一样)|区别(是|在)|异同|(跟|和|与|同).{1,30}(相比|比较|对比|比[，,])|比较一下|对比一下"
            r"|各自的|哪(一)?(个|家|座|条|边|方)(的.{1,8})?(更|比较|最)?(大|小|多|少|高|低|早|晚|长|短|快|慢|远|近|强|贵)(一?些|一?点)?[？?\s]*$"
            r"|\bcompar(e|ed|ison)\b|\bdifferences?\b|\bdiffers?\b|\bversus\b|\bvs\b|\bwhich (one )?(is|was|has|have) (the )?(more|less|fewer|\w+er)\b",
            re.I,
        ),
    ),
    (Kind.QUANTITY, ASKED),
    (Kind.DEFINITION, re.compile(r"指(?:的)?(?:是)?(?:哪一?[类种些])?(?:什么人|谁|哪些人)")),
    (Kind.DEFINITION, re.compile(r"(?:怎么|如何|怎样|是?咋)(?:来)?(?:定义|界定)")),
    (Kind.TOPIC, re.compile(r"(?:怎么|如何|怎样|咋)(?:来)?(?:说|讲|写|提|谈|表述)的?[？?。\s]*$")),
    (
        Kind.TOPIC,
        re.compile(r"(?:钱|经费|资金|费用)(?:都|是|又)?(?:从|由|打)?(?:哪里|哪儿|哪)(?:来|出|拿|筹)"),
    ),
    (Kind.NAME, re.compile(r"(?:多[大少高长久]|几|什么时候|何时)[^，,；;、]*由谁")),
    (Kind.LIST, re.compile(r"哪(些|几)(?![年天日])|列(出|举)", re.I)),
    (
        Kind.REASON,
        re.compile(
            r"(?<![成作称视变评列定叫改名誉])为(什么|何|啥)|(?:怎么(?!样的)|怎样|如何|咋)(?!.*[，,].*(?:什么|哪一?[个家份项部])(?!地方|时候)[㐀-鿿]{2,6}[？?。\s]*$)|原因|\bwhy\b|\bhow (?!many|much|large|big|long|far|old|tall|high|often|wide|soon)",
            re.I,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            r"什么时(候|间)|何时|哪(一)?[年天日月]|哪(一)?个(?:月|季度|年份|年代|世纪|星期)|几(月|号(?![线楼院门馆厅桥井机路店口文令球车站仓坑])|点(?![要建意措原内区不思体注看启希好理问特优]))|日期|啥时候"
            r"|\b(?:know|tell me|says?|said|states?|since|until|till|exactly) when\b|\bwhen['’]s\b|\bwhen(?: exactly)? (?:did|was|is|are|were|will|does|do|can|could|should|has|had|would|must)\b|\bwhen\W*$|\b(what|which) (year|date|day|month|time)s?\b",
            re.I,
        ),
    ),
    (Kind.TOPIC, re.compile(r"多大(?:的)?(?:范围|影响|意义|作用|关系|区别|差别)")),
    (
        Kind.QUANTITY,
        re.compile(
            rf"多少|百分之|多(大|长|高|远|宽|重|久|深|厚|快)|(?<![第十百千万好])几({MEASURES})(?!.*(?:谁|什么人|哪[个家位]))|占比|比例|比重是|面积是|总额是|\bhow (many|much|large|big|long|soon|far|high|tall|old|deep|wide|heavy)\b|\bwhat (percentage|share|proportion|area|amount|number|size|length)\b|\bplanned area\b"
            rf"|\bwhat(?: is| was| are| were|['’]s) (the|its|their) ([a-z]+ ){{0,2}}({_MEASURED})\b|\b(what|which) ([a-z]+ ){{0,2}}({_MEASURED}) {_AUXILIARY}\b",
            re.I,
        ),
    ),
    (
        Kind.PLACE,
        re.compile(
            r"哪里|哪儿|何(地|处)|什么地方|在哪(?![两二三四五六七八九十])|哪个(城市|地方|区|市|县)|位于哪|\bwhere\b|\bwhich (city|place|district|county)\b",
            re.I,
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"谁|哪(一)?(位|家|个(公司|企业|单位|部门|机构|人|大学|协会))|哪(两|几)?(方|家)|什么人|叫(?:做|作)?(?:什么|啥)|(?:^\W*(?:(?:and|so|but|then|also|in|on|for|as|at) [^,?]{0,30}?)?|[,;:]\s*|\b(?:by|with|from|to|of|know|tell me|says?|said|exactly|or|and) )who(m|se)?\b|\bwhich (company|organi[sz]ation|firm|university|department|person|institution|bank|ministry|bureau|agency|school|hospital|team|club|committee|court|laboratory)\b",
            re.I,
        ),
    ),
    (
        Kind.LIST,
        re.compile(
            r"哪(些|几|[两二三四五六七八九十]+(?!年|天|日|月|人|个人|个字)|\d{1,2}(?=[个条项种类大]))(?!个字)|[两二三四五六七八九十][个大项条点种类][^，。？?]{1,10}是(?:什么|啥|哪)|有什么|包括什么|列(出|举)|都有|分别|的?(名单|名录|清单)[？?。\s]*$|\b(which|list)\b|\bwhat are\b|\bwhat (?!does\b|is\b|was\b|has\b)\w+s\b.*\b(are|were|does|do|did)\b",
            re.I,
        ),
    ),
    (
        Kind.YES_NO,
        re.compile(
            r"吗[？?。\s]*$|(?P<a>[㐀-鿿])不(?P=a)(?!了)|是否|能否|可否|有没有|是不是|会不会|能不能|可不可以|要不要|有无"
            r"|^\W*(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must) (?!you\b)",
            re.I,
        ),
    ),
    (
        Kind.DEFINITION,
        re.compile(
            r"什么是|是(个|[做干])?(什么|啥)|是指|指(的是)?什么|什么意思|何谓|啥是|啥意思|定义|含义|\bwhat(’s|'s| is| are) |\bdefin|\bmean(s|ing)?\b|\b(?:stands?|short) for\b",
            re.I,
        ),
    ),
)


_BODY = re.compile(
    r"company|organi[sz]ation|firm|university|department|person|institution|institute|bank|ministry|bureau|agency|school|college|hospital|team"
    r"|club|committee|court|laboratory|group|government|authority|association|alliance|body|premier|president|minister|mayor|governor|director|chairman"
    r"|manager|professor|academician|expert|scholar|official|leader|reporter|journalist|author|founder"
)
_SEVERAL = re.compile(r"\b(?:list|are|were|all)\b|[㐀-鿿]", re.I)
_BARE_CHARS = 90  # of what asks for a side of a thing by naming it
_BARE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.QUANTITY, re.compile(rf"^(?:the )?(?:[a-z]+ ){{0,3}}(?:output|{_MEASURED}) (?:of|in|for) ", re.I)),
    (
        Kind.QUANTITY,
        re.compile(
            r"(?:长度|宽度|高度|深度|面积|人口|人数|票价|价格|造价|投资额|总投资|产值|总额|里程|重量|容量|GDP|生产总值|占比|比例|增速|[税利费]率)$",
            re.I,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            r"日期$|(?:召开|举[办行]|成立|开[工业幕园放通]|建成|竣工|完工|通车|投[产用]|发布|印发|出台|通过|施行|实施|生效|签[约署订]|截止)的?时间$"
        ),
    ),
)
"""A side of a thing that is only named, at the end, asks for its value. Other times are durations or hours."""


def kind_of(text: str) -> Kind:
    """What sort of answer the question asks for. Of a long text only the end, where it asks, is read."""
    asking = text if len(text) <= _LONG_CHARS else _last_question(text)
    is_request = bool(_ASKS_TO_TELL.search(asking))
    for kind, pattern in _KINDS:
        if not (is_request and kind is Kind.YES_NO) and pattern.search(asking):
            kind = _of_one(kind, asking)
            return Kind.TOPIC if kind in (Kind.NAME, Kind.PLACE) and asks_twice(asking) else kind
    bare = asking.rstrip("？?。.！! 呢") if len(asking) <= _BARE_CHARS else ""
    return next((kind for kind, pattern in _BARE if pattern.search(bare)), Kind.TOPIC)


def _of_one(kind: Kind, asking: str) -> Kind:
    """The kind of a question in English that looks like one for a list, but asks which one it is."""
    noun = noun_asked(asking) if kind is Kind.LIST and not _SEVERAL.search(asking) else ""
    if is_plural(noun):
        return kind
    return Kind.NAME if _BODY.fullmatch(noun) else Kind.TOPIC if noun else kind


def _last_question(text: str) -> str:
    """The last sentence of a pasted text if it asks, else nothing."""
    sentences = [s for s in re.findall(r"[^。！!？?\n]+[。！!？?]?", text) if s.strip()]
    last = sentences[-1] if sentences else ""
    return last if last.rstrip().endswith(("？", "?")) and len(last) <= _LONG_CHARS else ""
