"""Figures that the association asks companies for: asked, filled in, handed in, checked, taken into the bank."""
