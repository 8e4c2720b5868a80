package org.fascicle.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/** Trains networks of one definition for short whiles, and notes what is to be seen. */
final class Examiner {
    private static final List<String> WATCHES =
            List.of("output_spread", "saturation", "gradient_size", "update_size", "weight_spread");
    private static final String RATE = "learning_rate";
    private static final int LOOKS = 12;
    private static final int ROWS = 600;
    private static final int RATE_STEPS = 60;
    /** What the rate is multiplied with, and rates that are tried as well, whatever it is. */
    private static final List<Double> FACTORS = List.of(0.001, 0.01, 0.1, 1.0, 10.0);
    private static final List<Double> USUAL = List.of(0.001, 0.01, 0.1, 1.0);

    private final Fascicle fascicle;
    private final Techniques techniques;
    private final Settings settings;
    private final int steps;

    Examiner(Fascicle fascicle, Techniques techniques, Settings settings, int steps) {
        this.fascicle = fascicle;
        this.techniques = techniques;
        this.settings = settings;
        this.steps = steps;
    }

    /** What is to be seen of a definition. */
    Case examine(Definition definition) {
        Definition read = fascicle.tree(definition);
        ModelTree tree = new ModelTree(read.tree().orElseThrow());
        Case seen = new Case(tree);
        seen.rate = rate(tree);
        try (Model model = fascicle.create(definition, settings)) {
            Data data = fascicle.data(model);
            seen.scale = data.scale();
            Rows rows = data.training() instanceof Rows ? SelectedRows.spread((Rows) data.training(), ROWS) : null;
            if (rows != null) {
                look(rows, seen);
                seen.initialLoss = loss(model, rows);
            }
            train(model, data, seen);
            if (rows != null && seen.diverged == null) {
                seen.finalLoss = loss(model, rows);
                judge(model, rows, data, seen);
            }
        }
        return seen;
    }

    /** The loss on some rows after a training; infinite if it diverged. */
    double lossOf(Definition definition) {
        try (Model model = fascicle.create(definition, settings)) {
            Data data = fascicle.data(model);
            if (!(data.training() instanceof Rows)) {
                throw new InputException(definition.label(), "/data", "cannot be examined: its rows come as a stream", null);
            }
            return lossAfter(model, data, SelectedRows.spread((Rows) data.training(), ROWS), steps);
        }
    }

