package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.model.Evaluation;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.MeaningCheck;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.training.Blueprint;
import org.fascicle.core.training.Domains;
import org.fascicle.core.training.Evaluator;

/** Evaluates a model on examples, with the loss and the metrics that its definition names. Used by one thread at a time. */
final class Evaluators {
    private static final int BATCH = 256;

    private final ModelState model;

    Evaluators(ModelState model) {
        this.model = model;
    }

    Evaluation evaluate(Held held, Examples examples) {
        Parts parts = model.parts();
        ModelSpec judged = parts.reader.readJudged(parts.text);
        Cursor.requireInputs(model.signature().inputs(), examples, parts.text.label());
        MeaningCheck.requireColumns(model.signature(), examples, parts.text.label());
        Data data = Data.of(examples);
        Signature signature = Signature.of(model.signature().inputs(), judged.outputs(), targets(model, judged), parts.factory,
                model.signature().isReconstructing() ? data.reconstructing() : data);
        MeaningCheck.requireClasses(model.signature(), signature, parts.text.label());
        String made = describe(signature) + (examples.weighted() ? " weighted" : "");
        if (held.evaluator == null || !made.equals(held.evaluated)) {
            if (held.evaluator != null) {
                held.evaluator.close();
                held.evaluator = null;
            }
            Signature restricted = Domains.check(judged, parts.factory.evaluating(), signature,
                    model.structure().outline.indices());
            Blueprint blueprint = new Blueprint(judged, parts.factory.evaluating(), restricted, parts.precision, held.layout);
            held.evaluator = new Evaluator(blueprint, judged.outputs(), held.scaling, parts.backend, held.store, held.schedules,
                    BATCH, examples.weighted());
            held.evaluated = made;
        }
        return held.evaluator.evaluate(examples);
    }

    /** What the loss of each output compares with. */
    static List<Loss.Target> targets(ModelState model, ModelSpec spec) {
        List<Loss.Target> kinds = new ArrayList<>();
        for (OutputSpec output : spec.outputs()) {
            kinds.add(
                    new NetworkTrace(spec.networkSpec(), model.parts().factory, new Trace(Mode.INFERENCE, false)).target(output));
        }
        return kinds;
    }

    private static String describe(Signature signature) {
        StringBuilder text = new StringBuilder().append(signature.isReconstructing());
        for (Signature.Target target : signature.targets()) {
            text.append(' ').append(target.name()).append(target.shape()).append(target.type()).append(target.classes());
        }
        return text.toString();
    }
}
