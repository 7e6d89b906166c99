"""What can be configured in evaluations: the key for a service elsewhere, and the judge model, which nothing but its
own score needs.
"""

from __future__ import annotations

from pydantic import Field, SecretStr

from ingest.settings import LayerSettings


class EvalSettings(LayerSettings):
    """How a service elsewhere is entered; which chat model grades free text, and where it is."""

    service_key: SecretStr = SecretStr("")  # shown to the service of --base-url
    judge_model: str = ""  # as LangChain's init_chat_model takes it: "openai:gpt-5-mini"; "" = no judge
    judge_url: str = ""  # of a server that speaks the provider's protocol; "" = the provider's own
    judge_key: SecretStr = SecretStr("")  # "" = the provider's own variable, such as OPENAI_API_KEY
    judge_timeout_s: float = Field(default=60, gt=0, le=3600)  # a call that takes longer has failed
    judge_workers: int = Field(default=4, ge=1, le=64)  # calls at once
