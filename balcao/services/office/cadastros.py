"""A registry's records: search, read, include, change, delete, clone (TPO-01…08). Each is one transaction.

A change names the version that was read: of two people who change the same record the second is told what the first
did, and nothing of his is lost. Every change leaves its audit and wakes the counters.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from psycopg.errors import ForeignKeyViolation
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from balcao.db.tables import eventos
from balcao.domain.achados import Finding, Severity, impedem
from balcao.domain.cadastro.descricao import nome_do_clone
from balcao.domain.cadastro.diferenca import Diferenca, diferencas
from balcao.domain.cadastro.mensagens import (
    EM_USO,
    INVALIDO,
    MUDOU,
    Alteracao,
    CampoMudado,
    Clonagem,
    ColunaListada,
    LinhaListada,
    Mudanca,
    NovoRegistro,
    Pagina,
    RecusaMudou,
    Referencia,
    Registro,
)
from balcao.domain.cadastro.pesquisa import Achado, Pesquisa, celulas_de, colunas_de, pesquisa_em
from balcao.domain.cadastro.valores import conferido, guardado, valida
from balcao.domain.campo import Politica, TipoCampo, ValorInvalido, campo_de, tipo_de
from balcao.domain.permissoes import Permissao
from balcao.domain.textos import texto
from balcao.services.documento import dia_na_loja
from balcao.services.office.cadastros_auditoria import (
    EXCLUSAO,
    INCLUSAO,
    Autor,
    audita,
    audita_registro,
    historico,
    ultima,
)
from balcao.services.office.cadastros_declarados import citados, conhecida, guarda_de, nomes_citados
from balcao.services.office.cadastros_guarda import Guarda, Guardado, Lugar, id_de
from balcao.services.office.contexto import Contexto, Motivo, Passo, Quem, Recusada, avisa, cursor, nao_achado

INCLUIDO, CLONADO = "cadastro.incluido", "cadastro.clonado"
_NUMEROS = (TipoCampo.INTEIRO, TipoCampo.DECIMAL)


class RegistroMudou(Exception):
    """Somebody saved the record since it was read. `recusa` says who, when and what; nothing was written."""

    def __init__(self, recusa: RecusaMudou) -> None:
        super().__init__(recusa.codigo)
        self.recusa = recusa


# ---- reading

def pesquisar(ctx: Contexto, quem: Quem, cadastro: str, pesquisa: Pesquisa) -> Pagina:
    """One page of the records that answer (TPO-01, TPO-02). Raises Recusada: 403, 404, 422 for a filter or a column
    that cannot be."""
    guarda = para_ver(quem, cadastro).em(lugar_de(ctx, quem))
    with ctx.transacao() as conexao:
        todos = guarda.todos(conexao)
        nomes = nomes_citados(conexao, guarda)
    declarado = guarda.cadastro
    try:
        colunas = colunas_de(declarado, pesquisa)
        achados = pesquisa_em(declarado, [Achado(id_, um.registro) for id_, um in todos.items()], pesquisa, nomes)
    except ValorInvalido as erro:
        raise Recusada(Motivo.INVALIDO, "cadastro.pesquisa", str(erro), "Corrija a pesquisa.") from erro
    pagina = achados[pesquisa.inicio:pesquisa.inicio + pesquisa.limite]
    return Pagina(
        colunas=tuple(ColunaListada(nome=nome, titulo=campo_de(declarado.modelo, nome).titulo,
                                    numero=tipo_de(declarado.modelo, nome) in _NUMEROS) for nome in colunas),
        linhas=tuple(LinhaListada(
            id=um.id, versao=todos[um.id].versao, nome=declarado.nome_de(um.registro),
            ativo=declarado.ativo(um.registro), celulas=celulas_de(declarado, um.registro, colunas, nomes))
            for um in pagina),
        inicio=pesquisa.inicio, total=len(achados), cadastrados=len(todos))


def consultar(ctx: Contexto, quem: Quem, cadastro: str, id_: int) -> Registro:
    """One record (TPO-03), with what is worth knowing of it. Raises Recusada (403, 404)."""
    guarda = para_ver(quem, cadastro).em(lugar_de(ctx, quem))
    with ctx.transacao() as conexao:
        achado = _mostra(conexao, guarda, _um(conexao, guarda, id_))
    return _avisado(guarda, achado)


def referencias(ctx: Contexto, quem: Quem, referencia: str) -> tuple[Referencia, ...]:
    """What a field that refers to this registry may name, inactive ones too (TPR-10, TPR-11: the screen offers those
    that are active or chosen already). Raises Recusada (404)."""
    quem.exige_usuario()
    if not conhecida(referencia):
        raise nao_achado(f"o cadastro “{referencia}”")
    with ctx.transacao() as conexao:
        return citados(conexao, referencia)


def mudancas(ctx: Contexto, quem: Quem, cadastro: str, id_: int) -> tuple[Mudanca, ...]:
    """A record's history, newest first; of one that is gone too. Raises Recusada (403, 404)."""
    guarda = para_ver(quem, cadastro)
    with ctx.transacao() as conexao:
        return historico(conexao, guarda.cadastro, id_)


