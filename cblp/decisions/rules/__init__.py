"""The rules of deciding: counting votes, what an association may set, what a sharing rule is made of; pure."""

from cblp.decisions.rules.parameters import KEYS, Key
from cblp.decisions.rules.sharing import Component

__all__ = ["KEYS", "Component", "Key"]
