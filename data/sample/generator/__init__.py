"""The invented shop "De Warme Hand": its customers, what they did, and the exports of it."""
