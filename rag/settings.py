"""What can be configured in asking."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from ingest.settings import LayerSettings

LlmFormat = Literal["auto", "tools", "json_schema", "text"]


class RagSettings(LayerSettings):
    """How much is searched, from where a match counts, and which model words the answers."""

    max_question_chars: int = Field(default=2000, ge=10, le=100_000)  # longer questions are refused
    search_paragraphs: int = Field(default=24, ge=1, le=200)  # paragraphs taken from each retriever
    figure_paragraphs: int = Field(
        default=12, ge=1, le=200
    )  # of the fused ones, those whose figures are looked at
    max_related: int = Field(default=4, ge=0, le=20)  # near things shown beside an answer or a refusal

    llm: str = ""  # "provider:model" as LangChain's init_chat_model takes it; "" = extractive answers
    llm_base_url: str = ""  # of a server that speaks the provider's protocol; "" = the provider's own
    llm_api_key: SecretStr = SecretStr("")  # "" = the provider's own variable, such as OPENAI_API_KEY
    llm_format: LlmFormat = "auto"  # how structure is asked for; auto: tools, plain JSON where that fails
    llm_timeout_s: float = Field(
        default=20, gt=0, le=600
    )  # for all that one question asks of it, retries included
    llm_retries: int = Field(default=2, ge=0, le=10)  # of a call that failed before its first word
    llm_request_tokens: int = Field(default=8000, ge=500, le=1_000_000)  # of one call, its answer included
    llm_output_tokens: int = Field(default=1500, ge=50, le=100_000)  # of one answer; a longer one is cut off
    llm_minute_tokens: int = Field(default=200_000, ge=500, le=1_000_000_000)  # of all calls within a minute
    llm_cache: int = Field(default=256, ge=0, le=100_000)  # identical calls remembered
    llm_failures: int = Field(default=3, ge=1, le=1000)  # in a row, behind which it is left alone for a while
    llm_pause_s: float = Field(default=30, gt=0, le=86_400)  # that while

    @field_validator("llm")
    @classmethod
    def _names_provider(cls, given: str) -> str:
        provider, colon, model = given.partition(":")
        if given and not (provider.strip() and colon and model.strip()):
            raise ValueError(f"“{given}”不是 厂商:模型，如 openai:gpt-5-mini、ollama:qwen3")
        return given

    @field_validator("llm_base_url")
    @classmethod
    def _is_address(cls, given: str) -> str:
        if given and not given.startswith(("http://", "https://")):
            raise ValueError(f"“{given}”不是 http:// 或 https:// 开头的地址")
        return given

    @model_validator(mode="after")
    def _fits_together(self) -> RagSettings:
        if not self.llm and (self.llm_base_url or self.llm_api_key.get_secret_value()):
            raise ValueError("设了 WENJU_LLM_BASE_URL 或 WENJU_LLM_API_KEY，却没有设 WENJU_LLM：用哪个模型")
        if self.llm_output_tokens >= self.llm_request_tokens:
            raise ValueError("WENJU_LLM_OUTPUT_TOKENS 要小于 WENJU_LLM_REQUEST_TOKENS")
        return self
