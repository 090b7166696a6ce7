"""Saves what the previous release leaves behind, for the tests that today's program takes over from it.

Run it once at each release, *from* that release's tree, before the next change of a schema:

    git worktree add ../anterior v0.1.0
    PYTHONPATH=../anterior python ferramentas/versao_anterior.py tests/dados/versao_anterior

The program and the test support that run are those of PYTHONPATH; only this file is today's. It leaves:

    loja.balcao     the shop's database, as `banco copiar` writes it
    balcao.zip      a counter's folders: journal (a draft, a sale that waits with its provisional number, a new
                    customer, an offline login), replica, configuration
    conversa.json   what another counter asked of the service over HTTP, and what it was answered
    manifesto.json  which release this is, and what must be there after the upgrade
"""

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
os.environ["PYTEST_XDIST_WORKER"] = "gw30"  # stations numbered 801 and up: no test of today makes those

from uuid_utils.compat import uuid7

import balcao
from balcao.db.journal import esquema as diario
from balcao.db.server import copia
from balcao.db.server.estado import VERSAO_ESQUEMA
from balcao.domain.protocolo import NovoCliente
from balcao.domain.protocolo_documentos import FiltroDocumentos
from balcao.gateways import rotas
from tests.apoio import postgres, retaguarda
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.empresa import prepara
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import Loja, nova_loja


