"""What a sentence does in a dialogue apart from what it names: leave the choice to us, want somebody else, wait.

These are read beside the intent, and mean something only where a task is open: 都行 answers whatever was asked.
"""

import re

from services.chatbot.domain.dialogue.frame import CANCEL, RESCHEDULE

ANY, EARLIEST, LATEST, EARLIER, LATER = "any", "earliest", "latest", "earlier", "later"
OTHER_PERSON, OTHER_STORE, OTHER_TIME, OTHER_DAY = "other_person", "other_store", "other_time", "other_day"
NONE_FITS, WAIT_FOR_IT, TELL_TECHNICIAN, DO_NOT_TELL = "none_fits", "wait_for_it", "tell_technician", "do_not_tell"
PAUSE, ALL_OF_THEM, AS_BEFORE, BOTH = "pause", "all_of_them", "as_before", "both"
NOT_CANCELLING, ABOUT_THE_FEE, SHIFT, SAME_TIME = "not_cancelling", "about_the_fee", "shift", "same_time"

_PERSON = r"(?:技师|师傅|老师|按摩师|美容师|别?人|别的|一位)"
_OTHER = r"(?:别的|其他的?|其它的?|另外的?)"
_SAID: dict[str, tuple[str, ...]] = {
    ANY: (
        r"都(?:行|可以|成|好|没问题|ok)(?!吗|么|不)|随便|随意|无所谓|不挑|没(?:有)?(?:什么)?要求|不限|谁都|哪个都",
        r"[你您](?:们)?(?:帮我)?(?:定|看着办|看着?安排|来?安排|做主|决定|挑|选)|听[你您]的",
        r"\bany(?:thing|time|one|body| of them| one)?\b(?: (?:is|works|will))?|\bwhatever\b|no preference",
        r"you (?:choose|decide|pick)|up to you|doesn't matter|don't (?:mind|care)",
    ),
    EARLIEST: (
        r"最早|最快|最近的(?:一个)?(?:时间|空位|空档)|越早越好|越快越好|尽早|尽快",
        r"\b(?:earliest|soonest)\b|as (?:soon|early) as|first available",
    ),
    LATEST: (r"最晚|最迟|越晚越好|\blatest\b|as late as",),
    EARLIER: (r"(?:再|稍微?|更|往|能)?(?:早|提前|靠前)(?:一?点|些|一些)|\b(?:bit )?earlier\b",),
    LATER: (
        r"(?:再|稍微?|更|往|能)?(?:晚|迟|推后|靠后|往后)(?:一?点(?!钟|半|[零一二三四五六七八九十\d])|些|一些)",
        r"\b(?:bit )?later\b(?! than)",
    ),
    OTHER_PERSON: (
        rf"(?:换|另找|另外找|改)(?:一?[个位名])?{_OTHER}?{_PERSON}|{_OTHER}的?(?:技师|师傅|老师)",
        r"(?:somebody|someone) else|(?:another|different|other) (?:technician|therapist|master|person|masseu)",
    ),
    OTHER_STORE: (
        rf"(?:{_OTHER}|另|附近|别|哪)的?(?:一?家)?的?(?:门店|分店|店)(?:有|呢|可以|行|能|也)|换一?[个家]{_OTHER}?[门分]?店",
        r"(?:别的?|其他|其它)的?[门分]?店|(?:another|other|different) (?:store|shop|branch)",
    ),
    OTHER_TIME: (
        rf"(?:换|改)(?:一?[个下])?{_OTHER}?时间|{_OTHER}的?(?:时间|时段|空位)|还有(?:别的|其他|什么|哪些)?时间",
        r"(?:another|other|different) times?",
    ),
    OTHER_DAY: (rf"换(?:一?天|个日子|个日期)|{_OTHER}的?(?:日子|一?天|日期)|(?:another|different|other) day",),
    NONE_FITS: (r"都不(?:行|可以|合适|方便|好|要|太?合适|想)|没有?(?:合适|方便)的|一个都不|none of|neither",),
    WAIT_FOR_IT: (
        r"候补|排(?:个|一下|着)?队|(?:有了?(?:空位?|位|号)|空出来|有人取消).{0,4}(?:通知|告诉|叫|联系|提醒)",
        r"wait ?(?:ing)?[- ]?list|if (?:something|a slot|anything) (?:opens|frees|comes)|let me know (?:if|when)",
    ),
    DO_NOT_TELL: (
        r"(?:不用|不要|别|不想|不必|无需)(?:帮我)?(?:告诉|备注|告知|跟技师|和技师|写)|(?:don't|do not) tell",
    ),
    TELL_TECHNICIAN: (
        r"告诉|告知|备注|写上|[跟和给同](?:技师|师傅|老师).{0,2}[说讲]",
        r"tell (?:the technician|the therapist|them|her|him)",
    ),
    PAUSE: (
        r"再(?:想想|考虑|看看|说吧)|考虑(?:一下|考虑|看看)|想(?:一下|一想)|等(?:一下|一等|会儿?|下)|稍等",
        r"一会儿?再|晚点再[说定]|先不[急定]|let me (?:think|check)|hold on|one moment|not sure yet",
    ),
    ALL_OF_THEM: (
        r"(?:全部|所有|全都|统统|都)的?(?:预约)?都?(?:取消|退)|(?:取消|退)掉?(?:全部|所有)",
        r"cancel (?:all|everything|both)",
    ),
    AS_BEFORE: (
        r"老样子|老规矩|照旧|[跟和像照按]?着?上一?[次回]的?(?:一样|那样|来|那个(?:项目|师傅|技师)?)",
        r"(?:一模)?一样的|同样的|same as (?:last|before)|the usual|like last time|the same again",
    ),
    NOT_CANCELLING: (r"(?:先|还是|又)?(?:不|别)(?:用|想|要|打算)?取消|(?:don't|do not) cancel|not cancel(?:l?ing)?",),
    ABOUT_THE_FEE: (
        r"(?:取消|退|改期|爽约|不来|临时有事).{0,6}[扣收要罚付交赔退].{0,4}(?:钱|费|款|吗|多少)",
        r"(?:取消|退订|改期)(?:规则|政策|费|要钱)|cancel(?:l?ation)? (?:fee|policy|cost|charge)",
        r"(?:charge|cost|pay).{0,12}cancel|cancel.{0,16}(?:charge|cost|fee|free)",
    ),
    SHIFT: (r"往[后前]|[推挪延]|提前|提早|再?[晚早迟](?=半|一|两|[0-9十])|\b(?:later|earlier|push|postpone)\b",),
    SAME_TIME: (r"同一?个?样?的?时间|老时间|原来的时间|时间不变|\bsame time\b",),
    BOTH: (r"[和跟加+]|再[做加来按]|然后|接着|外加|顺便|还要|一起|都[要做]|\b(?:and|then|plus|followed by)\b",),
}
_PATTERNS = {gesture: re.compile("|".join(said)) for gesture, said in _SAID.items()}
# 不过, 先别: after these a yes is no yes.
_DOUBT = re.compile(
    r"不过|但|可是|除非|如果|要是|假如|万一|先(?:别|不|等|问)|等(?:一?等|一?下|会)|稍等|别(?:急|忙|确认|下单|订)|还没"
    r"|没(?:想好|定|确认|决定)|能不能|可不可以|再(?:想|考虑|看|问|等)|换|改|[吗么?]$"
    r"|(?<!要)不(?:行|要|用|想|对|是|好|确[认定]|可以|同意)"
    r"|\b(?:but|if|unless|wait|except|instead|not|don't|didn't|won't)\b|\?$"
)
_CHANGE = re.compile(r"换|改|不(?:是|对|要|行)(?!吗|么)|\b(?:instead|change|another|different)\b")
_ASKS = re.compile(
    r"[?吗么]|怎么|多少|什么|哪|几(?!个人|位)|能不能|可不可以|是不是|有没有|需不需要|要不要"
    r"|\b(?:how|what|where|when|which|who|can|could|do|does|is|are|may|should)\b"
)
# The whole of such a text is a yes: 对的没错就这个, 好的帮我约上, 那就订吧.
_YES = re.compile(
    r"(?:[嗯恩昂]+|好[的啊呀吧嘞滴哒]?|行|可以|确[认定]|对|没错|没问题|是|成|妥|中|同意|需要|要"
    r"|那?就?(?:这个|这样|这么[办定着]|它|按这个|按你说的)|(?:就|帮我|给我|麻烦|请|那|了|的|吧|啊|呀|啦|哦|哈|呢|嘛|滴)"
    r"|(?:预约|约|订|下单|办理?|定|安排|提交|搞定|走起|冲)(?:上|下|好|了|吧|一下)?|谢谢|多谢|辛苦|一下"
    r"|ok|okay|yes|yeah|yep|yup|sure|confirm(?:ed)?|please|go ahead|do it|book it|sounds good|great|perfect|fine"
    r"|that works|thanks|thank you|[\s,，。.!！~、])+"
)
# 取消吧 to a proposed cancellation is a yes; 取消 alone might as well call it off.
_CANCEL_IT = re.compile(
    r"(?:[那就请]|帮我|给我|麻烦|直接)*取消(?:掉|了|吧|它|这个|一下)+[。.!！]*|(?:please )?cancel it(?: please)?"
)
# 就这么改, 改吧 to a proposed move.
_MOVE_IT = re.compile(
    r"(?:[那就请,好行嗯]|好的|可以|帮我|给我|麻烦|直接)*(?:(?:这么|这样|按这个)[改换挪]|[改换挪](?:过去)?吧)吧?[。.!！]*"
)
# Asked what must not be, they say that it is not so: 我没这些情况，约吧 is no no.
_NOTHING_AMISS = re.compile(
    r"^(?:那|嗯|哦|好)?我?(?:身体|这边)?(?:都|也|全)?"
    r"(?:没(?:什么)?(?:事|问题|毛病)|(?:都|也)?没有?(?:过)?(?:任何|什么)?(?:这些?|那些?|上述|以上|你说的)?(?:这些)?(?:的?(?:情况|问题|毛病|禁忌症?|病))?|挺?很?健康)"
    r"(?:的|啊|呀|了)?[,，。;；!！\s]+"
)
_VERBS = frozenset("约订定办冲")
_BEGINS = re.compile(
    r"^(?:嗯+|好的?|好[啊呀吧嘞]|行[啊吧]?|可以[的啊]?|确[认定]|对的?|是的?|没问题|成|中|妥|ok|okay|yes|yeah|yep|sure|confirm)"
)
_CANCEL_WORDS = r"取消掉?|[退撤]掉?|撤销|cancel(?: (?:it|(?:my|the|this|that)(?: (?:appointment|booking|one))?))?"
_OF_KIND = {CANCEL: re.compile(_CANCEL_WORDS), RESCHEDULE: re.compile(r"改[约期到]?|换|move|change")}
_SUBSTANCE = re.compile(
    r"[好行可对没嗯恩确成妥中同约订办定冲是]|就[这它那]|ok|y[eu]|sure|confirm|go|do it|book|good|great|perfect|fine"
    r"|works"
)


