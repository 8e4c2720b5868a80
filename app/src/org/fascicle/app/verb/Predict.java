package org.fascicle.app.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
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
            description = "Predict N times with random layers left on, and print mean and spread.")
    private @Nullable Integer samples;

    @Option(names = "--seed", paramLabel = "SEED",
            description = "With --samples: a whole number, which other random draws come with; 0 by default.")
    private @Nullable Long seed;

    @Option(names = "--input", paramLabel = "FILE",
            description = "Raw features, a row of numbers a line; - for standard input.")
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

    Predict(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        check();
        Models models = new Models(platform(), upgrade.in(options.settings(console())),
                new MissingBundles(platform(), console(), install));
        try (Model model = models.opened(console().resolve(archive))) {
            PredictionPrinter printer = new PredictionPrinter(console().out(), json);
            if (input == null) {
                predictData(model, printer);
            } else {
                predictInput(input, model, printer);
            }
            printer.end();
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
    }

    private void predictData(Model model, PredictionPrinter printer) {
        Data data = platform().fascicle().data(model);
        Rows from = subset.of(data).rows(data);
        int count = Math.min(rows == null ? ROWS : rows, from.count());
        int columns = model.inputs().get(0).size();
        for (int first = 0; first < count; first += BATCH) {
            int batch = Math.min(BATCH, count - first);
            float[] features = new float[batch * columns];
            for (int i = 0; i < batch; i++) {
                from.features(first + i, features, i * columns);
            }
            Outputs outputs = outputs(model, features, batch);
            for (int i = 0; i < batch; i++) {
                int label = from.classes() > 0 ? from.label(first + i) : -1;
                printer.row(first + i, label, outputs.mean(i), outputs.deviation(i));
            }
        }
    }

    private Outputs outputs(Model model, float[] features, int batch) {
        int width = model.outputs().get(0).size();
        return samples == null ? Outputs.of(model.predict(features, batch), width)
                : Outputs.of(model.sample(features, batch, samples, seed()), width);
    }

    private void predictInput(Path input, Model model, PredictionPrinter printer) {
        int columns = model.inputs().get(0).size();
        int left = rows == null ? Integer.MAX_VALUE : rows;
        int row = 0;
        try (FeatureFile file = new FeatureFile(name(input), open(input), columns)) {
            float[] features = file.next(Math.min(BATCH, left));
            while (features.length > 0) {
                int batch = features.length / columns;
                Outputs outputs = outputs(model, features, batch);
                for (int i = 0; i < batch; i++) {
                    printer.row(row + i, -1, outputs.mean(i), outputs.deviation(i));
                }
                row += batch;
                left -= batch;
                features = file.next(Math.min(BATCH, left));
            }
        } catch (NoSuchFileException e) {
            throw new InputException(name(input), null, "there is no such file", null);
        } catch (IOException e) {
            throw new InputException(name(input), null, "cannot be read: " + e.getMessage(), null);
        }
        if (row == 0) {
            throw new InputException(name(input), null, "holds no row of numbers", null);
        }
    }

    private long seed() {
        return seed == null ? 0 : seed;
    }

    private static boolean isStandardInput(Path input) {
        return input.toString().equals("-");
    }

    private static String name(Path input) {
        return isStandardInput(input) ? "standard input" : input.toString();
    }

    private InputStream open(Path input) throws IOException {
        return isStandardInput(input) ? console().in() : Files.newInputStream(console().resolve(input));
    }
}
