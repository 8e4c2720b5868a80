package org.fascicle.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.data.SelectedRows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** Trains networks of one definition for short whiles, and notes what is to be seen. */
final class Examiner {
    private static final int ROWS = 600;

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

    private static Rows some(Rows rows) {
        return SelectedRows.spread(rows, ROWS);
    }

    /**
     * What is to be seen of a network.
     *
     * @param archive what its training goes on from; null for one from the beginning
     * @param given all settings, for the archive
     */
    Case examine(Definition definition, @Nullable Path archive, Settings given) {
        ModelTree tree = tree(definition);
        try (Model model = fascicle.create(definition, settings)) {
            Data data = fascicle.data(model);
            Rows all = FirstRows.of(data.training());
            Rows rows = some(all);
            boolean streamed = !(data.training() instanceof Rows);
            Case seen = new Case(tree, new Installed(techniques),
                    new Trials(fascicle, settings, definition, streamed ? data.training(all) : data, rows, steps));
            seen.streamed = streamed;
            seen.scale = data.scale();
            look(rows, seen);
            TrainingPlan plan = fascicle.train(model, data);
            seen.summary = plan.summary();
            if (archive == null) {
                Course.watched(plan, steps, seen);
                seen.beginning.addAll(seen.health.subList(0, Math.min(1, seen.health.size())));
                if (seen.diverged == null) {
                    judge(model, rows, data, seen);
                }
            } else {
                begin(plan, seen);
                goOn(archive, given, rows, seen);
            }
            scale(model, seen);
            return seen;
        }
    }

    private ModelTree tree(Definition definition) {
        return new ModelTree(fascicle.tree(definition).tree().orElseThrow(), new Installed(techniques));
    }

    /** What only a beginning shows. */
    private static void begin(TrainingPlan plan, Case seen) {
        Case start = seen.another();
        Course.watched(plan, Trials.STEPS, start);
        seen.beginning.addAll(start.health.subList(0, Math.min(1, start.health.size())));
        seen.rate = start.rate;
    }

    /** The training of an archive goes on, and as long as it takes: it has made its epochs. */
    private void goOn(Path archive, Settings given, Rows rows, Case seen) {
        History history = fascicle.history(archive);
        seen.trained.addAll(history.values().getOrDefault("loss", List.of()));
        seen.unseen.addAll(history.values().getOrDefault("val_loss", List.of()));
        double rate = seen.rate;
        TrainingPlan plan = plan(archive, given, history);
        try (Model model = plan.model()) {
            Data data = fascicle.data(model);
            Course.watched(plan, steps, seen);
            seen.rate = rate;
            if (seen.diverged == null) {
                judge(model, rows, data, seen);
            }
        }
    }

    private TrainingPlan plan(Path archive, Settings given, History history) {
        if (fascicle.state(archive).isEmpty()) {
            return fascicle.train(fascicle.open(archive, given));
        }
        return fascicle.resume(archive, given).allowChanges().set("training.epochs", String.valueOf(history.epochs() + steps))
                .set("training.early_stopping", "null");
    }

    /** How the training has scaled features: a network that is not trained yet does not scale them. */
    private static void scale(Model trained, Case seen) {
        if (seen.scale != Scale.NONE) {
            trained.inputs().forEach(input -> {
                seen.shifts.put(input.name(), trained.shift(input.name()));
                seen.factors.put(input.name(), trained.factor(input.name()));
            });
        }
    }

    /** The numbers that go in. */
    private static void look(Rows rows, Case seen) {
        seen.inputs = rows.inputs().size();
        if (seen.inputs != 1) {
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

    private void judge(Model model, Rows rows, Data data, Case seen) {
        seen.unpredicted = Predictions.hindrance(model, rows, data).orElse(null);
        if (seen.unpredicted != null) {
            return;
        }
        seen.classes = rows.classNames();
        seen.known = Predictions.of(model, rows);
        seen.fresh = unseen(data).map(others -> Predictions.of(model, others)).orElse(null);
    }

    /** Some rows that are not trained on. */
    private static Optional<Rows> unseen(Data data) {
        return data.validation().filter(Rows.class::isInstance).or(data::test).filter(Rows.class::isInstance)
                .map(Rows.class::cast)
                .filter(rows -> rows.count() > 0).map(Examiner::some);
    }

    /** What a definition comes to after a training, by the measure that shows an illness. */
    double measured(Definition definition, Measure measure) {
        try (Model model = fascicle.create(definition, settings)) {
            Data data = fascicle.data(model);
            Rows known = some(FirstRows.of(data.training()));
            if (Course.run(fascicle.train(model, data), steps) != null) {
                return measure.worst();
            }
            double value = measure == Measure.LOSS ? Course.loss(model, known)
                    : measure == Measure.UNSEEN_LOSS ? Course.loss(model, unseen(data).orElse(known))
                    : Predictions.of(model, unseen(data).orElse(known)).balanced();
            return Double.isFinite(value) ? value : measure.worst();
        }
    }

    /**
     * The definition of an archive, with the values that settings put in.
     *
     * @param given all settings, what is put in included
     */
    Definition definition(Path archive, Settings given) {
        try (Model model = fascicle.state(archive).isEmpty() ? fascicle.open(archive, given)
                : fascicle.resume(archive, given).model()) {
            Path parent = archive.toAbsolutePath().getParent();
            Definition definition = Definition.text(model.json(), archive.toString());
            return parent == null ? definition : definition.in(parent);
        }
    }
}
