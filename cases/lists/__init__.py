"""Many cases at once, from an Excel list: read in a child process, shown row by row, made all together or not at all."""
