package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.fascicle.api.data.Data;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.binding.Choices;
import org.fascicle.core.data.ClassCounts;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.MeaningCheck;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.Split;
import org.fascicle.core.model.ClassWeights;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Domains;
import org.fascicle.core.training.Trainer;
import org.fascicle.core.training.TrainingRun;
import org.fascicle.core.watch.WatchPlan;
import org.jspecify.annotations.Nullable;

/** A training of a model that is about to be started. Used by one thread. */
final class LivePlan implements TrainingPlan {
    /** Stands for all watches. */
    private static final String ALL = "*";

    private final ModelState model;
    private final Supplier<Data> data;
    private final @Nullable Snapshot resumed;
    private final Trainings trainings;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final Map<Integer, Double> classWeights = new LinkedHashMap<>();
    private @Nullable Checkpoints checkpoints;
    private boolean changesAllowed;
    private int checkEvery;
    private boolean follows;
    private boolean waits;
    private WatchPlan watches = WatchPlan.NONE;

    /**
     * A plan.
     *
     * @param data opens the data
     * @param resumed what the training goes on from; null for a new one
     * @param trainings keeps those that run
     */
    LivePlan(ModelState model, Supplier<Data> data, @Nullable Snapshot resumed, Trainings trainings) {
        this.model = model;
        this.data = data;
        this.resumed = resumed;
        this.trainings = trainings;
    }

    @Override
    public Model model() {
        return model.model();
    }

    @Override
    public TrainingPlan listener(TrainingListener listener) {
        listeners.add(requireGiven(listener, "listener"));
        return this;
    }

    @Override
    public TrainingPlan set(String path, String json) {
        overrides.put(requireGiven(path, "path"), requireGiven(json, "json"));
        return this;
    }

    @Override
    public TrainingPlan classWeights(Map<Integer, Double> weights) {
        requireGiven(weights, "weights").forEach((label, weight) -> {
            if (label == null || weight == null) {
                throw new InputException("the weights of classes hold null: " + weights);
            }
            classWeights.put(label, weight);
        });
        return this;
    }

    @Override
    public TrainingPlan checkpoints(Checkpoints wanted) {
        checkpoints = requireGiven(wanted, "checkpoints");
        return this;
    }

    @Override
    public TrainingPlan allowChanges() {
        changesAllowed = true;
        return this;
    }

    @Override
    public TrainingPlan follow(boolean higher) {
        follows = higher;
        return this;
    }

    @Override
    public TrainingPlan waitForTechniques(boolean patient) {
        waits = patient;
        return this;
    }

    @Override
    public TrainingPlan checkEvery(int steps) {
        if (steps < 1) {
            throw new InputException("a training cannot look at its loss every " + steps + " steps: the least is 1");
        }
        checkEvery = steps;
        return this;
    }

    @Override
    public TrainingPlan watch(String technique) {
        Parts parts = model.parts();
        requireGiven(technique, "technique");
        Problems.ours(() -> {
            for (String each : technique.equals(ALL) ? parts.factory.names(Kind.WATCH, watch -> true) : List.of(technique)) {
                watches = watches.with(parts.reader.readTechnique(Kind.WATCH, each, "watch " + each));
            }
            return null;
        });
        return this;
    }

    @Override
    public TrainingPlan watchEvery(int steps) {
        if (steps < 1) {
            throw new InputException("watches cannot measure every " + steps + " steps: the least is 1");
        }
        watches = watches.every(steps);
        return this;
    }

    @Override
    public Optional<Path> resumedFrom() {
        return Optional.ofNullable(resumed).map(Snapshot::file);
    }

    @Override
    public Summary summary() {
        return model.onBackend(() -> {
            model.gate().requireOpen();
            Preparation prepared = prepared();
            try (TrainingRun run = prepared.run(model.parts(), 0)) {
                return run.summarized(model.structure().outline.summary().lines())
                        .using(new Choices(model.parts().techniques).of(prepared.used));
            }
        });
    }

    @Override
    public Training start() {
        Problems.ours(() -> {
            trainings.requireOpen();
            model.requireUntrained();
            return null;
        });
        return model.onBackend(() -> {
            Preparation prepared = prepared();
            TrainingRun run = prepared.run(model.parts(), 0);
            try {
                return start(prepared, run);
            } catch (RuntimeException | Error e) {
                run.close();
                throw e;
            }
        });
    }

