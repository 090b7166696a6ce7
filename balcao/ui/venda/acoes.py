"""The keys of the sale, declared once: bar, F1 sheet, palette and rebinding read this."""

from balcao.domain.numeracao import digita_numero, digita_serie
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.opcoes import NumeroSerie, Preenchimento
from balcao.services.counter.edicao import nao_comecado
from balcao.ui.acoes import ActionSpec


def _tem_itens(pagina: "object") -> bool:
    return bool(pagina.venda.pedido.itens)  # type: ignore[attr-defined]


def _tem_liberavel(pagina: "object") -> bool:
    return any(a.liberavel for a in pagina.venda.achados)  # type: ignore[attr-defined]


def _tem_o_que_explicar(pagina: "object") -> bool:
    return bool(pagina.venda.achados) or _tem_itens(pagina)  # type: ignore[attr-defined]


def _informa_vendedor(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    return venda.registros.tipo(venda.pedido.tipo_id).vendedor is not Preenchimento.NAO_INFORMAR


def _usa_plano(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    return bool(venda.registros.tipo(venda.pedido.tipo_id).usa_plano)


def _finaliza(pagina: "object") -> bool:
    """There are items, or the type lets an order be pending without any (TP-103) and somebody buys."""
    venda = pagina.venda  # type: ignore[attr-defined]
    obrigatorios = venda.registros.tipo(venda.pedido.tipo_id).situacoes_itens_obrigatorios
    return _tem_itens(pagina) or (Situacao.PENDENTE not in obrigatorios
                                  and not nao_comecado(venda.pedido, venda.contexto))


def _observa_item(pagina: "object") -> bool:
    venda, linha = pagina.venda, pagina.tela.itens.atual  # type: ignore[attr-defined]
    return bool(linha) and (venda.registros.tipo(venda.pedido.tipo_id).permite_observacoes_item
                            or bool(venda.pedido.item(linha).observacoes))


def _numera_item(pagina: "object") -> bool:
    venda, linha = pagina.venda, pagina.tela.itens.atual  # type: ignore[attr-defined]
    tipo = venda.registros.tipo(venda.pedido.tipo_id)
    return bool(linha) and (tipo.unidade_produto_item is not NumeroSerie.NAO_PERMITIDO
                            or bool(venda.pedido.item(linha).series))


def _tem_servico(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    return bool(venda.registros.tipo(venda.pedido.tipo_id).tem_servico)


def _tem_tecnico(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    return bool(venda.registros.tipo(venda.pedido.tipo_id).tem_tecnico)


def _altera(pagina: "object") -> bool:
    """An issued document is being changed."""
    return pagina.venda.rascunho.alterando is not None  # type: ignore[attr-defined]


def _informa_numero(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    tipo = venda.registros.tipo(venda.pedido.tipo_id)
    return (digita_numero(tipo) or digita_serie(tipo)) and not _altera(pagina)


def _usa_lista(pagina: "object") -> bool:
    venda = pagina.venda  # type: ignore[attr-defined]
    return bool(venda.registros.tipo(venda.pedido.tipo_id).usa_lista)


VENDA = (
    ActionSpec("venda.ajuda", "Ajuda", "F1", "ajuda", "Mostra todas as teclas.", "Geral", curto="Ajuda"),
    ActionSpec("venda.produtos", "Procurar produto", "F2", "itens.foca_entrada",
               "Volta à linha de entrada.", "Itens", curto="Produtos", dispensavel=9),
    ActionSpec("venda.cliente", "Escolher cliente", "F3", "cabecalho.cliente",
               "Procura por nome, CPF/CNPJ, telefone ou cidade; Ins cadastra.", "Documento", curto="Cliente"),
    ActionSpec("venda.servico", "Veículo e equipamento", "Shift+F3", "cabecalho.servico",
               "Placa, modelo, equipamento e check-list, conforme o tipo do documento.", "Documento", _tem_servico),
    ActionSpec("venda.tecnico", "Técnico responsável", "Ctrl+T", "tecnicos.do_documento",
               "Quem responde pela ordem de serviço.", "Documento", _tem_tecnico),
    ActionSpec("venda.tecnico_item", "Técnico do item", "Shift+F4", "tecnicos.do_item",
               "Quem executa o item atual da ordem de serviço.", "Itens",
               lambda pagina: _tem_tecnico(pagina) and _tem_itens(pagina)),
    ActionSpec("venda.quantidade", "Quantidade do item", "F4", "itens.quantidade",
               "Muda a quantidade do item atual.", "Itens", _tem_itens, curto="Qtde", dispensavel=2),
    ActionSpec("venda.desconto_item", "Desconto ou acréscimo no item", "F5", "itens.desconto",
               "Em % ou R$, no item atual; com + na frente é acréscimo.", "Itens", _tem_itens, curto="Desconto",
               dispensavel=2),
    ActionSpec("venda.desconto_total", "Desconto ou acréscimo no total", "Shift+F5", "cabecalho.desconto",
               "Em % ou R$, rateado nos itens; com + na frente é acréscimo.", "Documento", _tem_itens),
    ActionSpec("venda.vendedor", "Vendedor", "F6", "cabecalho.vendedor",
               "Troca o vendedor: F6 e o atalho dele.", "Documento", _informa_vendedor, curto="Vendedor",
               dispensavel=3),
    ActionSpec("venda.representante", "Representante", "Shift+F6", "cabecalho.representante",
               "Escolhe ou tira o representante do cliente nesta venda.", "Documento"),
    ActionSpec("venda.lista", "Tabela de preço", "F7", "cabecalho.lista", "Troca a tabela.", "Documento",
               _usa_lista, curto="Tabela", dispensavel=7),
    ActionSpec("venda.documentos", "Documentos", "F8", "documentos",
               "DAV e pré-vendas: 2ª via, converter, clonar, cancelar.", "Geral", curto="Documentos"),
    ActionSpec("venda.plano", "Plano de pagamento", "F9", "cabecalho.plano", "À vista, 30 dias, parcelado.",
               "Documento", _usa_plano, curto="Plano", dispensavel=4),
    ActionSpec("venda.preco", "Preço do item", "F10", "itens.preco", "Muda o preço do item atual.", "Itens",
               _tem_itens, curto="Preço", dispensavel=5),
    ActionSpec("venda.tipo", "Tipo de documento", "F11", "cabecalho.tipo", "DAV (orçamento), pré-venda ou OS.",
               "Documento", lambda pagina: not _altera(pagina), curto="Tipo", dispensavel=6),
    ActionSpec("venda.numero", "Número e série", "Ctrl+M", "cabecalho.numero",
               "Informa o número ou a série do documento, nos tipos que os pedem.", "Documento", _informa_numero),
    ActionSpec("venda.finalizar", "Finalizar", "F12", "emissao.finaliza",
               "Abre o resumo; F12 outra vez emite.", "Documento", _finaliza, nao_repete=True, curto="Finalizar"),
    ActionSpec("venda.observacoes_item", "Observações do item", "Ctrl+Shift+O", "itens.observacoes",
               "Texto impresso embaixo do item atual.", "Itens", _observa_item),
    ActionSpec("venda.series_item", "Números de série do item", "Ctrl+Shift+N", "itens.series",
               "As unidades que saem no item atual, pelo leitor ou digitadas.", "Itens", _numera_item),
    ActionSpec("venda.excluir", "Excluir item", "Ctrl+Del", "itens.exclui", "Tira o item atual.", "Itens",
               _tem_itens),
    ActionSpec("venda.desfazer", "Desfazer", "Ctrl+Z", "itens.desfaz", "Desfaz a última mudança.", "Itens"),
    ActionSpec("venda.refazer", "Refazer", "Ctrl+Y", "itens.refaz", "Refaz o que foi desfeito.", "Itens"),
    ActionSpec("venda.entrega", "Entrega", "Ctrl+E", "cabecalho.entrega", "Entrega ou retira, data e frete.",
               "Documento"),
    ActionSpec("venda.observacoes", "Contato e observações", "Ctrl+O", "cabecalho.observacoes",
               "Pessoa de contato, classificação e o texto impresso.", "Documento"),
    ActionSpec("venda.liberar", "Liberar", "Ctrl+L", "emissao.libera",
               "Um supervisor libera, no lugar, o que bloqueia.", "Documento", _tem_liberavel),
    ActionSpec("venda.porque", "Por que bloqueou?", "Ctrl+I", "emissao.por_que",
               "Mostra a configuração que decidiu e quem pode liberar.", "Documento", _tem_o_que_explicar),
    ActionSpec("venda.consulta", "Consultar preço", "Ctrl+P", "itens.consulta_preco",
               "Preço e estoque sem mexer no documento.", "Itens"),
    ActionSpec("venda.novo", "Novo rascunho", "Ctrl+N", "cabecalho.novo",
               "Abre outro documento; o atual fica guardado.", "Documento"),
    ActionSpec("venda.proximo", "Próximo rascunho", "Ctrl+Tab", "cabecalho.proximo",
               "Passa ao outro documento aberto.", "Documento",
               lambda pagina: len(pagina.venda.rascunhos) > 1),
    ActionSpec("venda.descartar", "Descartar rascunho", "Ctrl+W", "cabecalho.descarta",
               "Fecha o documento sem emitir, ou abandona a alteração; pergunta antes.", "Documento",
               lambda pagina: _tem_itens(pagina) or _altera(pagina)),
    ActionSpec("venda.suspender", "Suspender", "Ctrl+S", "emissao.suspende",
               "Guarda na retaguarda para continuar em qualquer balcão.", "Documento",
               lambda pagina: _tem_itens(pagina) and not _altera(pagina)),
    ActionSpec("venda.ultima", "Reimprimir a última venda", "Ctrl+U", "emissao.ultima",
               "Imprime outra via do último documento deste balcão.", "Documento"),
)
