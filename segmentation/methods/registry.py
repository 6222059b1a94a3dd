"""Every method there is; to add one, write it and name it here."""

from typing import Protocol

from segmentation.methods.audience_kinds import AudienceKinds
from segmentation.methods.demographics import Demographics
from segmentation.methods.keeping import Former
from segmentation.methods.lifecycle import Lifecycle
from segmentation.methods.natural_groups import NaturalGroups
from segmentation.methods.rfm_eight import RfmEight
from segmentation.methods.rfm_grid import RfmGrid
from segmentation.methods.rfm_ranges import RfmRanges
from segmentation.methods.shopper_categories import ShopperCategories
from segmentation.methods.value_tiers import ValueTiers
from segmentation.mixture.choice import Trying
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff


class Method(Protocol):
    """Puts every customer into exactly one segment, or says why it cannot.

    The same table gives the same segments, in whatever order the file had its rows.
    """

    @property
    def key(self) -> str:
        """Its name in results and catalogues: `segments.<key>`."""

    @property
    def needs_orders(self) -> bool:
        """Whether a list of customers without purchases is of no use to it."""

    @property
    def rests_on(self) -> frozenset[str]:
        """The columns its rule looks at, as `columns_of` calls them."""

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        """The segments; `SwitchedOff.what` is the method's key."""


_RULES: tuple[Method, ...] = (
    ShopperCategories(),
    Lifecycle(),
    ValueTiers(),
    RfmGrid(),
    RfmRanges(),
    RfmEight(),
    AudienceKinds(),
    Demographics(),
)


def methods(former: Former | None = None, trying: Trying | None = None) -> tuple[Method, ...]:
    """All of them; `former` tells who was in which natural group before, if any are to stand.

    `trying` is told each number of natural groups before it is tried.
    """
    return (*_RULES, NaturalGroups(former, trying))


METHODS = methods()
