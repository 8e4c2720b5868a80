package org.fascicle.app.verb;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.table.TableFormat;
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

    @Option(names = "--raw",
            description = "Print the numbers of a network whose loss takes logits as they are; without it, probabilities.")
    private boolean raw;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Write a table: names of rows, classes by their names, and probabilities or values. The end of the file's name says "
                    + "in which form: .csv, or one that an installed bundle writes.")
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
            Predicting predicting = new Predicting(model, from, samples == null ? 0 : samples, seed == null ? 0 : seed, raw);
            if (out != null) {
                write(out, predicting, from, count);
            } else {
                predicting.run(count, json ? new PredictionLines(console().out()) : new PredictionPrinter(console().out()));
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
            }
            format(out);
            OutFile.check(out, console().resolve(out));
        }
    }

    private TableFormat format(Path named) {
        List<TableFormat> formats = new ArrayList<>(List.of(new CsvFormat()));
        formats.addAll(platform().tableFormats());
        String name = String.valueOf(named.getFileName()).toLowerCase(Locale.ROOT);
        return formats.stream().filter(format -> format.suffixes().stream().anyMatch(name::endsWith)).findFirst()
                .orElseThrow(() -> new InputException("--out " + named, null, "the end of its name says no form of tables",
                        "Let it end like one of: " + formats.stream()
                                .map(format -> String.join(", ", format.suffixes()) + " (" + format.name() + ")")
                                .collect(Collectors.joining(", "))));
    }

    // The rows that are looked at first need not be all; which rows are held back from training shows only when all are there.
    private Rows ofData(Model model) {
        Data first = platform().fascicle().data(model, rows == null ? ROWS : rows);
        return subset.first(first).orElseGet(() -> {
            Data data = platform().fascicle().data(model);
            return subset.of(data).rows(data);
        });
    }

    private void write(Path named, Predicting predicting, Rows from, int count) {
        Path target = console().resolve(named);
        String idColumn = from.meaning().map(meaning -> meaning.columns(Column.Role.ID)).filter(ids -> !ids.isEmpty())
                .map(ids -> ids.get(0).name()).orElse(null);
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(target))) {
            predicting.run(count, new PredictionTable(format(named), stream, idColumn));
        } catch (IOException | UncheckedIOException e) {
            throw new StateException(named + " could not be written to its end (" + reason(e) + "): is the disk full?");
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e instanceof UncheckedIOException && e.getCause() != null ? e.getCause().getMessage()
                : e.getMessage());
    }

    private InputFile file(Path input) {
        return input.toString().equals("-") ? InputFile.of("standard input", console().in())
                : InputFile.of(console().resolve(input));
    }
}
