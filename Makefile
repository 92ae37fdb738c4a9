# The commands of the portal. `make` alone lists them.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help serve edit html publish check deploy rollback new import test test-long bench pins clean

# The interpreter that makes .venv; any Python from 3.11 on.
PYTHON ?= python3
PORT ?= 8000
# Where the preview can be reached, and further names that browsers may call it by.
BIND ?= 127.0.0.1
HOST ?=
# Behind a proxy that signs editors in: the header that names them, and the proxy's address.
EDITOR_HEADER ?=
PROXY ?=
# Articles of the archive that `make bench` measures, and further options of it.
N ?= 10000
BENCH ?=
# Random series of edits that `make test-long` tries.
ROUNDS ?= 1000
# Taken as typed, "$" included, and handed on outside of any command line.
export NEW_TITLE := $(value TITLE)
define as_typed
override $(1) := $$(value $(1))
endef
ANSWERS := ALLOW_GONE CLOCK_OK FIRST_RELEASE MAX_SHRINK PUBLISHED_FILE PUBLISHED_URL SITEURL
ANSWERS += CHECK_URL KEEP TARGET VERIFY
ANSWERS += GIT_HOST_TOKEN REPOSITORY_URL
ANSWERS += MAP PUBLISH SOURCE TRY
$(foreach name,$(ANSWERS) PORT BIND HOST EDITOR_HEADER PROXY N BENCH ROUNDS,$(eval $(call as_typed,$(name))))
export $(ANSWERS) PORT BIND HOST EDITOR_HEADER PROXY N BENCH
# Under another name, since `make test` tries as few series as the tests do by themselves.
unexport ROUNDS
export SERIES := $(ROUNDS)

VENV := .venv
# What a target needs besides: the client of object stores.
FOR_TARGET = $(if $(filter s3:%,$(TARGET)),$(VENV)/s3)
RUN := $(VENV)/bin/python
PELICAN := $(RUN) -m plugins.press content --cache-path cache

help: ## in danh sách lệnh này
	@echo "Các lệnh:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

serve: $(VENV)/build ## xem trước trên http://localhost:8000, tự dựng lại mỗi lần lưu
	@$(RUN) -m plugins.press.serve --port "$$PORT" --bind "$$BIND" --host "$$HOST"

edit: $(VENV)/build ## viết bài trong trình duyệt: make serve thêm http://localhost:8000/bien-tap/
	@$(RUN) -m plugins.editor --port "$$PORT" --bind "$$BIND" --host "$$HOST" \
	  --editor-header "$$EDITOR_HEADER" --proxy "$$PROXY"

html: $(VENV)/build ## dựng trang vào output/
	@$(PELICAN) -o output -s pelicanconf.py

publish: $(VENV)/build ## dựng trang công khai vào output/ (publishconf.py)
	@$(PELICAN) -o output -s publishconf.py

check: $(VENV)/build ## liệt kê mọi lỗi của mọi bài và mọi điều make publish sẽ từ chối
	@$(PELICAN) -o output -s publishconf.py -e CHECK_ONLY=true

deploy: $(VENV)/build $(FOR_TARGET) ## đưa output/ lên máy chủ: make deploy TARGET=ssh://user@may-chu/srv/portal
	@$(RUN) -m plugins.deploy deploy

rollback: $(VENV)/build $(FOR_TARGET) ## quay về bản trước trên máy chủ: make rollback TARGET=…
	@$(RUN) -m plugins.deploy rollback

new: $(VENV)/build ## bắt đầu một bài: make new TITLE="Tên bài"
	@$(RUN) -m plugins.press.new_article

import: $(VENV)/build ## nhập bài từ Word, trang đã lưu: make import SOURCE="bai.docx"
	@$(RUN) -m plugins.importer

test: $(VENV)/test ## chạy mọi phép thử, kể cả trong trình duyệt
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(RUN) -m tests.browser.chromium
	@$(RUN) -m tests.nu.checker
	@$(RUN) -m tests.servers
	@# The unit tests run beside the others, and are told of at the end. Of those a worker takes
	@# a file at a time, as tests/conftest.py orders them: the tests of one share what is dear to
	@# make. A third of their time is waiting for browsers and servers: two cores serve four.
	@# Python begins some hundred times: what it compiled is kept, wherever it runs.
	@unset PYTHONDONTWRITEBYTECODE; \
	  $(RUN) -m pytest -q tests/unit --cov > $(VENV)/unit.txt 2>&1 & unit=$$!; \
	  trap 'kill $$unit; exit 130' INT TERM; \
	  $(RUN) -m pytest -n 4 --dist loadfile --no-loadscope-reorder --ignore tests/unit; rest=$$?; \
	  wait $$unit; alone=$$?; cat $(VENV)/unit.txt; exit $$((rest ? rest : alone))

# What is drawn by chance in a run of all tests, many times over.
DRAWN := $(addprefix tests/integration/test_,$(addsuffix .py,incremental_law fuzz fidelity markdown_text whole_builds release deploy_broken_connections))

test-long: $(VENV)/test ## thử hàng nghìn chuỗi sửa đổi: make test-long ROUNDS=1000
	@$(RUN) -m tests.servers
	@ROUNDS="$$SERIES" $(RUN) -m pytest -s $(DRAWN)

bench: $(VENV)/test ## đo tốc độ bên cạnh Hugo và Pelican: make bench N=10000
	@$(RUN) -m tests.bench.run --n "$$N" $$BENCH

# For every system and Python from 3.11 on; no registry's address is written down.
LOCK := $(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-strip-extras --no-emit-index-url --custom-compile-command "make pins"

pins: $(VENV)/test ## khóa lại mọi gói (pyproject.toml, tests/nu) ở bản mới nhất
	@$(LOCK) --group pyproject.toml:build -o requirements.txt
	@$(LOCK) --group pyproject.toml:s3 -c requirements.txt -o requirements-s3.txt
	@$(LOCK) --group pyproject.toml:test -c requirements-s3.txt -c requirements.txt -o requirements-dev.txt
	@$(LOCK) tests/servers/moto.in -o tests/servers/moto.txt
	@cd tests/nu && npm update --save --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-fund --no-audit
	@echo "Đã khóa lại; chạy make test trước khi gửi."

clean: ## xóa output/, preview/, cache/ và .venv/
	rm -rf output output.next output.lock preview preview.next preview.lock cache $(VENV)

# The virtual environment: made once, filled again when the pins change.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên; chỉ rõ bằng: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Tạo môi trường Python trong $(VENV)/ …"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Không tạo được môi trường Python. Trên Debian, Ubuntu hãy cài gói python3-venv: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/build: requirements.txt | $(VENV)/bin/python
	@echo "Cài các gói để dựng trang …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/s3: requirements-s3.txt $(VENV)/build
	@echo "Cài các gói để đưa lên kho S3 …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-s3.txt
	@touch $@

$(VENV)/test: requirements-dev.txt $(VENV)/build
	@echo "Cài các gói để thử …"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
