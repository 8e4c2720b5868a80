package org.fascicle.app.verb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;
import org.fascicle.app.Interruption;
import org.fascicle.app.Platform;
import org.fascicle.app.compare.Comparison;
import org.fascicle.app.compare.Criterion;
import org.fascicle.app.compare.Grid;
import org.fascicle.app.compare.Standing;
import org.fascicle.app.compare.Variant;
import org.fascicle.app.compare.Variation;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares variants of a network by cross-validation. */
@Command(name = "compare",
        description = "Train variants of a network by cross-validation, several at a time, and say which is best and how"
                + " sure that is.",
        footer = {"",
            "Each variant is trained on all folds of the training rows but one and judged by that one, for each fold and seed. "
                    + "What the model file holds back to validate with is held back of the rows that are trained on; test rows are left alone.",
            "",
            "With --out, the same command goes on where it was interrupted or killed, and in the end the best variant is trained on all "
                    + "training rows.",
            "", "Exit codes: 0 compared, 1 failed, 2 bad input, 130 interrupted."})
final class Compare extends Verb {
    private static final long USUAL_SEED = 1;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL",
            description = "A model file; without it, the built-in example.")
    private @Nullable Path model;

    @Option(names = "--vary", paramLabel = "PATH=A,B,…", required = true,
            description = "What differs, and the values that it takes; given several times, each is combined with each. PATH is as in --set;"
                    + " the name of a technique may be left out, and * means each layer that has the option set: network.*.activation."
                    + " @all stands for all that is installed.")
    private List<String> varied = new ArrayList<>();

    @Option(names = "--folds", paramLabel = "K", defaultValue = "5",
            description = "Parts of the training rows; ${DEFAULT-VALUE} by default.")
    private int folds;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
            description = "How often with other folds and first parameters; ${DEFAULT-VALUE} by default.")
    private int seeds;

    @Option(names = "--by", paramLabel = "METRIC",
            description = "What decides: a metric of the model file, or loss. The default: its first metric that says which way is better.")
    private @Nullable String by;

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Keep here what comes of each training, and write comparison.csv and best.fasc.")
    private @Nullable Path out;

    @Option(names = "--workers", paramLabel = "N",
            description = "Trainings at a time. The default: one for each processor; on a device with memory of its own, one.")
    private @Nullable Integer workers;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Option(names = "--json", description = "Print JSON: an object per training, and one per variant, the best first.")
    private boolean json;

    Compare(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        if (seeds < 1 || workers != null && workers < 1) {
            throw new InputException(seeds < 1 ? "--seeds " + seeds : "--workers " + workers, null, "must be at least 1", null);
        }
        if (out != null && Files.exists(console().resolve(out)) && !Files.isDirectory(console().resolve(out))) {
            throw new InputException("--out " + out, null, "this is no folder", "Name one; it may be there already.");
        }
        List<Variation> variations = varied.stream().map(Variation::of).toList();
        Settings settings = options.settings(console());
        Models models = new Models(platform(), settings, new MissingBundles(platform(), console(), install));
        Path file = model == null ? null : console().resolve(model);
        try (Interruption.Work work = platform().interruption().begin(); Model first = models.fresh(file)) {
            Definition origin = models.need(file).definition().orElseThrow();
            Map<String, Object> base =
                    platform().fascicle().tree(Definition.text(first.json(), origin.label())).tree().orElseThrow();
            Criterion criterion = Criterion.of(platform().techniques(), base, by);
            Grid grid = Grid.of(platform().fascicle(), platform().techniques(), origin, base, variations);
            Data data = platform().fascicle().data(first);
            return compare(grid, criterion, new Subject(origin, data, eachOf(first, settings), first.backend(), seed(base)),
                    work);
        }
    }

    /** What is compared, whatever the variant. */
    private record Subject(Definition origin, Data data, Settings settings, String backend, long seed) {}

    private int compare(Grid grid, Criterion criterion, Subject subject, Interruption.Work work) {
        Comparison comparison = new Comparison(platform().fascicle(), subject.settings, subject.origin, grid, subject.data, folds,
                subject.seed, seeds);
        if (out != null) {
            comparison.keep(out.toString(), console().resolve(out), subject.backend);
        }
        ComparisonView view = new ComparisonView(console(), json, grid, criterion);
        int atATime = workers != null ? workers : workers(subject.backend);
        int all = comparison.all().size();
        view.begins(all, comparison.done(), subject.data.trainingRows().count(), folds, seeds, atATime);
        boolean made;
        try {
            made = comparison.run(atATime, view, work::isToEnd);
        } finally {
            view.ended();
        }
        if (!made) {
            console().err().println("fascicle: interrupted after " + comparison.done() + " of " + all + " trainings"
                    + (out == null ? "; --out FOLDER would have kept them" : "; the same command goes on from there"));
            return INTERRUPTED;
        }
        List<Standing> standings = comparison.standings(criterion);
        view.result(standings);
        if (out != null) {
            writeTable(view, standings, console().resolve(out).resolve("comparison.csv"));
        }
        Standing best = standings.get(0);
        if (best.failed()) {
            console().err().println("fascicle: no variant could be judged");
            return BAD_INPUT;
        }
        return out == null ? DONE : trainBest(best, subject, view, out.resolve("best.fasc"));
    }

    /** What each model is made with: what is to be replaced, its definition has. */
    private static Settings eachOf(Model first, Settings settings) {
        Settings each = Settings.defaults().backend(first.backend()).precision(settings.precision().orElse(null));
        for (Path folder : settings.folders()) {
            each = each.folder(folder);
        }
        return each;
    }

    private int workers(String backend) {
        boolean ofItsOwn = platform().backends().stream()
                .anyMatch(each -> each.name().equals(backend) && each.capabilities().memory().isPresent());
        return ofItsOwn ? 1 : Runtime.getRuntime().availableProcessors();
    }

    private static long seed(Map<String, Object> definition) {
        return definition.get("training") instanceof Map<?, ?> training && training.get("seed") instanceof Number seed
                ? seed.longValue() : USUAL_SEED;
    }

    private static void writeTable(ComparisonView view, List<Standing> standings, Path file) {
        try (OutputStream stream = Files.newOutputStream(file)) {
            view.write(new CsvFormat(), stream, standings);
        } catch (IOException e) {
            throw new StateException(file + " cannot be written: " + e, e);
        }
    }

    private int trainBest(Standing standing, Subject subject, ComparisonView view, Path archive) {
        Definition definition = standing.variant().definition(subject.origin, subject.seed);
        Fascicle fascicle = platform().fascicle();
        Data data = subject.data;
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (platform().interruption().isRequested()) {
                    progress.stop();
                }
            }
        };
        try (Model best = fascicle.create(definition, data, subject.settings);
                Training training = fascicle.train(best, data).listener(stopping).start()) {
            TrainingResult result = training.join();
            if (result.end() == End.STOPPED) {
                // The interrupt has been answered.
                Thread.interrupted();
                console().err().println(
                        "fascicle: interrupted before the best variant was trained; the same command goes on from there");
                return INTERRUPTED;
            } else if (result.reason().isPresent()) {
                throw new StateException(result.reason().get());
            }
            training.save(console().resolve(archive));
            Evaluation test = data.test().isPresent() ? best.evaluate(data.test().get()) : null;
            view.written(archive, test, test == null ? 0 : Subset.TEST.rows(data).count(),
                    EvaluationPrinter.classes(best));
        }
        return DONE;
    }
}
