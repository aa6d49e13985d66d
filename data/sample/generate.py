"""Makes the sample: python data/sample/generate.py --out data/sample

The same seed gives the same files, byte for byte. Needs numpy and pyarrow.
"""

import argparse
from pathlib import Path

from generator import ga4, kiyoh, plan, shopify, tickets, truth
from generator.simulate import simulate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--seed", type=int, default=plan.SEED)
    parser.add_argument("--weeks", type=int, default=plan.WEEKS)
    parser.add_argument(
        "--journeys", type=int, default=None, help="about how many, all weeks together"
    )
    given = parser.parse_args()
    scale = 1.0
    if given.journeys is not None:
        scale = given.journeys / (plan.JOURNEYS * given.weeks / plan.WEEKS)
    world = simulate(given.seed, given.weeks, scale)
    exported = {
        "ga4": ga4.write(world, given.out / "ga4"),
        "orders": shopify.write(world, given.out / "orders"),
        "reviews": kiyoh.write(world, given.out / "reviews"),
        "tickets": tickets.write(world, given.out / "tickets"),
    }
    settings = {"seed": given.seed, "weeks": given.weeks}
    truth.write(world, given.out / "truth", exported, settings)
    print(f"{len(world.journeys)} journeys, rows: {exported}, in {given.out}")


if __name__ == "__main__":
    main()