def gestures(text: str) -> frozenset[str]:
    """Every gesture in a normalised text. Where something is not to be told, it is not to be told."""
    found = {gesture for gesture, pattern in _PATTERNS.items() if pattern.search(text)}
    return frozenset(found - {TELL_TECHNICIAN} if DO_NOT_TELL in found else found)


def is_doubtful(text: str) -> bool:
    """Whether a yes in the text is taken back or bound to something: then nothing may be done on its strength."""
    return bool(_DOUBT.search(text))


def wants_a_change(text: str) -> bool:
    """Whether something is to be different, even where nobody can tell what."""
    return bool(_CHANGE.search(text) or _PATTERNS[SHIFT].search(text))


def asks_something(text: str) -> bool:
    """Whether the text has the words of a question."""
    return bool(_ASKS.search(text))


def begins_with_assent(text: str) -> bool:
    return bool(_BEGINS.search(text))


def is_assent(text: str, kind: str = "") -> bool:
    """Whether the whole text is a yes and nothing besides; to a proposal of that kind it may name it (确认取消)."""
    in_its_words = {CANCEL: _CANCEL_IT, RESCHEDULE: _MOVE_IT}.get(kind)
    if in_its_words and in_its_words.fullmatch(text):
        return True
    rest = of_kind(text, kind)
    is_bare_verb = rest.strip() in _VERBS
    return bool(_YES.fullmatch(rest) and _SUBSTANCE.search(rest)) and not is_bare_verb


def is_clearance(text: str, kind: str = "") -> bool:
    """Whether it says that nothing is amiss with the customer's health, and yes: 我没事，帮我订了."""
    rest = _NOTHING_AMISS.sub("", text)
    return rest != text and is_assent(rest, kind)


def of_kind(text: str, kind: str) -> str:
    """The text without the word for what is proposed, which a yes may repeat."""
    named = _OF_KIND.get(kind)
    return named.sub("", text) if named else text
