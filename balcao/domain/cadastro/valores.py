"""The values of a record: as they are stored, as they are compared, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from balcao.domain.achados import Finding, Severity
from balcao.domain.cadastro.celulas import Nomes, chave_do_nome, sem_acentos
from balcao.domain.cadastro.descricao import Cadastro, Vizinhos
from balcao.domain.campo import Campo, Politica, TipoCampo, ValorInvalido, campos_de, exigencias, tipo_de

CAMPO_INVALIDO = "campo.invalido"
NOME_REPETIDO = "campo.nome_repetido"
NOME_PARECIDO = "campo.nome_parecido"


def guardado(registro: Politica) -> dict[str, Any]:
    """Every value as JSON stores it. The order of a set is that of its options: the same record, the same text."""
    valores = registro.model_dump(mode="json")
    for nome, campo in campos_de(type(registro), abertos=True):
        if isinstance(getattr(registro, nome), frozenset | set):
            da_opcao = [str(opcao.valor) for opcao in campo.opcoes]
            tem = set(map(str, valores[nome]))
            valores[nome] = [v for v in da_opcao if v in tem] + sorted(tem - set(da_opcao))
    return valores


def editaveis(cadastro: Cadastro, *, abertos: bool = False) -> Iterator[tuple[str, Campo]]:
    """The fields that a person fills in: not those that the system gives."""
    return ((nome, campo) for nome, campo in campos_de(cadastro.modelo, abertos=abertos) if not campo.fixo)


def valida(cadastro: Cadastro, valores: Mapping[str, Any], outros: Vizinhos, *, id_: int = 0,
           ) -> tuple[Politica | None, tuple[Finding, ...]]:
    """The record that these values make, and everything that is wrong with it (each finding names its field).

    None: it is no record at all. With findings that stop (severity BLOCK) it must not be stored. Keys that no
    field declares are kept: a newer program wrote them.
    """
    achados = tuple(_dos_campos(cadastro, valores))
    if achados:
        return None, achados
    try:
        registro = cadastro.modelo.model_validate({**valores, "id": id_})
    except ValidationError as erro:
        return None, (invalido(cadastro.campo_nome, erro.errors()[0]["msg"].removeprefix("Value error, ")),)
    registro = cadastro.ajusta(registro)
    return registro, tuple(_do_registro(cadastro, registro, outros))


def conferido(cadastro: Cadastro, valores: Mapping[str, Any], outros: Vizinhos, nomes: Nomes, *,
              antes: Politica | None, id_: int = 0) -> tuple[Politica | None, tuple[Finding, ...]]:
    """`valida`, and what only whoever stores it can tell: what it refers to is there (`nomes`), and nothing was chosen
    that is offered no more, or not yet, nor a name that only accents tell from another's. `antes`: the record as it is
    (None: a new one)."""
    registro, achados = valida(cadastro, valores, outros, id_=id_)
    if registro is None:
        return None, achados
    return registro, (*achados, *_das_referencias(cadastro, registro, nomes),
                      *_das_novidades(cadastro, antes, registro), *_do_nome_novo(cadastro, antes, registro, outros))


def _do_nome_novo(cadastro: Cadastro, antes: Politica | None, registro: Politica,
                  outros: Vizinhos) -> Iterator[Finding]:
    """Two records that only accents tell apart are one thing registered twice. Those that a shop has may stay."""
    nome = cadastro.nome_de(registro)
    if antes is not None and cadastro.nome_de(antes) == nome:
        return
    iguais = (um for um in map(cadastro.nome_de, outros.values()) if sem_acentos(um) == sem_acentos(nome))
    if (outro := next((um for um in iguais if chave_do_nome(um) != chave_do_nome(nome)), None)) is not None:
        yield Finding(code=NOME_PARECIDO, severity=Severity.BLOCK, field=cadastro.campo_nome,
                      params={"um": cadastro.um, "nome": nome, "outro": outro})


def _das_referencias(cadastro: Cadastro, registro: Politica, nomes: Nomes) -> Iterator[Finding]:
    for nome, campo in campos_de(cadastro.modelo, abertos=True):
        if campo.referencia in nomes:
            valor = getattr(registro, nome)
            faltam = [um for um in (valor if isinstance(valor, tuple) else (valor,))
                      if um not in (None, "") and um not in nomes[campo.referencia]]
            if faltam:
                yield invalido(nome, f"{campo.titulo}: não há mais o nº {faltam[0]} no cadastro. Escolha outro.")
    for citado in cadastro.cita(registro):
        if citado.referencia in nomes and citado.id not in nomes[citado.referencia]:
            yield invalido(citado.campo, f"{citado.onde}={citado.id}: não há o nº {citado.id} no cadastro. Informe o "
                                         "identificador (ID) de um que exista.")


def _das_novidades(cadastro: Cadastro, antes: Politica | None, depois: Politica) -> Iterator[Finding]:
    for nome, campo in campos_de(cadastro.modelo, abertos=True):
        valor = getattr(depois, nome)
        if valor == (getattr(antes, nome) if antes is not None else None):
            continue
        if campo.indisponivel and valor:
            yield invalido(nome, f"{campo.titulo}: {campo.indisponivel}")
        tinha = _cada(getattr(antes, nome)) if antes is not None else _cada(_padrao(cadastro, nome))
        for opcao in campo.opcoes:
            if not opcao.oferecida and opcao.valor in _cada(valor) and opcao.valor not in tinha:
                yield invalido(nome, f"“{opcao.rotulo}” não pode ser escolhido em {campo.titulo}. Escolha outra opção.")


def _cada(valor: Any) -> tuple[Any, ...]:
    return tuple(valor) if isinstance(valor, frozenset | set | tuple) else (valor,)


def _padrao(cadastro: Cadastro, nome: str) -> Any:
    return cadastro.modelo.model_fields[nome].get_default(call_default_factory=True)


def invalido(campo: str, motivo: str) -> Finding:
    """A finding whose sentence is the field's own."""
    return Finding(code=CAMPO_INVALIDO, severity=Severity.BLOCK, params={"motivo": motivo}, field=campo)


