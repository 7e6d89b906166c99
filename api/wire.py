"""Our records and errors as the JSON that leaves: one shape for the CLI's `--json` and for HTTP.

No web framework is imported here, so that the command line starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from api.callers import Role, request_id
from ingest.errors import WenjuError
from ingest.records import Figure, Paragraph, Report
from rag.lookup.queries import CompareQuery, DocumentQuery, FigureQuery
from rag.records import Citation, Filters, FoundFigure, Turn, dataclass_to_json

if TYPE_CHECKING:
    from evals.dataset import Case
    from ingest.pipeline import IngestOutcome
    from rag.lookup.search import Hit

JsonObject = dict[str, Any]
Progress = Callable[[JsonObject], None]

TOKEN_NAME = "service.token"  # in the data directory: what lets its owner speak to the running service


STATUS_WORDS = {"actual": "已实现", "expected": "预计", "target": "目标"}


class Wenju(Protocol):
    """What the commands ask for, answered by the library in this process or by the service that owns it."""

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> JsonObject: ...

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> JsonObject: ...

    def figures(self, query: FigureQuery, limit: int, offset: int) -> JsonObject: ...

    def group_figures(self, query: FigureQuery) -> JsonObject: ...

    def compare(self, query: CompareQuery) -> JsonObject: ...

    def documents(self, query: DocumentQuery, limit: int, offset: int) -> JsonObject: ...

    def document(self, document_id: str, limit: int, offset: int) -> JsonObject: ...

    def terms(self, q: str, limit: int, offset: int) -> JsonObject: ...

    def add_terms(self, entries: Sequence[JsonObject], reread: bool) -> JsonObject: ...

    def job(self, job_id: str) -> JsonObject: ...

    def delete(self, document_id: str) -> JsonObject: ...

    def ingest(self, paths: Sequence[str], progress: Progress, groups: Sequence[str] = ()) -> JsonObject: ...

    def reindex(self, progress: Progress) -> JsonObject: ...

    def doctor(self) -> JsonObject: ...

    def audit_page(self, limit: int, before: int | None, action: str, key: str | None) -> JsonObject: ...

    def list_groups(self) -> JsonObject: ...

    def groups_of(self, document_id: str) -> JsonObject: ...

    def set_groups(self, document_id: str, groups: Sequence[str]) -> JsonObject: ...

    def list_keys(self) -> JsonObject: ...

    def create_key(self, name: str, role: Role, groups: Sequence[str] | None) -> JsonObject: ...

    def revoke_key(self, key: str) -> JsonObject: ...

    def close(self) -> None: ...


class NotReadyError(WenjuError):
    """The service is still opening the library or warming the model."""

    code = "not_ready"


class StoppingError(WenjuError):
    """A long task ended early because the service stops."""

    code = "stopping"


class UnauthorizedError(WenjuError):
    """A key is needed, and none that is known was shown."""

    code = "unauthorized"

    def __init__(self, message: str = "", is_invalid: bool = False) -> None:
        super().__init__(message)
        self.is_invalid = is_invalid  # one was shown


class ForbiddenError(WenjuError):
    """The caller's key is known and may not do this."""

    code = "forbidden"


