# %% energy
def energy(k, x):
    return k * x**2 / 2


if __name__ == "__main__":
    print(f"E = {energy(3.0, 2.0):.1f}")


# %% force
def force(k, x):
    return k * x


if __name__ == "__main__":
    print(f"F = {force(3.0, 2.0):.1f}")


# %% notation
def notation(rng):
    while True:
        yield {
            "k": ("劲度", float(rng.uniform(1, 2))),
            "x": ("伸长", float(rng.normal())),
            "E": ("能量", energy),
            "F": ("力", force),
            "n": ("弹簧的根数", 3),
            "u_i, u": ("各簧的伸长", rng.normal(size=3)),
            "i": ("编号", ...),
            "m": ("平均伸长", lambda u: u.mean()),
            "q": ("一个正数", float(rng.uniform(1, 2))),
            "c": ("又一个正数", float(rng.uniform(1, 2))),
        }


def explorable_values():
    return {"k": 3, "x": 2}


LENGTHS = (1, 2, 3)
NOTATIONS = {"main": notation}
FIGURES = {"spring": "springs_figures/spring.py:figure"}
EXPLORABLES = {"spring": "springs_figures/energy.mjs"}
