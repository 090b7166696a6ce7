"""The keys of every form. They act where the keyboard is inside the form, and nowhere else."""

from balcao.ui.acoes import ActionSpec

GRUPO = "Formulário"
ACOES: tuple[ActionSpec, ...] = (
    ActionSpec("formulario.ajuda", "Ajuda do campo", "F1", "comandos.ajuda",
               "Mostra o que o campo faz e o que cada opção muda; ESC fecha.", GRUPO, nao_repete=True, curto="Ajuda"),
    ActionSpec("formulario.desfazer", "Desfazer a alteração do campo", "F9", "comandos.desfaz",
               "O campo volta ao valor gravado.", GRUPO, quando=lambda f: f.comandos.campo_alterado, curto="Desfazer"),
    ActionSpec("formulario.padrao", "Voltar o campo ao padrão", "Shift+F9", "comandos.volta_ao_padrao",
               "O campo fica com o valor com que nasce; F9 desfaz.", GRUPO,
               quando=lambda f: f.comandos.campo_fora_do_padrao, curto="Padrão"),
    ActionSpec("formulario.desfazer_tudo", "Desfazer todas as alterações", "Ctrl+Shift+F9", "comandos.desfaz_tudo",
               "Pergunta, e todos os campos voltam ao valor gravado.", GRUPO, quando=lambda f: f.alterado,
               nao_repete=True, curto="Desfazer tudo"),
    ActionSpec("formulario.proximo_grupo", "Próximo grupo", "Ctrl+Down", "comandos.proximo_grupo",
               "O teclado vai para o título do grupo seguinte.", GRUPO),
    ActionSpec("formulario.grupo_anterior", "Grupo anterior", "Ctrl+Up", "comandos.grupo_anterior",
               "O teclado vai para o título do grupo de antes.", GRUPO),
    ActionSpec("formulario.alternar_grupo", "Abrir ou recolher o grupo", "Ctrl+Space", "comandos.alterna_grupo",
               "No título, Enter, → e ← fazem o mesmo.", GRUPO, nao_repete=True),
    ActionSpec("formulario.abrir_grupos", "Abrir todos os grupos", "Ctrl+Shift+Down", "comandos.abre_grupos",
               grupo=GRUPO, nao_repete=True),
    ActionSpec("formulario.recolher_grupos", "Recolher todos os grupos", "Ctrl+Shift+Up", "comandos.recolhe_grupos",
               "Cada grupo fica em uma linha, com o que está fora do padrão.", GRUPO, nao_repete=True),
    ActionSpec("formulario.teclas", "Teclas desta tela", "Ctrl+F1", "comandos.teclas", "Esta lista.", GRUPO,
               nao_repete=True, curto="Teclas"),
)