class TooManyRequestsError(WenjuError):
    """The caller asks more often than allowed."""

    code = "too_many_requests"

    def __init__(self, message: str = "", retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class BusyError(TooManyRequestsError):
    """As many requests are under way as the service takes at once."""

    code = "busy"


class UnknownKeyError(WenjuError):
    """No key has this id or name."""

    code = "unknown_key"


class KeyRequestError(WenjuError):
    """A key of this kind is not made."""

    code = "key_error"


class HistoryError(WenjuError):
    """What was said before is given twice."""

    code = "two_histories"


class UnknownJobError(WenjuError):
    """No job has this id, or it is another caller's."""

    code = "unknown_job"


class JobError(WenjuError):
    """A job is in no state for this."""

    code = "job_error"


class TooManyJobsError(WenjuError):
    """The line of jobs is full."""

    code = "too_many_jobs"


class NoFileError(WenjuError):
    """The original file of a report is gone, or is no longer what was read."""

    code = "no_file"


class OpenAIRequestError(WenjuError):
    """An OpenAI client asks for something that is not done here; `param` names it, as OpenAI would."""

    def __init__(self, message: str, param: str, code: str) -> None:
        super().__init__(message)
        self.param = param
        self.code = code


class OpenAIModelError(OpenAIRequestError):
    """An OpenAI client names a model that there is not."""

    def __init__(self, model: str) -> None:
        super().__init__(model, "model", "model_not_found")


class FeedbackError(WenjuError):
    """It is not said what the feedback is about."""

    code = "feedback_error"


class UnknownFeedbackError(WenjuError):
    """No feedback has this id."""

    code = "unknown_feedback"


class NoTermsFileError(WenjuError):
    """There is no file that terms could be added to."""

    code = "no_terms_file"


# code → what is wrong, what was expected. The error's own message says where.
WORDS = {
    "corpus_error": ("文件有问题", "修好文件再入库"),
    "empty_file": ("文件是空的", "有文字的报告"),
    "binary_file": ("不是文本文件", "纯文本或 Markdown"),
    "wrong_encoding": ("文字编码读不出", "UTF-8 或 GB18030"),
    "file_access": ("文件读不到", "存在且有权限读取的路径"),
    "file_too_large": ("文件太大", "不超过 WENJU_MAX_FILE_MB"),
    "unsupported_format": ("不支持这种文件", "纯文本或 Markdown"),
    "manifest_error": ("清单有问题", "格式见 README 的“清单”一节"),
    "terms_error": ("指标词表有问题", "格式见 README 的“指标词表”一节"),
    "settings_error": ("设置有误", "见 README 的“设置”一节"),
    "storage_error": ("数据目录读写失败", "检查磁盘空间和权限，再运行 wenju doctor"),
    "database_down": ("数据库用不了", "检查 WENJU_DATABASE_URL 和它的服务"),
    "no_library": ("这里没有资料库", "wenju ingest 路径… 建一个；在别处的用 WENJU_HOME 指明"),
    "library_locked": ("资料库正被另一个进程使用", "等它结束，或通过正在运行的服务操作"),
    "embedder_mismatch": ("资料库是用另一个嵌入模型建的", "换回原来的模型，或运行 wenju reindex"),
    "embedder_error": ("嵌入模型加载失败", "检查 WENJU_EMBEDDING_MODEL"),
    "not_found": ("没有这份报告", "GET /documents 或 wenju documents 列出的编号"),
    "question_error": ("问题无法使用", "换个问法"),
    "empty_question": ("问题是空的", "一个问题"),
    "question_too_long": ("问题太长", "短一些的问题"),
    "unknown_filter": ("筛选条件不对", "资料库里有的地区、时期、报告和性质"),
    "model_error": ("语言模型用不了", "见 README 的“语言模型”一节"),
    "model_down": ("语言模型没有回答", "检查 WENJU_LLM 和它的服务"),
    "model_timeout": ("语言模型没有按时回答", "调大 WENJU_LLM_TIMEOUT_S，或换快些的模型"),
    "model_format": ("语言模型答非所求", "换一种 WENJU_LLM_FORMAT，或换个模型"),
    "model_budget": ("语言模型的用量到了上限", "见 WENJU_LLM_REQUEST_TOKENS、WENJU_LLM_MINUTE_TOKENS"),
    "not_ready": ("服务还没有就绪", "GET /readyz 返回 200 之后再试"),
    "stopping": ("服务正在停止", "服务重新启动后再试"),
    "unauthorized": (
        "没有通过身份验证",
        "请求头 Authorization: Bearer wj_…，密钥由管理员用 wenju keys create 发",
    ),
    "forbidden": ("没有这项权限", "有这项权限的密钥；数据目录的主人可用 wenju 命令行"),
    "too_many_requests": ("请求太频繁", "过 Retry-After 所写的秒数再试；上限是 WENJU_RATE_LIMIT"),
    "busy": ("同时进行的请求太多", "过 Retry-After 所写的秒数再试；上限是 WENJU_MAX_CONCURRENT"),
    "unknown_key": ("没有这把密钥", "wenju keys list 列出的编号或名字"),
    "group_error": ("分组的名字不对", "1 到 100 个看得见的字符，如 科技处"),
    "unknown_job": ("没有这个任务", "GET /jobs 列出的编号"),
    "job_error": ("任务不能这样操作", "GET /jobs 里 state 为 interrupted 或 failed 的任务"),
    "too_many_jobs": ("排队的任务太多", "等前面的做完再上传"),
    "feedback_error": ("不知道评价的是哪个答案", "message_id，或 question 和 answer"),
    "unknown_feedback": ("没有这条评价", "GET /feedback 列出的编号"),
    "no_terms_file": ("没有可以加指标的词表", "设 WENJU_TERMS=文件，再启动服务"),
    "terms_rejected": ("指标加不进词表", "格式见 README 的“指标词表”一节"),
    "no_file": ("没有原文件", "GET /documents/{document_id} 有报告的全文"),
    "key_error": ("密钥做不了", "见 README 的“密钥”一节"),
    "two_histories": ("前面的对话给了两遍", "conversation_id 或 history，只用一个"),
    "no_conversation": ("没有这次对话", "GET /conversations 列出的编号"),
    "conversation_full": ("这次对话太长", "另开一次对话"),
    "model_not_found": ("没有这个模型", "wenju"),
    "unsupported_parameter": ("不支持这个参数", "不给，或用默认值"),
    "unsupported_value": ("不支持这种值", "见 /openapi.json"),
    "invalid_value": ("值不对", "见 /openapi.json"),
    "eval_error": ("评测做不了", "见 README 的“评测”一节"),
    "gold_error": ("标注文件有问题", "格式见 evals/gold.py"),
    "set_error": ("问题集有问题", "格式见 README 的“评测”一节"),
    "target_error": ("被评测的资料库或服务用不了", "可读的报告，或正在运行的服务的地址"),
    "run_error": ("没有这次评测", "wenju eval list 或 GET /evals/runs 列出的名字"),
    "nothing_in_common": ("两次评测没法比", "问过同样问题的两次"),
    "too_many_runs": ("排队的评测太多", "等前面的做完，或取消几个"),
    "judge_error": ("评判模型用不了", "如 openai:gpt-5-mini，及 WENJU_JUDGE_* 的设置"),
    "limit_error": ("门槛写得不对", "如 answer=0.97、wrong=3"),
    "error": ("出错了", ""),
}


def error_object(code: str, message: str, expected: str = "") -> JsonObject:
    """The one shape of an error."""
    named = {"code": code, "message": message, "expected": expected}
    return {"error": named | {"request_id": request_id.get() or None}}


def describe_error(error: WenjuError) -> JsonObject:
    """One of our errors in the one shape: what is wrong, in Chinese, then where."""
    if isinstance(error, RemoteError):
        return error.body
    headline, expected = WORDS[error.code]
    detail = str(error)
    message = detail if detail.startswith(headline) else f"{headline}：{detail}".rstrip("：")
    return error_object(error.code, message, getattr(error, "expected", "") or expected)


class RemoteError(WenjuError):
    """An error that the running service answered with; it is passed on as it came."""

    def __init__(self, body: JsonObject) -> None:
        super().__init__(body["error"]["message"])
        self.body = body


def outcome_object(outcome: IngestOutcome) -> JsonObject:
    """What became of a file."""
    return {
        "path": outcome.path,
        "document_id": outcome.report_id or None,
        "status": outcome.status,
        "error": describe_error(outcome.error)["error"] if outcome.error else None,
        "paragraphs": outcome.paragraphs,
        "figures": outcome.figures,
        "seconds": outcome.seconds,
        "notice": outcome.notice or None,
    }


def case_object(case: Case) -> JsonObject:
    """A question noted for evaluations."""
    return {name: value for name, value in case.to_dict().items() if name != "place"}


def document_object(report: Report) -> JsonObject:
    """A report without its text."""
    names = [field.name for field in fields(report) if field.name not in ("text", "fingerprint")]
    return {name: getattr(report, name) for name in names}


def paragraph_object(paragraph: Paragraph) -> JsonObject:
    """A paragraph, without the id of the report it stands in."""
    body: JsonObject = dataclass_to_json(paragraph)
    del body["report_id"]
    return body


def figure_object(figure: Figure) -> JsonObject:
    """A figure; its decimals as strings, so that no reader rounds them."""
    body: JsonObject = dataclass_to_json(figure)
    return {name: _plain(value) for name, value in body.items()}


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


def hit_object(hit: Hit) -> JsonObject:
    """A paragraph found, with what each retriever says of it."""
    standings = {name: dataclass_to_json(getattr(hit, name)) for name in ("words", "dense", "figures")}
    return {
        "document": document_object(hit.report),
        "paragraph": paragraph_object(hit.paragraph),
        "retrievers": standings,
        "fusion": dataclass_to_json(hit.fusion),
        "highlights": dataclass_to_json(hit.highlights),
    }


def found_figure_object(found: FoundFigure) -> JsonObject:
    """A figure with the citation that proves it."""
    return {
        "figure": figure_object(found.figure),
        "score": found.score,
        "citation": dataclass_to_json(_citation_of(found)),
    }


def _citation_of(found: FoundFigure) -> Citation:
    report, paragraph, figure = found.report, found.paragraph, found.figure
    return Citation(
        index=1,
        document_id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        region=report.region_name,
        paragraph_id=paragraph.id,
        section=paragraph.section,
        text=paragraph.text,
        quote=paragraph.text[figure.quote_start : figure.quote_end],
        start=figure.quote_start,
        end=figure.quote_end,
        source=report.source,
    )
