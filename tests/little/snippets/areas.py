# %% notation
def notation(rng):
    while True:
        yield {"w": ("边长", float(rng.uniform(1, 2))), "S": ("面积", lambda w: w * w)}


NOTATIONS = {"main": notation}
