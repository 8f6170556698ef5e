"""The bank of indicators as an Excel list: taken out, given back, compared row by row, taken over whole or not at all."""
