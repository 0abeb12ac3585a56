from yansuan.draw import palette
from yansuan.draw.ink import WIDTH, Drawing, formula, group, line


def figure(LENGTHS, typeset):
    pulls = (line((60, 40 * length), (60 + 90 * length, 40 * length), stroke=palette.ZHU) for length in LENGTHS)
    marks = (
        group(pulls, data_symbol="x"),
        formula(typeset, "x").at((40, 80)),
        group([line((360, 40), (360, 120), stroke=palette.HUANG)], data_symbol="F"),
        formula(typeset, "F").at((380, 80)),
    )
    return Drawing(marks, WIDTH, 160, "弹簧", f"{len(LENGTHS)} 次伸长，一次比一次长。")
