from yansuan.draw.ink import WIDTH, Drawing, formula, mark, polyline


def picture(values, typeset):
    marks = (
        mark("path", d=polyline([(60, 60), (WIDTH - 60, 60)])),
        formula(typeset, "F_2").at((WIDTH - 60, 30)),
    )
    return Drawing(marks, WIDTH, 120, "杠杆", f"力臂是 {values['arm']} 的杠杆。")
