"""`balcao banco criar|migrar|estado|copiar|agendar|conferir|restaurar`."""

import argparse
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from balcao.cli.argumentos import UsoErrado, palavras
from balcao.cli.contexto import confere_enderecos, dsn_admin, embutido_ligado, ligado, loja
from balcao.cli.principal import AMBIENTE, OK, RECUSADO, avisa, confirma, senha_digitada
from balcao.cli.protecao import arquivo_ca
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.servidor import Modo, Servidor
from balcao.db.server import banco, conferencia, copia
from balcao.db.server.conexao import com, conecta, traduzindo
from balcao.db.server.copia_prova import Prova
from balcao.db.server.copia_registro import anota_responsavel, le_situacao
from balcao.db.server.estado import VERSAO_ESQUEMA, Relacao
from balcao.db.server.estado import estado as estado_do_banco
from balcao.db.server.nomes import confere_esquema, provado
from balcao.domain.copia import MAIOR_RESPONSAVEL, le_hora
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.formatos import data_hora
from balcao.services.counter.troca_de_loja import guarda_o_que_havia
from balcao.services.office.loja import Loja
from balcao.services.office.loja_nova import NovaLoja, confere_dados, cria_loja, retoma_acesso
from balcao.services.office.usuarios import confere_login

_LOCAIS = ("127.0.0.1", "localhost", "::1")


def criar(opcoes: argparse.Namespace) -> int:
    """A new shop, in the shop's own PostgreSQL or in the embedded one; this computer becomes its first counter."""
    _confere_palavras(opcoes)
    de = loja()
    if config_estacao.le(de.pastas.config).id:
        guarda_o_que_havia(de.pastas, de.agora(), avisa, simula=True)  # refuse before anything is asked or made
    dsn = None if opcoes.endereco is None else _dsn_pedida(opcoes)
    nova = None if opcoes.exemplo else NovaLoja.de(
        opcoes.nome, opcoes.fantasia or opcoes.nome, opcoes.cnpj, opcoes.admin,
        senha_digitada(f"Senha de {opcoes.admin} (administrador da loja)"))
    if dsn is not None:
        return _cria(de, _externo(opcoes, opcoes.esquema, opcoes.escuta), dsn, nova)
    with embutido_ligado(de.embutido):
        return _cria(de, Servidor(porta=de.embutido.porta, banco=opcoes.banco, esquema=opcoes.esquema,
                                  escuta=opcoes.escuta or "127.0.0.1"), de.embutido.dsn(), nova)


def _confere_palavras(opcoes: argparse.Namespace) -> None:
    """Raise UsoErrado for what can be said before a password is asked."""
    confere_enderecos(opcoes, "endereco", "escuta")
    with palavras("--esquema"):
        confere_esquema(opcoes.esquema)
    if opcoes.exemplo:
        if sobram := [f"--{nome}" for nome in ("nome", "fantasia", "cnpj", "admin") if getattr(opcoes, nome)]:
            raise UsoErrado(f"A loja de exemplo já tem nome e usuários: com --exemplo não use {', '.join(sobram)}.")
        return
    faltam = [f"--{nome}" for nome in ("nome", "cnpj", "admin") if not getattr(opcoes, nome)]
    if faltam:
        raise UsoErrado(f"Falta informar {', '.join(faltam)} (ou --exemplo, para a loja de exemplo).")
    with palavras():
        confere_dados(opcoes.nome, opcoes.fantasia or opcoes.nome, opcoes.cnpj)
        confere_login(opcoes.admin)


def _cria(de: Loja, servidor: Servidor, dsn: str, nova: NovaLoja | None) -> int:
    try:
        cria_loja(de, servidor, dsn, nova, avisa)
    except banco.EmpresaJaExiste as erro:
        raise EntradaInvalida(str(erro)) from erro
    if config_estacao.le(de.pastas.config).id:
        guarda_o_que_havia(de.pastas, de.agora(), avisa)
    with traduzindo("O terminal não pôde ser registrado"):
        de.torna_terminal(com(dsn, dbname=servidor.banco), avisa)
    avisa(f"Loja criada em {servidor.endereco}:{servidor.porta}/{servidor.banco}. Agora: balcao")
    return OK


def _externo(opcoes: argparse.Namespace, esquema: str, escuta: str | None = None) -> Servidor:
    """The shop's own PostgreSQL; counters on the network reach the service too, unless told otherwise."""
    padrao = "127.0.0.1" if opcoes.endereco in _LOCAIS else "0.0.0.0"
    return Servidor(Modo.EXTERNO, opcoes.endereco, opcoes.porta, opcoes.banco, esquema, escuta or padrao,
                    banco_ca=arquivo_ca(opcoes.banco_ca or Path()))


