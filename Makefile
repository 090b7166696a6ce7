# Two commands are all a person needs: `make run` and `make test`. Each prepares this folder by itself
# (ferramentas/preparar), which costs next to nothing when all is up to date.

SHELL := /bin/sh
BIN := .venv/bin
CPUS := $(shell n=$$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN || echo 2); [ "$$n" -lt 2 ] && n=2; echo $$n)
# three workers for two cores: tests wait for servers more than they compute
N := $(shell echo $$(($(CPUS) + $(CPUS) / 2)))
# Bytecode is kept even where Python is told to write none: else each process of a run compiles all that it imports,
# and pytest rewrites every test again, a third of a minute of each worker.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/python -m pytest
COMUNS := not bench and not faults

.PHONY: ajuda prepara run demo test check bench bench-curto faults faults-curto requisitos manual imagens pacote limpa
.DEFAULT_GOAL := ajuda

ajuda:          ## lists the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

prepara:        ## uv, .venv and system libraries (the others call it)
	@ferramentas/preparar

# Without a screen the same path is walked offscreen, and its documents and screenshots are left in saida/.
run: prepara    ## opens the counter (without a screen: the demo)
	@if [ "$$(uname)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	    echo "Sem tela: o mesmo caminho, fora da tela, em saida/."; \
	    exec $(BIN)/balcao demo --saida saida; \
	else exec $(BIN)/balcao; fi

demo: prepara   ## walks one sale offscreen and leaves PDF, screenshots and resumo.json in saida/
	@$(BIN)/balcao demo --saida saida

test: prepara   ## everything that must pass
	@$(PYTEST) -n $(N) --dist loadgroup -m "$(COMUNS)" --durations=15 --durations-min=3

check: prepara  ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: prepara  ## speed, as ratios against the floor measured in the same run
	@$(call mede,)

bench-curto: prepara  ## the same on less data, to see that it runs; a missed budget is shown, not a failure
	@$(call mede,--curto)

# Every tests/bench/bench_*.py runs, alone; one missed budget fails the whole, at the end.
define mede
falhou=0; for arquivo in tests/bench/bench_*.py; do \
    [ -e "$$arquivo" ] || continue; \
    echo "== $$(basename "$$arquivo" .py)"; \
    $(BIN)/python -m tests.bench.$$(basename "$$arquivo" .py) $(1) || falhou=1; \
done; exit $$falhou
endef

faults: prepara ## kills processes, cuts wires, fills disks, 2,000 times: nothing lost, nothing twice
	@$(BIN)/python -m tests.faults --rodadas 2000 --faixas $(CPUS) --fala
	@$(PYTEST) -m faults

faults-curto: prepara ## every kind of fault once
	@$(BIN)/python -m tests.faults --faixas $(CPUS)

# Each scenario must pass as it is, and turn red with the field it shows left at its default.
requisitos: prepara  ## the requirement list and what shows each one
	@rm -f .relatorios/cenarios.jsonl
	@$(PYTEST) -q -n $(N) tests/scenarios
	@$(PYTEST) -q -n $(N) --mutacao --tb=no --no-summary tests/scenarios || true
	@$(BIN)/python ferramentas/requisitos.py

manual: prepara ## the generated chapters of docs/manual
	@$(BIN)/python ferramentas/manual.py

imagens: prepara ## the pictures of the README, of the real window
	@$(BIN)/python -m ferramentas.imagens

pacote: prepara ## one folder with everything, in dist/balcao
	@$(BIN)/pyinstaller --noconfirm --clean --log-level WARN installer.spec

limpa:          ## removes what the targets made, but for .venv and .uv
	rm -rf build dist saida .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find balcao tests ferramentas -name __pycache__ -type d -prune -exec rm -rf {} +
