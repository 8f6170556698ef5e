"""A part goes out as a Word file and comes home: what was changed and said in it becomes suggestions at the fields that it stood in.

`texts`, `writing` and `reading` are pure; `fields` finds what can be edited, `going` hands a part out, `coming` takes a file back,
`deciding` is the door of the suggestions.
"""