def _dsn_pedida(opcoes: argparse.Namespace) -> str:
    """The administrator's connection to the server named on the command line; the password is asked, and tried."""
    dsn = com("", host=opcoes.endereco, port=opcoes.porta, user=opcoes.usuario, dbname="postgres",
              password=senha_digitada(f"Senha de {opcoes.usuario} no PostgreSQL", nova=False),
              **provado(arquivo_ca(opcoes.banco_ca or Path())))
    try:
        conecta(dsn).close()
    except AmbienteIndisponivel as erro:
        raise AmbienteIndisponivel(erro.mensagem, "Confira --endereco, --porta, --usuario e a senha do administrador "
                                                  "do PostgreSQL.") from erro
    return dsn


def migrar(_opcoes: argparse.Namespace) -> int:
    """Print the schema version that the database has now."""
    de = loja()
    with ligado(de) as acesso:
        antes = banco.migrar(acesso.dsn_dono, de.servidor.esquema, progresso=avisa)
    avisa("O banco já estava na versão deste programa." if antes == VERSAO_ESQUEMA else
          f"O banco foi da versão {antes} para a {VERSAO_ESQUEMA}.")
    print(VERSAO_ESQUEMA)
    return OK


def estado(_opcoes: argparse.Namespace) -> int:
    """One `nome<tab>valor` per line."""
    de = loja()
    with ligado(de) as acesso:
        visto = estado_do_banco(acesso.dsn_dono, de.servidor.esquema)
        copias = le_situacao(acesso.dsn_dono, de.servidor.esquema) if visto.relacao is Relacao.ATUAL else None
    linhas = {"empresa": visto.nome, "situacao": visto.relacao, "versao": visto.versao_esquema,
              "postgresql": visto.postgres, "tamanho_kb": visto.tamanho // 1024,
              "ultima_copia": _quando(visto.copiado_em), **visto.contagens}
    if copias is not None:
        linhas |= {"copia_conferida": _quando(copias[0].conferida_em), "copia_problema": copias[1] or "-",
                   "copia_falhou": _quando(copias[0].falhou_em) if copias[0].falhou_em else "-"}
    linhas["copia_agendada"] = _agenda(de, copias[0].responsavel if copias is not None else "")
    for nome, valor in linhas.items():
        print(nome, valor, sep="\t")
    return OK


def _quando(instante: datetime | None) -> str:
    return data_hora(instante.astimezone()) if instante else "nunca"


def _agenda(de: Loja, responsavel: str) -> str:
    agenda = de.servidor.copia
    if responsavel:
        return f"feita por outra pessoa ou programa: {responsavel}"
    if not agenda.ligada:
        return "desligada"
    return f"todo dia às {agenda.hora}, em {agenda.onde(de.pastas.dados)}, guarda {agenda.guarda}"


def agendar(opcoes: argparse.Namespace) -> int:
    """Change the daily copy of this computer's retaguarda; print how it is."""
    _confere_agenda(opcoes)
    de = loja()
    de.acesso()  # a computer without a shop is told so
    servidor = de.servidor
    if opcoes.por_outro is not None:
        return _por_outro(de, opcoes.por_outro.strip())
    mudou = {nome: valor for nome, valor in (("hora", opcoes.hora), ("guarda", opcoes.guarda)) if valor is not None}
    if opcoes.pasta is not None:
        mudou["pasta"] = str(_pasta_das_copias(opcoes.pasta))
    if mudou or opcoes.desliga:
        agenda = replace(servidor.copia, ligada=not opcoes.desliga, **mudou)
        if mudou:
            _anota_responsavel(de, "")
        config_servidor.grava(de.pastas.config, replace(servidor, copia=agenda))
    if not de.servidor.copia.ligada:
        avisa("A cópia diária está desligada: faça cópias com balcao banco copiar.")
    print(_agenda(de, _responsavel(de)))
    return OK


def _confere_agenda(opcoes: argparse.Namespace) -> None:
    """Raise UsoErrado for options that exclude each other, or say nothing that can be."""
    da_agenda = any(um is not None for um in (opcoes.hora, opcoes.pasta, opcoes.guarda))
    if opcoes.por_outro is not None:
        if opcoes.desliga or da_agenda:
            raise UsoErrado("Use --por-outro sozinho.")
        quem = opcoes.por_outro.strip()
        if not quem or len(quem) > MAIOR_RESPONSAVEL or not quem.isprintable():
            raise UsoErrado(f"Diga quem responde pela cópia, em até {MAIOR_RESPONSAVEL} letras: "
                            "--por-outro \"João, da informática\".")
    if opcoes.desliga and da_agenda:
        raise UsoErrado("Use --desliga sozinho, ou as outras opções.")
    if opcoes.hora is not None:
        with palavras("--hora"):
            le_hora(opcoes.hora)


def _por_outro(de: Loja, quem: str) -> int:
    """Somebody else makes the backups: said in the company's database, so that every counter knows."""
    _anota_responsavel(de, quem)
    avisa("O Balcão não copia mais sozinho, e não vê as cópias de outros: confira com quem as faz se podem ser "
          "restauradas. balcao banco copiar continua valendo.")
    print(_agenda(de, quem))
    return OK


