"""What a question is about: its words without question wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.indicators import TermMention
from ingest.numerals import UNIT_ASKED, find_numbers
from ingest.words import segment

# What a question says besides its subject: phrases first, then whole words as the segmenter cuts them.
_NOISE = re.compile(
    r"是[正负]的?(?=\s*[吗么?？]|\s*$)|听(?:人|别人)?[说讲]|据说|好像|貌似|(?:是)?真的(?:吗|么|假的)?|"
    r"我?想?了解(?:一下|下)?(?!率|度)|打听(?:一下|下)?|咨询(?:一下|下)(?!服)|能说说|知不知道|你?知道|"
    r"(?<=企业)家数|(?<![一-鿿])(?:家|户|件|项)数|"
    r"(?<![友良美爱看完较最更])变?[好差坏]了(?:些|点)?(?=吗|么|没|还是|\s*$)|"
    r"(?<![引推改跟促先])进(?:入|了|到)*(?=\s*(?:全[国省市县区州]|[省国]内|前|$))|"
    r"好多(?=[哦呀啊啦喔嘛]|[\s,，?？!！]|$)|(?<![公海华城乡村这那])里(?=排|第|居|占|前|\s|$)|"
    r"(?<![前跃提上晋])[进升退](?=了?(?:几|多少)[位名])|(?<=[一-鿿])上(?=的(?:钱|支出|资金))|"
    r"(?:[涨升增][跌降减]|好转|恶化|增产|减产|幅度|[多少][花用]|提|稳)了?(?=\s*了?(?:多少|几|多大|如何|怎么样|情况|"
    r"没|吗|么))|"
    r"共(?=[建完新改修引获招](?!设|成率))|跑[赢输]了?|折合成?(?=\s|$|多少)|折算(?:成|为)?(?=\s|$)|"
    r"[压缩裁削核精]减了?(?=\s*(?:多少|几)|\s*$)|"
    r"压[降缩]了?(?=\s*(?:多少|几))|[多少高低]还是[多少高低]|[，,]?幅度(?=\s*$)|稳在|定[的在到]?(?=多[少高大]|几)|请问一?下?|"
    r"请提供(?=\s|[一-鿿]{3})|(?<![一-鿿])提供(?=[一-鿿]{3})|[降升涨跌掉减]到(?=\s|$|多少|几)|[掉走]了|的东西|不能|"
    r"不得|招商(?=引[来进]|[了多几])|想(?=再|[改建招引培投完开新增添搞办做装修种拆评发加扩减盖弄达把])|"
    r"(?<![一-鿿]{2})个(?:百分)?点|"
    r"(?P<verb>[涨增降跌升减够到过超])没(?:有)?(?P=verb)(?:到|过)?|够不够|多不多|的事(?:情|儿)?(?!业|故|项|件|务)|"
    r"(?:都|分布|位于)?在哪(?:里|儿)?|排老几|老几|是(?:增|涨|升|多)(?:还是|是)(?:减|跌|降|少)|办得|统计公报|公报|"
    r"工作报告|是升是降|[负正零]增长|涨幅度?|幅度多大|咋样|咋|准备|\(?20\d\d\)?(?!年)|谢谢|感谢|两市|两地|两个城市|"
    r"三地|各市|方面|指的是|是指|拿到|拿下|数?居(?=全|第|$)|排位|还是|(?<!是)不是(?=\s|$|第)|"
    r"是不?是?(?:也|都)?一样(?:多|高|大)?|一样(?:多|高|大)|一样(?=\s|$)|同样(?:多|高|大)|里头|增减|还要|还将|"
    r"[做搞弄干增减涨跌降升]了|到(?=\s|$)|数列(?=全)|想(?:请教|知道|了解|问|查)(?:一下|下)?|我想|我要|帮我|帮忙|"
    r"查(?:一下|下|询|查)|告诉我|麻烦你?|一下|你好|您好|能否|可否|能不能|第几(?:位|名)?|排第?几|"
    rf"(?:是|有|达|为|去了|来了|还要|要|会|能)?(?:多少|几|哪几)(?:{UNIT_ASKED}|分之几|名次|成|点)?|"
    r"哪[几两二三四五六七八九十]+(?:个(?:地方|城市|地区)|[个家项所座位名件])?|多大(?:比例)?|多高|多长|多久|百分之几|"
    r"是多|哪些|哪个(?:市|县|区|地方|城市|部门|单位|公司|地区|平台|项目)?|啥时候|哪家|哪里|哪儿|哪位|哪一?[家个所座]?|"
    r"什么时候|什么|怎么样|怎样|如何|为什么|是否|有没有|有无|是不是|情况|(?:数据|数字|数值)$|一年|一共|具体|大概|到底|"
    r"究竟|一共|总共|合计|列出|列举|说说|介绍|包括|包含|对比|相比|比较|比一比|提到|写到|写了|说到|显示|今年|去年|那边|"
    r"这边|分别|各自|给我|给出|看看|看一下|数量|数目|累计|目前|现在|现有|拥有|共有|总数|总量|"
    r"全[国省市县区州]平均(?:水平)?|全市|全县|全区|我市|我县|本市|全年|当年|年度(?!计划|目标)|全省平均|全国平均|全省|"
    r"全国|省内|国内|排名|位次|名次|位居|位列|同比|环比|增长率|增速|增幅|降幅|涨幅|增长|增加(?!值)|提升幅度|提升|"
    r"提高|上升|"
    r"下降|减少|降低|回落|上涨|变化|是增是减|占比|比例|比重|目标|力争|"
    r"(?<!建设)(?<!行动)(?<!研发)(?<!培养)(?<!人才)计划(?!完成率|单列|生育)|预期(?!寿命)|预计|实际完成|"
    r"实际(?!利用|使用|到账|到位)|完成情况|完成(?!率)|实现(?!率)|任务(?!书)|打算|当初|年初|年底|(?<![认评指])定的|"
    r"新增|(?<!重)新认定|净增|高不高|多不多|更多|更高|谁更|增得快|增得|涨得|怎么|"
    r"在?[二两三四五六七八九十]*个?[省市县区州]里(?!程)|局里|一直|以来|其中|那么|然后|另外|上年|上一年|前一年|截至|"
    r"已经(?!济)|截止|了没|没有$|没$|超过|突破|达到|比[上去前]年|"
    r"(?:[高低快慢优好]于|超过|超出)(?=全[国省市县区州]|.{0,8}(?:目标|计划|任务|平均))|"
    r"(?<=比)\s*平均(?:水平)?|"
    r"(?:省定|市定|县定|控制|既定|预定|年初)(?=(?:控制)?(?:目标|任务|计划))|的金额(?=是|有|为|达|\s|$|多)|"
    r"(?:拿|用|按|照)?(?:各自|两份|这份|手头)?的?报告(?:里|中)?(?:的数[字据]?)?|里面|"
    r"[一两二三四五六七八九十]年(?=提高|提升|增|来|间|净|多|少|内|下降|减)|从(?=\s)|算到|"
    r"算(?=\s|$)|地级市里?|同类城市|县\(?市\)?里|要?控制(?=到|在|\s|$)"
)
_NOISE_WORDS = frozenset(
    "的 了 吗 呢 么 吧 啊 呀 哦 嘛 是 有 在 里 和 与 跟 及 为 达 还 也 都 又 再 就 只 各 请 给 要 将 会 能 比 占 "
    "排 居 从 到 由 于 对 把 被 让 向 那 这 它 其 该 谁 啥 哪 几 多 更 高 低 大 少 快 慢 过 破 超 涨 升 降 增 减 "
    "离 距 指 居 跌 叫 钱 说 写 讲 提 问 查 看 去 来 做 干 搞 弄 年 月 底 末 初 份 个 家 项 件 名 位 第 所 座 没 "
    "不 很 最 太 挺 样 点 时 期 数 值 额 之 以 等 至 已 曾 刚 才 吗 哪个 哪里 同志 时候 有多 多大 怎 何 何时 何地 "
    "为何 哪儿 报告 多少 什么 左右 提到".split()
)
# 超亿元项目, 再就业: no question wording in front of these
_KEPT = {"超": "亿", "再": "就业"}
# 甲区、乙区两个区: says again what the places are
_PLACES = re.compile(r"(?:区|县|市|地方|地区|地|城市|镇|街道|县市|区县)(?![级域区场])")
_PUNCTUATION = re.compile(r"[\s,;:!?。、？！“”\"'‘’()《》<>\[\]【】~…—\-]+|(?<!\d)\.|\.(?!\d)")


# 请问一下, 我想了解…那边…啊: nothing of what is asked
_CIVIL = re.compile(
    r"请问一?下?|麻烦你?|帮我|帮忙|查一?[下查]|告诉我|能不能|我?想?(?:了解|知道|问|打听|咨询)(?:一下|下)?|"
    r"听(?:人|别人)?说|据说|"
    r"你好|您好|谢谢|那边|这边|到底|究竟|[，,]?是真的|[吗呢啊呀吧嘛么]?\W*$|\s+"
)


def without_civilities(blanked: str) -> str:
    """The words of a question as they stand, places and times blanked: 案子收了多少."""
    return _CIVIL.sub("", blanked).strip("的,，、那去今年里在")


def content_of(blanked: str, terms: Sequence[TermMention]) -> str:
    """What the question is about: known indicators whole, of the rest whatever is not question wording."""
    parts, at = [], 0
    for term in terms:  # one named twice (甲市GDP和乙市GDP) is one
        repeats = any(t.name == term.name and t.start < term.start for t in terms)
        parts += [_subject_words(blanked[at : term.start]), "" if repeats else blanked[term.start : term.end]]
        at = term.end
    parts.append(_subject_words(blanked[at:]))
    return "".join(parts)


def _subject_words(text: str) -> str:
    chars = list(text)
    for number in find_numbers(text):  # 超过70家, 三家县级医院: a number in a question is not its subject
        if (
            number.is_han
            and text[number.end - 1] in "本级类期等线档型产批"
            and text[number.start - 1 : number.start] != "哪"
        ):
            continue  # 二本上线率, 一级响应: which one, not how many
        if text[number.start - 1 : number.start] == "每":
            continue  # 每千人执业医师: a rate, not how many
        if text[number.end : number.tail_start] in ("以上", "以下") and re.match(
            r"[一-鿿]", text[number.tail_start : number.tail_start + 1]
        ):
            continue  # 50亿以上的项目: but it says which ones
        end = (
            m.end() if number.is_han and (m := _PLACES.match(text, number.tail_start)) else number.tail_start
        )
        chars[number.lead_end : end] = " " * (end - number.lead_end)
    bare = _PUNCTUATION.sub(" ", _NOISE.sub(" ", "".join(chars)))
    words = segment(bare)
    behind = [*words[1:], ""]
    return "".join(
        word
        for word, following in zip(words, behind, strict=False)
        if word.strip() and (word not in _NOISE_WORDS or following.startswith(_KEPT.get(word, "\0")))
    )
