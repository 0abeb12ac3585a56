"""What figures are drawn with; for the files of figures in a project's `snippets/`.

`ink` is the hand that they share: marks (`line`, `arrow`, `circle`, `hatch`, …), labels (`formula`, `word`) and where
they may stand, and the `Drawing` that comes out.  `palette` has the colours, `layers` the geometry of layered networks.

    from yansuan.draw import palette
    from yansuan.draw.ink import WIDTH, Drawing, Typesetter, arrow, formula, mark

    def figure(LENGTH: float, typeset: Typesetter) -> Drawing:  # LENGTH is the snippet's
        marks = (
            mark("path", d=arrow((20, 60), (20 + LENGTH, 60)), stroke=palette.ZHU),
            formula(typeset, "x").at((20 + LENGTH / 2, 40)),
        )
        return Drawing(marks, WIDTH, 100, "一个箭头", "自左向右的一个箭头，标着 x。")
"""
