"""What of a persona decides where it is reached; kept with the plan, so that corrections can change both."""

from collections.abc import Mapping
from dataclasses import dataclass

from segmentation.model.stages import Stage
from segmentation.model.values import Money


@dataclass(frozen=True, slots=True)
class Counted:
    """A share of the group's customers, and how many customers it rests on."""

    share: float
    n: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Empty or None where nobody knows."""

    stage: Stage
    regions: tuple[str, ...]
    """Options of the `region` question, the one with most customers first."""
    countries: tuple[str, ...]
    """ISO 3166-1 codes, from the file only."""
    age: float | None
    sex: str | None
    """female or male, where most of them are."""
    audience: tuple[str, ...]
    sources: Mapping[str, Counted]
    """Channel key -> customers whose source column names it."""
    contacts: Mapping[str, Counted]
    """email, phone, name -> customers of the group the file holds one for."""
    contacts_told: tuple[str, ...]
    has_no_contacts: bool
    """The owner said so."""
    own: tuple[str, ...]
    """Keys of the channels the owner uses."""
    sells_on_marketplace: bool
    budget: Money | None
    online_level: str | None
    places: tuple[str, ...]
    is_off_the_map: bool = False
    """The owner named a place that we cannot find: `regions` then say only what could not be used."""

    def reach(self, contact: str) -> Counted | None:
        """The customers a kind of contact data reaches by the file; None when it holds none."""
        counted = self.contacts.get(contact)
        return counted if counted and counted.share > 0 else None

    def holds(self, contact: str) -> bool:
        """Whether the shop has this kind of contact data of any of them, by file or answer."""
        return self.reach(contact) is not None or contact in self.contacts_told

    @property
    def can_reach(self) -> bool:
        """Whether anyone of them can be spoken to personally."""
        return bool(self.reach("email") or self.reach("phone") or self.contacts_told)