    private double lossAfter(Model model, Data data, Rows rows, long count) {
        try (Training training = until(fascicle.train(model, data), count).start()) {
            training.join();
            double loss = loss(model, rows);
            return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
        } catch (DivergedException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private void train(Model model, Data data, Case seen) {
        TrainingPlan plan = until(fascicle.train(model, data), steps).watchEvery(Math.max(1, steps / LOOKS));
        seen.summary = plan.summary();
        WATCHES.stream().filter(this::isInstalled).forEach(plan::watch);
        plan.listener(new TrainingListener() {
            @Override
            public void watched(Health health) {
                seen.health.add(health);
            }

            @Override
            public void epochEnded(Progress progress) {
                Map<String, Double> metrics = progress.metrics();
                Optional.ofNullable(metrics.get("loss")).ifPresent(seen.trained::add);
                Optional.ofNullable(metrics.get("val_loss")).ifPresent(seen.unseen::add);
            }
        });
        try (Training training = plan.start()) {
            training.join();
        } catch (DivergedException e) {
            seen.diverged = e.problem();
        }
    }

    private boolean isInstalled(String watch) {
        return techniques.all().stream().anyMatch(type -> type.kind() == Kind.WATCH && type.qualifiedName().equals(watch));
    }

    private static TrainingPlan until(TrainingPlan plan, long step) {
        return plan.listener(new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() >= step) {
                    progress.stop();
                }
            }
        });
    }

    private static double loss(Model model, Examples rows) {
        return model.evaluate(rows).metrics().getOrDefault("loss", Double.NaN);
    }

    /** The numbers that go in. */
    private static void look(Rows rows, Case seen) {
        if (rows.inputs().size() != 1) {
            return;
        }
        int size = Math.toIntExact(rows.shape().size());
        float[] row = new float[size];
        double sum = 0;
        double squares = 0;
        double unit = seen.scale == Scale.UNIT ? rows.unit() : 1;
        for (int i = 0; i < rows.count(); i++) {
            rows.features(i, row, 0);
            for (float each : row) {
                sum += each / unit;
                squares += each / unit * (each / unit);
            }
        }
        double count = (double) size * rows.count();
        seen.inputMean = sum / count;
        seen.inputDeviation = Math.sqrt(Math.max(0, squares / count - seen.inputMean * seen.inputMean));
    }

    private static void judge(Model model, Rows rows, Data data, Case seen) {
        if (rows.inputs().size() != 1 || model.outputs().size() != 1 || rows.classes() < 2) {
            return;
        }
        int classes = rows.classes();
        seen.classes = rows.classNames();
        seen.labelled = new int[classes];
        seen.predicted = new int[classes];
        seen.accuracy = accuracy(model, rows, seen);
        Rows unseen = data.validation().filter(Rows.class::isInstance).or(data::test).filter(Rows.class::isInstance)
                .map(Rows.class::cast).orElse(null);
        if (unseen != null && unseen.count() > 0) {
            Rows some = SelectedRows.spread(unseen, ROWS);
            seen.unseenRows = some.count();
            seen.unseenAccuracy = accuracy(model, some, null);
        }
    }

    /** The share that is predicted rightly. */
    private static double accuracy(Model model, Rows rows, @Nullable Case counted) {
        int size = Math.toIntExact(rows.shape().size());
        float[] features = new float[size * rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            rows.features(i, features, i * size);
        }
        float[] predictions = model.predict(features, rows.count());
        int width = predictions.length / rows.count();
        int right = 0;
        for (int i = 0; i < rows.count(); i++) {
            int best = width == 1 ? predictions[i] > 0.5 ? 1 : 0 : greatest(predictions, i * width, width);
            right += best == rows.label(i) ? 1 : 0;
            if (counted != null) {
                counted.labelled[rows.label(i)]++;
                counted.predicted[Math.min(best, counted.predicted.length - 1)]++;
            }
        }
        return (double) right / rows.count();
    }

    private static int greatest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }

    /** What the optimizer's rate is: as it is written, or by default. */
    private double rate(ModelTree tree) {
        Object written = tree.optimizerOption(RATE);
        String optimizer = tree.optimizer();
        if (written instanceof Number) {
            return ((Number) written).doubleValue();
        } else if (written != null || optimizer == null) {
            return Double.NaN;
        }
        String text = techniques.find(Kind.OPTIMIZER, optimizer, null).option(RATE).flatMap(Option::defaultText).orElse("");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Trains with other rates, if a rule needs to know what they do: that takes longer than all else. */
    void prepare(List<Rule> rules, Definition definition, Case seen) {
        if (seen.rate > 0 && rules.stream().anyMatch(RateRule.class::isInstance)) {
            Data data = fascicle.data(definition, settings);
            if (data.training() instanceof Rows) {
                rates(definition, data, SelectedRows.spread((Rows) data.training(), ROWS), seen);
            }
        }
    }

    private void rates(Definition definition, Data data, Rows rows, Case seen) {
        SortedSet<Double> tried = new TreeSet<>(List.of(seen.rate));
        Stream.concat(FACTORS.stream().map(factor -> seen.rate * factor), USUAL.stream()).forEach(rate -> {
            if (tried.stream().noneMatch(known -> known / rate < 2 && rate / known < 2)) {
                tried.add(Double.parseDouble(String.format(Locale.ROOT, "%.6g", rate)));
            }
        });
        for (double rate : tried) {
            Definition changed = Definition.tree(seen.tree.copy().setOptimizer(RATE, rate).root(), definition.label());
            Definition placed = definition.folder().map(changed::in).orElse(changed);
            try (Model model = fascicle.create(placed, data, settings)) {
                seen.lossByRate.put(rate, lossAfter(model, data, rows, Math.min(steps, RATE_STEPS)));
            }
        }
    }
}
