"""TP-014: who may be responsible for a service order."""

from uuid import uuid4

import pytest

from balcao.domain.achados import Severity
from balcao.domain.fatos import Tecnico
from balcao.domain.pedido import DadosServico
from balcao.domain.preenchimento import conforme_tipo
from balcao.domain.rules import Moment, check
from balcao.domain.textos import explica, texto
from balcao.domain.tipo_pedido.opcoes import Categoria, RegraTecnico
from balcao.services.counter.fatos_da_venda import FatosDaVenda
from balcao.ui.venda.tecnico import oferecidos
from tests.apoio.fatos import HOJE, fatos, pedido, tipo
from tests.unit.test_venda import EmMemoria

DAQUI, DE_FORA, NINGUEM = (Tecnico(id=uuid4(), nome=nome, lojas=frozenset(lojas)) for nome, lojas in (
    ("RUI", (1, 2)), ("PEDRO", (2,)), ("EVA", ())))
TODOS = {um.id: um for um in (DAQUI, DE_FORA, NINGUEM)}


def vistos(quem, regra, **campos):
    um = pedido(servico=DadosServico(tecnico_id=quem.id, tecnico="COMO DITO"))
    return check(Moment.EMISSAO, fatos(pedido=um, tecnicos=TODOS, tipo=tipo(
        Categoria.SERVICO, regra_tecnico_responsavel=regra, **campos)))


@pytest.mark.parametrize(("regra", "quem", "codigo"), [
    ("pessoa", DAQUI, ""), ("pessoa", DE_FORA, ""), ("pessoa", NINGUEM, ""),
    ("colaborador_estabelecimento", DAQUI, ""), ("colaborador_estabelecimento", DE_FORA, "tecnico.de_outra_loja"),
    ("colaborador_estabelecimento", NINGUEM, "tecnico.nao_colaborador"),
    ("colaborador_qualquer_estabelecimento", DE_FORA, ""),
    ("colaborador_qualquer_estabelecimento", NINGUEM, "tecnico.nao_colaborador")])
def test_the_rule_of_the_type_decides(regra, quem, codigo):
    achados = vistos(quem, regra)
    assert [(a.code, a.severity, a.field) for a in achados] == ([(codigo, Severity.BLOCK, "tecnico")] if codigo else [])
    assert all(quem.nome in texto(a) and "Ctrl+T" in texto(a) and "“Técnico" in explica(a) for a in achados)


def test_somebody_who_is_not_registered_is_nobody():
    [achado] = vistos(Tecnico(id=uuid4(), nome="X"), "pessoa")
    assert achado.code == "tecnico.inexistente"
    assert "COMO DITO" in texto(achado)


def test_other_categories_have_no_technician():
    um = pedido(servico=DadosServico(placa="ABC1234", tecnico_id=DAQUI.id, tecnico="RUI"))
    venda = tipo(servico_veiculos=True, placa_veiculo="opcional")
    [achado] = check(Moment.EMISSAO, fatos(pedido=um, tipo=venda, tecnicos=TODOS))
    assert achado.code == "tecnico.nao_informar"
    assert conforme_tipo(um, venda).servico == DadosServico(placa="ABC1234")
    os = tipo(Categoria.SERVICO, servico_veiculos=True, placa_veiculo="opcional")
    assert conforme_tipo(um, os) is um


def test_who_is_offered():
    todos = (DE_FORA, DAQUI)
    assert oferecidos(todos, RegraTecnico.COLABORADOR_ESTABELECIMENTO, 1) == (DAQUI,)
    assert oferecidos(todos, RegraTecnico.COLABORADOR_QUALQUER_ESTABELECIMENTO, 1) == todos
    assert oferecidos(todos, RegraTecnico.PESSOA, 3) == todos


def test_after_a_reload_of_the_replica_the_new_one_is_asked():
    class Catalogo(EmMemoria):
        def __init__(self, quem):
            super().__init__()
            self.quem = quem

        def classificacoes(self):
            return ()

        def tecnicos(self, ids):
            return dict.fromkeys(ids, self.quem)

    registros = FatosDaVenda(Catalogo(DAQUI), lambda: HOJE)
    um, os = pedido(servico=DadosServico(tecnico_id=DAQUI.id)), tipo(Categoria.SERVICO)
    assert registros._tecnicos.de(um, os) == {DAQUI.id: DAQUI}
    outro = DAQUI.model_copy(update={"nome": "RUI OUTRO"})
    registros.catalogo = Catalogo(outro)
    registros.renova()
    assert registros._tecnicos.de(um, os) == {DAQUI.id: outro}
