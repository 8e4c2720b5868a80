package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.api.data.Data;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures training. */
@Command(name = "bench", description = "Measure how fast a network trains here, on data of its shape.")
final class Bench extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL",
            description = "A model file; without it, the built-in example.")
    private @Nullable Path model;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32",
            description = "Rows per step; ${DEFAULT-VALUE} by default.")
    private int batch;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
            description = "About how long; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Option(names = "--profile", description = "Print also where the time of a step goes, kernel by kernel.")
    private boolean profile;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Option(names = "--json", description = "Print a JSON object; with --profile, one per kernel and one of sums before it.")
    private boolean json;

    Bench(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        if (batch < 1) {
            throw new InputException("--batch " + batch, null, "must be at least 1", null);
        }
        if (!(seconds > 0 && seconds <= 86_400)) {
            throw new InputException("--seconds " + seconds, null, "must be more than 0 and at most a day", null);
        }
        Models models = new Models(platform(), options.settings(console()),
                new MissingBundles(platform(), console(), install));
        try (Model fresh = models.fresh(model == null ? null : console().resolve(model))) {
            Data data = platform().fascicle().data(fresh);
            Measurement measurement = platform().measurement();
            ProfileResult parts = profile ? measurement.profile(fresh, data, batch, seconds) : null;
            BenchmarkResult result = parts != null ? parts.benchmark() : measurement.benchmark(fresh, data, batch, seconds);
            print(fresh.backend(), result, parts);
        }
        return DONE;
    }

    private void print(String backend, BenchmarkResult result, @Nullable ProfileResult parts) {
        ProfilePrinter printer = new ProfilePrinter(console());
        if (json) {
            if (parts != null) {
                printer.printJson(backend, parts);
            }
            printJson(backend, result);
        } else {
            print(backend, result);
            if (parts != null) {
                console().out().println();
                printer.print(parts);
            }
        }
    }

    private void print(String backend, BenchmarkResult result) {
        new Table("backend", ">batch", ">threads", "precision", ">samples/s", ">step us", ">steps", ">heap bytes/step")
                .row(backend, String.valueOf(result.batch()), String.valueOf(result.threads()), result.precision(),
                        Numbers.count(result.samplesPerSecond()), Numbers.setting(result.medianStepMicros()),
                        Numbers.count(result.steps()),
                        Double.isNaN(result.bytesPerStep()) ? "unknown" : Numbers.count(result.bytesPerStep()))
                .print(console().out());
    }

    private void printJson(String backend, BenchmarkResult result) {
        new JsonLines(console().out()).object(out -> {
            out.writeStringField("backend", backend);
            out.writeNumberField("batch", result.batch());
            out.writeNumberField("threads", result.threads());
            out.writeStringField("precision", result.precision());
            JsonLines.number(out, "samples_per_s", result.samplesPerSecond());
            JsonLines.number(out, "step_us", result.medianStepMicros());
            out.writeNumberField("steps", result.steps());
            JsonLines.number(out, "bytes_per_step", result.bytesPerStep());
        });
    }
}
