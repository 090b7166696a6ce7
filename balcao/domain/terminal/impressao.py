"""Menu Operacional › Controles de Impressão."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Politica
from balcao.domain.terminal.opcoes import AoFinalizar, Corte, PaginaCodigo, Papel, PrecosImpressos

VIAS_MAXIMAS = 5


class ControlesImpressao(Politica):
    """Which printer, which paper, how many copies, and when."""

    imp_impressora: Annotated[str, Campo(
        "CB-131", "Impressora do balcão",
        "Impressora usada por este terminal. Vazio: a padrão do sistema. Para impressora de rede informe "
        "rede:endereço:porta (ex.: rede:192.168.0.60:9100); pasta:caminho grava arquivos em uma pasta. Se ela não "
        "responder, o F12 avisa ao lado do campo; F12 outra vez grava assim mesmo.",
        referencia="impressoras", onde=Onde.ESTACAO, tamanho=200)] = ""
    imp_modelo_papel: Annotated[Papel, Campo(
        "CB-132", "Modelo de papel", "Formato dos documentos do balcão.",
        opcoes=(Opcao(Papel.A4, "A4", "página com cabeçalho completo"),
                Opcao(Papel.BOBINA_80, "Bobina 80 mm", "48 colunas"),
                Opcao(Papel.BOBINA_58, "Bobina 58 mm", "32 colunas"),
                Opcao(Papel.TEXTO_80, "Matricial 80 colunas", "texto puro")), onde=Onde.ESTACAO)] = Papel.A4
    imp_vias_dav: Annotated[int, Campo(
        "CB-133", "Vias do DAV", "Quantas vias do DAV saem ao emitir. Zero: o DAV não sai sozinho; imprime-se "
        "em Documentos (F8).", minimo=0, maximo=VIAS_MAXIMAS)] = 1
    imp_vias_pre_venda: Annotated[int, Campo(
        "CB-134", "Vias da Pré-Venda", "Quantas vias da pré-venda saem ao emitir. Zero: a pré-venda não sai "
        "sozinha; imprime-se em Documentos (F8).", minimo=0, maximo=VIAS_MAXIMAS)] = 1
    imp_ao_finalizar: Annotated[AoFinalizar, Campo(
        "CB-135", "Imprimir ao finalizar", "O que fazer ao gravar um DAV ou uma pré-venda.",
        opcoes=(Opcao(AoFinalizar.NUNCA, "Nunca", "só imprime quando pedido"),
                Opcao(AoFinalizar.PERGUNTAR, "Perguntar", "pergunta no resumo"),
                Opcao(AoFinalizar.SEMPRE, "Sempre", "imprime"))) ] = AoFinalizar.PERGUNTAR
    imp_imprime_logo: Annotated[bool, Campo(
        "CB-136", "Imprimir logo", "Marcado: o logo sai no cabeçalho dos documentos.")] = True
    imp_mensagem_rodape: Annotated[str, Campo(
        "CB-137", "Mensagem de rodapé", "Texto impresso no fim de cada documento.",
        longo=True, tamanho=500)] = ""
    imp_precos: Annotated[PrecosImpressos, Campo(
        "CB-138", "Imprimir preços no DAV", "Quanto dos valores sai no DAV.",
        opcoes=(Opcao(PrecosImpressos.ITENS, "Por item", "unitário e total"),
                Opcao(PrecosImpressos.TOTAL, "Só total", "total geral"),
                Opcao(PrecosImpressos.NENHUM, "Nenhum", "sem valores")))] = PrecosImpressos.ITENS
    imp_bobina_pagina: Annotated[PaginaCodigo, Campo(
        "CB-131", "Acentos da bobina", "Página de código da impressora de bobina. Se os acentos saem trocados, "
        "escolha outra. No A4 e na matricial não muda nada.", "Impressora de bobina",
        opcoes=(Opcao(PaginaCodigo.CP850, "850", "a da maioria das impressoras"),
                Opcao(PaginaCodigo.CP860, "860", "português, de impressoras antigas"),
                Opcao(PaginaCodigo.CP1252, "1252", "Windows")), onde=Onde.ESTACAO)] = PaginaCodigo.CP850
    imp_bobina_corte: Annotated[Corte, Campo(
        "CB-131", "Corte da bobina", "O que a guilhotina faz no fim de cada via.", "Impressora de bobina",
        opcoes=(Opcao(Corte.TOTAL, "Total", "separa o papel"),
                Opcao(Corte.PARCIAL, "Parcial", "deixa um ponto preso"),
                Opcao(Corte.NENHUM, "Não corta", "avança o papel para rasgar à mão")),
        onde=Onde.ESTACAO)] = Corte.TOTAL
    imp_bobina_qr: Annotated[bool, Campo(
        "CB-131", "A impressora desenha o QR Code do Pix", "Marcado: a própria impressora desenha o código. "
        "Desmarcado: ele vai como figura; use quando o lugar do código sai em branco.", "Impressora de bobina",
        onde=Onde.ESTACAO)] = True

    def vias(self, *, dav: bool, do_tipo: int | None) -> int:
        """Copies of a first print: those that its type says (TP-129), else this terminal's, of a DAV or of a pré-venda
        (CB-133, CB-134); 0: it does not print by itself."""
        if do_tipo is not None:
            return do_tipo
        return self.imp_vias_dav if dav else self.imp_vias_pre_venda

    def ao_emitir(self, *, dav: bool, do_tipo: int | None) -> AoFinalizar:
        """What issuing does about paper (CB-135); without copies there is nothing to ask."""
        return self.imp_ao_finalizar if self.vias(dav=dav, do_tipo=do_tipo) else AoFinalizar.NUNCA
