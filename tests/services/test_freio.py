"""The brake on guessing: later tries wait longer, other people and other counters do not, nobody is locked out."""

import asyncio

from balcao.retaguarda.freio import ESQUECE_S, FILA_S, LIVRES, MAIOR_S, Freio

ANA, BIA, ANA_EM_OUTRO = ("1", "ana"), ("1", "bia"), ("2", "ana")


class Tempo:
    """A clock that moves by sleeping."""

    def __init__(self) -> None:
        self.agora = 1000.0

    async def dorme(self, segundos: float) -> None:
        self.agora += segundos


def _tenta(freio: Freio, tempo: Tempo, chave: tuple[str, str], *, certo: bool) -> float:
    inicio = tempo.agora
    assert asyncio.run(freio.espera(chave))
    freio.resultado(chave, certo=certo)
    return tempo.agora - inicio


def test_os_erros_de_digitacao_nao_custam_e_depois_dobra_ate_um_teto() -> None:
    tempo = Tempo()
    freio = Freio(lambda: tempo.agora, tempo.dorme)
    esperas = [_tenta(freio, tempo, ANA, certo=False) for _ in range(10)]
    assert esperas[:LIVRES] == [0.0] * LIVRES
    assert esperas[LIVRES:LIVRES + 4] == [0.5, 1.0, 2.0, 4.0]
    assert max(esperas) == MAIOR_S
    # the right password still opens, and forgets
    assert _tenta(freio, tempo, ANA, certo=True) == MAIOR_S
    assert _tenta(freio, tempo, ANA, certo=True) == 0.0


def test_adivinhar_aqui_nao_atrasa_os_outros() -> None:
    tempo = Tempo()
    freio = Freio(lambda: tempo.agora, tempo.dorme)
    for _ in range(20):
        _tenta(freio, tempo, ANA, certo=False)
    assert _tenta(freio, tempo, BIA, certo=True) == 0.0
    assert _tenta(freio, tempo, ANA_EM_OUTRO, certo=True) == 0.0


def test_com_o_tempo_esquece() -> None:
    tempo = Tempo()
    freio = Freio(lambda: tempo.agora, tempo.dorme)
    for _ in range(8):
        _tenta(freio, tempo, ANA, certo=False)
    tempo.agora += ESQUECE_S + 1
    assert _tenta(freio, tempo, ANA, certo=False) == 0.0


def test_muitas_ao_mesmo_tempo_esperam_em_fila_e_o_resto_e_recusado() -> None:
    """A hundred at once do not get a hundred tries in the time of one."""
    tempo = Tempo()

    async def nao_anda(_segundos: float) -> None:
        return None

    freio = Freio(lambda: tempo.agora, nao_anda)
    for _ in range(8):
        freio.resultado(ANA, certo=False)
    aceitas = sum(asyncio.run(freio.espera(ANA)) for _ in range(100))
    assert aceitas <= FILA_S / MAIOR_S + 2
