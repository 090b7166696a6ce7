"""What the journal wrote is there: after a kill, a full disk, a second window, a damaged file, an upgrade."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from uuid import uuid4

import pytest

from balcao.db.journal import esquema
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import ARQUIVO, Diario, DiarioDanificado, micros
from balcao.db.journal.envios import Envios, EstadoEnvio, JaAceito
from balcao.db.journal.rascunhos import Rascunhos
from balcao.db.journal.verificadores import BLOQUEIO, FALHAS_MAXIMAS, Verificadores
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo import EnvioPedido, NovoCliente, Recusa, Sessao
from balcao.services.counter.guarda import PARTES
from balcao.services.counter.rascunho import Rascunho
from tests.apoio.pedidos import AGORA, envio, pedido, recibo, resumo


@pytest.fixture
def pasta(tmp_path: Path) -> Path:
    return tmp_path / "diario"


@pytest.fixture
def diario(pasta: Path) -> Iterator[Diario]:
    with Diario(pasta) as aberto:
        yield aberto


class Relogio:
    def __init__(self) -> None:
        self.agora = AGORA

    def __call__(self) -> datetime:
        return self.agora

    def passa(self, **quanto: float) -> None:
        self.agora += timedelta(**quanto)


def rascunhos(diario: Diario) -> Rascunhos[Rascunho]:
    return Rascunhos(diario, PARTES, lambda: micros(AGORA))


def editado(vezes: int = 3) -> Rascunho:
    um = Rascunho(pedido=pedido(5), atual=1)
    for n in range(1, vezes + 1):
        um = um.com(um.pedido.com_quantidade(1, D(n + 10)), atual=2)
    return um


# ---- drafts

def test_o_rascunho_volta_igual_com_desfazer_e_refazer(pasta: Path) -> None:
    um = editado().desfeito()
    with Diario(pasta) as diario:
        guardados = rascunhos(diario)
        guardados.guarda(editado())
        guardados.guarda(um)
        guardados.guarda(Rascunho(pedido=pedido(0)))
    with Diario(pasta) as diario:
        lidos = rascunhos(diario).abertos()
    assert lidos[1] == um
    assert lidos[1].refeito().pedido.item(1).quantidade == D(13)
    assert len(lidos) == 3


def test_a_validade_do_orcamento_volta_com_o_rascunho_convertido(pasta: Path) -> None:
    with Diario(pasta) as diario:
        convertido = editado().model_copy(update={"origem_validade": date(2026, 3, 9)})
        rascunhos(diario).guarda(convertido)
        antigo = Rascunho(pedido=pedido(6))
        rascunhos(diario).guarda(antigo)
        with diario.transacao() as conexao:  # as a program wrote it that knew of no validity
            conexao.execute("UPDATE rascunhos SET resto = json_remove(resto, '$.origem_validade') WHERE id = ?",
                            (str(antigo.id),))
    with Diario(pasta) as diario:
        assert [r.origem_validade for r in rascunhos(diario).abertos()] == [date(2026, 3, 9), None]


def test_cada_mudanca_grava_um_estado_e_nao_o_historico(diario: Diario) -> None:
    guardados = rascunhos(diario)
    um = Rascunho(pedido=pedido(50))
    guardados.guarda(um)
    for n in range(2, 71):
        um = um.com(um.pedido.com_quantidade(1, D(n)))
        guardados.guarda(um)
        (seq,), = diario.le("SELECT max(seq) FROM rascunho_estados")
        assert seq == n
    (quantos,), = diario.le("SELECT count(*) FROM rascunho_estados")
    assert quantos == 51  # fifty to undo and the one on screen
    assert rascunhos(diario).abertos() == [um]


def test_reaberto_continua_sem_regravar(pasta: Path) -> None:
    with Diario(pasta) as diario:
        rascunhos(diario).guarda(editado())
    with Diario(pasta) as diario:
        guardados = rascunhos(diario)
        um, = guardados.abertos()
        seguinte = um.com(um.pedido.com_quantidade(2, D(99)))
        guardados.guarda(seguinte)
        assert diario.le("SELECT max(seq) FROM rascunho_estados") == [(5,)]
        assert rascunhos(diario).abertos() == [seguinte]


def test_duas_janelas_no_mesmo_rascunho(pasta: Path) -> None:
    um = editado(1)
    with Diario(pasta) as primeira, Diario(pasta) as segunda:
        rascunhos(primeira).guarda(um)
        na_segunda = rascunhos(segunda)
        outro, = na_segunda.abertos()
        na_segunda.guarda(outro.com(outro.pedido.com_quantidade(1, D(77))))
        da_primeira = rascunhos(primeira)
        da_primeira.abertos()
        na_segunda.guarda(outro.com(outro.pedido.com_quantidade(1, D(78))))
        with pytest.raises(AmbienteIndisponivel, match="outra janela"):
            da_primeira.guarda(um)


def test_o_segundo_programa_sabe_do_primeiro(pasta: Path) -> None:
    pergunta = ("import sys; from pathlib import Path; from balcao.db.journal.diario import Diario;"
                "print(Diario(Path(sys.argv[1])).outro_aberto)")

    def outro() -> str:
        return subprocess.run([sys.executable, "-c", pergunta, str(pasta)], capture_output=True, text=True,
                              check=True).stdout.strip()

    with Diario(pasta) as diario:
        assert not diario.outro_aberto
        assert outro() == "True"
    assert outro() == "False"


_MATADOR = """
import sys
from pathlib import Path
from decimal import Decimal
from balcao.db.journal.diario import Diario
from balcao.db.journal.rascunhos import Rascunhos
from balcao.services.counter.guarda import PARTES
from balcao.services.counter.rascunho import Rascunho
from tests.apoio.pedidos import pedido
guardados = Rascunhos(Diario(Path(sys.argv[1])), PARTES, lambda: 1)
um = Rascunho(pedido=pedido(20))
n = 0
while True:
    n += 1
    um = um.com(um.pedido.com_quantidade(1, Decimal(n)), atual=n % 20 + 1)
    print(f"indo {n}", flush=True)
    guardados.guarda(um)
    print(f"foi {n}", flush=True)
