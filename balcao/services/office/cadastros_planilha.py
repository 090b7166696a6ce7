"""A registry as a file: export what a search finds, import it back (TPO-09, TPO-10).

An import finds records by name: it creates those that are not there and changes those that are. Records may refer to
others of the same file. All or nothing, unless the person lets the bad rows out.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from balcao.domain.cadastro.mensagens import (
    LIMITE_BYTES,
    MAX_PROBLEMAS,
    Arquivo,
    Exportacao,
    Formato,
    Importacao,
    LinhaImportada,
    ProblemaDaPlanilha,
    ResultadoImportacao,
)
from balcao.domain.cadastro.pesquisa import Achado, Pesquisa, pesquisa_em
from balcao.domain.cadastro.tabela import colunas_da_planilha, linha_da_planilha
from balcao.domain.cadastro.valores import guardado
from balcao.domain.campo import ValorInvalido
from balcao.domain.importacao import ArquivoRecusado, Problema
from balcao.gateways import planilha, planilha_escrita
from balcao.services.office.cadastros import (
    anota_feito,
    campo_mudado,
    confere_permissoes,
    ja_feito,
    lugar_de,
    para_ver,
)
from balcao.services.office.cadastros_auditoria import INCLUSAO, Autor, audita, audita_registro
from balcao.services.office.cadastros_declarados import guarda_de, nomes_citados
from balcao.services.office.cadastros_guarda import Guarda, id_de
from balcao.services.office.cadastros_plano import Plano, planeja
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada, avisa, cursor
from balcao.services.office.importacao import Resultado, com_tempo, registra

IMPORTADO = "cadastro.importado"
MAIOR_CELULA = 32_767  # a spreadsheet's own limit


# ---- export

def exportar(ctx: Contexto, quem: Quem, cadastro: str, pedido: Exportacao) -> Arquivo:
    """Every record that answers the search, with every field. Raises Recusada (403, 404, 422)."""
    guarda = para_ver(quem, cadastro).em(lugar_de(ctx, quem))
    with ctx.transacao() as conexao:
        return exporta(conexao, guarda, pedido.formato, pedido.pesquisa)


def exporta(conexao: Connection, guarda: Guarda, formato: Formato, pesquisa: Pesquisa) -> Arquivo:
    """The file, in the caller's transaction. Raises Recusada (422) for a search that cannot be, or nothing found."""
    declarado = guarda.cadastro
    todos = guarda.todos(conexao)
    nomes = nomes_citados(conexao, guarda)
    try:
        achados = pesquisa_em(declarado, [Achado(id_, um.registro) for id_, um in todos.items()], pesquisa, nomes)
    except ValorInvalido as erro:
        raise Recusada(Motivo.INVALIDO, "cadastro.pesquisa", str(erro), "Corrija a pesquisa.") from erro
    if not achados:
        raise Recusada(Motivo.INVALIDO, "cadastro.vazio", f"Não há {declarado.varios} a exportar.",
                       "Mude a pesquisa.")
    colunas = colunas_da_planilha(declarado)
    linhas = [linha_da_planilha(colunas, um.registro, nomes) for um in achados]
    escreve = planilha_escrita.xlsx if formato is Formato.XLSX else planilha_escrita.csv
    return Arquivo(nome=f"{declarado.nome}.{formato.value}", registros=len(linhas),
                   conteudo=escreve(declarado.varios, [c.titulo for c in colunas], linhas))


# ---- import

def importar(ctx: Contexto, quem: Quem, cadastro: str, pedido: Importacao) -> ResultadoImportacao:
    """Read the file and do what it says, in one transaction; with `simular`, only say what it would do.

    A file with problems is answered with all of them and nothing written. Raises Recusada: 403, 404, 422 (too large).
    """
    guarda = guarda_de(cadastro).em(lugar_de(ctx, quem))
    quem.exige(guarda.cadastro.alterar)
    autor = Autor(ctx.agora(), quem.usuario_id, quem.estacao_id)
    with ctx.transacao() as conexao:
        return importa(conexao, guarda, pedido, autor, quem)


