package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.fascicle.api.data.Data;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.binding.Recorder;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.Split;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Trainer;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** A training of a model that is about to be started. Used by one thread. */
final class LivePlan implements TrainingPlan {
    private final LiveModel model;
    private final Supplier<Data> data;
    private final @Nullable Snapshot resumed;
    private final Trainings trainings;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final Map<Integer, Double> classWeights = new LinkedHashMap<>();
    private @Nullable Checkpoints checkpoints;
    private boolean changesAllowed;

    /**
     * A plan.
     *
     * @param data opens the data
     * @param resumed what the training goes on from; null for a new one
     * @param trainings keeps those that run
     */
    LivePlan(LiveModel model, Supplier<Data> data, @Nullable Snapshot resumed, Trainings trainings) {
        this.model = model;
        this.data = data;
        this.resumed = resumed;
        this.trainings = trainings;
        if (resumed != null) {
            classWeights.putAll(resumed.classWeights());
        }
    }

    @Override
    public Model model() {
        return model;
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
    public Optional<Path> resumedFrom() {
        return Optional.ofNullable(resumed).map(Snapshot::file);
    }

    @Override
    public Summary summary() {
        return model.onBackend(() -> {
            model.gate().requireOpen();
            try (TrainingRun run = prepared().run(model.parts(), 0)) {
                return run.summarized(model.outline().summary().lines());
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
            Prepared prepared = prepared();
            TrainingRun run = prepared.run(model.parts(), 0);
            try {
                return start(prepared, run);
            } catch (RuntimeException | Error e) {
                run.close();
                throw e;
            }
        });
    }

    private Training start(Prepared prepared, TrainingRun run) {
        fill(run);
        Trainer trainer = run.trainer(true);
        if (checkpoints != null) {
            Checkpointer.prepare(checkpoints, resumed != null, run.clock(), trainer);
        }
        Held held = Held.of(run, model, model.parts());
        Collection<TechniqueRecord> techniques = prepared.used.records();
        if (resumed != null) {
            FascicleComponent.warn(resumed.differences(model.parts().backend, techniques));
        }
        LiveTraining training = trainings.add(forget -> new LiveTraining(model, run, parts -> prepared.run(parts, 0), techniques,
                listeners, checkpoints, forget));
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

    private void fill(TrainingRun run) {
        if (resumed != null) {
            new Resumption(resumed, model.parts()).fill(run, changesAllowed);
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

    Prepared prepared() {
        Parts parts = model.parts();
        ModelSpec spec = parts.reader.read(parts.json, parts.label, overrides);
        Data opened = data.get();
        Cursor.requireInputs(model.signature().inputs(), opened.training(), parts.label);
        Signature signature = Signature.of(model.signature().inputs(), spec.outputs(), Evaluators.targets(model, spec),
                parts.factory, opened);
        requireClasses(spec, signature);
        Split split = Split.of(opened);
        Map<String, Scaling> scaling = model.scaling() != null ? model.scaling()
                : Scaling.fit(opened.scale(), split.training(), signature.inputs());
        Binding used = new Recorder(parts.techniques, parts.factory, parts.context).record(spec.techniques(), List.of());
        return new Prepared(spec, used, signature, split, scaling);
    }

    private void requireClasses(ModelSpec spec, Signature signature) {
        for (int i = 0; i < spec.outputs().size(); i++) {
            OutputSpec output = spec.outputs().get(i);
            Shape shape = Objects.requireNonNull(model.outline().outputs().get(output.name()));
            Signature.Target target = signature.targets().get(i);
            if (target.type() == Type.INT32 && (shape.rank() != 1 || shape.extent(0) < target.classes())) {
                throw new InputException(model.parts().label, "/network/" + (spec.network().size() - 1), "the "
                        + (output.isNamed() ? "output '" + output.name() + "'" : "last layer") + " gives " + shape
                        + " for each row, and the data have " + target.classes() + " classes",
                        "Give it " + target.classes() + " units");
            }
        }
    }

    /** What a training is made from. */
    final class Prepared {
        final ModelSpec spec;
        /** The techniques, as they are when it starts. */
        final Binding used;
        final Signature signature;
        final Split split;
        final Map<String, Scaling> scaling;

        private Prepared(ModelSpec spec, Binding used, Signature signature, Split split, Map<String, Scaling> scaling) {
            this.spec = spec;
            this.used = used;
            this.signature = signature;
            this.split = split;
            this.scaling = scaling;
        }

        /**
         * A run.
         *
         * @param parts have the backend
         * @param batch rows per step; 0 for as many as the specification says
         */
        TrainingRun run(Parts parts, int batch) {
            return new TrainingRun(spec, parts.training(used).factory, signature, parts.precision, parts.backend, split, scaling,
                    batch > 0 ? batch : spec.training().batchSize(), classWeights);
        }
    }
}
