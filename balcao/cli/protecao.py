"""`balcao servidor certificado` and `balcao estacao conexao`: how the lines between counter and retaguarda are
protected."""

import argparse
from dataclasses import replace
from pathlib import Path

from balcao.cli.argumentos import UsoErrado, palavras
from balcao.cli.contexto import loja
from balcao.cli.principal import OK, avisa
from balcao.config import estacao as config_estacao
from balcao.config.estacao import Conexao
from balcao.domain.certificado import confere_impressao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.formatos import data
from balcao.services.office import protecao
from balcao.services.office.loja import Loja
from balcao.services.office.protecao import Feito

_REINICIE = "Vale quando o serviço (balcao servidor) for reiniciado."


def certificado(opcoes: argparse.Namespace) -> int:
    """Print how the service proves who it is, one `nome<tab>valor` per line; or make, take or drop a certificate."""
    if sum((opcoes.cria, opcoes.usa is not None, opcoes.desliga)) > 1 or (opcoes.nome and not opcoes.cria):
        raise UsoErrado("Use uma opção de cada vez: --cria (com --nome, se preciso), --usa ou --desliga.")
    with palavras("--nome"):
        protecao.confere_nomes(opcoes.nome)
    de = loja()
    de.acesso()  # a computer without a shop is told so
    if opcoes.desliga:
        protecao.desliga(de)
        avisa(f"O serviço vai atender sem proteção (http). {_REINICIE} Em cada balcão: balcao estacao conexao --http")
    elif opcoes.cria:
        return _criado(de, protecao.cria(de, opcoes.nome))
    elif opcoes.usa is not None:
        feito = protecao.usa(de, *(um.expanduser().absolute() for um in opcoes.usa))
        avisa(f"O serviço vai usar este certificado. {_REINICIE}")
        _diz_aos_balcoes(feito.dito.impressao)
    return _mostra(de)


def _mostra(de: Loja) -> int:
    atual = de.certificado()
    linhas = {"protecao": "nenhuma (http)"} if atual is None else {
        "protecao": "https", "impressao": atual.impressao, "validade": data(atual.ate.date()),
        "nomes": " ".join(atual.nomes) or "-", "certificado": de.servidor.certificado, "chave": de.servidor.chave}
    _escreve(linhas)
    return OK


def _criado(de: Loja, feito: Feito) -> int:
    if feito.em_uso:
        avisa(f"Certificado feito e posto em uso. {_REINICIE}")
        _diz_aos_balcoes(feito.dito.impressao)
        return _mostra(de)
    antes = de.certificado()
    assert antes is not None
    _escreve({"impressao": feito.dito.impressao, "validade": data(feito.dito.ate.date()),
              "certificado": str(feito.certificado), "chave": str(feito.chave)})
    avisa("Certificado novo feito; o serviço continua com o de antes. Primeiro, cada balcão passa a aceitar os dois:\n"
          f"  balcao estacao conexao --https --certificado {antes.impressao} --certificado {feito.dito.impressao}\n"
          f"Depois, aqui, e reinicie o serviço:\n  balcao servidor certificado --usa {feito.certificado} {feito.chave}")
    return OK


def _diz_aos_balcoes(impressao: str) -> None:
    avisa(f"Em cada balcão: balcao estacao conexao --https --certificado {impressao}")


def conexao(opcoes: argparse.Namespace) -> int:
    """Change how this computer's counter talks to the retaguarda; print how it is."""
    if opcoes.http and (opcoes.https or opcoes.certificado):
        raise UsoErrado("Use --http ou --https, e não os dois.")
    nova = pedida(opcoes)
    de = loja()
    estacao = config_estacao.le(de.pastas.config)
    if not estacao.id:
        raise AmbienteIndisponivel("Este computador ainda não é um terminal.",
                                   "No servidor: balcao estacao criar; aqui: balcao estacao usar.")
    mudou = estacao.conexao
    if opcoes.http or opcoes.https or opcoes.certificado:
        mudou = mudou._replace(https=nova.https, certificados=nova.certificados)
    if opcoes.banco_ca is not None:
        mudou = mudou._replace(banco_ca=nova.banco_ca)
    if mudou != estacao.conexao:
        config_estacao.grava(de.pastas.config, replace(estacao, conexao=mudou, avisos=()))
        avisa("Gravado. Vale quando o Balcão for aberto de novo; confira: balcao diagnostico")
    for aviso in config_estacao.le(de.pastas.config).avisos:
        avisa(aviso)
    _escreve({"servico": "https" if mudou.https else "http (sem proteção)",
              "certificados": " ".join(mudou.certificados) or ("autoridades do sistema" if mudou.https else "-"),
              "banco": f"TLS, provado por {mudou.banco_ca}" if mudou.banco_ca else "como o PostgreSQL oferecer"})
    return OK


def pedida(opcoes: argparse.Namespace) -> Conexao:
    """What `--https`, `--certificado` and `--banco-ca` ask for; a certificate means https. Raises UsoErrado, and
    AmbienteIndisponivel when the file of `--banco-ca` is not there."""
    with palavras("--certificado"):
        certificados = tuple(dict.fromkeys(confere_impressao(um) for um in opcoes.certificado))
    return Conexao(opcoes.https or bool(certificados), certificados, arquivo_ca(opcoes.banco_ca or Path()))


def arquivo_ca(caminho: Path) -> str:
    """The whole path of a PEM file; "" for none. Raises AmbienteIndisponivel when it is not there."""
    if caminho in (Path(), Path("-")):
        return ""
    inteiro = caminho.expanduser().absolute()
    if not inteiro.is_file():
        raise AmbienteIndisponivel(f"Não há o arquivo {inteiro}.", "Nada foi mudado.")
    return str(inteiro)


def _escreve(linhas: dict[str, str]) -> None:
    for nome, valor in linhas.items():
        print(nome, valor, sep="\t")
