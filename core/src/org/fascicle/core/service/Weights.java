package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.training.BestWeights;

/** A model's own tensors, parameters and states, in a store that may hold the slots of a training beside them. */
final class Weights {
    private Weights() {}

    /** A store of such tensors, each with its first value. */
    static Store store(Collection<TensorSpec> tensors, Parts on) {
        Store store = new Store(on.backend, on.precision.storage(), on.threads);
        try {
            tensors.forEach(store::add);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Such a store with the values of another one, and with the parameters of losses that the other one has. */
    static Store copy(Store from, Collection<TensorSpec> tensors, Parts on) {
        Store own = store(tensors, on);
        try {
            for (Variable variable : from.tensors()) {
                if (BestWeights.isOfLoss(variable.path())) {
                    own.add(new TensorSpec(variable, 0, true));
                }
                if (own.has(variable.path())) {
                    own.write(variable.path(), from.read(variable.path()));
                }
            }
            return own;
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** Their shapes, by path. */
    static SortedMap<String, Shape> shapes(Store store) {
        SortedMap<String, Shape> shapes = new TreeMap<>();
        of(store).forEach(variable -> shapes.put(variable.path(), variable.shape()));
        return shapes;
    }

    /** The shape of one of them. */
    static Shape shape(Store store, String path) {
        List<String> paths = new ArrayList<>();
        for (Variable variable : of(store)) {
            if (variable.path().equals(path)) {
                return variable.shape();
            }
            paths.add(variable.path());
        }
        throw new InputException("there is no tensor '" + path + "'; there are: " + String.join(", ", paths));
    }

    /** Replaces one of them. */
    static void write(Store store, String path, double[] values) {
        Shape shape = shape(store, path);
        if (values.length != shape.size()) {
            throw new InputException(values.length + " numbers are no tensor '" + path + "' " + shape + " of " + shape.size());
        }
        store.write(path, values);
    }

    private static List<Variable> of(Store store) {
        List<Variable> weights = new ArrayList<>(store.tensors());
        weights.removeIf(variable -> !BestWeights.isWeight(variable.path()));
        return weights;
    }
}
