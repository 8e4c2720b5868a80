"""Fascicle's command line, as one process that takes verb after verb."""
import json
import pathlib
import subprocess

COMMAND = pathlib.Path(__file__).resolve().parents[2] / "fascicle"


class Fascicle:
    """A shell that runs in a folder; what goes wrong is in the text that a verb gives back."""

    def __init__(self, folder):
        self.process = subprocess.Popen([str(COMMAND), "shell"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        self.count = 0

    def __call__(self, *words):
        """Runs a verb, and gives all that it prints."""
        self.count += 1
        mark = f"end_of_verb_{self.count}"
        line = " ".join("'" + word + "'" if any(c in word for c in '{}" ') else word for word in map(str, words))
        self.process.stdin.write(line + "\n" + mark + "\n")
        self.process.stdin.flush()
        lines = []
        for text in self.process.stdout:
            if mark in text:
                return "".join(lines)
            lines.append(text)
        raise RuntimeError("Fascicle has ended: " + "".join(lines))

    def predict(self, archive, rows):
        """What an archive predicts, a list per row and output, or a text that says why not."""
        said = self("predict", archive, "--raw", "--input", rows, "--json", "--backend", "reference")
        lines = [line for line in said.splitlines() if line.startswith('{"row"')]
        if not lines:
            return said
        return [{key: value for key, value in json.loads(line).items() if key != "row"} for line in lines]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
