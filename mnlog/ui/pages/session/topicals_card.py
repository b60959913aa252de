"""Serums and other products that touched needled skin."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Topical
from mnlog.domain.terms import TopicalTiming
from mnlog.ui.forms import TextField
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.basics import Card, label
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented

TIMINGS = {TopicalTiming.BEFORE: "before", TopicalTiming.DURING: "during", TopicalTiming.AFTER: "after"}


class TopicalRow(QWidget):
    """One product with its lot and when it was used."""

    def __init__(self, context: Context, topical: Topical) -> None:
        super().__init__()
        clinic, operations = context.clinic, context.operations
        self.topical = topical
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.addWidget(label(topical.name, "strong"))
        warnings = clinic.resources.vocabulary.topicals[topical.product_id].warnings
        if not topical.is_intradermal:
            warnings = (*warnings, self.tr("Not labelled for use in needled skin."))
        words.addWidget(label(" ".join(warnings), "secondary", wrap=True))
        row.addLayout(words, 3)
        self.lot = TextField(self.tr("Lot"))
        self.lot.editor.setAccessibleName(self.tr("Lot of {product}").format(product=topical.name))
        self.typed = TypedSave(
            self.lot, lambda text: operations.run(lambda: clinic.needling.set_topical_lot(topical.id, text))
        )
        row.addWidget(self.lot, 2)
        self.timing = Segmented(
            [(timing.value, self.tr(word)) for timing, word in TIMINGS.items()],
            self.tr("When {product} was used").format(product=topical.name),
        )
        self.timing.chosen.connect(
            lambda value: operations.run(
                lambda: clinic.needling.set_topical_timing(topical.id, TopicalTiming(value))
            )
        )
        row.addWidget(self.timing)

    def show_topical(self, topical: Topical) -> None:
        """Shows it as it stands."""
        self.timing.set_value(topical.timing.value)
        self.typed.show(topical.lot_number)


class TopicalsCard(Card):
    """Chips to add and take away, a row for each that was used."""

    def __init__(self, context: Context) -> None:
        super().__init__(self.tr("On the skin besides"))
        self._context = context
        self._chair: Chair | None = None
        self._rows: dict[str, TopicalRow] = {}
        products = context.clinic.resources.vocabulary.topicals.values()
        self.products = ChoiceChips(
            [(product.id, product.name) for product in products], self.tr("Topicals used"), multi=True
        )
        self.products.chosen.connect(self._toggle)
        self.body.addWidget(self.products)

    def show_chair(self, chair: Chair) -> None:
        """Shows what was used."""
        self._chair = chair
        wanted = {topical.id: topical for topical in chair.chart.topicals}
        self.products.set_values({topical.product_id for topical in wanted.values()})
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            row.hide()
            row.deleteLater()
        for key, topical in wanted.items():
            if key not in self._rows:
                self._rows[key] = TopicalRow(self._context, topical)
                self.body.addWidget(self._rows[key])
            self._rows[key].show_topical(topical)

    def flush(self) -> None:
        """Saves letters that are still waiting."""
        for row in self._rows.values():
            row.typed.flush()

    def _toggle(self, product_id: str) -> None:
        chair, clinic, operations = self._chair, self._context.clinic, self._context.operations
        if chair is None:
            return
        present = [t for t in chair.chart.topicals if t.product_id == product_id]
        if not present:
            operations.run(lambda: clinic.needling.add_topical(chair.chart.session.id, product_id))
        for topical in present:
            operations.run(partial(clinic.needling.remove_topical, topical.id))