def main(destino: Path) -> None:
    """Make everything in `destino`."""
    destino.mkdir(parents=True, exist_ok=True)
    pasta = postgres.abre_corrida()
    try:
        fabrica = FabricaBancos(pasta)
        fabrica.servidor.iniciar()
        fabrica.garante("empresa", prepara)
        loja = nova_loja(fabrica)
        with tempfile.TemporaryDirectory() as casa:
            espera = _grava(loja, Path(casa), destino)
        loja.motor.dispose()
    finally:
        postgres.fecha_corrida(pasta)
    (destino / "manifesto.json").write_text(json.dumps(espera, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _grava(loja: Loja, casa: Path, destino: Path) -> dict[str, Any]:
    gravador = _Gravador()
    retaguarda.criar_app = gravador.diante_de(retaguarda.criar_app)
    with ExitStack() as pilha:
        url = pilha.enter_context(servico(loja))
        um = pilha.enter_context(balcao_de(loja, url, 1, casa))
        dois = pilha.enter_context(balcao_de(loja, url, 2, casa))
        espera = _usa(um)
        espera |= {
            "programa": balcao.__version__, "esquema": VERSAO_ESQUEMA, "diario": diario.VERSAO,
            "gravado_em": loja.agora.isoformat(), "contagens": _contagens(loja),
            "loja": {"usuarios": loja.usuarios, "estacoes": loja.estacoes, "planos": loja.planos, "tipos": loja.tipos,
                     "produtos": loja.produtos, "listas": loja.listas,
                     "clientes": {nome: str(id_) for nome, id_ in loja.clientes.items()}}}
        copia.copiar(loja.empresa.dsn_dono, destino / "loja.balcao", agora=loja.agora)
        conversa = _conversa(dois, gravador)
        (destino / "conversa.json").write_text(json.dumps(conversa, ensure_ascii=False, indent=1) + "\n",
                                               encoding="utf-8")
    _sem_caminhos(casa / "balcao1", casa)
    _empacota(casa / "balcao1", destino / "balcao.zip")
    (destino / "loja.balcao").chmod(0o644)  # nobody's passwords: those of the tests
    return espera


def _contagens(loja: Loja) -> dict[str, int]:
    return {t: loja.conta(t) for t, in loja.sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'loja'::regnamespace AND relkind = 'r' ORDER BY 1")}


def _usa(b: BalcaoDeTeste) -> dict[str, Any]:
    """One sale of each fate, at the counter whose folders are kept."""
    b.entra("ana")
    recibo = b.emite(b.venda("DAV", [("P1", 2), ("P2", "1.5")]))
    b.emite(b.venda("VENDA", [("P3", 1)], cliente="MARIA SOUZA", plano="30/60/90"))
    b.puxa()
    b.loja.muda_terminal("B1", operacional={"campo_de_um_programa_mais_novo": 7})
    b.puxa()
    b.cai()
    provisoria = b.emite(b.venda("DAV", [("P4", 3)]))
    assert provisoria.guardado
    novo = NovoCliente(id=uuid7(), nome="João da Silva", documento="111.444.777-35", celular="11 91234-5678",
                       municipio="Campinas", uf="SP")
    b.b.novos_clientes.guarda(novo)
    rascunho = b.venda("DAV", [("P5", 4), ("P6", "2.25")])
    rascunho.muda(observacoes="ENTREGAR DEPOIS DAS 14H")
    return {"emitido": {"numero": recibo.numero, "protocolo": recibo.protocolo},
            "provisorio": {"numero": provisoria.numero, "total": str(_total(provisoria))},
            "cliente_novo": {"id": str(novo.id), "nome": novo.nome},
            "rascunho": {"id": str(rascunho.pedido.id), "total": str(rascunho.pedido.total),
                         "observacoes": rascunho.pedido.observacoes, "itens": len(rascunho.pedido.itens)}}


def _total(emitido: Any) -> Decimal:
    total: Decimal = emitido.documento.total
    return total


def _conversa(b: BalcaoDeTeste, gravador: "_Gravador") -> list[dict[str, Any]]:
    """Log in, sell three times, ask for the documents: as the bytes reached the service."""
    gravador.trocas.clear()
    rotas.saude(b.b.retaguarda)
    b.entra("ana")
    b.emite(b.venda("DAV", [("P7", 1)]))
    venda = b.emite(b.venda("VENDA", [("P8", 2), ("P9", "0.5")], cliente="JOSÉ DA SILVA", plano="30/60/90"))
    assert venda.numero, venda.achados
    b.cai()
    b.emite(b.venda("DAV", [("P10", 1)]))
    b.volta()
    r = b.b.retaguarda
    hoje = b.loja.agora.date()
    filtro = FiltroDocumentos(de=hoje - timedelta(days=2), ate=hoje + timedelta(days=2))
    lista = rotas.listar(r, filtro)
    rotas.abrir(r, lista[0].id)
    rotas.versao(r, lista[0].id, lista[0].versao)
    rotas.recibo(r, lista[0].id)
    rotas.rascunhos(r)
    return list(gravador.trocas)


class _Gravador:
    """Stands before the service (ASGI) and keeps every exchange."""

    def __init__(self) -> None:
        self.trocas: list[dict[str, Any]] = []

    def diante_de(self, cria: Callable[..., Any]) -> Callable[..., Any]:
        """`cria` makes a service; the one that is returned makes the same, listened to."""
        def nova(*args: Any, **kwargs: Any) -> Any:
            app = cria(*args, **kwargs)

            async def atende(escopo: Any, recebe: Any, envia: Any) -> None:
                await self._atende(app, escopo, recebe, envia)
            return atende
        return nova

    async def _atende(self, app: Any, escopo: Any, recebe: Any, envia: Any) -> None:
        if escopo["type"] != "http":
            await app(escopo, recebe, envia)
            return
        pedido, resposta, status = bytearray(), bytearray(), 0

        async def ouve() -> Any:
            mensagem = await recebe()
            pedido.extend(mensagem.get("body", b""))
            return mensagem

        async def diz(mensagem: Any) -> None:
            nonlocal status
            status = mensagem.get("status", status)
            resposta.extend(mensagem.get("body", b""))
            await envia(mensagem)

        await app(escopo, ouve, diz)
        consulta = escopo["query_string"].decode()
        self.trocas.append({
            "metodo": escopo["method"], "caminho": escopo["path"] + (f"?{consulta}" if consulta else ""),
            "cabecalhos": {n.decode(): v.decode() for n, v in escopo["headers"] if n.decode() not in _DO_TRANSPORTE},
            "corpo": pedido.decode(), "status": status, "resposta": json.loads(resposta) if resposta else None})


_DO_TRANSPORTE = ("host", "connection", "content-length", "accept-encoding", "accept", "user-agent")


def _sem_caminhos(pasta: Path, casa: Path) -> None:
    """No folder of this computer is kept."""
    arquivo = pasta / "config" / "estacao.toml"
    arquivo.write_text(arquivo.read_text(encoding="utf-8").replace(str(casa), "saida"), encoding="utf-8")


def _empacota(pasta: Path, arquivo: Path) -> None:
    with zipfile.ZipFile(arquivo, "w", zipfile.ZIP_DEFLATED) as pacote:
        for caminho in sorted(pasta.rglob("*")):
            if caminho.is_file() and caminho.suffix != ".trava" and "registro" not in caminho.parts:
                pacote.write(caminho, caminho.relative_to(pasta).as_posix())


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
