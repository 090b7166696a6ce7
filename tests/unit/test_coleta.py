"""The collector comes back as it was, whatever happens meanwhile."""

import gc

import pytest

from balcao.config.coleta import sem_coleta


@pytest.mark.parametrize("ligada", [True, False])
def test_fica_parada_dentro_e_volta_ao_que_era(ligada: bool) -> None:
    antes = gc.isenabled()
    try:
        (gc.enable if ligada else gc.disable)()
        with pytest.raises(ZeroDivisionError), sem_coleta():
            1 / gc.isenabled()  # stopped inside
        assert gc.isenabled() is ligada
    finally:
        (gc.enable if antes else gc.disable)()