# ---- writing

def incluir(ctx: Contexto, quem: Quem, cadastro: str, novo: NovoRegistro) -> Registro:
    """Store a new record (TPO-04). Sent twice, stored once.

    Raises Recusada: 403, 404, 422 with a finding for each field that is wrong.
    """
    guarda = guarda_de(cadastro).em(lugar_de(ctx, quem))
    quem.exige(guarda.cadastro.alterar)

    def valores(_todos: Mapping[int, Guardado]) -> Mapping[str, Any]:
        return {**guarda.do_novo(quem.estabelecimento_id), **novo.valores}

    return _avisado(guarda, _inclui(ctx, quem, guarda, novo.id, INCLUIDO, valores))


def clonar(ctx: Contexto, quem: Quem, cadastro: str, id_: int, clonagem: Clonagem) -> Registro:
    """Store a copy: the same values and links, another id, its name with "_" behind (TPO-08). Asked twice, made once.
    Raises Recusada (403, 404, 422)."""
    guarda = guarda_de(cadastro).em(lugar_de(ctx, quem))
    declarado = guarda.cadastro
    quem.exige(declarado.alterar)

    def valores(todos: Mapping[int, Guardado]) -> Mapping[str, Any]:
        if id_ not in todos:
            raise nao_achado(f"{'a' if declarado.feminino else 'o'} {declarado.um}")
        registro = todos[id_].registro
        nome = nome_do_clone(declarado.nome_de(registro), (declarado.nome_de(um.registro) for um in todos.values()),
                             campo_de(declarado.modelo, declarado.campo_nome).tamanho)
        return {**guardado(registro), declarado.campo_nome: nome, **declarado.do_clone(registro)}

    return _avisado(guarda, _inclui(ctx, quem, guarda, clonagem.id, CLONADO, valores, f"clone do nº {id_}"))


def alterar(ctx: Contexto, quem: Quem, cadastro: str, id_: int, alteracao: Alteracao) -> Registro:
    """Store what changed of a record (TPO-05). Sent twice, stored once.

    Raises RegistroMudou when somebody saved it since it was read; Recusada: 403 (also for a field that asks for a
    permission of its own), 404, 422 with a finding for each field that is wrong.
    """
    guarda = guarda_de(cadastro).em(lugar_de(ctx, quem))
    declarado = guarda.cadastro
    quem.exige(declarado.alterar)
    with ctx.transacao() as conexao:
        guarda.trava(conexao)
        ctx.passo(Passo.TRAVADO)
        todos = guarda.todos(conexao)
        if id_ not in todos:
            raise nao_achado(f"{'a' if declarado.feminino else 'o'} {declarado.um}")
        antes = todos.pop(id_)
        nomes = nomes_citados(conexao, guarda)
        depois = _valido(guarda, {**guardado(antes.registro), **alteracao.valores}, todos, nomes, antes)
        mudou = list(diferencas(declarado, antes.registro, depois, nomes))
        if mudou and alteracao.versao != antes.versao:
            raise RegistroMudou(_mudou(conexao, guarda, antes, mudou))
        confere_permissoes(quem, mudou)
        if presos := guarda.fixos(conexao)(antes.registro, depois):
            raise invalido(tuple(presos))
        if mudou:
            guarda.altera(conexao, antes, depois)
            audita(conexao, declarado, id_, _autor(ctx, quem), mudou)
            avisa(cursor(conexao))
        feito = _mostra(conexao, guarda, _um(conexao, guarda, id_))
    ctx.passo(Passo.GRAVADO)
    return _avisado(guarda, feito)


