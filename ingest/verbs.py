"""The verbs of reports: what was done to an indicator, and in which direction it moved."""

from __future__ import annotations

import re
from collections.abc import Iterable

# An increment over a period; never the same thing as a stock.
NEW_ACTIONS = frozenset(
    "新增 新认定 新培育 新引进 新招引 新建 新建成 新获批 新入选 新签约 新开工 新设立 新登记 新发展 新评 新评定 净增 新注册 新投产 新成立 "
    "新上 新晋 新组建 新布局 新创建 新授牌 新列入 新备案 新改建 新改扩建 新设 增设 新创 新获 新获评 新取得 新命名 新落地 新引育 新招 新吸纳 "
    "新开通 新投用 新购置 新添 新开设 新开业 新纳入 新发放 新申报 新打造 新挂牌 新完成 新改造 新扩建 新孵化 新集聚 新入库 新增设 再增 新推出 新发现 再建 再认定 再新增".split()
)
STOCK_ACTIONS = frozenset(
    "累计 拥有 共有 现有 总数 总量 保有量 建有 设有 在册 存量 总计 合计 共计 年末 期末 实有".split()
)

# Verbs that open or split a clause wherever they stand.
_STRONG = (
    "完成 实现 建成 获批 获得 荣获 入选 引进 招引 举办 承办 出台 制定 发放 接待 争取 推动 推进 实施 组织 开展 拥有 设立 成立 组建 部署 创成 "
    "取得 获评 夺得 吸引 带动 惠及 攻克 促进 建立 兑现 拨付 减免 整治 排查 打造 创建 命名 吸纳 集聚 汇聚 荣膺 斩获 跻身 促成 破获 抓获 侦破 "
    "查处 办结 受理 筹集 募集 签订 签署 达成 落实 安排 下达 争创 达成 征集 选派 选聘 招聘 聘请 遴选 培养 表彰 追回 挽回 化解 调处 救助 "
    "资助 发布 印发 修订 起草 编制 组成 吸收 建有 设有 共有 现有 承接 承担 主持 输送 腾出 盘活 消化 淘汰 关停 清退 拆除 腾退 回收 处置 增设 "
    "新改扩建 提供 配备 解决 投入使用 覆盖 派驻 派出 动员 举行 收到 收治 服务 培训 建设 改造 培育 引育 推广 帮扶 支持 扶持 启动 开工 投产 "
    "签约 落地 认定 立项 申请 授权 交易 转化 通过 种植 开放 开通 投用 检查 抽检 监测 维修 提升 新建 改建 扩建 启用 投运 征迁 流转 清理 整改 "
    "走访 节约 撬动 新认证 召开 办好 做好 招录 兑付 采集 推出 公布 登记 办理 注册 备案 发展 孵化 引入 增加 减少 购置 采购 添置 创作 演出 放映 出版 收集 收购 销售 供应 储备 收获 修复 治理 植树 "
    "造林 绿化 竣工 铺排 铺开 投入 下辖 发生 登记在册 死亡 冲刺 改扩建 新改扩建 排定 交付 接收 压减 新改建 推介 收储 调解 排查 选树 共建 交付 接收 安置 转移 搬迁 脱贫 审批 审查 审核 审议 评定 评选 评估 推荐 申报 上报 报送 挂牌 上市 投放 投资 到位 入驻 入库 出库 在建 储备"
).split()
# Of these, the ones that stand inside nouns as often (转化项目, 改造工程): they split only at the front of a clause.
_WEAK = frozenset(
    "服务 培训 建设 改造 培育 引育 推广 帮扶 支持 扶持 启动 开工 投产 签约 落地 认定 立项 申请 授权 交易 转化 通过 种植 开放 开通 投用 检查 "
    "抽检 监测 维修 提升 改建 扩建 启用 投运 征迁 流转 清理 整改 推出 公布 登记 办理 注册 备案 发展 孵化 引入 增加 减少 购置 采购 创作 演出 放映 "
    "出版 收集 收购 销售 供应 储备 收获 修复 治理 绿化 安置 转移 搬迁 审批 审查 审核 审议 评定 评选 评估 推荐 申报 上报 报送 挂牌 上市 投放 "
    "投资 到位 入驻 入库 出库 在建 覆盖 组织 安排 救助 资助 整治 排查 处置 发布 编制 提供 配备 输送 开展 培养 招聘 选派 回收 承接 承担 化解 调处 "
    "征集 推进 实施 储备 集聚 汇聚 接待 受理 办结 查处 发放 制定 表彰 设立 创建 组成 淘汰 打造 引进 招引 落实 竣工 铺排 铺开 投入 登记在册 死亡 冲刺 改扩建 新改扩建 压减 新改建 推介 收储 调解 选树".split()
)
ACTIONS = sorted(
    {*_STRONG, *NEW_ACTIONS, "获", "建", "引", "评", "累计", "发行", "授予", "聘任", "划拨"}
    - {"建", "引", "评"},
    key=len,
    reverse=True,
)
# 完成率, 覆盖面, 新增长点, 建成区, 新增值税 are nouns though they begin like verbs.
_NOT_VERB = r"(?!率|额|量|数|进度|面|感|会议|区|能力|长点|值税|价|费|期|者|商|业(?!绩)|人才数|人数|人口|强度|果(?!品|园|树|蔬)|效|金(?!牌|奖|融)|单位|机构|基地|中心|站|场|所|点|工程|指数|标准|体系|条例|公司)"
# 到位资金 is a noun, 每万人拥有公共图书馆藏量 an indicator
_SHAPED = {"到位": "到位(?!资金|内资|外资|率)", "拥有": "(?<!万人)(?<!千人)(?<!人均)(?<!户均)拥有"}


