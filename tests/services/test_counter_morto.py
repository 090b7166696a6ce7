"""The program really killed (SIGKILL) while it sells alone, and opened again by somebody else.

The counter of the test is a process of its own; the test owns its folders, its network and its retaguarda.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balcao.config.plataforma import WINDOWS
from balcao.documents.dados import DocumentoVenda
from balcao.services.counter.finalizar import Passo
from balcao.services.counter.noticias import Assunto
from tests.apoio.balcao import BalcaoDeTeste, Modo, balcao_de, servico
from tests.apoio.retaguarda import SENHA, Loja

pytestmark = pytest.mark.skipif(WINDOWS, reason="SIGKILL")

# What the seller does, in another process: enters without the retaguarda, sells, and the machine dies at a step.
VENDE = """
import json, os, signal, sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.services.counter.balcao import Balcao

pedido = json.load(sys.stdin)
onde = pastas({"BALCAO_PASTA": pedido["pasta"]})
balcao = Balcao.abre(onde, Segredos(onde.config), lambda: datetime.now(UTC))
aberta = balcao.sessoes.entra(pedido["login"], pedido["senha"])
balcao.ligacao.ouviu(False)
venda = balcao.venda()
venda.novo()
venda.muda(tipo_id=pedido["tipo"])
venda.inclui(pedido["produto"], Decimal(2))

def passo(qual):
    if qual == pedido["morre"]:
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

finalizador = balcao.bastidores.finalizador
finalizador._passo = passo
emitido = finalizador.emite(venda.rascunho)
print(json.dumps({"numero": emitido.numero, "autenticacao": aberta.autenticacao,
                  "documento": emitido.documento.model_dump_json() if emitido.documento else None}), flush=True)
if pedido["morre"] == "impresso":
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit("it was to be killed")
"""


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    loja.muda_tipo("VENDA LIVRE", emissao_sem_retaguarda="venda")
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        for quem in ("ana", "bia"):  # both have entered here before: their verifiers are kept
            um.entra(quem)
        yield um


def vende_e_morre(balcao: BalcaoDeTeste, morre: str) -> dict[str, Any]:
    """Ana sells alone in another process, which is killed at that step; returns what it said before."""
    balcao.cai()
    balcao.fecha()
    pedido = {"pasta": str(balcao.pastas.dados.parent), "login": "ana", "senha": SENHA["ana"], "morre": morre,
              "tipo": balcao.loja.tipos["VENDA LIVRE"], "produto": balcao.loja.produtos["P1"]}
    feito = subprocess.run([sys.executable, "-c", VENDE], input=json.dumps(pedido), capture_output=True, text=True,
                           timeout=120, check=False)
    assert feito.returncode == -signal.SIGKILL, feito.stderr
    balcao.abre()
    dito: dict[str, Any] = json.loads(feito.stdout) if feito.stdout else {}
    return dito


def guardados(loja: Loja) -> list[Any]:
    return loja.sql("SELECT u.login, p.autenticacao, p.enviado_por, e.nome, p.numero_provisorio, p.emitido_offline,"
                    " p.total FROM pedidos p JOIN usuarios u ON u.id = p.usuario_id"
                    " JOIN estacoes e ON e.id = p.estacao_id")


def test_vendido_por_ana_morto_e_reaberto_por_bia_e_enviado_uma_vez_como_de_ana(balcao: BalcaoDeTeste) -> None:
    dito = vende_e_morre(balcao, "impresso")
    assert dito["autenticacao"] == "offline"
    balcao.cai()
    balcao.entra("bia")  # the retaguarda is still away
    assert balcao.rascunhos() == []
    assert balcao.b.situacao().a_enviar == 1
    balcao.rede.modo = Modo.PASSA
    balcao.entra("bia")  # it is back, and knows that Bia is here
    balcao.volta()
    balcao.volta()
    [(quem, como, por, terminal, numero, sozinho, total)] = guardados(balcao.loja)
    assert (quem, como, terminal, numero, sozinho) == ("ana", "offline", "B1", dito["numero"], True)
    assert por is None  # the station's outbox, not whoever was at the counter
    papel = DocumentoVenda.model_validate_json(dito["documento"])
    assert (papel.numero_impresso, papel.total) == (numero, total)
    assert [n.assunto for n in balcao.noticias] == [Assunto.CHEGOU]
    # The next one alone takes the next number: the first was on paper.
    balcao.cai()
    assert balcao.emite(balcao.venda("DAV")).numero == "T11-000002"


@pytest.mark.parametrize("passo", [Passo.CONFIRMADO, Passo.ACEITO])
def test_morto_em_cada_passo_chega_uma_vez_como_de_quem_vendeu(balcao: BalcaoDeTeste, passo: Passo) -> None:
    """Killed between the disk and the number, or between the number and the paper: nothing was printed."""
    assert vende_e_morre(balcao, passo) == {}
    balcao.cai()
    balcao.entra("bia")
    assert balcao.rascunhos() == []  # confirmed by Ana: on its way, not Bia's draft
    balcao.volta()
    [(quem, como, por, terminal, numero, sozinho, _total)] = guardados(balcao.loja)
    assert (quem, como, por, terminal) == ("ana", "offline", None, "B1")
    assert (numero, sozinho) == (("T11-000001", True) if passo is Passo.ACEITO else (None, False))


def test_enviado_tambem_quando_ninguem_entra(balcao: BalcaoDeTeste) -> None:
    vende_e_morre(balcao, "impresso")
    assert balcao.b.sessoes.atual is None
    balcao.volta()
    assert [linha[:3] for linha in guardados(balcao.loja)] == [("ana", "offline", None)]