def excluir(ctx: Contexto, quem: Quem, cadastro: str, id_: int) -> None:
    """Take a record away (TPO-07). Asked twice, the second time finds it gone, and that is right.

    Raises Recusada: 403, 404 for an unknown registry, 409 when orders or other records name it.
    """
    guarda = guarda_de(cadastro)
    declarado = guarda.cadastro
    quem.exige(declarado.excluir)
    nome = ""
    try:
        with ctx.transacao() as conexao:
            guarda.trava(conexao)
            antes = guarda.um(conexao, id_)
            if antes is None:
                return
            nome = declarado.nome_de(antes.registro)
            if usos := list(guarda.quem_usa(conexao, id_)):
                raise _em_uso(guarda, nome, usos)
            guarda.exclui(conexao, id_)
            audita_registro(conexao, declarado, id_, _autor(ctx, quem), EXCLUSAO, guardado(antes.registro), None)
            avisa(cursor(conexao))
    except IntegrityError as erro:
        if not isinstance(erro.orig, ForeignKeyViolation):
            raise
        # an order of this type was stored between the count and the deletion
        raise _em_uso(guarda, nome, ["acaba de ser usado"]) from erro


def _inclui(ctx: Contexto, quem: Quem, guarda: Guarda, pedido: UUID, evento: str,
            valores: Callable[[Mapping[int, Guardado]], Mapping[str, Any]], motivo: str = "") -> Registro:
    with ctx.transacao() as conexao:
        guarda.trava(conexao)
        if (feito := ja_feito(conexao, evento, pedido)) is not None:
            return _mostra(conexao, guarda, _um(conexao, guarda, int(feito["registro"])))
        todos = guarda.todos(conexao)
        registro = _valido(guarda, valores(todos), todos, nomes_citados(conexao, guarda), None)
        [incluido] = guarda.inclui(conexao, [registro])
        id_, autor = id_de(incluido), _autor(ctx, quem)
        audita_registro(conexao, guarda.cadastro, id_, autor, INCLUSAO, None, guardado(incluido), motivo)
        anota_feito(conexao, evento, pedido, autor, {"cadastro": guarda.cadastro.nome, "registro": id_})
        avisa(cursor(conexao))
        return _mostra(conexao, guarda, _um(conexao, guarda, id_))


# ---- parts

def lugar_de(ctx: Contexto, quem: Quem) -> Lugar:
    """Where who asks is, today."""
    return Lugar(quem.estabelecimento_id, dia_na_loja(ctx.agora(), quem.fuso), quem.fuso)


def ja_feito(conexao: Connection, evento: str, pedido: UUID) -> Mapping[str, Any] | None:
    """What a request of this id did, when it was done already."""
    dados: Mapping[str, Any] | None = conexao.scalar(select(eventos.c.dados).where(
        eventos.c.tipo == evento, eventos.c.dados["id"].as_string() == str(pedido)))
    return dados


def anota_feito(conexao: Connection, evento: str, pedido: UUID, autor: Autor, dados: Mapping[str, Any]) -> None:
    """Remember what a request did, for when it is asked again after a lost answer."""
    conexao.execute(insert(eventos).values(em=autor.em, tipo=evento, usuario_id=autor.usuario_id,
                                           estacao_id=autor.estacao_id, dados={"id": str(pedido), **dados}))


def para_ver(quem: Quem, cadastro: str) -> Guarda:
    """The registry of a path, for somebody who may see it. Raises Recusada (401, 403, 404)."""
    guarda = guarda_de(cadastro)
    if guarda.cadastro.ver is not None:
        quem.exige(guarda.cadastro.ver)
    else:
        quem.exige_usuario()
    return guarda


def _um(conexao: Connection, guarda: Guarda, id_: int) -> Guardado:
    achado = guarda.um(conexao, id_)
    if achado is None:
        raise nao_achado(f"{'a' if guarda.cadastro.feminino else 'o'} {guarda.cadastro.um}")
    return achado


def _autor(ctx: Contexto, quem: Quem) -> Autor:
    return Autor(ctx.agora(), quem.usuario_id, quem.estacao_id)