def _anota_responsavel(de: Loja, quem: str) -> None:
    with ligado(de) as acesso, conecta(acesso.dsn_dono) as con:
        anota_responsavel(con, acesso.esquema, quem, de.agora())


def _responsavel(de: Loja) -> str:
    """Who else makes the backups; "" also when the database is off."""
    acesso = de.acesso()
    with suppress(AmbienteIndisponivel):
        return le_situacao(acesso.dsn_dono, acesso.esquema)[0].responsavel
    return ""


def _pasta_das_copias(pasta: Path) -> Path:
    pasta = pasta.expanduser().absolute()
    if not pasta.is_dir():
        raise AmbienteIndisponivel(f"Não há a pasta {pasta}.", "Crie-a, ou escolha outra.")
    return pasta


def conferir(opcoes: argparse.Namespace) -> int:
    """Restore a copy beside, to know that it can be, and print what it holds; without one, walk the shop's own database
    and print what does not fit, one `what<tab>how many<tab>some of them` per line."""
    de = loja()
    if opcoes.arquivo is None:
        return _confere_loja(de)
    feita = Prova(de.pastas.dados / "conferencia").executa(opcoes.arquivo.absolute(), avisa)
    print(opcoes.arquivo, feita.nome, feita.versao_esquema, sum(feita.contagens.values()), sep="\t")
    avisa(f"A cópia feita em {data_hora(feita.feita_em.astimezone())} foi restaurada inteira, ao lado. "
          "O banco da loja não foi tocado.")
    return OK


def _confere_loja(de: Loja) -> int:
    with ligado(de) as acesso:
        falhas = conferencia.conferir(acesso.dsn_dono, de.servidor.esquema)
    for falha in falhas:
        print(falha.o_que, falha.quantas, "; ".join(falha.exemplos), sep="\t")
    if falhas:
        avisa("O banco foi mudado por fora do Balcão, ou há um defeito. Guarde uma cópia (balcao banco copiar) e "
              "chame o suporte.")
        return AMBIENTE
    avisa("Tudo confere: documentos emitidos, números, totais, reservas de estoque e faturamentos.")
    return OK


def copiar(opcoes: argparse.Namespace) -> int:
    """Print the file and what is in it."""
    de = loja()
    _pasta_das_copias(opcoes.arquivo.parent)
    with ligado(de) as acesso:
        feita = copia.copiar(acesso.dsn_dono, opcoes.arquivo, avisa, esquema=de.servidor.esquema, agora=de.agora())
    print(opcoes.arquivo, feita.nome, feita.versao_esquema, sum(feita.contagens.values()), sep="\t")
    avisa(f"Cópia gravada em {opcoes.arquivo}. Ela contém senhas: guarde-a como se guarda o cofre.")
    return OK


def restaurar(opcoes: argparse.Namespace) -> int:
    """Put a backup in place: of this computer's shop, or on a computer that has none yet."""
    confere_enderecos(opcoes, "endereco")
    de, lida = loja(), copia.ler_copia(opcoes.arquivo)
    feita_em = data_hora(lida.feita_em.astimezone())
    if not confirma(f"Pôr a cópia de {lida.nome}, feita em {feita_em}, no lugar do banco de dados?", opcoes.sim):
        return RECUSADO
    if de.tem_loja():
        if opcoes.endereco is not None:
            raise EntradaInvalida("Este computador já tem uma loja: a cópia volta para o banco dela. "
                                  "Não use --endereco.")
        with ligado(de):
            _restaura(de, opcoes, de.servidor, dsn_admin(de, opcoes.usuario), lida.esquema)
    elif opcoes.endereco is not None:
        _restaura(de, opcoes, _externo(opcoes, lida.esquema), _dsn_pedida(opcoes), lida.esquema)
    else:
        with embutido_ligado(de.embutido):
            servidor = replace(de.servidor, porta=de.embutido.porta, banco=opcoes.banco, esquema=lida.esquema)
            _restaura(de, opcoes, servidor, de.embutido.dsn(), lida.esquema)
    avisa("Restaurado. Os balcões oferecem outra vez o que venderam depois da cópia.")
    return OK


def _restaura(de: Loja, opcoes: argparse.Namespace, servidor: Servidor, dsn: str, esquema: str) -> None:
    tinha = de.tem_loja()
    if tinha and esquema != servidor.esquema:
        raise EntradaInvalida(f"A cópia é da empresa “{esquema}”, e a deste computador é “{servidor.esquema}”.")
    feita = copia.restaurar(opcoes.arquivo, dsn, avisa, banco=servidor.banco, esquema=servidor.esquema,
                            agora=de.agora())
    if not tinha:
        retoma_acesso(de, servidor, com(dsn, dbname=servidor.banco))
    if feita.anterior:
        avisa(f"O banco que havia ficou guardado com o nome {feita.anterior}.")
    print(feita.banco, feita.copia.nome, feita.geracao, feita.anterior or "-", sep="\t")
