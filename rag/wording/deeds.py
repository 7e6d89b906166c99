"""What was done to what is asked about: 冷库建了多少座 asks for 冷库 that were built, whichever verb a report has for it.

A question's verb is no part of its noun. It is taken off, and a figure has to say it in its own words: the same verb, one
that holds its character (建: 新建, 建成), or another of its group.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.verbs import ACTIONS, NEW_ACTIONS, NOMINAL
from ingest.words import segment

MIN_OBJECT = 2  # characters that can name something

# Verbs that stand for each other between a question and a report; a single character is the everyday word.
_GROUPS = tuple(
    frozenset(row.split())
    for row in """
建 盖 修 造 铺 新建 建成 建设 改建 扩建 新改建 改扩建 新改扩建 打造 修复 贯通 通车
改 翻新 改造 新改建 改造提升 提升 整治 更新
开工 动工 启动 新开工 新动工
引 招 引来 招来 引进 招引 引入 吸引 新引进 新招引 招商
招 招聘 招录 招收 引进 选聘 补充 新招 到岗
办 搞 办了 举办 承办 开展 组织 召开
办 办完 办好 办理 办结 受理 接收 处理
发 放 补 发放 兑付 拨付 兑现 补助 补贴
拿 拿到 拿下 得 捧 捧回 夺 赢 获 获得 荣获 获批 争取 取得 夺得 斩获 摘得 拿下
评 评上 入选 获评 评为 认定 创成 获
查 筛查 抽检 监督检查 查出
查 抓 查处 查办 立案 检查 排查 侦破 破获 抓获
签 签下 签约 签订 签署 达成
培 教 培训 培养 培育
卖 销售 交易 出让 成交
买 购 购置 采购 购买
退 退还 清退 退费
讨 追 要 追回 讨回 要回 挽回 挽损 追发 追缴 追讨
救 救助 救治 营救
帮 帮扶 帮助 扶持 支持
给 返还 发放 惠及 补助
拆 拆除 拆迁 征迁 征收
关 停 关停 关闭 取缔 停航 停运 停业 淘汰
换 换掉 更换 更新 改造更新
收 收到 接收 受理
收 收入 征收 入库 完成
来 玩 接待
种 栽 种植 播种 面积
挖 采 开采 原煤 产量
运 送 发送 客运 货运 运输 吞吐
赔 赔付 赔偿 理赔
跑 参赛 参加 外出
通 打通 贯通 通车 开通 接通
招工 招聘 用工
放 发放 投放
出让 交易 成交 销售
租 出租 租赁
存 存款 存栏
借 借款 贷款 借阅
管 管理 规范管理 健康管理
治 治理 整治
减 减少 减免 压减
节省 节约 减少
搬 搬迁 安置
请 聘 聘请 引进
评 评定 评选 认定
申请 申报 受理
登记 注册 新登记 新设 新设立
注册 登记 新登记 新设 新设立
入库 评价入库
认定 评定 获评
引育 引进 培育 招引
引进 招引 新增 引育 新引进
招引 引进 引育 新引进
培育 引育 新增
发放 兑付 拨付 兑现
拨付 兑付 发放 下达
兑付 兑现 拨付 发放
下达 拨付 争取 到位
争取 获批 到位 获得
建成 新建 建设 完工 竣工 投用
完工 竣工 建成 投用
竣工 完工 建成 投产
投产 竣工 建成 新投产
办理 受理 办结
受理 办理 接收 接报
办结 办理 结案
养 存栏 养殖
出 产 打 造 产量 生产 总产
装 安 加装 安装 新增
投 砸 投资 投入 完成
花 支出 投入 投资 花费
挣 赚 收入 利润 劳务收入
送 运 发送 输送 运输
送 演 送戏 演出
审 审计 审结 审定
植 植树 造林
死 死亡
伤 受伤
生 出生
交 参保 缴纳
持 持有 持卡
坐 乘 乘车 乘坐
新上 投产 投用 投运
带 带动 拉动
""".strip().splitlines()
)
# What an everyday verb, first in its row, may be in reports; not the other way round.
_MEANT: dict[str, tuple[str, ...]] = {
    verb: tuple(meant)
    for verb, *meant in (
        row.split()
        for row in """
