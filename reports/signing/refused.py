class Refused(Exception):
    """Carries the sentence for whoever wanted to sign, to ask or to answer."""
