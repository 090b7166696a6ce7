"""Each person's own saved searches of a registry: kept on the server, the same at every counter."""

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from balcao.db.tables import pesquisas_salvas
from balcao.domain.cadastro.mensagens import PesquisaSalva
from balcao.domain.cadastro.pesquisa import Pesquisa, colunas_de, pesquisa_em
from balcao.domain.campo import ValorInvalido
from balcao.services.office.cadastros import para_ver
from balcao.services.office.contexto import Contexto, Motivo, Quem, Recusada

MAX_SALVAS = 50


def salvas(ctx: Contexto, quem: Quem, cadastro: str) -> tuple[PesquisaSalva, ...]:
    """The person's searches of a registry, by name. Raises Recusada (401, 403, 404)."""
    para_ver(quem, cadastro)
    with ctx.transacao() as conexao:
        linhas = conexao.execute(
            select(pesquisas_salvas.c.nome, pesquisas_salvas.c.pesquisa)
            .where(pesquisas_salvas.c.usuario_id == quem.usuario_id, pesquisas_salvas.c.cadastro == cadastro)
            .order_by(func.lower(pesquisas_salvas.c.nome)))
        return tuple(PesquisaSalva(nome=nome, pesquisa=Pesquisa.model_validate(pesquisa)) for nome, pesquisa in linhas)


def salvar(ctx: Contexto, quem: Quem, cadastro: str, salva: PesquisaSalva) -> PesquisaSalva:
    """Keep a search under its name, in place of the one of that name. Raises Recusada: 401, 403, 404, 422 for a name
    or a search that cannot be, or too many."""
    guarda = para_ver(quem, cadastro)
    nome = " ".join(salva.nome.split())
    if not nome or not nome.isprintable():
        raise Recusada(Motivo.INVALIDO, "pesquisa.nome", "Dê um nome à pesquisa.", "Digite o nome e grave.")
    try:
        colunas_de(guarda.cadastro, salva.pesquisa)
        pesquisa_em(guarda.cadastro, (), salva.pesquisa, {})
    except ValorInvalido as erro:
        raise Recusada(Motivo.INVALIDO, "cadastro.pesquisa", str(erro), "Corrija a pesquisa.") from erro
    limpa = PesquisaSalva(nome=nome, pesquisa=salva.pesquisa.model_copy(update={"inicio": 0}))
    chave = {"usuario_id": quem.usuario_id, "cadastro": cadastro, "nome": nome}
    novo = {"pesquisa": limpa.pesquisa.model_dump(mode="json"), "em": ctx.agora()}
    with ctx.transacao() as conexao:
        ja = set(conexao.scalars(select(pesquisas_salvas.c.nome).where(
            pesquisas_salvas.c.usuario_id == quem.usuario_id, pesquisas_salvas.c.cadastro == cadastro)))
        if nome not in ja and len(ja) >= MAX_SALVAS:
            raise Recusada(Motivo.INVALIDO, "pesquisa.demais", f"Você já tem {MAX_SALVAS} pesquisas salvas.",
                           "Apague uma antes de gravar outra.")
        conexao.execute(upsert(pesquisas_salvas).values(**chave, **novo).on_conflict_do_update(
            index_elements=list(chave), set_=novo))
    return limpa


def esquecer(ctx: Contexto, quem: Quem, cadastro: str, nome: str) -> None:
    """Delete a saved search; one that is gone already is all right. Raises Recusada (401, 403, 404)."""
    para_ver(quem, cadastro)
    with ctx.transacao() as conexao:
        conexao.execute(delete(pesquisas_salvas).where(
            pesquisas_salvas.c.usuario_id == quem.usuario_id, pesquisas_salvas.c.cadastro == cadastro,
            pesquisas_salvas.c.nome == nome))
