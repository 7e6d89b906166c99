"""The words before a rank: among whom it is one."""

from __future__ import annotations

import re

from ingest.clauses.lead import Lead, replace
from ingest.clauses.peel import FROM_BEFORE

# 居
_RANK_WORDS = re.compile(
    r"(?:分列|分居|分获|位居|位列|居于|居|列|排名|排位|位次|排在|排|名列|位|稳居|跃居|"
    r"(?:前移|上升|提升|跃升|跃居|晋升|攀升|回升|下降|下滑|后移|退居|[升进退降])(?:至|到|为)|继续|保持|蝉联|并列|"
    r"均|都|仍|依然|分别|双双|"
    r"连续[一二三四五六七八九十两\d]{1,3}[年次季月个]*|首次|跻身|进入|挺进|晋升|进至|进到|进|稳定在|"
    r"全省|全国|全市|全区|全县|全球|世界|省内|国内|市内|各县\x00*|各区县\x00*|各县区|各区\x00*|各县市区|各地市|"
    r"全省设区市|设区市|地级市|各设区市|[一二三四五六七八九十\d]{1,3}个?设?区?市|县市区|各县市区|各县\(?市、?区\)?|"
    r"各地市|地市|"
    r"同类城市|山区县|山区\d+县|\d{1,3}个?(?:县|县市区|区县|山区县)|长三角|副省级城市|全州|全盟|"
    r"(?<=全省)县\x00+|(?:全[省国市球区县州]|省内|国内)?"
    r"[两三四五六七八九十\d]{1,3}(?:个|[家所](?=[^,;]{1,6}中))[一-鿿、]{1,5}\x00*(?:中|里|内|(?=$))|"
    r"(?:全[省市州])?[二三四五六七八九十\d]{1,3}个[一-鿿]{1,2}\([一-鿿、]{1,4}\)[一-鿿]{0,2}|"
    r"(?:[一二两三四五六七八九十\d]{1,2}[区县市]){1,2}[中里内]?|省会(?:城市)?|县级市|是|的|了|为|达到|"
    r"达|到|至|在|在?(?:全[国省市县区])?[一二两三四五六七八九十\d]{1,3}个[一-鿿]{1,3}中|中|里|、|\s|\x00|第|再次|"
    r"一直|始终|仅|只|(?<=[至到为])20\d\d年度?的?|城市|总|列入|荣登|登上|位于|综合)$"
)
# 全省
_SCOPE = re.compile(
    r"(?:全省设区市|全省山区\d*县|全[国省市州盟区县]|全球|世界|省内|国内|市内|同类城市|设区市|长三角)"
)
# 在全省县域经济高质量发展评价中列第18名, 跻身全国成果转化前50名
_RANKED_IN = re.compile(
    r"(?:^|在|跻身|,|首次|入选|进入|位列|位居|名列)(?P<scope>全[国省市州盟区县球]|省内|国内)[^,;。]*$"
)
# 稳居全省县级市
_RANKED_AMONG = re.compile(
    r"(?:(?<![人户年月日平])均|都|双双|继续|稳|跃|首次)?(?<!分)(?:位居|位列|名列|居|列|排名|排|位)(?:在|于|到|至)?"
    r"(?:(?P<scope>全[国省市州盟区县球]|省内|国内)(?![^,;。]*(?:强|榜))[^,;。、\d]{1,12}|"
    r"(?P<place>(?!民|住)[^,;。、\d全\x00]{1,10}(?:[市县区州盟省]|地区|城市)|"
    r"[一-鿿]{2,4}(?=各[县区市]))(?:各?(?:县市区|市县区|区县|县区|市县|县|区|市|乡镇|镇街)\x00*|"
    r"(?:所有|全部)?\d{1,2}个?(?:县|区|县区|县市区)\x00*|"
    r"(?:基层|各)?(?:法院|检察院|镇街|街镇|园区|高校|开发区|医院|部门))?)$"
)


def peel_rank(text: str, start: int, end: int, lead: Lead) -> tuple[int, Lead]:
    stop = end
    scope = ""
    if among := _RANKED_AMONG.search(text[start:stop]):  # 居全省内河港口第二, 列全省第一类县(市、区)第4位
        scope = among["scope"] or among["place"]
        lead = replace(lead, is_shared=bool(re.search("均|都|双双", among.group())))
        stop = start + among.start()
    if before := FROM_BEFORE.search(text[start:stop]):  # 位次由第14位前移到第8位
        lead = replace(lead, is_from=True)
        stop = start + before.start()
    while match := _RANK_WORDS.search(text[start:stop]):
        word = match.group()
        found = _SCOPE.findall(word)
        scope = scope or (found[-1] if found else "")
        if re.search("均|都|双双", word):
            lead = replace(lead, is_shared=True)
        if word in ("分别", "分列", "分居", "分获"):
            lead = replace(lead, is_distributed=True)
        stop = start + match.start()
        if before := FROM_BEFORE.search(text[start:stop]):  # 由年初的第9位
            lead = replace(lead, is_from=True)
            stop = start + before.start()
    if not scope and (inside := _RANKED_IN.search(text[start:stop])):
        scope = inside["scope"]
    return stop, replace(lead, scope=scope)
