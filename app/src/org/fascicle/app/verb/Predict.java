package org.fascicle.app.verb;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts with a trained network. */
@Command(name = "predict",
        description = "Print what a trained network predicts, for rows of its data or for features of your own.")
final class Predict extends Verb {
    private static final int ROWS = 10;
    private static final int BATCH = 256;

    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "What 'train --out' wrote.")
    private Path archive;

    @Option(names = "--rows", paramLabel = "N",
            description = "At most so many rows; 10 of the data, or all of --input, by default.")
    private @Nullable Integer rows;

    @Option(names = "--samples", paramLabel = "N",
            description = "Predict N times with random layers left on, and print mean and spread. Augmentation stays off.")
    private @Nullable Integer samples;

    @Option(names = "--seed", paramLabel = "SEED",
            description = "With --samples: a whole number, which other random draws come with; 0 by default.")
    private @Nullable Long seed;

    @Option(names = "--input", paramLabel = "FILE",
            description = "Rows of a file that training could read, with labels or without; - for CSV from standard input.")
    private @Nullable Path input;

    @Mixin
    private SubsetOption subset;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Mixin
    private UpgradeOption upgrade;

    @Option(names = "--json", description = "Print JSON: an object per row.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE.csv",
            description = "Write a CSV table: names of rows, classes by their names, and probabilities or values.")
    private @Nullable Path out;

    Predict(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        check();
        Models models = new Models(platform(), upgrade.in(options.settings(console())),
                new MissingBundles(platform(), console(), install));
        try (Model model = models.opened(console().resolve(archive))) {
            Rows from = input == null ? ofData(model)
                    : platform().fascicle().rows(model, file(input), rows == null ? Integer.MAX_VALUE : rows);
            int count = Math.min(rows != null ? rows : input == null ? ROWS : Integer.MAX_VALUE, from.count());
            if (out != null) {
                write(out, model, from, count);
            } else {
                predict(model, from, count,
                        json ? new PredictionLines(console().out()) : new PredictionPrinter(console().out()));
            }
        }
        return DONE;
    }

    private void check() {
        if (rows != null && rows < 1) {
            throw new InputException("--rows " + rows, null, "must be at least 1", null);
        }
        if (samples != null && samples < 1) {
            throw new InputException("--samples " + samples, null, "must be at least 1", null);
        }
        if (seed != null && samples == null) {
            throw new InputException("--seed " + seed, null, "nothing is random without --samples", null);
        }
        if (out != null) {
            if (json) {
                throw new InputException("--out " + out, null, "--json goes to the screen", "Give one of them");
            } else if (!out.toString().endsWith(".csv")) {
                throw new InputException("--out " + out, null, "predictions are written as CSV",
                        "Let the file's name end in .csv");
            }
            OutFile.check(out, console().resolve(out));
        }
    }

    private Rows ofData(Model model) {
        Data data = platform().fascicle().data(model);
        return subset.of(data).rows(data);
    }

    private void write(Path named, Model model, Rows from, int count) {
        Path target = console().resolve(named);
        String idColumn = from.meaning().map(meaning -> meaning.columns(Column.Role.ID)).filter(ids -> !ids.isEmpty())
                .map(ids -> ids.get(0).name()).orElse(null);
        try (PrintStream stream = new PrintStream(new BufferedOutputStream(Files.newOutputStream(target)), false,
                StandardCharsets.UTF_8)) {
            predict(model, from, count, new PredictionTable(stream, idColumn));
            if (stream.checkError()) {
                throw new StateException(named + " could not be written to its end: is the disk full?");
            }
        } catch (IOException e) {
            throw new InputException("--out " + named, null, "it cannot be written: " + e.getMessage(), null);
        }
    }

    private void predict(Model model, Rows from, int count, PredictionView view) {
        int columns = model.inputs().get(0).size();
        Port port = model.outputs().get(0);
        boolean labelled = from.classes() > 0 && !from.outputs().isEmpty();
        for (int first = 0; first < count; first += BATCH) {
            int batch = Math.min(BATCH, count - first);
            float[] features = new float[batch * columns];
            for (int i = 0; i < batch; i++) {
                from.features(first + i, features, i * columns);
            }
            Outputs outputs = outputs(model, port, features, batch, first);
            for (int i = 0; i < batch; i++) {
                int label = labelled ? from.label(first + i) : -1;
                view.row(new Prediction(first + i, from.id(first + i).orElse(null), label, outputs.mean(i),
                        outputs.deviation(i), port));
            }
        }
        view.end();
    }

    private Outputs outputs(Model model, Port port, float[] features, int batch, int first) {
        return samples == null ? Outputs.of(model.predict(features, batch), port.size())
                : Outputs.of(model.sample(features, batch, samples, seed(first)), port.size());
    }

    // Draws are counted from the first row of a block: with one seed for all of them, they would be the same in each.
    private long seed(int first) {
        long given = seed == null ? 0 : seed;
        return first == 0 ? given : new SplittableRandom(given + first).nextLong();
    }

    private InputFile file(Path input) {
        return input.toString().equals("-") ? InputFile.of("standard input", console().in())
                : InputFile.of(console().resolve(input));
    }
}
