package org.fascicle.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Scaling;
import org.fascicle.core.training.Signature;
import org.fascicle.core.training.Store;

/**
 * How a network lies in an archive: parameters and states among the weights, with the scaling; slots, metrics' states and the best
 * weights so far among what only training needs; the signature beside them.
 */
final class Snapshot {
    /** The folder of the scaling among the weights. */
    static final String SCALING = "data/";
    private static final String SHIFT = SCALING + "shift";
    private static final String FACTOR = SCALING + "factor";
    private static final String BEST = "best/";
    private static final String FEATURES = "features";
    private static final String TARGET = "target";
    private static final String TARGET_TYPE = "target_type";
    private static final String CLASSES = "classes";
    private static final String ROWS = "training_rows";

    private final Archive archive;
    private final String source;

    Snapshot(Archive archive, String source) {
        this.archive = archive;
        this.source = source;
    }

    /** Fills an archive's builder. */
    static Archive.Builder take(Archive.Builder builder, Signature signature, Scaling scaling, int rows, Store store, Clock clock,
            BestWeights best) {
        for (Variable variable : store.tensors()) {
            Tensor tensor = tensor(variable.shape(), store.read(variable.path()), store.precision());
            if (BestWeights.isWeight(variable.path())) {
                builder.weight(variable.path(), tensor);
            } else if (BestWeights.isKeptByTraining(variable.path())) {
                builder.training(variable.path(), tensor);
            }
        }
        Map<String, Shape> shapes = new TreeMap<>();
        store.tensors().forEach(variable -> shapes.put(variable.path(), variable.shape()));
        best.tensors().forEach((path, values) ->
                builder.training(BEST + path, tensor(shapes.get(path), values, store.precision())));
        Shape features = Shape.of(Math.toIntExact(signature.features().size()));
        return builder.weight(SHIFT, Tensor.of(features, scaling.shift())).weight(FACTOR, Tensor.of(features, scaling.factor()))
                .history(clock.history().values()).step(clock.step())
                .extra(FEATURES, list(signature.features())).extra(TARGET, list(signature.target()))
                .extra(TARGET_TYPE, signature.targetType().toString()).extra(CLASSES, (long) signature.classes())
                .extra(ROWS, (long) rows);
    }

    Signature signature() {
        String type = (String) extra(TARGET_TYPE, String.class);
        return new Signature(shape(FEATURES), shape(TARGET), type.equals(Type.INT32.toString()) ? Type.INT32 : Type.REAL,
                (int) (long) (Long) extra(CLASSES, Long.class));
    }

    Scaling scaling() {
        int features = Math.toIntExact(shape(FEATURES).size());
        return new Scaling(weight(SHIFT, features), weight(FACTOR, features));
    }

    int trainingRows() {
        return (int) (long) (Long) extra(ROWS, Long.class);
    }

    /** Puts all tensors back; a store's tensor that the archive does not have, or has in another shape, is refused. */
    void restore(Store store, Clock clock, BestWeights best) {
        boolean keptBest = archive.training().keySet().stream().anyMatch(path -> path.startsWith(BEST));
        for (Variable variable : store.tensors()) {
            String path = variable.path();
            boolean weight = BestWeights.isWeight(path);
            store.write(path, tensor(weight ? archive.weights() : archive.training(), path, variable.shape()).reals());
            if (weight && keptBest) {
                best.put(path, tensor(archive.training(), BEST + path, variable.shape()).reals());
            }
        }
        clock.set(archive.step(), History.of(new LinkedHashMap<>(archive.history())));
    }

    private Tensor tensor(Map<String, Tensor> from, String path, Shape shape) {
        Tensor tensor = from.get(path);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new InputException(source, null, "the archive has no tensor '" + path + "' of the shape " + shape
                    + (tensor == null ? "" : ", but one of the shape " + tensor.shape()),
                    "The network and its optimizer must be those that were trained");
        }
        return tensor;
    }

    private double[] weight(String path, int size) {
        Tensor tensor = archive.weights().get(path);
        if (tensor == null || tensor.shape().size() != size) {
            throw damaged("there is no tensor '" + path + "' of " + size + " numbers");
        }
        return tensor.reals();
    }

    private Shape shape(String name) {
        List<?> extents = (List<?>) extra(name, List.class);
        boolean fits = extents.stream().allMatch(extent -> extent instanceof Long && (Long) extent >= 0
                && (Long) extent <= Integer.MAX_VALUE);
        if (!fits) {
            throw damaged("'" + name + "' is no shape: " + extents);
        }
        return Shape.of(extents.stream().mapToInt(extent -> Math.toIntExact((Long) extent)).toArray());
    }

    private Object extra(String name, Class<?> type) {
        Object value = archive.extra().get(name);
        if (!type.isInstance(value)) {
            throw damaged("the manifest does not tell '" + name + "'");
        }
        return value;
    }

    private InputException damaged(String problem) {
        return new InputException(source, null, problem, "The archive is damaged or was not written by Fascicle");
    }

    // What the backend holds in float32 is kept in float32: the same bits, half the size.
    private static Tensor tensor(Shape shape, double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return Tensor.of(shape, values);
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(shape, floats);
    }

    private static List<Long> list(Shape shape) {
        List<Long> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add((long) extent);
        }
        return extents;
    }
}
