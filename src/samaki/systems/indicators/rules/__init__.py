"""The rules of indicators: how each kind is read, checked and shown, and when it links. Pure."""
