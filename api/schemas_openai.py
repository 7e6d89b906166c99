"""The bodies of /v1, as OpenAI's clients send and read them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import AnswerBody, CitationBody, FiltersBody, Request

MAX_MESSAGES = 2000
Ignored = Annotated[Any, Field(default=None, description="接受，不起作用")]
NotDone = Annotated[Any, Field(default=None, description="只接受默认值")]


class PartBody(BaseModel):
    """消息的一段；只读文字。"""

    model_config = ConfigDict(extra="allow", str_min_length=0)
    type: str
    text: str | None = None


class CompletionMessageBody(Request):
    """一条消息。system 和 developer 的话不改变答案的依据。"""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[PartBody] | None = None
    name: str | None = None
    refusal: str | None = None
    annotations: list[Any] | None = None
    audio: Any = None
    tool_calls: list[Any] | None = None
    function_call: Any = None
    tool_call_id: str | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text or "" for part in self.content)
        return self.content or ""


class StreamOptionsBody(Request):
    include_usage: bool | None = Field(default=None, description="结束之后另送一段用量")
    include_obfuscation: bool | None = None


class CompletionBody(Request):
    """一个问题（最后一条消息）和它之前的对话。"""

    model: str = Field(examples=["wenju"])
    messages: list[CompletionMessageBody] = Field(
        min_length=1, max_length=MAX_MESSAGES, examples=[[{"role": "user", "content": "绍兴新增多少高企"}]]
    )
    stream: bool | None = None
    stream_options: StreamOptionsBody | None = None
    filters: FiltersBody | None = Field(default=None, description="问据自己的：限定检索范围，同 POST /chat")

    temperature: Annotated[float | None, Field(ge=0, le=2, description="接受，不起作用")] = None
    top_p: Annotated[float | None, Field(ge=0, le=1, description="接受，不起作用")] = None
    frequency_penalty: Ignored
    presence_penalty: Ignored
    max_tokens: Ignored
    max_completion_tokens: Ignored
    metadata: Ignored
    parallel_tool_calls: Ignored
    prompt_cache_key: Ignored
    prompt_cache_retention: Ignored
    reasoning_effort: Ignored
    safety_identifier: Ignored
    seed: Ignored
    service_tier: Ignored
    store: Ignored
    user: Ignored
    verbosity: Ignored

    n: NotDone
    tools: NotDone
    tool_choice: NotDone
    functions: NotDone
    function_call: NotDone
    logprobs: NotDone
    top_logprobs: NotDone
    logit_bias: NotDone
    response_format: NotDone
    stop: NotDone
    modalities: NotDone
    audio: NotDone
    prediction: NotDone
    web_search_options: NotDone


class AnswerMessageBody(BaseModel):
    role: Literal["assistant"]
    content: str = Field(description="答案，带 [n]；其后是来源")
    refusal: None
    annotations: list[Any]


class ChoiceBody(BaseModel):
    index: int
    message: AnswerMessageBody
    logprobs: None
    finish_reason: Literal["stop"]


class UsageBody(BaseModel):
    """约数：一个汉字、一个词、三位数字各算一个。"""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionAnswerBody(BaseModel):
    """`citations` 和 `wenju` 是 OpenAI 没有的：引用，和 `POST /chat` 的整个回答。"""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceBody]
    usage: UsageBody
    citations: list[CitationBody]
    wenju: AnswerBody


class ModelBody(BaseModel):
    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsBody(BaseModel):
    object: Literal["list"]
    data: list[ModelBody]


class OpenAIErrorDetail(BaseModel):
    message: str
    type: str = Field(examples=["invalid_request_error"])
    param: str | None = Field(description="哪个参数不对")
    code: str | None


class OpenAIErrorBody(BaseModel):
    """/v1 之下的错误，是 OpenAI 的形状。"""

    error: OpenAIErrorDetail
