from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number, with the unit it is in."""

    metric: str
    value: float
    unit: str

    def __str__(self):
        return f"{self.metric} {self.value:.6g} {self.unit}"
