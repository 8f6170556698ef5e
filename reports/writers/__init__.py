"""Writers: a `Book` in, a file out. `registry.write` is the door."""
