package org.fascicle.core.service;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.TrainingRun;

/** Puts an archive's tensors back where they were. */
final class Restoration {
    private final Archive archive;
    private final String source;
    private final Map<String, Tensor> trained;

    Restoration(Archive archive, String source) {
        this.archive = archive;
        this.source = source;
        this.trained = trained(archive);
    }

    /** The weights as the last step left them: the network may have ended with averages, or with those of the best epoch. */
    static Map<String, Tensor> trained(Archive archive) {
        Map<String, Tensor> weights = new HashMap<>(archive.weights());
        archive.training().forEach((path, tensor) -> {
            if (path.startsWith(Snapshot.LAST)) {
                weights.put(path.substring(Snapshot.LAST.length()), tensor);
            }
        });
        return weights;
    }

    /** Makes room for the parameters that losses have of their own. */
    void addOfLosses(Store store) {
        archive.weights().forEach((path, tensor) -> {
            if (BestWeights.isOfLoss(path)) {
                store.add(new TensorSpec(Variable.of(path, Type.REAL, tensor.shape()), 0, true));
            }
        });
    }

    /** Puts parameters and states back; a store's tensor that the archive does not have, or has in another shape, is refused. */
    void weights(Store store) {
        for (Variable variable : store.tensors()) {
            if (BestWeights.isWeight(variable.path())) {
                restore(archive.weights(), variable, store);
            }
        }
    }

    /**
     * Puts parameters and states back that the archive has in the shape of a store's.
     *
     * @return the paths of the others, whose values are first ones
     */
    Set<String> weightsThatFit(Store store) {
        Set<String> others = new HashSet<>();
        for (Variable variable : store.tensors()) {
            Tensor tensor = archive.weights().get(variable.path());
            if (!BestWeights.isWeight(variable.path())) {
                continue;
            } else if (tensor == null || !tensor.shape().equals(variable.shape())) {
                others.add(variable.path());
            } else {
                restore(archive.weights(), variable, store);
            }
        }
        return others;
    }

    /** Puts back all tensors that training needs, the weights included. */
    void all(Store store, BestWeights best) {
        restore(store, best, path -> false);
    }

    /**
     * The same for a training that is not as it was: what is new in it, or has another shape, begins anew. A parameter of a layer
     * cannot.
     *
     * @param slots whether slots carry on
     */
    void carriedOn(TrainingRun run, boolean slots) {
        Set<String> fresh = new HashSet<>();
        for (Variable variable : run.store().tensors()) {
            String path = variable.path();
            boolean weight = BestWeights.isWeight(path);
            boolean slot = isSlot(path);
            Tensor tensor = (weight ? trained : archive.training()).get(path);
            boolean fits = tensor != null && tensor.shape().equals(variable.shape());
            if (!fits && (!weight || BestWeights.isOfLoss(path)) || slot && !slots) {
                fresh.add(path);
            }
        }
        restore(run.store(), run.best(), fresh::contains);
        if (fresh.stream().anyMatch(BestWeights::isOfLoss)) {
            run.initialize(fresh::contains);
        }
    }

    /** Puts back what another system's training has: weights and slots, and not what metrics add up. */
    void begunElsewhere(TrainingRun run) {
        for (Variable variable : run.store().tensors()) {
            String path = variable.path();
            Tensor tensor = archive.training().get(path);
            if (isSlot(path) && (tensor == null || !tensor.shape().equals(variable.shape()))) {
                throw new InputException(source, null, "the training that another system began has no slot '" + path
                        + "' of the shape " + variable.shape() + ", but "
                        + (archive.training().isEmpty() ? "none" : String.join(", ", archive.training().keySet())),
                        "Give the optimizer with which it was begun; or allow the changes, so that slots that do not fit begin anew");
            }
        }
        restore(run.store(), run.best(), path -> !BestWeights.isWeight(path) && !isSlot(path));
    }

    private static boolean isSlot(String path) {
        return path.startsWith(UpdateTraceScope.SLOTS + "/");
    }

    private void restore(Store store, BestWeights best, Predicate<String> fresh) {
        boolean keptBest = archive.training().keySet().stream().anyMatch(path -> path.startsWith(Snapshot.BEST));
        for (Variable variable : store.tensors()) {
            String path = variable.path();
            if (fresh.test(path)) {
                continue;
            }
            boolean weight = BestWeights.isWeight(path);
            restore(weight ? trained : archive.training(), variable, store);
            if (weight && keptBest) {
                best.put(path, tensor(archive.training(), Snapshot.BEST + path, variable.shape()).reals());
            }
        }
    }

    // As the archive has it: a copy in float64 would take more memory than the model.
    void restore(Map<String, Tensor> from, Variable variable, Store store) {
        String path = variable.path();
        Tensor tensor = tensor(from, path, variable.shape());
        // What a metric has added up may be no number; what is trained, never.
        boolean checked = BestWeights.isWeight(path) || isSlot(path);
        if (tensor.type() == Tensor.Type.F32) {
            tensor.floats((at, values, count) -> {
                for (int i = 0; checked && i < count; i++) {
                    require(path, values[i]);
                }
                store.write(path, at, values, count);
            });
        } else {
            double[] values = tensor.doubles();
            for (int i = 0; checked && i < values.length; i++) {
                require(path, values[i]);
            }
            store.write(path, values);
        }
    }

    private void require(String path, double value) {
        if (Double.isNaN(value)) {
            throw new InputException(source, null, "the tensor '" + path + "' holds NaN, which is no number",
                    "The training had diverged, or the archive is damaged: use an earlier one");
        }
    }

    private Tensor tensor(Map<String, Tensor> from, String path, Shape shape) {
        Tensor tensor = from.get(path);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new InputException(source, null, "the archive has no tensor '" + path + "' of the shape " + shape
                    + (tensor == null ? "" : ", but one of the shape " + tensor.shape()),
                    "Network and optimizer must be those that were trained");
        } else if (!tensor.isReal()) {
            throw Snapshot.damaged(source, "the tensor '" + path + "' is of the type " + tensor.type() + ", which is not real");
        }
        return tensor;
    }
}
