"""Menu Operacional › Controles de Impressão."""

from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Politica
from balcao.domain.terminal.opcoes import AoFinalizar, Papel, PrecosImpressos


class ControlesImpressao(Politica):
    """Which printer, which paper, how many copies, and when."""

    imp_impressora: Annotated[str, Campo(
        "CB-131", "Impressora do balcão",
        "Impressora usada por este terminal. Vazio: a padrão do sistema. Para impressora de rede informe "
        "rede:endereço:porta (ex.: rede:192.168.0.60:9100); pasta:caminho grava arquivos em uma pasta.",
        referencia="impressoras", onde=Onde.ESTACAO, tamanho=200)] = ""
    imp_modelo_papel: Annotated[Papel, Campo(
        "CB-132", "Modelo de papel", "Formato dos documentos do balcão.",
        opcoes=(Opcao(Papel.A4, "A4", "página com cabeçalho completo"),
                Opcao(Papel.BOBINA_80, "Bobina 80 mm", "48 colunas"),
                Opcao(Papel.BOBINA_58, "Bobina 58 mm", "32 colunas"),
                Opcao(Papel.TEXTO_80, "Matricial 80 colunas", "texto puro")), onde=Onde.ESTACAO)] = Papel.A4
    imp_vias_dav: Annotated[int, Campo(
        "CB-133", "Vias do DAV", "Quantas vias do DAV saem a cada impressão.", minimo=1, maximo=9)] = 1
    imp_vias_pre_venda: Annotated[int, Campo(
        "CB-134", "Vias da Pré-Venda", "Quantas vias da pré-venda saem a cada impressão.",
        minimo=1, maximo=9)] = 1
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
