"""A company's Word file read into a draft. Nothing of it is dropped: what fits no field is left over, and kept with the case."""