def importa(conexao: Connection, guarda: Guarda, pedido: Importacao, autor: Autor,
            quem: Quem | None) -> ResultadoImportacao:
    """`importar` in the caller's transaction; it writes nothing unless it answers `gravado`. `quem` None: the command
    line, which may everything."""
    if len(pedido.arquivo.conteudo) > LIMITE_BYTES:
        raise Recusada(Motivo.INVALIDO, "importacao.grande", f"{pedido.arquivo.nome} tem mais de 20 MB.",
                       "Divida em arquivos menores.")
    com_tempo(conexao)
    guarda.trava(conexao)
    if (antes := ja_feito(conexao, IMPORTADO, pedido.id)) is not None:
        return ResultadoImportacao.model_validate({**antes["resultado"], "repetida": True})
    try:
        lida = planilha.interpreta(pedido.arquivo.conteudo, pedido.arquivo.nome, maior_celula=MAIOR_CELULA)
        plano = planeja(conexao, guarda, lida, quem.estabelecimento_id if quem is not None else None)
    except ArquivoRecusado as erro:
        return _recusado(erro.problemas)
    if quem is not None:
        for mudanca in plano.mudancas:
            confere_permissoes(quem, mudanca.diferencas)
    resultado = _mostra(guarda, plano, gravado=not pedido.simular and plano.pode(pedido.somente_boas))
    if resultado.gravado:
        _grava(conexao, guarda, plano, autor, pedido.arquivo.nome)
        registra(conexao, guarda.cadastro.nome, pedido.arquivo.nome, lida.sha256, resultado.model_dump(
            mode="json", include={"criados", "alterados", "mantidos", "recusados"}), autor.usuario_id, autor.em)
        anota_feito(conexao, IMPORTADO, pedido.id, autor, {
            "cadastro": guarda.cadastro.nome, "arquivo": pedido.arquivo.nome,
            "resultado": resultado.model_dump(mode="json", exclude={"linhas", "problemas"})})
        avisa(cursor(conexao))
    return resultado


def _recusado(problemas: Sequence[Problema]) -> ResultadoImportacao:
    return ResultadoImportacao(gravado=False, frase="Nada foi importado: o arquivo não pode ser lido.",
                               problemas=tuple(_visto(p) for p in problemas[:MAX_PROBLEMAS]),
                               outros_problemas=max(0, len(problemas) - MAX_PROBLEMAS))


def _mostra(guarda: Guarda, plano: Plano, *, gravado: bool) -> ResultadoImportacao:
    criados = sum(1 for m in plano.mudancas if m.antes is None)
    alterados = len(plano.mudancas) - criados
    recusados = len({p.linha for p in plano.problemas if p.linha})
    contas = (f"{criados} a incluir, {alterados} a alterar, {plano.mantidos} sem mudança, {recusados} com erro"
              if not gravado else
              str(Resultado(criados, alterados, plano.mantidos, recusados)))
    frase = f"{guarda.cadastro.varios.capitalize()}: {contas}."
    if not gravado and plano.problemas:
        frase = f"Nada foi importado. {frase}"
    return ResultadoImportacao(
        gravado=gravado, frase=frase, criados=criados, alterados=alterados, mantidos=plano.mantidos,
        recusados=recusados, problemas=tuple(_visto(p) for p in plano.problemas[:MAX_PROBLEMAS]),
        outros_problemas=max(0, len(plano.problemas) - MAX_PROBLEMAS),
        linhas=tuple(LinhaImportada(linha=m.linha.numero, nome=m.linha.nome, novo=m.antes is None,
                                    mudancas=tuple(campo_mudado(d) for d in m.diferencas))
                     for m in plano.mudancas[:MAX_PROBLEMAS]))


def _visto(problema: Problema) -> ProblemaDaPlanilha:
    return ProblemaDaPlanilha(linha=problema.linha, lugar=problema.lugar, motivo=problema.motivo)


def _grava(conexao: Connection, guarda: Guarda, plano: Plano, autor: Autor, arquivo: str) -> None:
    """New records first; then what changes of the others, which may name them."""
    declarado, motivo = guarda.cadastro, f"importação {arquivo}"
    novas = [m for m in plano.mudancas if m.antes is None]
    feitos = guarda.inclui(conexao, [m.depois for m in novas])
    dados = {m.id: id_de(feito) for m, feito in zip(novas, feitos, strict=True)}
    for feito in feitos:
        audita_registro(conexao, declarado, id_de(feito), autor, INCLUSAO, None, guardado(feito), motivo)
    for mudanca in plano.mudancas:
        if mudanca.antes is not None:
            guarda.altera(conexao, mudanca.antes, guarda.com_ids(mudanca.depois, dados))
            audita(conexao, declarado, mudanca.id, autor, mudanca.diferencas, motivo)