"""


@pytest.mark.parametrize("depois_de", ["indo 7", "foi 7", "indo 30"])
def test_morto_entre_dois_passos_o_rascunho_esta_la(pasta: Path, depois_de: str) -> None:
    processo = subprocess.Popen([sys.executable, "-c", _MATADOR, str(pasta)], stdout=subprocess.PIPE, text=True)
    assert processo.stdout is not None
    ditas = []
    for linha in processo.stdout:
        ditas.append(linha.strip())
        if linha.strip() == depois_de:
            break
    processo.send_signal(signal.SIGKILL)
    ditas += [linha.strip() for linha in processo.stdout]
    processo.stdout.close()
    processo.wait()
    confirmado = max(int(d.split()[1]) for d in ditas if d.startswith("foi"))
    tentado = max(int(d.split()[1]) for d in ditas)
    with Diario(pasta) as diario:
        um, = rascunhos(diario).abertos()
    n = int(um.pedido.item(1).quantidade)
    assert confirmado <= n <= tentado
    assert um.atual == n % 20 + 1
    assert um.desfeito().pedido.item(1).quantidade == (n - 1 or 1)


# ---- the file itself

def test_disco_cheio_diz_e_guarda_o_que_havia(diario: Diario) -> None:
    guardados = rascunhos(diario)
    um = editado(1)
    guardados.guarda(um)
    diario._conexao.execute("PRAGMA max_page_count = 1")
    grande = um.com(um.pedido.com(observacoes="x" * 200_000))
    with pytest.raises(AmbienteIndisponivel, match=r"disco está cheio.*O que foi gravado antes está guardado"):
        guardados.guarda(grande)
    diario._conexao.execute("PRAGMA max_page_count = 100000")
    assert rascunhos(diario).abertos() == [um]
    guardados.guarda(grande)
    assert rascunhos(diario).abertos() == [grande]


def test_arquivo_danificado_vai_para_o_lado(pasta: Path) -> None:
    with Diario(pasta) as diario:
        rascunhos(diario).guarda(editado())
    (pasta / ARQUIVO).write_bytes(b"estragado" * 5000)
    with pytest.raises(DiarioDanificado, match="danificado"):
        Diario(pasta)
    with Diario(pasta) as novo:
        assert rascunhos(novo).abertos() == []
        assert novo.danificados() == 1
        envios = Envios(novo, lambda: AGORA)
        assert _fato(envios) == "T03-100001"
    assert len(list(pasta.glob("*danificado*"))) == 1


def test_diario_de_programa_mais_novo_nao_e_tocado(pasta: Path) -> None:
    with Diario(pasta):
        pass
    with sqlite3.connect(pasta / ARQUIVO) as conexao:
        conexao.execute(f"PRAGMA user_version = {esquema.VERSAO + 1}")
    conexao.close()
    with pytest.raises(AmbienteIndisponivel, match="versão mais nova"):
        Diario(pasta)
    assert not list(pasta.glob("*danificado*"))


def test_atualizacao_de_versao_e_atomica(pasta: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Diario(pasta) as diario:
        rascunhos(diario).guarda(editado())
    passos = (*esquema.PASSOS, ("ALTER TABLE rascunhos ADD COLUMN cor TEXT", "SELECT nao_existe()"))
    monkeypatch.setattr(esquema, "PASSOS", passos)
    monkeypatch.setattr(esquema, "VERSAO", len(passos))
    with pytest.raises(AmbienteIndisponivel):
        Diario(pasta)
    monkeypatch.setattr(esquema, "PASSOS", (*passos[:-1], passos[-1][:1]))
    with Diario(pasta) as diario:
        assert diario.le("SELECT cor FROM rascunhos") == [(None,)]


# ---- outbox

def _confirma(envios: Envios, um: EnvioPedido | None = None) -> int:
    """As an F12 that died after it."""
    um = um or envio()
    ident = envios.confirma(um, resumo(um.pedido))
    envios.solta(ident)
    return ident


def _fato(envios: Envios) -> str:
    um = envio()
    return envios.vira_fato(_confirma(envios, um), 3, lambda numero: (
        um.model_copy(update={"emitido_offline": True, "numero_provisorio": numero}), json.dumps({"n": numero})))


def test_aceito_guarda_o_recibo_e_esquece_o_rascunho(diario: Diario) -> None:
    envios, guardados = Envios(diario, lambda: AGORA), rascunhos(diario)
    um = editado()
    guardados.guarda(um)
    ident = _confirma(envios, envio(um.pedido))
    assert guardados.abertos() == []  # on its way: not on screen twice
    envios.aceito(ident, recibo(um.id))
    lido = envios.do_pedido(um.id)
    assert lido is not None
    assert (lido.estado, lido.recibo) == (EstadoEnvio.ENVIADO, recibo(um.id))
    assert diario.le("SELECT count(*) FROM rascunho_estados") == [(0,)]
    with pytest.raises(JaAceito) as ja:
        _confirma(envios, envio(um.pedido))
    assert ja.value.recibo == recibo(um.id)


def test_o_que_um_f12_tem_em_maos_nao_e_da_remessa(diario: Diario) -> None:
    envios, um = Envios(diario, lambda: AGORA), envio()
    ident = envios.confirma(um, resumo(um.pedido))
    assert envios.a_enviar(todos=True) == []
    envios.solta(ident)
    assert [e.id for e in envios.a_enviar()] == [ident]


def test_o_que_virou_papel_enquanto_era_enviado_espera_o_numero_chegar(diario: Diario) -> None:
    envios, um = Envios(diario, lambda: AGORA), envio()
    ident = _confirma(envios, um)
    [lido] = envios.a_enviar()
    completa = lambda numero: (um.model_copy(update={"numero_provisorio": numero}), "{}")  # noqa: E731
    envios.vira_fato(ident, 3, completa)
    assert not envios.aceito(ident, recibo(um.pedido.id), fato=lido.fato)
    [lido] = envios.a_enviar()
    assert (lido.fato, lido.corpo.numero_provisorio) == (True, "T03-000001")
    assert envios.aceito(ident, recibo(um.pedido.id), fato=lido.fato)
    with pytest.raises(JaAceito):
        envios.vira_fato(ident, 3, completa)


def test_recusado_volta_a_ser_rascunho(diario: Diario) -> None:
    envios, guardados = Envios(diario, lambda: AGORA), rascunhos(diario)
    um = editado()
    guardados.guarda(um)
    ident = _confirma(envios, envio(um.pedido))
    envios.recusado(ident, Recusa(codigo="regras", mensagem="Não cabe."))
    assert guardados.abertos() == [um]
    assert _confirma(envios, envio(um.pedido)) == ident


def test_numeros_provisorios_sem_buracos(diario: Diario) -> None:
    envios = Envios(diario, lambda: AGORA)
    assert [_fato(envios) for _ in range(3)] == ["T03-000001", "T03-000002", "T03-000003"]
    ident = _confirma(envios)

    def falha(_: str) -> tuple[EnvioPedido, str]:
        raise RuntimeError("a composição do documento falhou")

    with pytest.raises(RuntimeError):
        envios.vira_fato(ident, 3, falha)
    assert _fato(envios) == "T03-000004"


def test_o_que_espera_sai_em_ordem_e_cada_vez_mais_tarde(diario: Diario) -> None:
    relogio = Relogio()
    envios = Envios(diario, relogio)
    primeiro, segundo = _confirma(envios), _confirma(envios)
    assert [e.id for e in envios.a_enviar()] == [primeiro, segundo]
    esperas = []
    for _ in range(9):
        envios.adia(primeiro)
        antes = relogio.agora
        while primeiro not in [e.id for e in envios.a_enviar()]:
            relogio.passa(seconds=1)
        esperas.append((relogio.agora - antes).seconds)
    assert esperas == [2, 5, 15, 30, 60, 120, 300, 300, 300]


@pytest.mark.parametrize("salto", [timedelta(hours=2), timedelta(days=400)])
def test_um_relogio_que_volta_ao_certo_nao_deixa_nada_esperando(diario: Diario, salto: timedelta) -> None:
    """What was put off under a clock far ahead would wait as long as the clock was wrong."""
    relogio = Relogio()
    envios, clientes = Envios(diario, relogio), ClientesNovos(diario, relogio)
    ident, novo = _confirma(envios), NovoCliente(id=uuid4(), nome="JOÃO")
    clientes.guarda(novo)
    relogio.agora += salto
    envios.adia(ident)
    clientes.adia(novo.id)
    relogio.agora -= salto
    assert [e.id for e in envios.a_enviar()] == [ident]
    assert clientes.a_enviar() == [novo]
    envios.adia(ident)
    assert envios.a_enviar() == []


def test_quarentena_fica_visivel_e_pode_tentar_de_novo(diario: Diario) -> None:
    envios = Envios(diario, lambda: AGORA)
    ident = _confirma(envios)
    envios.quarentena(ident, Recusa(codigo="referencia.inexistente", mensagem="Não há o produto."))
    assert envios.a_enviar(todos=True) == []
    assert envios.quantos()[EstadoEnvio.QUARENTENA] == 1
    assert envios.limpa() == 0
    envios.tira_da_quarentena(ident)
    assert [e.id for e in envios.a_enviar()] == [ident]


def test_entregue_a_anterior_a_de_agora_continua_por_entregar(diario: Diario) -> None:
    """One thread hands the first case over while another sends the order again and it comes back."""
    relogio = Relogio()
    envios = Envios(diario, relogio)
    ident = _confirma(envios)
    envios.quarentena(ident, Recusa(codigo="a", mensagem="A primeira."))
    [primeira] = envios.presos()
    envios.tira_da_quarentena(ident)
    relogio.passa(seconds=1)
    envios.quarentena(ident, Recusa(codigo="b", mensagem="A segunda."))
    envios.com_gerente(primeira, entregue=True)
    [segunda] = envios.presos()
    assert segunda.entregue_em is None
    envios.com_gerente(segunda, entregue=True)
    assert envios.presos() == []


def test_recibos_ficam_trinta_dias_e_pendentes_para_sempre(diario: Diario) -> None:
    relogio = Relogio()
    envios = Envios(diario, relogio)
    um = envio()
    envios.aceito(_confirma(envios, um), recibo(um.pedido.id))
    _confirma(envios)
    relogio.passa(days=29)
    assert envios.limpa() == 0
    assert len(envios.oferece_de_novo()) == 1
    relogio.passa(days=2)
    assert envios.limpa() == 1
    assert envios.quantos()[EstadoEnvio.PENDENTE] == 1


# ---- customers and users

def test_cliente_novo_espera_e_ganha_o_id_definitivo(diario: Diario) -> None:
    clientes = ClientesNovos(diario, lambda: AGORA)
    novo = NovoCliente(id=pedido().id, nome="JOÃO")
    clientes.guarda(novo)
    assert clientes.a_enviar() == [novo]
    clientes.enviado(novo.id, pedido().id)
    assert clientes.a_enviar() == []
    guardado = clientes.de(novo.id)
    assert guardado is not None
    assert guardado.definitivo not in (None, novo.id)


def test_verificador_nao_guarda_token_e_bloqueia_quem_erra_demais(diario: Diario) -> None:
    relogio = Relogio()
    verificadores = Verificadores(diario, relogio)
    sessao = Sessao(token="segredo", usuario_id=1, nome="Ana", permissoes=frozenset(), desconto_maximo=None,
                    verificador="$argon2id$…", verificador_ate=AGORA, hoje=AGORA.date(), agora=AGORA)
    verificadores.guarda("Ana ", sessao)
    lida = verificadores.de("ANA")
    assert lida is not None
    assert (lida.usuario_id, lida.token) == (1, "")
    assert b"segredo" not in (diario.pasta / f"{ARQUIVO}-wal").read_bytes()
    for _ in range(FALHAS_MAXIMAS):
        assert verificadores.bloqueado_ate("ana") is None
        verificadores.falhou("ana")
    assert verificadores.bloqueado_ate("ana") == AGORA + BLOQUEIO
    relogio.passa(seconds=BLOQUEIO.total_seconds())
    assert verificadores.bloqueado_ate("ana") is None
    verificadores.esquece("ana")
    assert verificadores.de("ana") is None
