package org.fascicle.core.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.binding.Recorder;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.Split;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.training.TrainingRun;
import org.fascicle.core.watch.WatchPlan;

/** What a training is made from, and made from again when it goes on elsewhere. Immutable. */
final class Preparation {
    final ModelSpec spec;
    /** The techniques, as they were when it was read. */
    final Binding used;
    final Signature signature;
    final Split split;
    final Map<String, Scaling> scaling;
    private final Map<Integer, Double> classWeights;
    /** Whether the training has begun: then it does without what only its beginning needed. */
    private final boolean begun;
    private final WatchPlan watches;

    private Preparation(ModelSpec spec, Binding used, Signature signature, Split split, Map<String, Scaling> scaling,
            Map<Integer, Double> classWeights, boolean begun, WatchPlan watches) {
        this.spec = spec;
        this.used = used;
        this.signature = signature;
        this.split = split;
        this.scaling = scaling;
        this.classWeights = classWeights;
        this.begun = begun;
        this.watches = watches;
    }

    /** For a training that begins. */
    static Preparation of(Parts parts, ModelSpec spec, Signature signature, Split split, Map<String, Scaling> scaling,
            Map<Integer, Double> classWeights, WatchPlan watches) {
        return new Preparation(spec, record(parts, parts.factory, spec, List.of()), signature, split, scaling,
                Map.copyOf(classWeights), false, watches);
    }

    /** The same for one that has begun. */
    Preparation begun() {
        return new Preparation(spec, used, signature, split, scaling, classWeights, true, watches);
    }

    /** The same, with the techniques read anew. */
    Preparation anew(Parts parts) {
        return with(parts, spec.text());
    }

    /** The same for another definition, of which the network and the data are as before. */
    Preparation with(Parts parts, ModelText text) {
        ModelSpec read = parts.reader.continuing().read(text);
        return new Preparation(read, record(parts, parts.factory.continuing(), read, used.records()), signature, split, scaling,
                classWeights, true, watches);
    }

    private static Binding record(Parts parts, TechniqueFactory factory, ModelSpec spec, Collection<TechniqueRecord> before) {
        return new Recorder(parts.techniques, factory, parts.context).record(spec.techniques(), before);
    }

    /**
     * A run.
     *
     * @param parts have the backend
     * @param batch rows per step; 0 for as many as the specification says
     */
    TrainingRun run(Parts parts, int batch) {
        TechniqueFactory factory = parts.training(used).factory;
        return new TrainingRun(spec, begun ? factory.continuing() : factory, signature, parts.precision, parts.backend,
                parts.threads, split,
                scaling,
                batch > 0 ? batch : spec.training().batchSize(), classWeights).watched(watches);
    }
}
