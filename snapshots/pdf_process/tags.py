"""The tags of a PDF as its readers expect them, where WeasyPrint leaves them otherwise."""


def tidy_lists(document, pdf):
    """A list has items and nothing else, and an item a label and a body (ISO 14289).

    WeasyPrint tags the boxes of a table layout as lists within the list, and the groups of
    a <dl> as plain blocks.
    """
    elements = {
        made.reference: made
        for made in pdf.objects
        if getattr(made, "get", None) and made.get("Type") == "/StructElem"
    }
    for element in elements.values():
        if element["S"] == "/L":
            own = element["K"]
            while any(elements[k]["S"] == "/L" for k in own):
                lists = [
                    elements[k]["K"] if elements[k]["S"] == "/L" else [k] for k in own
                ]
                own[:] = [k for inner in lists for k in inner]
            for key in own:
                elements[key]["P"] = element.reference
                if elements[key]["S"] == "/Div":
                    name_group(elements[key], elements)


def name_group(group, elements):
    """What stands in a <dl> beside its label: WeasyPrint makes an item of each of the two."""
    group["S"] = "/LI"
    for key, tag in zip(group["K"], ("/Lbl", "/LBody"), strict=False):
        elements[key]["S"] = tag
        for inner in elements[key]["K"]:
            if isinstance(inner, bytes) and elements[inner]["S"] == "/LBody":
                elements[inner]["S"] = "/Span"
