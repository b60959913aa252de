"""Choosing the letterhead's picture, and seeing it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mnlog.ui.forms import Field
from mnlog.ui.widgets.basics import button

LIMIT_BYTES = 4 * 1024 * 1024
_MAX_SIDE_PX = 1200
"""More is not seen on paper at the size of a letterhead."""
_MAX_PIXELS = 40_000_000
"""A small file can hold a picture that fills the memory."""


class _Preview(QWidget):
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
        painter.setBrush(Qt.BrushStyle.NoBrush if self.image.isNull() else Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if not self.image.isNull():
            room = self.rect().adjusted(10, 10, -10, -10)
            size = self.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(room).center())
            painter.drawImage(box, self.image)
        else:
            painter.setPen(self.palette().color(self.palette().ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.accessibleName())
        painter.end()


class LogoField(Field):
    """A picture for the letterhead, kept as PNG.

    Signals:
        changed: another picture was chosen, or it was taken away.
    """

    def __init__(self) -> None:
        box = QWidget()
        super().__init__(self.tr("Logo"), box, self.tr("PNG or JPEG, up to 4 MB. It heads every paper."))
        self._preview = _Preview()
        self.choose_button = button(self.tr("Choose…"))
        self.remove_button = button(self.tr("Remove"), "quiet")
        self.choose_button.setAccessibleName(self.tr("Choose a logo"))
        self.remove_button.setAccessibleName(self.tr("Remove the logo"))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._preview, 1)
        column = QVBoxLayout()
        column.addWidget(self.choose_button)
        column.addWidget(self.remove_button)
        row.addLayout(column)
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(lambda: self._take(QImage()))
        self._show()

    def picture(self) -> bytes | None:
        """PNG bytes; None without a logo."""
        if self._preview.image.isNull():
            return None
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self._preview.image)
        return bytes(buffer.data().data())

    def show_picture(self, data: bytes | None) -> None:
        """Shows the picture that is kept, without a signal."""
        image = QImage()
        if data is not None:
            image.loadFromData(data)
        self._preview.image = image
        self._show()

    def load(self, path: Path) -> None:
        """Takes a picture from a file, or says beneath why it cannot."""
        try:
            with path.open("rb") as file:
                data = file.read(LIMIT_BYTES + 1)  # no further: it may be a film
        except OSError as problem:
            self.set_error(self.tr("This file cannot be read: {why}.").format(why=problem.strerror))
            return
        if len(data) > LIMIT_BYTES:
            self.set_error(self.tr("This picture is larger than 4 MB. Choose a smaller one."))
            return
        image = self._read(data)
        if image is not None:
            self._take(image)

    def _read(self, data: bytes) -> QImage | None:
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.width() * size.height() > _MAX_PIXELS:
            self.set_error(self.tr("This picture has too many pixels. Choose one of 40 megapixels or fewer."))
            return None
        image = reader.read()
        if image.isNull():
            self.set_error(self.tr("This file is no picture that can be read. Choose a PNG or JPEG."))
            return None
        if max(image.width(), image.height()) <= _MAX_SIDE_PX:
            return image
        return image.scaled(
            QSize(_MAX_SIDE_PX, _MAX_SIDE_PX),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a logo"), "", self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if path:
            self.load(Path(path))

    def _take(self, image: QImage) -> None:
        self.clear_error()
        self._preview.image = image
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        has_one = not self._preview.image.isNull()
        self.remove_button.setEnabled(has_one)
        self._preview.setAccessibleName(
            self.tr("The logo as it is printed") if has_one else self.tr("No logo")
        )
        self._preview.update()
