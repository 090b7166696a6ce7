"""Numbers without gaps (TP-153, TP-154, TP-155), whatever counters do at once and whatever dies on the way; the last
number as the registry keeps it; what happens to numbers that the person informs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from balcao.db.server.conferencia import conferir
from balcao.domain.cadastro.mensagens import Alteracao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import Recibo
from balcao.domain.textos import texto
from balcao.services.office import cadastros
from balcao.services.office.contexto import Contexto, Recusada
from balcao.services.office.enviar_pedido import enviar_pedido
from balcao.services.office.rascunhos import listar_rascunhos, retomar
from tests.apoio.postgres import FabricaBancos
from tests.apoio.retaguarda import SEGREDO, Loja, nova_loja

FUSO = ZoneInfo("America/Sao_Paulo")
VIRADA = {2026: datetime(2026, 12, 31, 23, 59, 59, tzinfo=FUSO), 2027: datetime(2027, 1, 1, 0, 0, 1, tzinfo=FUSO)}
AUTOMATICAS = ("sequencial_geral", "sequencial_tipo")
# At commit, with its number given and everything written: the server's process of this order dies.
_MORRE = """
    CREATE FUNCTION morre() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(30);
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER morre AFTER INSERT ON pedidos DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (NEW.dados ->> 'observacoes' = 'morre') EXECUTE FUNCTION morre()"""


@dataclass(frozen=True)
class Ato:
    """What one counter does next."""

    tipo: str
    como: str   # vende | recusado | morre
    ano: int


ATOS = st.builds(Ato, st.sampled_from(("VENDA", "DAV", "VENDA LIVRE")), st.sampled_from(("vende", "recusado", "morre")),
                 st.sampled_from((2026, 2027)))


def faz(loja: Loja, ato: Ato) -> Recibo | None:
    """The receipt; None when nothing was stored."""
    pedido = loja.pedido(ato.tipo, itens=[("P2" if ato.como == "recusado" else "P1", 1)],
                         observacoes="morre" if ato.como == "morre" else "")
    ctx = Contexto(loja.motor, SEGREDO, lambda: VIRADA[ato.ano])
    try:
        return enviar_pedido(ctx, loja.quem(), loja.envio(pedido))
    except Recusada:
        assert ato.como == "recusado"
    except (psycopg.OperationalError, DBAPIError, AmbienteIndisponivel):
        assert ato.como == "morre"
    return None


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(regras=st.tuples(*[st.sampled_from(AUTOMATICAS)] * 3),
       series=st.tuples(*[st.sampled_from(("nao_usado", "ano"))] * 3),
       balcoes=st.lists(st.lists(ATOS, min_size=2, max_size=6), min_size=4, max_size=4))
def test_nenhum_numero_falta_nem_se_repete(fabrica_bancos: FabricaBancos, regras: tuple[str, ...],
                                           series: tuple[str, ...], balcoes: list[list[Ato]]) -> None:
    loja = nova_loja(fabrica_bancos)
    try:
        loja.sql(_MORRE)
        for tipo, regra, serie in zip(("VENDA", "DAV", "VENDA LIVRE"), regras, series, strict=True):
            loja.muda_tipo(tipo, regra_numeracao=regra, serie=serie, permite_estoque_negativo=False)
        loja.poe_estoque("P2", 0)
        loja.poe_estoque("P1", 1000)
        with ThreadPoolExecutor(len(balcoes)) as fila:
            feitos = list(fila.map(lambda atos: [faz(loja, ato) for ato in atos], balcoes))
        for atos, recibos in zip(balcoes, feitos, strict=True):
            assert [r is not None for r in recibos] == [ato.como == "vende" for ato in atos]
        numeros: dict[tuple[Any, ...], list[int]] = {}
        for sequencia, serie, numero in loja.sql("SELECT sequencia, serie, numero FROM pedidos ORDER BY numero"):
            numeros.setdefault((sequencia, serie), []).append(numero)
        iniciais = {(s, serie): n for s, serie, n in loja.sql("SELECT tipo_id, serie, inicial FROM numeradores")}
        for sequencia, quais in numeros.items():  # a general one begins after what types have numbered already
            primeiro = iniciais[sequencia] + 1
            assert quais == list(range(primeiro, primeiro + len(quais)))
            assert sequencia[0] == 0 or primeiro == 1
        certas = {(0 if regra == AUTOMATICAS[0] else loja.tipos[ato.tipo], str(ato.ano) if serie == "ano" else "")
                  for ato in (a for atos in balcoes for a in atos if a.como == "vende")
                  for tipo, regra, serie in zip(("VENDA", "DAV", "VENDA LIVRE"), regras, series, strict=True)
                  if tipo == ato.tipo}
        assert set(numeros) == certas
        assert conferir(loja.empresa.dsn_dono) == ()
    finally:
        loja.fecha()


def test_a_regra_muda_no_meio_e_nada_falta_nem_se_repete(loja: Loja) -> None:
    """Informed numbers in the way of both sequences, and rules that change while counters sell: what is taken is passed
    over, and every number up to the last belongs to an order."""
    loja.poe_estoque("P1", 1000)
    regras = ("sequencial_tipo", "informado", "sequencial_geral", "sequencial_tipo", "informado", "sequencial_geral")

    def vende(quantos: int) -> list[int | None]:
        return [loja.envia(loja.pedido("VENDA", numero=None)).numero for _ in range(quantos)]

    for volta, regra in enumerate(regras):
        loja.muda_tipo("VENDA", regra_numeracao=regra)
        if regra == "informado":
            livres = [n for n in range(1, 99) if not loja.conta("pedidos", "numero = %s", n)]
            for numero in livres[1:7:2]:
                assert loja.envia(loja.pedido("VENDA", numero=numero)).numero == numero
        else:
            with ThreadPoolExecutor(4) as fila:
                list(fila.map(vende, [2 + volta] * 4))
            loja.muda_tipo("DAV", regra_numeracao=regra)
            loja.envia(loja.pedido("DAV"))
    repetidos = loja.sql("SELECT tipo_id, serie, numero FROM pedidos GROUP BY 1, 2, 3 HAVING count(*) > 1")
    assert repetidos == []
    assert conferir(loja.empresa.dsn_dono) == ()


def test_dois_balcoes_com_o_mesmo_numero_informado(loja: Loja) -> None:
    """One has it; the other is told so, and loses nothing else."""
    loja.muda_tipo("DAV", regra_numeracao="informado")

    def envia(_n: int) -> str:
        try:
            return str(loja.envia(loja.pedido("DAV", numero=77)).numero)
        except Recusada as recusa:
            return texto(recusa.recusa.achados[0])

    with ThreadPoolExecutor(4) as fila:
        ditos = sorted(fila.map(envia, range(4)))
    assert ditos == ["77", *["Já há um documento DAV com o número 77. Informe outro (Ctrl+M)."] * 3]
    assert loja.sql("SELECT numero, sequencia FROM pedidos") == [(77, None)]
    assert conferir(loja.empresa.dsn_dono) == ()


def test_um_fato_sem_numero_que_sirva_ganha_o_proximo_e_uma_divergencia(loja: Loja) -> None:
    """Issued without the retaguarda by a counter that did not know the type's new rule: it is stored."""
    loja.muda_tipo("DAV", regra_numeracao="informado")
    loja.envia(loja.pedido("DAV", numero=1))
    for numero, codigo in ((1, "numero.repetido"), (None, "numero.exigido")):
        pedido = loja.pedido("DAV", numero=numero)
        recibo = loja.envia(pedido, emitido_offline=True, numero_provisorio=f"T01-{numero}")
        assert recibo.numero == loja.um("SELECT max(numero) FROM pedidos")
        assert loja.sql("SELECT codigo FROM divergencias WHERE pedido_id = %s", pedido.id) == [(codigo,)]
    assert [n for (n,) in loja.sql("SELECT numero FROM pedidos ORDER BY numero")] == [1, 2, 3]


