"""What a start imports before its first key and before its first item: each module there is time that a person waits.

Each is a fresh interpreter: another test's imports would hide what is lost (docs/decisions/0100).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

JANELA = """
import json, sys
from balcao.ui.imortais import torna_imortais
torna_imortais()
from PySide6.QtWidgets import QApplication
import balcao.app.controle
print(json.dumps(sorted(sys.modules)))
"""
PORTA = """
import json, sys
import balcao.app.porta
print(json.dumps(sorted(sys.modules)))
"""
ENTRADA = """
import json, sys
import balcao.app.inicio
print(json.dumps(sorted(sys.modules)))
"""
VENDA = """
import json, sys
import balcao.app.inicio, balcao.app.construcao
print(json.dumps(sorted(sys.modules)))
"""
SO_NO_SERVIDOR = ("sqlalchemy", "psycopg", "alembic", "fastapi", "uvicorn", "balcao.db.tables", "balcao.db.consultas",
                  "balcao.retaguarda", "balcao.services.office")
DEPOIS_DA_VENDA = ("reportlab", "escpos", "openpyxl", "PIL", "pypdf", "pypdfium2", "tomlkit", "keyring", "httpx2",
                   "httpcore2", "h11", "anyio", "argon2", "stdnum",
                   "balcao.ui.documentos", "balcao.ui.configuracao", "balcao.ui.importacao", "balcao.devices",
                   "balcao.documents.bobina", "balcao.documents.a4", "balcao.services.counter.bastidores",
                   "balcao.services.counter.configuracao", "balcao.services.counter.remessa",
                   "balcao.gateways.rotas", "balcao.domain.protocolo_documentos", "balcao.domain.quarentena",
                   "balcao.domain.copia", "balcao.ui.venda.servico", "balcao.ui.venda.cadastro",
                   "balcao.ui.venda.resumo", "balcao.ui.venda.cliente", "balcao.ui.venda.escolha", "balcao.ui.ajuda",
                   "balcao.ui.paleta_comandos", "PySide6.QtSvg")


def importados(codigo: str, *prefixos: str) -> list[str]:
    """The modules of these packages that a fresh interpreter has after running `codigo`."""
    feito = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True, timeout=120,
                           cwd=Path(__file__).parents[2], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    modulos = json.loads(feito.stdout.splitlines()[-1])
    return [m for m in modulos if any(m == p or m.startswith(f"{p}.") for p in prefixos)]


def test_o_login_so_importa_a_tela() -> None:
    # no pydantic behind them
    leves = {"balcao.domain", "balcao.domain.erros", "balcao.domain.permissoes", "balcao.domain.uma_linha"}
    assert set(importados(JANELA, "pydantic", "http", "argon2", "sqlite3", "balcao.domain", "balcao.services",
                      "balcao.db", "balcao.gateways", *SO_NO_SERVIDOR, *DEPOIS_DA_VENDA)) <= leves


def test_a_senha_e_perguntada_sem_modelos_nem_banco() -> None:
    assert importados(PORTA, "pydantic", "argon2", "sqlite3", "balcao.domain.campo", "balcao.domain.protocolo",
                      "balcao.domain.terminal", "balcao.config.estacao", "balcao.gateways.retaguarda",
                      "balcao.services", "balcao.db", "PySide6", *SO_NO_SERVIDOR, *DEPOIS_DA_VENDA) == []


def test_a_porta_nao_importa_a_venda() -> None:
    assert importados(ENTRADA, "balcao.domain.rules", "balcao.services.counter.venda", "balcao.db.replica.busca",
                      "balcao.documents", "PySide6", *SO_NO_SERVIDOR, *DEPOIS_DA_VENDA) == []


@pytest.mark.parametrize("pacote", [*SO_NO_SERVIDOR, *DEPOIS_DA_VENDA])
def test_o_primeiro_item_nao_espera_por(pacote: str, da_venda: list[str]) -> None:
    assert [m for m in da_venda if m == pacote or m.startswith(f"{pacote}.")] == []


@pytest.fixture(scope="module")
def da_venda() -> list[str]:
    return importados(VENDA, *SO_NO_SERVIDOR, *DEPOIS_DA_VENDA)
