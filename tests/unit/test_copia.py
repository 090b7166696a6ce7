"""When a backup is due and what is said of the last one."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from balcao.config import servidor as config_servidor
from balcao.config.servidor import AgendaCopia, Servidor
from balcao.domain.copia import Falha, Gravidade, SituacaoCopia, confere_agora, le_hora, vencida
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.protocolo_documentos import Saude

SP = ZoneInfo("America/Sao_Paulo")
AGORA = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DIA = timedelta(days=1)


def em(dia: int, hora: int, minuto: int = 0) -> datetime:
    return datetime(2026, 11, dia, hora, minuto, tzinfo=SP)


@pytest.mark.parametrize(("agora", "copiado", "deve"), [
    (em(21, 2, 59), em(20, 3, 0), False),
    (em(21, 3, 0), em(20, 3, 0), True),
    (em(21, 3, 1), em(21, 3, 0), False),
    (em(21, 8, 0), em(20, 3, 5), True),     # off at three: when it is on again
    (em(21, 2, 0), em(19, 22, 0), True),    # yesterday's was missed too
    (em(21, 2, 0), em(20, 8, 0), False),    # yesterday's was made late
    (em(23, 8, 0), None, True),
    (em(21, 3, 0), em(25, 3, 0), True),     # the clock was wrong then
    (em(21, 12, 0), em(21, 2, 0).astimezone(UTC), True),
])
def test_quando_a_copia_vence(agora: datetime, copiado: datetime | None, deve: bool) -> None:
    assert vencida(agora, time(3), copiado) is deve


def _situacao(ha: timedelta | None, falha: Falha = Falha.NENHUMA, criada: timedelta = 30 * DIA) -> SituacaoCopia:
    return SituacaoCopia(criada_em=AGORA - criada, copiado_em=None if ha is None else AGORA - ha, falha=falha)


@pytest.mark.parametrize(("situacao", "gravidade", "aviso"), [
    (_situacao(timedelta(hours=47)), Gravidade.NENHUMA, ""),
    (_situacao(2 * DIA), Gravidade.ATENCAO, "último backup há 2 dias"),
    (_situacao(7 * DIA - timedelta(seconds=1)), Gravidade.ATENCAO, "último backup há 6 dias"),
    (_situacao(7 * DIA), Gravidade.GRAVE, "último backup há 7 dias"),
    (_situacao(None), Gravidade.GRAVE, "nunca houve backup"),
    (_situacao(None, criada=DIA), Gravidade.ATENCAO, "nunca houve backup"),
    (_situacao(None, criada=timedelta(minutes=59)), Gravidade.NENHUMA, ""),  # the first one is about to be made
    (_situacao(timedelta(hours=30), Falha.NAO_FEITA), Gravidade.ATENCAO, "backup falhou, último backup há 1 dia"),
    (_situacao(timedelta(hours=3), Falha.NAO_FEITA), Gravidade.ATENCAO,
     "backup falhou, último backup há menos de um dia"),
    (_situacao(timedelta(hours=1), Falha.NAO_VOLTA), Gravidade.GRAVE, "o backup não pode ser restaurado"),
    (_situacao(-3 * DIA), Gravidade.NENHUMA, ""),
])
def test_o_que_a_barra_diz(situacao: SituacaoCopia, gravidade: Gravidade, aviso: str) -> None:
    assert (situacao.gravidade(AGORA), situacao.aviso(AGORA)) == (gravidade, aviso)


def test_feita_por_outro_nao_avisa_e_diz_que_nao_ve() -> None:
    for situacao in (_situacao(None), _situacao(9 * DIA), _situacao(DIA, Falha.NAO_VOLTA)):
        de_outro = situacao.model_copy(update={"responsavel": "João, da informática"})
        assert (de_outro.gravidade(AGORA), de_outro.grave(AGORA), de_outro.aviso(AGORA)) == (
            Gravidade.NENHUMA, False, "")
        assert de_outro.de_fora(AGORA).startswith("Feito por João, da informática. O Balcão não vê essas cópias")
    assert _situacao(None).de_fora(AGORA).endswith("Última feita pelo Balcão: nenhuma.")
    assert "(há 9 dias)" in _situacao(9 * DIA).de_fora(AGORA, SP)


def test_por_extenso() -> None:
    feita = SituacaoCopia(criada_em=em(1, 9), copiado_em=em(20, 3), conferida_em=em(20, 3, 1))
    assert feita.por_extenso(em(20, 9), SP) == (
        "20/11/2026 03:00, conferida em 20/11/2026 03:01")
    assert feita.model_copy(update={"conferida_em": em(13, 3)}).por_extenso(em(23, 9), SP) == (
        "20/11/2026 03:00 (há 3 dias), ainda não conferida")
    assert SituacaoCopia(criada_em=em(1, 9)).por_extenso(em(20, 9), SP) == "nunca"


def test_as_grandes_se_conferem_uma_vez_por_semana() -> None:
    grande = 2_000_000_000
    assert confere_agora(AGORA, AGORA - DIA, 10_000_000, Falha.NENHUMA)
    assert not confere_agora(AGORA, AGORA - 6 * DIA, grande, Falha.NENHUMA)
    assert confere_agora(AGORA, AGORA - 7 * DIA, grande, Falha.NENHUMA)
    assert confere_agora(AGORA, None, grande, Falha.NENHUMA)
    assert confere_agora(AGORA, AGORA - DIA, grande, Falha.NAO_VOLTA)


@pytest.mark.parametrize("errada", ["3:00", "24:00", "03:60", "03:00:00", "três", "", "٠٣:٠٠"])
def test_uma_hora_errada(errada: str) -> None:
    with pytest.raises(ValueError, match="use HH:MM"):
        le_hora(errada)


def test_a_agenda_vai_e_volta_do_arquivo(tmp_path) -> None:
    assert AgendaCopia() == AgendaCopia(True, "03:00", "", 14)
    config_servidor.grava(tmp_path, Servidor(porta=5499, copia=AgendaCopia(False, "21:15", str(tmp_path), 3)))
    assert config_servidor.le(tmp_path) == Servidor(porta=5499, copia=AgendaCopia(False, "21:15", str(tmp_path), 3))
    antigo = "modo = 'embutido'\nporta = 5432\n"  # written before there were daily copies
    (tmp_path / config_servidor.ARQUIVO).write_text(antigo)
    assert config_servidor.le(tmp_path) == Servidor()
    for linha in ("hora = '25:00'", "guarda = 0", "pasta = 'relativa'"):
        (tmp_path / config_servidor.ARQUIVO).write_text(f"{antigo}[copia]\n{linha}\n")
        with pytest.raises(AmbienteIndisponivel, match="está danificado"):
            config_servidor.le(tmp_path)


def test_o_balcao_entende_a_retaguarda_de_antes_e_a_de_depois() -> None:
    antes = Saude.model_validate_json('{"versao": "0.1.0", "agora": "2026-11-21T12:00:00Z"}')
    assert antes.copia is None
    depois = Saude.model_validate_json(
        '{"versao": "9.0.0", "agora": "2026-11-21T12:00:00Z", "copia": {"criada_em": "2026-01-01T12:00:00Z", '
        '"copiado_em": "2026-11-21T11:00:00Z", "falha": "caiu_um_raio", "nuvem": "sim"}}')
    assert depois.copia is not None
    assert depois.copia.falha is Falha.NAO_FEITA