def _dos_campos(cadastro: Cadastro, valores: Mapping[str, Any]) -> Iterator[Finding]:
    """Each field on its own: type and bounds, all of them, not only the first."""
    modelo = cadastro.modelo
    for nome, campo in campos_de(modelo, abertos=True):
        info = modelo.model_fields[nome]
        if nome not in valores:
            if info.is_required():
                yield invalido(nome, f"Preencha {campo.titulo}.")
            continue
        try:
            campo.validar(_adaptador(modelo, nome).validate_python(valores[nome]))
        except ValorInvalido as erro:
            yield invalido(nome, str(erro))
        except ValidationError:
            yield invalido(nome, _nao_serve(modelo, nome, campo, valores[nome]))


def _do_registro(cadastro: Cadastro, registro: Politica, outros: Vizinhos) -> Iterator[Finding]:
    nome = cadastro.nome_de(registro)
    if any(chave_do_nome(cadastro.nome_de(outro)) == chave_do_nome(nome) for outro in outros.values()):
        yield Finding(code=NOME_REPETIDO, severity=Severity.BLOCK, field=cadastro.campo_nome,
                      params={"um": cadastro.um, "nome": nome})
    for campo, frase in exigencias(registro):
        yield invalido(campo, frase)
    yield from cadastro.confere(registro, outros)


def _nao_serve(modelo: type[BaseModel], nome: str, campo: Campo, valor: object) -> str:
    """The sentence for a value that is not of the field's type."""
    if tipo_de(modelo, nome) in (TipoCampo.ESCOLHA, TipoCampo.MULTIESCOLHA):
        return f"“{valor}” não é uma opção de {campo.titulo}."
    return f"“{valor}” não serve para {campo.titulo}."


@cache
def _adaptador(modelo: type[BaseModel], nome: str) -> TypeAdapter[Any]:
    anotacao: Any = modelo.model_fields[nome].annotation
    return TypeAdapter(anotacao)
