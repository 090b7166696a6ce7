"""Qt's own words in Portuguese: a field's menu (Recortar, Copiar, Colar), the choice of files, a calendar."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_ARQUIVO = "qtbase_pt_BR"


def fala_portugues(app: QCoreApplication) -> bool:
    """Once per program, whatever language the computer speaks. False: this Qt came without its translations."""
    tradutor = QTranslator(app)
    achou = tradutor.load(_ARQUIVO, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return achou and app.installTranslator(tradutor)