收 收获 产量 总产 总产量 入库
打 收获 产量 总产量 打击 接种
产 产量 总产 总产量
捕 捕捞 产量
捞 捕捞 产量
摘 采摘 产量 摘得 获得 摘牌
采 开采 采集 采摘 产量
割 收割 收获
卖 零售额 销售额 零售 销售量 销量 出栏
砍 压减 压缩 削减 缩减 下降
缺 缺口 短缺 缺额 缺编
派 选派 派驻 派出 派遣
下派 选派 派驻 派出
住 入住 居住
批 审批 批复 核准 批准
到手 到账 到位 争取 获得 落实 可支配收入
亏 亏损
少收 减收 减少 下降
进 引进 新增 入库 入驻 迁入
跑 走访 走访慰问 迁出
解决 化解 办结 处理 协调解决
处理 办理 办结 处置
劝 调解 调处 化解
管 监管 管护
关 压减 关闭 关停 注销
扔 清运 收运 处置
淹 受灾 受淹
存 储备 存储 存款
借 借阅 流通
读 就读 在读
参加 参与 参保 参训
领 领取 发放
领取 签领 申领
考 报考 考取 上线
毕业 结业
转 转移 转化 流转
租 流转
搬 迁入 迁出 搬离
造 生产 产量
发 签发 制发 持卡
添 新增 增加 增设
加 加装 新增 增加
扩 扩建 新增
用 使用 用量
掏 投入 支出
补 奖补 补偿 发放补贴 补贴资金
奖 奖励 奖补
罚 罚没 处罚 罚没款 罚款
告 投诉 举报 起诉
回 返乡 回流
报 报告 上报 申报
看 参观 诊疗 就诊
演 演出 展演
逛 参观
玩 旅游 接待
吃 餐饮
坐 乘坐 乘车 客运
飞 起降 航班
开 召开 开行 营业
死 遇难 身亡
治 治疗 诊疗 治理
养 养殖 饲养 存栏 出栏
杀 屠宰 出栏
宰 屠宰 出栏
抓 查处 侦办 打掉
聘 聘任 选聘 招聘
招 招生 录取
请 聘任 邀请 引进
倒 注销 退出 倒闭
倒闭 注销 退出
修 维修 修缮 整治 硬化
整 整治 整改
扶 扶持 帮扶
弄 建设 建成 打造
搞 组织 举办 开展 实施 建成
消 化解 消化
还 偿还 化解
欠 拖欠
查 查办 监督抽查 抽查 督查
认 认定
宣传 宣讲 宣传活动
讲 宣讲
教 培训
学 培训 参训
""".strip().splitlines()
    )
}
# verbs that only carry a number: what was got done is the noun itself
_LIGHT = frozenset(
    "做 干 弄 有 占 达 完成 实现 达到 实施 推进 开展 进行 落实 共有 现有 拥有 建有 设有".split()
)
_EVERYDAY = frozenset(word for words in (*_GROUPS, _MEANT) for word in words if len(word) == 1)
_NAMED = {w for words in (*_GROUPS, _MEANT) for w in words if len(w) > 1}
_VERBS = (set(ACTIONS) | _NAMED | _LIGHT) - NOMINAL - NEW_ACTIONS
_ASPECT = frozenset("了 过 掉 到 出 出去 来 回 回来 下 下来 好 完 成 上 走".split())


@lru_cache(maxsize=20_000)
def split_deed(content: str) -> tuple[str, str]:
    """(verb, object) of what is asked: 引进博士, 冷库建了; the verb is "" where there is none beside a noun."""
    words = [word for word in segment(content, guesses=False) if word.strip()]
    while len(words) > 1 and words[-1] in _ASPECT:
        words.pop()
    for verb, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if len(words) > 1 else ():
        noun = "".join(rest[1:] if rest[0] in _ASPECT else rest)
        if (verb in _VERBS or verb in _EVERYDAY) and len(noun) >= MIN_OBJECT:
            return verb, noun
    for at, word in enumerate(words[1:-1], start=1):  # 省运会拿金牌
        if word in _EVERYDAY:
            return word, "".join((*words[:at], *words[at + 1 :]))
    return "", content


def is_deed(content: str) -> bool:
    """Whether nothing is named but an everyday word for what was done: 投了, 建好; 投产 and 存栏 name what is asked."""
    words = segment(content, guesses=False)
    return bool(words) and words[0] in _EVERYDAY and set(words[1:]) <= _ASPECT


def is_verb(word: str) -> bool:
    """Whether a word may say what was done."""
    return word in _VERBS or word in _EVERYDAY


def says_deed(verb: str, told: str) -> bool:
    """Whether the words of a figure say that this was done."""
    return verb in _LIGHT or any(word in told for word in meanings(verb))


@lru_cache(maxsize=2_000)
def meanings(verb: str) -> frozenset[str]:
    """The verb and those that stand for it in reports."""
    groups = [group for group in _GROUPS if verb in group]
    compounds = {action for action in ACTIONS if len(verb) == 1 and verb in action}
    found = {verb, *compounds, *(word for group in groups for word in group), *_MEANT.get(verb, ())}
    return frozenset(word for word in found if len(word) > 1 or word == verb)
