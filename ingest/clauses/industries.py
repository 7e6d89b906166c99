"""Names of industries and of what households buy that are lists in themselves: 计算机、通信和其他电子设备制造业."""

from __future__ import annotations

import re

# GB/T 4754, and the classes of consumer prices; 和 may be printed 及 or 、.
_NAMES = """
农、林、牧、渔业
农、林、牧、渔专业及辅助性活动
农林牧渔专业和辅助性活动
煤炭开采和洗选业
石油和天然气开采业
开采专业和辅助性活动
酒、饮料和精制茶制造业
纺织服装、服饰业
皮革、毛皮、羽毛及其制品和制鞋业
木材加工和木、竹、藤、棕、草制品业
造纸和纸制品业
印刷和记录媒介复制业
文教、工美、体育和娱乐用品制造业
石油、煤炭和其他燃料加工业
石油加工、炼焦和核燃料加工业
化学原料和化学制品制造业
橡胶和塑料制品业
黑色金属冶炼和压延加工业
有色金属冶炼和压延加工业
铁路、船舶、航空航天和其他运输设备制造业
电气机械和器材制造业
计算机、通信和其他电子设备制造业
电子和通信设备制造业
医疗仪器设备和仪器仪表制造业
金属制品、机械和设备修理业
电力、热力、燃气和水生产和供应业
电力、热力、燃气和水的生产和供应业
电力、热力生产和供应业
电力、热力的生产和供应业
燃气生产和供应业
水的生产和供应业
批发和零售业
交通运输、仓储和邮政业
住宿和餐饮业
信息传输、软件和信息技术服务业
软件和信息技术服务业
租赁和商务服务业
科学研究和技术服务业
水利、环境和公共设施管理业
居民服务、修理和其他服务业
卫生和社会工作
文化、体育和娱乐业
公共管理、社会保障和社会组织
生活用品和服务
教育、文化和娱乐
教育文化和娱乐
交通和通信
其他用品和服务
""".split()
# 和
_AND = re.compile("[和及与、]")
# 交通和通信
_NAME = re.compile("|".join(_AND.sub("[和及与、]", name) for name in sorted(_NAMES, key=len, reverse=True)))
_FILLED = "业"  # what stands for a mark that parts nothing


def whole_industries(phrase: str) -> str:
    """The phrase, as long as it was, without the marks of lists inside the names of industries."""
    return _NAME.sub(lambda name: _AND.sub(_FILLED, name.group()), phrase)
