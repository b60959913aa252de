"""Choosing the letterhead's picture, and seeing it."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.forms import Field
from mnlog.ui.widgets.basics import button

LIMIT_BYTES = 4 * 1024 * 1024
_MAX_SIDE_PX = 1200
"""More is not seen on paper at the size of a letterhead."""


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(QSize(120, 96))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(self.palette().color(self.palette().ColorRole.Mid))
        # Paper is white by night too; a dark logo would vanish on a dark ground.
        painter.setBrush(Qt.GlobalColor.white if not self.image.isNull() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if not self.image.isNull():
            room = self.rect().adjusted(10, 10, -10, -10)
            size = self.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(room).center())
            painter.drawImage(box, self.image)
        painter.end()


class LogoField(Field):
    """A picture for the letterhead, kept as PNG.

    Signals:
        changed: another picture was chosen, or it was taken away.
    """

    def __init__(self) -> None:
        box = QWidget()
        super().__init__(self.tr("Logo"), box, self.tr("PNG or JPEG, up to 4 MB. It heads every paper."))
        self._picture = _Picture()
        self.choose_button = button(self.tr("Choose…"))
        self.remove_button = button(self.tr("Remove"), "quiet")
        self.choose_button.setAccessibleName(self.tr("Choose a logo"))
        self.remove_button.setAccessibleName(self.tr("Remove the logo"))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._picture, 1)
        column = QVBoxLayout()
        column.addWidget(self.choose_button)
        column.addWidget(self.remove_button)
        row.addLayout(column)
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(self._remove)
        self._show()

    def picture(self) -> bytes | None:
        """PNG bytes; None without a logo."""
        if self._picture.image.isNull():
            return None
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture.image.save(buffer, b"PNG")
        return bytes(buffer.data().data())

    def load(self, data: bytes) -> None:
        """Takes a picture's bytes, or says beneath why it cannot."""
        if len(data) > LIMIT_BYTES:
            self.set_error(self.tr("This picture is larger than 4 MB. Choose a smaller one."))
            return
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        image = reader.read()
        if image.isNull():
            self.set_error(self.tr("This file is no picture that can be read. Choose a PNG or JPEG."))
            return
        if max(image.width(), image.height()) > _MAX_SIDE_PX:
            side = QSize(_MAX_SIDE_PX, _MAX_SIDE_PX)
            image = image.scaled(
                side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self._take(image)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a logo"), "", self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if not path:
            return
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - read no further than the limit
                data = file.read(LIMIT_BYTES + 1)
        except OSError as problem:
            self.set_error(self.tr("This file cannot be read: {why}.").format(why=problem.strerror))
            return
        self.load(data)

    def _remove(self) -> None:
        self._take(QImage())

    def _take(self, image: QImage) -> None:
        self.clear_error()
        self._picture.image = image
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        has_one = not self._picture.image.isNull()
        self.remove_button.setEnabled(has_one)
        words = self.tr("The logo as it is printed") if has_one else self.tr("No logo")
        self._picture.setAccessibleName(words)
        self._picture.update()
