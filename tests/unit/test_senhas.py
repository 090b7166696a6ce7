"""Passwords are kept as RFC 9106 asks; the rest of the tests use a cheaper hash (conftest)."""

import subprocess
import sys

from balcao.services.office import senhas

_RESUME = "from balcao.services.office import senhas; print(senhas.resume('segredo')); print(senhas.resume('segredo'))"


def test_the_product_asks_for_what_rfc_9106_asks() -> None:
    um, outro = subprocess.run([sys.executable, "-c", _RESUME], capture_output=True, text=True,
                               check=True).stdout.split()
    assert um.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert um != outro  # each with its salt
    assert senhas.confere(um, "segredo")
    assert not senhas.confere(um, "Segredo")


def test_what_is_no_summary_matches_nothing() -> None:
    assert not senhas.confere("", "")
    assert not senhas.confere("!", "!")


def test_each_station_keeps_its_verifier_until_the_password_changes() -> None:
    feitos, resumo = senhas.Verificadores(), senhas.resume("segredo")
    um = feitos.de(1, resumo, "segredo")
    assert senhas.confere(um, "segredo")
    assert feitos.de(1, resumo, "segredo") == um  # who comes back does not wait for another
    assert feitos.de(2, resumo, "segredo") != um  # a station's file tells nothing of another's
    outra = feitos.de(1, senhas.resume("outra"), "outra")
    assert senhas.confere(outra, "outra")
    assert not senhas.confere(outra, "segredo")