def _either(words: Iterable[str]) -> str:
    return "|".join(_SHAPED.get(word, re.escape(word)) for word in words)


_ALTERNATION = _either(ACTIONS)
ACTION = re.compile(rf"(?:{_ALTERNATION}){_NOT_VERB}")
ACTION_WORD = re.compile(_ALTERNATION)
STRONG_ACTION = re.compile(rf"(?:{_either(a for a in ACTIONS if a not in _WEAK and len(a) > 1)}){_NOT_VERB}")

UP = "调整|优化|改善|前进|回升|增长|增加|提高|提升|上升|扩大|上涨|攀升|跃升|前移|进位|加快|增收|增产|多增|新增加|上浮|增|升|涨|高出|高于|高|快于|快|多|领先|优于"
DOWN = "精简|压降|负增长|下降|减少|降低|回落|下滑|缩小|收窄|压减|压缩|减产|减收|后退|后移|下跌|下调|减幅|降幅|少增|减|降|跌|低于|低|慢于|慢|少|缩短|减亏"
CHANGE = re.compile(rf"(?P<verb>(?P<down>{DOWN})|(?P<up>{UP}))了?(?P<level>到|至|为)?$")
DOWN_WORDS = re.compile(rf"^(?:{DOWN})")

# What follows a counted noun as its predicate: 26项成果｜获省科学技术奖.
PREDICATE = re.compile(
    "增收|致富|减税|减负|降本|中有|举办(?=赛|活|会|展)|水质(?=全部|均|达)|出现|没有|尚未|仍未|提前|年度(?:评价|考核|评估)|早[日开投建]|尽早|获(?!得感|奖[人单者])|荣[获登膺]|入选|入围|考核|完成(?!率)|实现|共[有计完实投建获]|被|受[到邀理表]|进入|通过|达|上榜|列[入为]|纳入|成交|成为|参加|投产|开工|落户|落地|竣工|签约|"
    "启动|正式|全部|全面|顺利|成功|先后|已(?!故|婚)|均(?!价|衡|等|值|线)|建成(?!区)|投用|投运|揭牌|挂牌|上市(?!公司|企业|后备)|开展|参与|牵头|立项|在[全省国市各]|"
    "(?<!行)(?<!认定)为(?!民|老|企)|居[全第前]|占[全比总到]|得[到以]|取得|实行|稳步|有序|加快|加速|相继|同步|持续|累计|分别|依次|首次|率先|当选|晋级|晋升|跻身|夺|摘得|通车|"
    "交付|销号|整改|脱[贫帽]|出列|摘帽|创[建成历新近]|经[过验评省国]|签[订署]|新增|发放|提前|如期|超额|过会|报会|增长|下降|提高|减少|增加|同比|比[上去全]|较[上去年]|"
    "超过?(?=[\\d一二三四五六七八九十百千])|提供|享受|使用|接入|联网|运行|运营|开放|开业|复工|保持|带动|吸引|迁入|入驻|纷纷|成立|评为|评定|确定|获评|是[全省国]"
)
# Verbs that name things as readily as they do them: never peeled off the front or the back of a noun.
NOMINAL = frozenset(
    "推介 孵化 交易 投资 转化 授权 服务 演出 储备 发展 监测 销售 供应 种植 建设 治理 绿化 治理 推广 评估 在建 检查 审批 申请 流转 回收 收购 培训 安置 救助".split()
)
_PEELABLE = _either(a for a in ACTIONS if a not in NOMINAL)
ACTIONS_ONLY = re.compile(rf"(?:(?:{_ALTERNATION})了?)+")
# 累计建成, 竣工: nothing but verbs, the last of which names nothing
ACTIONS_ALONE = re.compile(rf"(?:(?:{_ALTERNATION})了?)*(?:{_PEELABLE})了?")
# Nominal verbs where what follows is what was done to: 建设口袋公园50个, 服务企业2300家次
_WITH_OBJECT = (
    r"建设(?=[一-鿿“]{2})(?!用地|项目|工程|规模|资金|投资|面积|标准|进度|银行|兵团|单位|领域|任务|周期|成本)|"
    r"服务(?=企业|群众|居民|市民|旅客|老年人|农户|客户|项目)|培训(?=[一-鿿]{2})(?!班|基地|机构|中心|人次|补贴|学校|项目)|"
    r"安置(?=[一-鿿]{2})(?!房|点|区|小区|补)|救助(?=[一-鿿]{2})(?!站|标准|对象|资金)|检查(?=[一-鿿]{2})(?!站|点|组)"
)
LEADING_ACTION = re.compile(rf"(?:(?:{_PEELABLE}){_NOT_VERB}|{_WITH_OBJECT})了?")
TRAILING_ACTION = re.compile(rf"(?:{_PEELABLE})了?$")
