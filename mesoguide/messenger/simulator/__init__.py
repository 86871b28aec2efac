"""A stand-in for Meta's side of Messenger, for tests and for trying the channel without Meta."""

from mesoguide.messenger.simulator.faults import Faults
from mesoguide.messenger.simulator.meta_errors import MetaError
from mesoguide.messenger.simulator.received import Received
from mesoguide.messenger.simulator.server import GraphSimulator

__all__ = ["Faults", "GraphSimulator", "MetaError", "Received"]
