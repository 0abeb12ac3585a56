# %% notation
def notation(rng):
    while True:
        force, arm, other = (float(value) for value in rng.uniform(1, 2, size=3))
        yield {
            "F_1": ("左边的力", force),
            "d_1": ("左边的力臂", arm),
            "d_2": ("右边的力臂", other),
            "F_2": ("右边的力", force * arm / other),
        }


def explorable_values():
    return {"force": 6, "arm": 2}


NOTATIONS = {"main": notation}
EXPLORABLES = {"lever": "levers_figures/lever.mjs"}