def _valido(guarda: Guarda, valores: Mapping[str, Any], outros: Mapping[int, Guardado],
            nomes: Mapping[str, Mapping[Any, str]], antes: Guardado | None) -> Politica:
    """The record of these values, if it may be stored. Raises Recusada (422) with every finding."""
    registro, achados = conferido(guarda.cadastro, valores, {i: um.registro for i, um in outros.items()}, nomes,
                                  antes=antes.registro if antes is not None else None,
                                  id_=antes.id if antes is not None else 0)
    if registro is None or impedem(achados):
        raise invalido(achados)
    return registro


def invalido(achados: tuple[Finding, ...]) -> Recusada:
    """The refusal that carries a finding for each wrong field."""
    ruins = impedem(achados)
    quantos = f" E há mais {len(ruins) - 1}." if len(ruins) > 1 else ""
    return Recusada(Motivo.INVALIDO, INVALIDO, f"{texto(ruins[0])}{quantos}", "Corrija e grave de novo.", ruins)


def _mostra(conexao: Connection, guarda: Guarda, um: Guardado) -> Registro:
    declarado = guarda.cadastro
    outros = {i: outro.registro for i, outro in guarda.todos(conexao).items() if i != um.id}
    _, achados = valida(declarado, guardado(um.registro), outros, id_=um.id)
    return Registro(id=um.id, versao=um.versao, nome=declarado.nome_de(um.registro),
                    ativo=declarado.ativo(um.registro), valores=guardado(um.registro),
                    nomes=_citados_por(guarda, um.registro, nomes_citados(conexao, guarda)),
                    avisos=tuple(a for a in achados if a.severity in (Severity.WARN, Severity.INFO)))


def _avisado(guarda: Guarda, registro: Registro) -> Registro:
    """With what is doubtful in it for reasons outside the database."""
    vistos = tuple(guarda.avisa(guarda.cadastro.modelo.model_validate(registro.valores)))
    return registro.model_copy(update={"avisos": registro.avisos + vistos}) if vistos else registro


def _citados_por(guarda: Guarda, registro: Politica,
                 nomes: Mapping[str, Mapping[Any, str]]) -> dict[str, dict[Any, str]]:
    citados_: dict[str, dict[Any, str]] = {}
    for nome, campo in guarda.campos():
        valor = getattr(registro, nome)
        for id_ in valor if isinstance(valor, tuple) else (valor,):
            if isinstance(id_, int) and id_ in nomes.get(campo.referencia, {}):
                citados_.setdefault(campo.referencia, {})[id_] = nomes[campo.referencia][id_]
    return citados_


def _mudou(conexao: Connection, guarda: Guarda, atual: Guardado, mudou: list[Diferenca]) -> RecusaMudou:
    declarado = guarda.cadastro
    quem, em = ultima(conexao, declarado, atual.id)
    return RecusaMudou(
        codigo=MUDOU, mensagem=f"{declarado.este} foi {'alterada' if declarado.feminino else 'alterado'} por "
        f"{quem or 'outra pessoa'} depois que você abriu. Nada do que você mudou foi gravado ainda.",
        acao="Confira os campos mostrados e grave de novo, ou desista.", quem=quem, em=em,
        atual=_mostra(conexao, guarda, atual),
        mudancas=tuple(campo_mudado(m) for m in mudou))


def campo_mudado(mudanca: Diferenca) -> CampoMudado:
    """A difference as a screen shows it."""
    return CampoMudado(nome=mudanca.nome, titulo=mudanca.campo.titulo, antes=mudanca.texto_antes,
                       depois=mudanca.texto_depois)


def confere_permissoes(quem: Quem, mudou: Iterable[Diferenca]) -> None:
    """Fields that ask for more than the registry does. Raises Recusada (403)."""
    for mudanca in mudou:
        campo = mudanca.campo
        if campo.editavel_por:
            quem.exige(Permissao(campo.editavel_por))
        if campo.enfraquece is not None and campo.enfraquece(mudanca.de, mudanca.para):
            quem.exige(Permissao.ALTERAR_REGRAS_TERMINAL)


def _em_uso(guarda: Guarda, nome: str, usos: list[str]) -> Recusada:
    return Recusada(Motivo.CONFLITO, EM_USO, f"{nome} não pode ser excluíd{'a' if guarda.cadastro.feminino else 'o'}: "
                    f"{'; '.join(usos)}.", guarda.cadastro.desativar)
