"""Everyday words and the words that reports use for them: 老师 is 教师, 罚了多少钱 asks for 罚没金额.

A question is put into each of its possible wordings; which of them a figure bears out is for rag.match to see, so that a
word that may mean several things costs nothing where the reports say only one of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.indicators import Terms
from ingest.verbs import NEW_ACTIONS
from ingest.words import segment
from rag.understand.spans import TITLES

MAX_WORDINGS = 12
_ALONE = ("存款", "贷款")  # 助学贷款 is not all that is lent


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    """“老师 教师” a line: the everyday word, then what reports say, the usual one first."""
    lines = [line.split() for line in rows.strip().splitlines()]
    return {word: tuple(said) for word, *said in lines}


# Things and people. A word counts only where the segmenter, too, sees it begin and end.
_NAMES = _table("""
学生 学生 在校学生
R&D R&D经费投入强度 R&D经费支出
老师 教师 专任教师 教职工
娃 儿童 幼儿 学生
娃娃 儿童 幼儿 学生
孩子 儿童 幼儿 学生
小孩 儿童 幼儿
小朋友 儿童 幼儿
老百姓 居民 群众
百姓 居民 群众
农民 农村居民 农民
乡下人 农村居民
农村人 农村居民
乡下 农村 乡村
城里人 城镇居民
城里 城镇 城区
市民 居民 市民
老人 老年人 老人
老头老太 老年人 老人
残疾人 残疾人
大学 高等院校 普通高等学校 普通高校 高校
大学生 大学生 在校大学生 高校在校学生
高中 普通高中 高中
职高 中职学校 中等职业学校
技校 技工院校 技工学校 中职学校
补习班 培训机构
补课机构 培训机构
体彩 体育彩票
福彩 福利彩票
老小区 老旧小区
旧小区 老旧小区
老电梯 老旧电梯 老旧住宅电梯
旧电梯 老旧电梯 老旧住宅电梯
老房子 老旧房屋 危旧房 老旧住宅
危房 危房 危旧房
违章建筑 违建 违法建设 违法建筑
违建 违建 违法建设 违法建筑
案子 案件 案
官司 诉讼案件 案件
个体户 个体工商户 个体户
公司 企业 公司
厂 企业
工厂 企业 工厂
房子 商品房 住房 住宅 房屋
楼房 商品房 住宅
廉租房 公租房
外贸 进出口 外贸
物价 居民消费价格 物价
科研 研发 科研 研究与试验发展
搞科研 研发 科研 研究与试验发展
机动车 机动车 汽车
小汽车 汽车 私人汽车
私家车 私人汽车 私家车
路 公路 道路
马路 市政道路 道路 公路
农村路 农村公路
乡村路 农村公路
高速 高速公路
高速路 高速公路
停车位 停车泊位 停车位 泊位
车位 停车泊位 停车位 泊位
厕所 户厕 厕所 公厕 卫生厕所
旱厕 户厕 厕所
比赛 赛事 比赛
罚款 罚没金额 罚没 罚款 罚没款
罚没款 罚没金额 罚没款 罚款
投诉 投诉举报 投诉
举报 投诉举报 举报
抽查 抽检 监督抽查 抽查
医生 执业医师 执业(助理)医师 医师 医生
大夫 执业医师 医师 医生
护士 注册护士 护士
看病 诊疗 门诊 门急诊 就诊
门诊 门诊 诊疗 门急诊
住院 住院 出院
病床 床位 病床
医院床位 床位
养老院 养老机构
敬老院 养老机构 敬老院
老人食堂 长者饭堂 长者食堂 老年食堂 老年助餐点
老年食堂 长者饭堂 长者食堂 老年食堂 老年助餐点
猪 生猪
猪肉 猪肉
鸡鸭 家禽
油菜 油菜籽
果子 水果
鱼虾 水产品
海鲜 水产品
快递 快递业务量 快递
包裹 快递业务量
机场坐飞机 机场旅客吞吐量
坐飞机 机场旅客吞吐量 旅客吞吐量
火车 铁路
书 图书
闯红灯 交通违法
车祸 道路交通事故 交通事故
诈骗 电信网络诈骗 电信诈骗 诈骗
电诈 电信网络诈骗 电信诈骗
犯罪 刑事案件 刑事警情 犯罪
偷盗 盗窃
偷东西 盗窃
偷水 违法取水 盗取水
发大水 洪涝 洪灾
发洪水 洪涝 洪灾
水灾 洪涝 水灾
下岗 失业
找工作 求职 就业
打工 务工
上班 就业
工钱 工资
欠薪 欠薪 拖欠工资
讨薪 追讨欠薪 欠薪
吃低保 低保
低保户 低保 低保户
低保钱 低保金
低保金 低保金
五保 特困
残疾 残疾
存款 人民币存款余额 本外币存款余额 存款余额 存款
贷款 人民币贷款余额 本外币贷款余额 贷款余额 贷款
老板 经营主体
市场主体 经营主体 市场主体
做生意 经营主体 市场主体
店铺 个体工商户 商户
小店 个体工商户
大企业 规模以上企业
天好 空气质量优良
空气好 空气质量优良
蓝天 空气质量优良
空气质量好 空气质量优良
空气优良 空气质量优良
好天 优良天
好天气 空气质量优良
垃圾分类 垃圾分类
臭水沟 黑臭水体
绿地 绿地
公园 公园
森林 森林
树 树木 乔木 植树
当兵 征集入伍 入伍
参军 征集入伍 入伍
志愿者 志愿者
党员 党员
上访 信访
吵架 矛盾纠纷
打官司 诉讼
纠纷 矛盾纠纷 纠纷
电话热线 热线
市长热线 12345热线 政务服务热线
网上办 网办 网上办理
网购 网上零售额 网络零售额
网上买东西 网上零售额 网络零售额
直播带货 直播电商
旅游的人 游客
老外 外国人
宾馆 住宿业 酒店
饭店 餐饮 餐饮收入
下馆子 餐饮收入
电影票房 票房
宽带 宽带
手机 移动电话 手机
基站 5G基站 基站
充电桩 充电桩
电动车 新能源汽车 电动自行车
新能源车 新能源汽车
电车 新能源汽车
光伏 光伏
停电 停电
自来水 自来水
通自来水 自来水普及
煤改气 清洁取暖
专家 专家
博士 博士
高材生 研究生
科技公司 科技型企业 科技企业
科小 科技型中小企业 省科技型中小企业
省专 省级专精特新中小企业 省级专精特新
大奖 一等奖
名牌 品牌
发明 发明专利
假货 假冒伪劣
搬迁 搬迁
拆迁 征迁 征收 拆迁
田 耕地 农田
好田 高标准农田
地价 土地价格
房价 商品房销售价格 房价
工业区 工业园区 园区
开发区 开发区
养老钱 养老金
退休金 养老金
医保 基本医疗保险 医疗保险 医保
社保 社会保险 社保
养老保险 基本养老保险 养老保险
养老 基本养老
钱袋子 可支配收入
经济总量 地区生产总值 经济总量
经济增速 地区生产总值增速 经济增速
工业增速 规模以上工业增加值增速
规上工业增速 规模以上工业增加值增速
经济增长 地区生产总值增长
农村收入 农村居民人均可支配收入
城镇收入 城镇居民人均可支配收入
城里收入 城镇居民人均可支配收入
居民收入 居民人均可支配收入
老百姓收入 居民人均可支配收入 群众收入
百姓收入 居民人均可支配收入 群众收入
人均收入 居民人均可支配收入
专业技术人才 专业技术人才 专业技术人员
专技人才 专业技术人才 专业技术人员
死于 死亡
财政收入 财政总收入 一般公共预算收入
刑事案件 刑事案件 刑事警情
科技奖 科学技术奖 科技奖
规上企业 规上企业 规上工业企业
规模以上企业 规模以上企业 规模以上工业企业
新上规 新增规上工业企业 新增规上企业
上规企业 规上工业企业 规上企业
营收 营业收入 营收
死人 死亡
工业总产值 工业总产值 规模以上工业总产值
""")

# What is asked with 了多少: the verb, what else the question says, and the report's words. Those behind “+” are nouns
# and stand behind what they count (卖了多少房子: 商品房销售面积), those behind “=” take the place of verb and object
# (用了多少水: 用水总量), the others are verbs and stay where they are (招了多少老师: 招聘教师).
_VERBS: tuple[tuple[str, str, str], ...] = (
    ("用|用掉|消耗|耗", r"水", "=用水总量 =用水量 =用水"),
    ("用|用掉|消耗|耗", r"电", "=全社会用电量 =用电量 =用电"),
    ("用|用掉|消耗|耗", r"天然气|气", "=天然气用量 =天然气消费量 =用气量"),
    ("(?<!投)用|用掉|消耗|耗", r"", "使用 +用量 +消费量"),
    ("罚|罚没", r"(?:家|户|人|名|次|起|件|宗)(?!民币)", "处罚"),
    ("罚|罚没", r"", "+罚没金额 +罚没 +罚款"),
    ("花|花费|用于", r"", "+支出 +投资 +投入 +经费"),
    ("挣|赚|赚到|挣到", r"企业|公司|规上|厂", "+利润总额 +利润 +营业收入"),
    ("挣|赚|赚到|挣到", r"", "+收入 +总收入 +人均可支配收入 +利润"),
    ("卖|卖出|售出", r"房|楼盘|住宅", "+销售面积 +销售额"),
    ("卖|卖出", r"地(?!方)", "出让 +出让收入 +出让金"),
    ("卖|卖出|售出", r"", "销售 +销售额 +销售量 +销量"),
    ("买|买入", r"房", "+销售面积"),
    ("招|招来|引|引来|引进|吸引|吃到|用", r"外资", "利用 实际使用 实际利用 到账"),
    ("招|招聘|招录|招收|新招", r"商(?!品)|项目|企业|公司|外资", "招引 引进 签约"),
    ("招|招录|招收|新招", r"学生|新生|研究生|博士生", "招收 招生 招聘"),
    ("进|新进", r"人员|人才|老师|教师|博士|硕士", "新增 引进 招聘 新引进"),
    ("增产|减产", r"粮|稻|麦|菜|油|果|茶|蛋|奶|肉|豆|棉", "+总产量 +产量"),
    ("打|收|产|收获|产出", r"粮|稻|麦|菜|油|水果|茶|蛋|奶", "+总产量 +产量"),
    ("产|造|生产|制造", r"钱|产值", "+产值"),
    ("产|造|生产|制造", r"", "+产量 生产 +产值"),
    ("养|存", r"猪|牛|羊|鸡|禽|鸭", "+存栏"),
    ("杀|宰|卖掉", r"猪|牛|羊|鸡|禽|鸭", "+出栏"),
    ("种", r"树|绿", "植树 造林 绿化 补植"),
    ("种|种了", r"", "+播种面积 +种植面积"),
    ("立", r"案", "立案"),
    ("签|签下", r"合同|协议", "签订 签约"),
    ("签|签下", r"", "签约 签订"),
    ("发|发出", r"电", "=发电量"),
    ("发|发出|寄|送|派|收", r"快递|包裹", "=快递业务量"),
    ("发|发放|给", r"文|通知", "印发 制定 出台"),
    ("退|退还", r"(?:[一-鿿]{2}费|费|钱)", "=退费 =清退 清退 退还"),
    ("减|免|减免", r"税|费", "减免 减税降费"),
    ("借|贷|贷到|融", r"质押", "质押融资"),
    ("借|贷|贷到|融", r"", "+贷款 +融资 发放贷款"),
    ("投|投入|砸|干", r"钱|资|亿|万", "+投资 +投入"),
    ("住|住着", r"", "+常住人口"),
    ("出|出了|发生", r"事故|火灾|案", "发生"),
    ("办|举办|搞|弄", r"赛|活动|演|展|晚会|会(?!员)", "举办 承办 开展"),
    ("开|新开|新办|新设", r"会(?!员)", "召开 举办"),
    ("新开|开|新办|新设|新注册", r"公司|企业|店|户|主体", "新登记 新设立 新增"),
    ("拿|得|捧|捧回|夺|拿到|获", r"", "获 获得 荣获"),
    ("接|接到|接收|收到", r"", "接收 受理 接待"),
    ("发", r"", "发放 兑付 拨付"),
    ("追|追回|要回|要回来|挽回", r"", "挽回 追回 挽损 挽回经济损失"),
    ("开|开通|新开", r"", "开通 开工 新开 累计"),
    ("拆|拆掉", r"", "拆除"),
)  # fmt: skip
# 罚了多少, 罚没罚, 卖掉几套; 新招的老师
_ASPECT = r"(?:了|过|掉|出去?|到|下来?|完|好|回来?|来|走){0,2}\s*(?:大概|大约|总共|一共|合计)?\s*"
_ASKED = r"(?=多少|几(?!乎)|不少)"
_ASKED_LOOSE = r"(?:了|过)(?=\s*(?:没|吗|的|\W*$)|[一-鿿]+(?:多少|几|吗|没))|的(?:钱|资金)?(?=[一-鿿]{2})"
# 想改几个, 新认定科小: words that the segmenter would join to their neighbours
_APART = re.compile(f"({'|'.join(sorted(NEW_ACTIONS, key=len, reverse=True))}|想|要|还要|打算|准备|计划)")
# 近视的学生占多少: 近视率
_SHARE = re.compile(
    r"(?<![一-鿿])(?P<kind>[一-鿿]{2,3})的[一-鿿]{0,4}?(?=占(?:多少|几成|多大|百分之几|多大比例)|有?几成)"
)


_HOW_MANY = r"(?:多少|几)"
_BABIES = r"(?:小孩子?|孩子|娃娃?|宝宝|婴儿|人(?!口))"
# Ways of asking for which reports have a noun of their own.
_PHRASES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), tuple(said.split()))
    for pattern, said in (
        # 人能活多少岁
        (rf"(?:人|居民|老百姓)?(?:平均)?(?:能|可以)?活到?(?={_HOW_MANY}岁|多久|多大)", "人均预期寿命"),
        # 生了多少小孩
        (rf"(?:出生|(?<![一-鿿])生)(?:下|了|出)*{_HOW_MANY}[个名]?{_BABIES}", "出生人口多少 新生儿多少"),
        # 看一次门诊平均花多少, 门诊一次多少钱
        (r"(?:看|做)?(?:一次|每次)门诊(?:平均)?[要得]?花?|门诊(?:看|平均)?(?:一次|每次)(?:平均)?[要得]?花?", "次均门诊费用"),
        # 住一次院多少钱
        (r"住(?:上)?(?:一次|每次)院(?:平均)?[要得]?花?|住院(?:平均)?(?:一次|每次)(?:平均)?[要得]?花?", "次均住院费用"),
        # 平均住几天院
        (rf"(?:平均|人均|一般)要?住(?:院)?(?={_HOW_MANY}天)|住院(?:平均|一般)要?住?(?={_HOW_MANY}天)", "平均住院日"),
        # 一个班多少学生
        (rf"(?:平均)?(?:一个?|每个?)班(?:级)?(?:平均)?有?(?={_HOW_MANY}个?(?:学生|人|孩子))", "平均班额"),
        # 来了多少人玩, 来玩的人
        (rf"(?:过?来|去)(?:了|过)?{_HOW_MANY}个?人(?:玩|旅游|游玩)?(?=\W*$)", "接待游客多少人次"),
        (r"(?:过?来|去)?(?:旅游|游玩|玩)的(?:客人|人)", "接待游客"),
        (r"被骗走?的钱", "损失"),
        # 养猪一头亏多少, 一户拿到多少
        (r"(?:平均)?[一每](?P<each>[头亩户村])(?:地|人)?(?:平均)?(?:能|要|拿到?|收入?|领到?)?", r"\g<each>均 平均\g<each>"),
        # 长者食堂一天供多少份
        (r"(?:一天|每天|天天)(?:能|要|可以)?(?=[一-鿿])", "日均"),
        # 花在民生上的钱
        (r"[花投用]在(?P<on>[一-鿿]{2,8}?)[上里]面?的(?:钱|资金)?", r"\g<on>支出 \g<on>投入 \g<on>投资"),
        # 银行里存了多少钱
        (rf"(?:银行)里?存(?:了|着|的)*(?={_HOW_MANY}|钱)", "存款余额"),
        # 给多少人找到了工作
        (rf"(?:给|帮|让)?{_HOW_MANY}个?人找到了?(?:工作|活)|找到了?工作的?(?:有)?{_HOW_MANY}个?人", "新增就业多少人"),
        (r"(?:老|旧)(?:旧)?(?:楼房?|房子|小区)(?:加?装|安)了?(?=.{0,6}电梯)", "加装"),
        (r"没(?:有)?工作的人|丢了?工作的人|没饭碗的人?", "失业人员"),
        (r"(?:城里|城镇)人?一年[花用](?:掉|了)?", "城镇居民人均消费支出 城镇居民人均生活消费支出"),
        (r"(?:农村|乡下)人?一年[花用](?:掉|了)?|农民一年[花用](?:掉|了)?", "农村居民人均消费支出 农村居民人均生活消费支出"),
        (r"越来越少的人口|人口(?:自然)?少了", "人口自然增长"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class _Slot:
    start: int
    end: int
    words: tuple[str, ...]
    object: tuple[int, int] = (0, 0)  # of a verb, where its words may hold it
    is_counted: bool = False  # 多少 stands behind the verb, and what it counts behind that


def names_of(word: str) -> tuple[str, ...]:
    """What reports say for an everyday word; nothing for any other."""
    return _NAMES.get(word, ())


def wordings_of(text: str, terms: Terms) -> list[str]:
    """The text in words of reports, likeliest first; empty where it has no everyday word."""
    return list(dict.fromkeys((*_with_nouns(text), *_with_words(text, terms))))


def _with_nouns(text: str) -> Iterator[str]:
    """The text with a noun of reports for a way of asking: 人均预期寿命多少岁 for 人能活多少岁."""
    for pattern, nouns in _PHRASES:
        for noun in nouns if pattern.search(text) else ():
            yield pattern.sub(noun, text, count=1)


def _with_words(text: str, terms: Terms) -> Iterator[str]:
    slots = sorted(_slots(text, terms), key=lambda slot: slot.start)
    choices = itertools.product(*(slot.words for slot in slots)) if slots else ()
    for chosen in itertools.islice(choices, MAX_WORDINGS):
        yield _put(text, slots, chosen)


def rate_of(text: str) -> str:
    """近视率, where the text asks 近视的学生占多少; else nothing."""
    match = _SHARE.search(text)
    return f"{match['kind']}率" if match else ""


def _put(text: str, slots: Sequence[_Slot], chosen: Sequence[str]) -> str:
    chars, behind = list(text), []
    for slot, word in zip(slots, chosen, strict=True):
        if word[0] in "+=" and slot.is_counted:
            behind.append(word[1:])
        if word[0] == "=":
            chars[slot.object[0] : slot.object[1]] = [""] * (slot.object[1] - slot.object[0])
        chars[slot.start : slot.end] = [""] * (slot.end - slot.start)
        chars[slot.start] = " " if word[0] in "+=" and slot.is_counted else word.lstrip("+=")
    return " ".join(("".join(chars).rstrip(), *behind))


# 科创贷的不良率: what a loan is called, and no verb
_LOAN_CALLED = re.compile(r"[一-鿿]{2}贷(?![款了到出给多过着得几])")


def _slots(text: str, terms: Terms) -> Iterator[_Slot]:
    taken = [m.span() for m in (*TITLES.finditer(text), *_LOAN_CALLED.finditer(text))]
    known = [(t.start, t.end) for t in terms.find(text)]
    bounds = _bounds(text)
    verb = _verb(text, bounds, [*taken, *known])
    if verb:
        yield verb
        taken += [(verb.start, verb.end)] + ([verb.object] if verb.words[0][0] == "=" else [])
    words = sorted(_NAMES, key=len, reverse=True)
    for word in words:
        start = text.find(word)
        end = start + len(word)
        if word in _ALONE and start > 0 and re.match(r"[一-鿿]", text[start - 1]):
            continue
        others = [span for span in known if span != (start, end)]
        if start < 0 or not {start, end} <= bounds or _overlaps(start, end, [*taken, *others]):
            continue
        taken.append((start, end))
        if _NAMES[word] and _NAMES[word] != (word,):
            yield _Slot(start, end, _NAMES[word])


def _bounds(text: str) -> set[int]:
    """Where words begin and end, 新认定 and the like being words of their own."""
    found = {0, len(text)}
    at = 0
    for run in _APART.split(text):
        words = [run] if _APART.fullmatch(run) else segment(run, guesses=False)
        found.update(itertools.accumulate((len(w) for w in words), initial=at))
        at += len(run)
    return found


def _verb(text: str, bounds: Collection[int], taken: Sequence[tuple[int, int]]) -> _Slot | None:
    """The verb with what it is asked of: the longest that stands in front of 了多少, of these the first of the table."""
    found: list[_Slot] = []
    for verbs, about, words in _VERBS:
        for match in re.finditer(rf"(?:{verbs})(?:{_ASPECT}{_ASKED}|{_ASKED_LOOSE})", text):
            start, end = match.span()
            if start not in bounds or _overlaps(start, end, taken):
                continue
            thing = re.search(about, text[:start] + " " * (end - start) + text[end:]) if about else None
            if thing or not about:
                counted = text[end : end + 1] in "多几不"
                found.append(
                    _Slot(start, end, tuple(words.split()), thing.span() if thing else (0, 0), counted)
                )
    return max(found, key=lambda slot: slot.end - slot.start, default=None)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in spans)
