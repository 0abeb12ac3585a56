from yansuan.draw.ink import WIDTH, Drawing, formula, line


def picture(values, typeset):
    marks = (line((60, 60), (60 + 90 * values["x"], 60)), formula(typeset, "x").at((40, 60)))
    return Drawing(marks, WIDTH, 120, "能量", f"伸长是 {values['x']} 的弹簧。")
