package org.fascicle.core.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.program.Store;

/** A copy of parameters and states as they were after the best epoch, or after the last step. Used by one thread at a time. */
public final class BestWeights {
    private final Map<String, double[]> tensors = new TreeMap<>();

    /** Whether there is a copy. */
    public boolean isKept() {
        return !tensors.isEmpty();
    }

    /** The copy, by path. */
    public Map<String, double[]> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Takes a tensor of an archived copy in. */
    public void put(String path, double[] values) {
        tensors.put(path, values);
    }

    /** Whether a tensor belongs to the network itself, and not to its training. */
    public static boolean isWeight(String path) {
        return !path.startsWith(UpdateTraceScope.SLOTS + "/") && !path.startsWith(Blueprint.TRAINING + "/")
                && isKeptByTraining(path);
    }

    /** Whether training needs a tensor to go on; the metrics of an evaluation begin anew each time. */
    public static boolean isKeptByTraining(String path) {
        return !path.startsWith(Blueprint.EVALUATION + "/");
    }

    /** Whether a weight is a loss's own: it belongs to the model, and no layer has it. */
    public static boolean isOfLoss(String path) {
        return path.startsWith(Blueprint.LOSS + "/");
    }

    void keep(Store store) {
        for (Variable variable : store.tensors()) {
            if (isWeight(variable.path())) {
                tensors.put(variable.path(), store.read(variable.path()));
            }
        }
    }

    void restore(Store store) {
        tensors.forEach(store::write);
    }
}
