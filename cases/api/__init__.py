"""The public reading interface of cases: what is asked (`queries`), what is answered (`answers`), under which address (`routes`)."""
