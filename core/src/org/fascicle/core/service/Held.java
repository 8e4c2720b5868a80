package org.fascicle.core.service;

import java.util.Map;

import org.fascicle.core.data.Scaling;
import org.fascicle.core.inference.Predictors;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Evaluator;
import org.fascicle.core.training.Schedules;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** The tensors that a model has at present, and the programs that read them. Guarded by the model's lock. */
final class Held {
    final Store store;
    final Layout layout;
    /** Where its training stands, or stood. */
    final Clock clock;
    /** Of each input, by name. */
    final Map<String, Scaling> scaling;
    final Schedules schedules;
    final Predictors predictors;
    /** The last evaluator, and what it was made for. */
    @Nullable
    Evaluator evaluator;
    @Nullable
    String evaluated;

    Held(Store store, Layout layout, Clock clock, Map<String, Scaling> scaling, Structure structure, Parts parts) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.scaling = scaling;
        this.schedules = new Schedules(clock, parts.factory.predicting(), structure.network,
                () -> parts.reader.readJudged(parts.text));
        this.predictors = new Predictors(structure.graphs, layout, schedules::scalar, parts.backend, store);
    }

    /** The tensors of a training, as its model has them. */
    static Held of(TrainingRun run, Structure structure, Parts parts) {
        return new Held(run.store(), run.blueprint().layout(), run.clock(), run.scaling(), structure, parts);
    }

    /** Gives back the programs; the store is whoever's it is. */
    void closePrograms() {
        predictors.close();
        if (evaluator != null) {
            evaluator.close();
            evaluator = null;
        }
    }
}