def test_o_numero_informado_volta_com_o_rascunho(loja: Loja) -> None:
    loja.muda_tipo("DAV", regra_numeracao="informado", serie="informado")
    pedido = loja.pedido("DAV", numero=31, serie="B2")
    loja.envia(pedido, suspender=True)
    [resumo] = listar_rascunhos(loja.ctx, loja.quem())
    assert (resumo.numero, resumo.chave) == (None, "")
    volta = retomar(loja.ctx, loja.quem(), pedido.id)
    assert (volta.numero, volta.serie) == (31, "B2")
    recibo = loja.envia(volta)
    assert (recibo.numero, recibo.serie, recibo.documento["chave"]) == (31, "B2", "31/B2")


def test_a_sequencia_geral_comeca_depois_do_que_ja_havia(loja: Loja) -> None:
    for _ in range(3):
        loja.envia(loja.pedido("DAV"))
    loja.envia(loja.pedido("VENDA LIVRE"))
    for tipo in ("DAV", "VENDA LIVRE"):
        loja.muda_tipo(tipo, regra_numeracao="sequencial_geral")
    assert [loja.envia(loja.pedido(tipo)).numero for tipo in ("VENDA LIVRE", "DAV")] == [4, 5]
    loja.muda_tipo("DAV", regra_numeracao="sequencial_tipo")
    assert [loja.envia(loja.pedido("DAV")).numero for _ in range(2)] == [4, 6]  # 5 is a DAV already
    assert conferir(loja.empresa.dsn_dono) == ()


def test_o_ultimo_numero_se_informa_ate_o_primeiro_pedido(loja: Loja) -> None:
    """TP-155: per shop; the numbering neither goes back nor skips."""
    def grava(valor: int) -> int:
        quem, id_ = loja.quem("bia"), loja.tipos["VENDA"]
        antes = cadastros.consultar(loja.ctx, quem, "tipos_pedido", id_)
        feito = cadastros.alterar(loja.ctx, quem, "tipos_pedido", id_,
                                  Alteracao(versao=antes.versao, valores={"ultimo_numero": valor}))
        return int(feito.valores["ultimo_numero"])

    assert [grava(40), grava(250)] == [40, 250]
    assert loja.envia(loja.pedido("VENDA")).numero == 251
    for valor in (7, 300):
        with pytest.raises(Recusada) as recusa:
            grava(valor)
        [achado] = recusa.value.recusa.achados
        assert (achado.field, texto(achado)) == (
            "ultimo_numero", "A numeração desta loja já deu o número 251 e não volta nem pula. Deixe 251.")
    assert grava(251) == 251
    assert loja.sql("SELECT estabelecimento_id, inicial, ultimo FROM numeradores") == [(1, 250, 251)]
    assert "ultimo_numero" not in loja.um("SELECT politica FROM tipos_pedido WHERE id = %s", loja.tipos["VENDA"])