    private Training start(Preparation prepared, TrainingRun run) {
        fill(prepared, run);
        Trainer trainer = run.trainer(true);
        trainer.requireWatched();
        Checkpointer checkpointer = checkpoints == null ? null : Checkpointer.of(checkpoints, resumed, run.clock(), trainer);
        try {
            return start(prepared, run, checkpointer);
        } catch (RuntimeException | Error e) {
            if (checkpointer != null) {
                checkpointer.close();
            }
            throw e;
        }
    }

    private Training start(Preparation prepared, TrainingRun run, @Nullable Checkpointer checkpointer) {
        Held held = Held.of(run, model.structure(), model.parts());
        if (resumed != null) {
            FascicleComponent.warn(resumed.differences(model.parts().backend, prepared.used.records()));
        }
        Terms terms = new Terms(follows, waits, trainings.patience());
        LiveTraining training = trainings
                .add(forget -> new LiveTraining(model, run, prepared, terms, checkEvery, listeners, checkpointer, forget));
        try {
            model.attach(training, held, prepared.signature, prepared.used);
        } catch (RuntimeException e) {
            held.closePrograms();
            training.abandon();
            throw e;
        }
        training.start();
        return training;
    }

    private void fill(Preparation prepared, TrainingRun run) {
        if (resumed != null) {
            new Resumption(resumed, model.parts()).fill(run, changesAllowed, prepared.used.records());
        } else {
            copy(run);
        }
    }

    /** The model's tensors, and first values for those that only training has, such as a loss's own. */
    void copy(TrainingRun run) {
        Set<String> own = new HashSet<>();
        model.gate().reading(() -> {
            Store from = model.store();
            Map<String, Shape> known = new HashMap<>();
            run.store().tensors().forEach(variable -> known.put(variable.path(), variable.shape()));
            for (Variable variable : from.tensors()) {
                // A loss may be another than before, and with it the shape of its own parameters.
                if (BestWeights.isWeight(variable.path()) && Objects.equals(variable.shape(), known.get(variable.path()))) {
                    run.store().write(variable.path(), from.read(variable.path()));
                    own.add(variable.path());
                }
            }
            return null;
        });
        boolean complete = run.parameters().stream().allMatch(parameter -> own.contains(parameter.path()));
        if (!complete) {
            run.initialize(path -> !own.contains(path));
        }
    }

    Preparation prepared() {
        Parts parts = model.parts();
        ModelSpec spec = parts.reader.read(parts.text.with(overrides));
        Data opened = data.get();
        Cursor.requireInputs(model.signature().inputs(), opened.training(), parts.text.label());
        MeaningCheck.requireColumns(model.signature(), opened.training(), parts.text.label());
        Signature of = Signature.of(model.signature().inputs(), spec.outputs(), Evaluators.targets(model, spec), parts.factory,
                opened);
        // Rows that are no table still are what the model takes for its columns.
        Signature known = of.meaning().isPresent() ? of : of.meaning(model.signature().meaning().orElse(null));
        if (resumed != null) {
            MeaningCheck.requireClasses(model.signature(), known, parts.text.label());
        }
        Signature signature = Domains.check(spec, parts.factory, known, model.structure().outline.indices());
        Split split = Split.of(opened, model.splitRule(), parts.reader.readBasics(parts.text).seed());
        Map<String, Scaling> scaling = model.scaling() != null ? model.scaling()
                : Scaling.fit(opened.scale(), split.training(), signature.inputs());
        return Preparation.of(parts, spec, signature, split, scaling, weights(spec.training().classWeights(), signature, split),
                watches);
    }

    /** The weights of classes: those of the definition, or of the training that goes on, if it had the same; and over them the plan's. */
    private Map<Integer, Double> weights(@Nullable ClassWeights said, Signature signature, Split split) {
        Map<Integer, Double> weights = new TreeMap<>(said == null ? Map.of() : ClassCounts.weights(said, signature, split));
        if (resumed != null) {
            Parts parts = model.parts();
            ClassWeights before = parts.reader.readBasics(ModelText.of(resumed.json(), parts.text.label())).classWeights();
            if (Objects.equals(before, said)) {
                weights.clear();
                weights.putAll(resumed.classWeights());
            }
        }
        weights.putAll(classWeights);
        return weights;
    }
}
