"""Quick registration at the counter (CB-098, CB-099): only what is asked, the message beside the field."""

from uuid import UUID

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from balcao.domain.cadastro_cliente import confere_cadastro
from balcao.domain.protocolo import NovoCliente
from balcao.domain.terminal.opcoes import CampoCliente
from balcao.ui.componentes.controles import LinhaTexto
from balcao.ui.componentes.dialogo import Dialogo
from balcao.ui.tema import Papel, Rotulo, U

_CAMPOS = (("nome", "&Nome", 60), ("fantasia", "Nome &fantasia", 60), ("documento", "&CPF/CNPJ", 18),
           ("celular", "Ce&lular", 16), ("telefone", "&Telefone", 16), ("email", "&E-mail", 80),
           ("cep", "CE&P", 9), ("logradouro", "&Endereço", 80), ("numero", "N&úmero", 10),
           ("complemento", "C&omplemento", 40), ("bairro", "&Bairro", 40), ("municipio", "C&idade", 40),
           ("uf", "&UF", 2))
_OBRIGA = {CampoCliente.CPF_CNPJ: "documento", CampoCliente.CELULAR: "celular", CampoCliente.ENDERECO: "logradouro",
           CampoCliente.CEP: "cep", CampoCliente.EMAIL: "email"}


class DialogoCadastro(Dialogo):
    """`novo` is what will be sent; its id is made here, so that sent twice it is stored once."""

    def __init__(self, digitado: str, obrigatorios: frozenset[CampoCliente], id_: UUID,
                 parent: QWidget | None = None, *, de: NovoCliente | None = None) -> None:
        """`de`: a registration that was refused, to be mended."""
        super().__init__("Novo cliente" if de is None else "Corrigir cadastro", parent, confirma="Gravar", espera=True,
                         largura=72 * U)
        self._obrigatorios, self._id = obrigatorios, id_
        self.novo = NovoCliente(id=id_, nome="-")
        exigidos = {"nome", *(_OBRIGA[campo] for campo in obrigatorios)}
        self.campos: dict[str, QLineEdit] = {}
        self._erros: dict[str, Rotulo] = {}
        formulario = QFormLayout()
        formulario.setVerticalSpacing(U // 2)
        for nome, rotulo, tamanho in _CAMPOS:
            campo, erro = LinhaTexto(), Rotulo("", Papel.LEGENDA, "bloqueio")
            campo.setMaxLength(tamanho)
            campo.setAccessibleName(rotulo.replace("&", ""))
            erro.setWordWrap(True)
            erro.hide()
            titulo = QLabel(rotulo + (" *" if nome in exigidos else ""))
            titulo.setBuddy(campo)
            formulario.addRow(titulo, campo)
            formulario.addRow("", erro)
            self.campos[nome], self._erros[nome] = campo, erro
        self.corpo.addLayout(formulario)
        self.corpo.addWidget(Rotulo("* obrigatório neste terminal", Papel.LEGENDA, "texto_fraco"))
        e_numero = sum(c.isdigit() for c in digitado) >= 8
        self.campos["documento" if e_numero else "nome"].setText(digitado)
        if de is not None:
            for nome in self.campos:
                self.campos[nome].setText(getattr(de, nome))
        self.pergunta_antes(lambda: [campo.text().strip() for campo in self.campos.values()])
        self.campos["nome"].setFocus()

    def valida(self) -> bool:
        self.novo = NovoCliente(id=self._id, **{nome: campo.text().strip() for nome, campo in self.campos.items()})
        erros = confere_cadastro(self.novo, self._obrigatorios)
        for nome, rotulo in self._erros.items():
            rotulo.setText(erros.get(nome, ""))
            rotulo.setVisible(nome in erros)
        primeiro = next((nome for nome, _, _ in _CAMPOS if nome in erros), None)
        if primeiro is not None:
            self.campos[primeiro].setFocus()
            self.campos[primeiro].selectAll()
        return not erros
