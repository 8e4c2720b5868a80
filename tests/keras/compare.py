"""Compares Fascicle with Keras. Needs Keras 3 and a backend of it; see README.md.

    python3 compare.py [PART]...

Parts are those of a name: 'lstm' runs each comparison whose name has it.
"""
import os
import pathlib
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402  (the backend is chosen before)

import cases  # noqa: E402
import defaults  # noqa: E402
import initial  # noqa: E402
from fascicle import Fascicle  # noqa: E402
from models import Comparison  # noqa: E402


def main(parts):
    def wanted(name):
        return not parts or any(part in name for part in parts)

    with tempfile.TemporaryDirectory() as folder:
        fascicle = Fascicle(folder)
        counts = [defaults.compare(fascicle)] if wanted("defaults") else []
        if wanted("initial"):
            counts.append(initial.compare(fascicle, pathlib.Path(folder)))
        comparison = Comparison(fascicle, pathlib.Path(folder))
        for name, make, rows, more in [*cases.models(), *cases.compiled()]:
            if wanted(name):
                try:
                    comparison.compare(name, make, rows, **more)
                except Exception as e:  # a backend of Keras may lack what another has
                    print(f"{name}: not compared, as Keras says: {str(e)[:300]}")
        fascicle.close()
    counts.append((comparison.count, len(comparison.failed)))
    differ = sum(count[1] for count in counts)
    print(f"Keras {keras.__version__}: {sum(count[0] for count in counts)} comparisons, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
