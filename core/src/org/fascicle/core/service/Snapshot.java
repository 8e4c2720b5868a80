package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.TrainingSpec;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a model lies in an archive: parameters and states among the weights, with the scaling; slots, metrics' states and the best
 * weights so far among what only training needs; inputs and targets beside them.
 */
final class Snapshot {
    /** The folder of the scaling among the weights. */
    static final String SCALING = "data/";
    private static final String SHIFT = "shift";
    private static final String FACTOR = "factor";
    /** The folder of the best weights among what only training needs. */
    static final String BEST = "best/";
    private static final String FEATURES = "features";
    private static final String TARGET = "target";
    private static final String TARGET_TYPE = "target_type";
    private static final String CLASSES = "classes";
    private static final String ROWS = "training_rows";
    private static final String STEPS_PER_EPOCH = "steps_per_epoch";
    private static final String CLASS_WEIGHTS = "class_weights";
    // What archives of models with several inputs or outputs, or with named classes, have beside these.
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String CLASS_NAMES = "class_names";
    private static final String NAME = "name";
    private static final String RECONSTRUCTING = "reconstructing";

    private final Archive archive;
    private final String source;
    private final @Nullable Path file;

    Snapshot(Archive archive, String source) {
        this(archive, source, null);
    }

    private Snapshot(Archive archive, String source, @Nullable Path file) {
        this.archive = archive;
        this.source = source;
        this.file = file;
    }

    /** What a file has. */
    static Snapshot of(Archive archive, Path file) {
        return new Snapshot(archive, file.toString(), file);
    }

    /** The file that it was read from; null if there is none. */
    @Nullable
    Path file() {
        return file;
    }

    /** Puts parameters, states and the scaling into an archive's builder. */
    static Archive.Builder weights(Archive.Builder builder, Signature signature, Map<String, Scaling> scaling, Store store,
            Clock clock) {
        for (Variable variable : store.tensors()) {
            if (BestWeights.isWeight(variable.path())) {
                builder.weight(variable.path(), tensor(variable, store));
            }
        }
        signature.inputs().forEach((name, shape) -> {
            Shape features = Shape.of(Math.toIntExact(shape.size()));
            Scaling own = Objects.requireNonNull(scaling.get(name));
            builder.weight(scaling(name, SHIFT), Tensor.of(features, own.shift()))
                    .weight(scaling(name, FACTOR), Tensor.of(features, own.factor()));
        });
        // Layers with a schedule predict with what it says at this step.
        builder.history(clock.history().values()).step(clock.step()).extra(STEPS_PER_EPOCH, clock.stepsPerEpoch());
        return signature(builder, signature);
    }

    /** Puts what only training needs into an archive's builder. */
    static Archive.Builder training(Archive.Builder builder, long rows, Map<Integer, Double> classWeights, Store store,
            BestWeights best) {
        Map<String, Shape> shapes = new TreeMap<>();
        for (Variable variable : store.tensors()) {
            shapes.put(variable.path(), variable.shape());
            if (!BestWeights.isWeight(variable.path()) && BestWeights.isKeptByTraining(variable.path())) {
                builder.training(variable.path(), tensor(variable, store));
            }
        }
        best.tensors()
                .forEach((path, values) -> builder.training(BEST + path,
                        tensor(Objects.requireNonNull(shapes.get(path)), values, store.precision())));
        if (!classWeights.isEmpty()) {
            Map<String, Object> weights = new TreeMap<>();
            classWeights.forEach((label, weight) -> weights.put(label.toString(), weight));
            builder.extra(CLASS_WEIGHTS, weights);
        }
        return builder.extra(ROWS, rows);
    }

    private static Archive.Builder signature(Archive.Builder builder, Signature signature) {
        List<Object> inputs = new ArrayList<>();
        signature.inputs().forEach((name, shape) -> {
            // In this order: equal archives are equal files, and the order of an unmodifiable map differs from process to process.
            Map<String, Object> input = new LinkedHashMap<>();
            input.put(NAME, name);
            input.put(FEATURES, list(shape));
            inputs.add(input);
        });
        List<Object> outputs = new ArrayList<>();
        for (Signature.Target target : signature.targets()) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put(NAME, target.name());
            output.put(TARGET, list(target.shape()));
            output.put(TARGET_TYPE, target.type().toString());
            output.put(CLASSES, (long) target.classes());
            output.put(CLASS_NAMES, new ArrayList<>(target.classNames()));
            outputs.add(output);
        }
        return builder.extra(INPUTS, inputs).extra(OUTPUTS, outputs).extra(RECONSTRUCTING, signature.isReconstructing());
    }

    /** What goes in and what it was compared with; archives of before know one input and one output. */
    Signature signature(boolean reconstructing) {
        if (!archive.extra().containsKey(INPUTS)) {
            String type = (String) extra(archive.extra(), TARGET_TYPE, String.class);
            Signature.Target target = new Signature.Target(Examples.OUTPUT, shape(archive.extra(), TARGET), type(type),
                    classes(archive.extra()), List.of());
            return new Signature(Map.of(Examples.INPUT, shape(archive.extra(), FEATURES)), List.of(target), reconstructing);
        }
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (Map<String, Object> input : maps(INPUTS)) {
            inputs.put((String) extra(input, NAME, String.class), shape(input, FEATURES));
        }
        List<Signature.Target> targets = new ArrayList<>();
        for (Map<String, Object> output : maps(OUTPUTS)) {
            List<String> names = new ArrayList<>();
            ((List<?>) extra(output, CLASS_NAMES, List.class)).forEach(name -> names.add(String.valueOf(name)));
            targets.add(new Signature.Target((String) extra(output, NAME, String.class), shape(output, TARGET),
                    type((String) extra(output, TARGET_TYPE, String.class)),
                    classes(output), names));
        }
        return new Signature(inputs, targets, (Boolean) extra(archive.extra(), RECONSTRUCTING, Boolean.class));
    }

    /** The scaling of each input, by name. */
    Map<String, Scaling> scaling(Map<String, Shape> inputs) {
        Map<String, Scaling> scaling = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> {
            int features = Math.toIntExact(shape.size());
            scaling.put(name, new Scaling(weight(scaling(name, SHIFT), features), weight(scaling(name, FACTOR), features)));
        });
        return scaling;
    }

    /** The same; null if the model was saved before it had a scaling: before any training, its features as they are. */
    @Nullable
    Map<String, Scaling> fitted(Map<String, Shape> inputs) {
        Map<String, Scaling> scaling = scaling(inputs);
        boolean fresh = archive.step() == 0 && trainingRows() == 0;
        return fresh && scaling.values().stream().allMatch(Scaling::isNone) ? null : scaling;
    }

    /** The definition that it was trained with. */
    String json() {
        return archive.modelJson();
    }

    /** The number of steps made. */
    long step() {
        return archive.step();
    }

    /** The number of rows that it was trained on; 0 if it was saved without its training. */
    long trainingRows() {
        return archive.extra().containsKey(ROWS) ? (Long) extra(archive.extra(), ROWS, Long.class) : 0;
    }

    /**
     * The steps of an epoch.
     *
     * @param basics what the definition said of it
     */
    long stepsPerEpoch(TrainingSpec basics) {
        // Archives of before do not have the steps of an epoch.
        long steps = archive.extra().containsKey(STEPS_PER_EPOCH) ? (Long) extra(archive.extra(), STEPS_PER_EPOCH, Long.class)
                : (trainingRows() + basics.batchSize() - 1) / basics.batchSize();
        return Math.max(1, steps);
    }

    /**
     * Where training stood.
     *
     * @param basics what the definition says of it
     */
    Clock clock(TrainingSpec basics) {
        Clock clock = new Clock(stepsPerEpoch(basics), basics.epochs());
        clock.set(archive.step(), history());
        return clock;
    }

    /** The weights of classes that it was trained with; empty for none. */
    Map<Integer, Double> classWeights() {
        Map<Integer, Double> weights = new TreeMap<>();
        if (archive.extra().containsKey(CLASS_WEIGHTS)) {
            ((Map<?, ?>) extra(archive.extra(), CLASS_WEIGHTS, Map.class)).forEach((label, weight) -> {
                if (!(weight instanceof Number) || !label.toString().matches("[0-9]{1,9}")) {
                    throw damaged("'" + CLASS_WEIGHTS + "' has no weight for the class '" + label + "', but " + weight);
                }
                weights.put(Integer.valueOf(label.toString()), ((Number) weight).doubleValue());
            });
        }
        return weights;
    }

    /** What is not as it was when the archive was written, one line for each difference. */
    List<String> differences(Backend backend, Collection<TechniqueRecord> techniques) {
        return Differences.between(archive, backend, techniques);
    }

    /** Its tensors, to be put back. */
    Restoration restoration() {
        return new Restoration(archive, source);
    }

    /** Loss and metrics so far. */
    History history() {
        return History.of(new LinkedHashMap<>(archive.history()));
    }

    private static String scaling(String input, String what) {
        return SCALING + (input.equals(Examples.INPUT) ? "" : input + "/") + what;
    }

    private double[] weight(String path, int size) {
        Tensor tensor = archive.weights().get(path);
        if (tensor == null || tensor.shape().size() != size || !tensor.isReal()) {
            throw damaged("there is no tensor '" + path + "' of " + size + " real numbers");
        }
        return tensor.reals();
    }

    private Shape shape(Map<String, Object> from, String name) {
        List<?> extents = (List<?>) extra(from, name, List.class);
        boolean fits = extents.stream().allMatch(extent -> extent instanceof Long && (Long) extent >= 0
                && (Long) extent <= Integer.MAX_VALUE);
        // One row is an array, so its elements are counted by an int.
        double size = fits ? extents.stream().mapToDouble(extent -> (Long) extent).reduce(1, (a, b) -> a * b) : 0;
        if (!fits || size > Integer.MAX_VALUE) {
            throw damaged("'" + name + "' is no shape of a row: " + extents);
        }
        return Shape.of(extents.stream().mapToInt(extent -> Math.toIntExact((Long) extent)).toArray());
    }

    private int classes(Map<String, Object> from) {
        long classes = (Long) extra(from, CLASSES, Long.class);
        if (classes < 0 || classes > Integer.MAX_VALUE) {
            throw damaged("'" + CLASSES + "' is no number of classes: " + classes);
        }
        return (int) classes;
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> maps(String name) {
        List<?> list = (List<?>) extra(archive.extra(), name, List.class);
        for (Object item : list) {
            if (!(item instanceof Map)) {
                throw damaged("'" + name + "' is no list of objects");
            }
        }
        return (List<Map<String, Object>>) list;
    }

    private static Type type(String name) {
        return name.equals(Type.INT32.toString()) ? Type.INT32 : Type.REAL;
    }

    private Object extra(Map<String, Object> from, String name, Class<?> type) {
        Object value = from.get(name);
        if (!type.isInstance(value)) {
            throw damaged("the manifest has no '" + name + "' of the right type");
        }
        return value;
    }

    private InputException damaged(String problem) {
        return damaged(source, problem);
    }

    static InputException damaged(String source, String problem) {
        return new InputException(source, null, problem, "The archive is damaged or was not written by Fascicle");
    }

    // What the backend holds in float32 is kept in float32: the same bits, half the size.
    private static Tensor tensor(Variable variable, Store store) {
        return store.precision() == Precision.FLOAT64 ? Tensor.of(variable.shape(), store.read(variable.path()))
                : Tensor.of(variable.shape(), store.readFloats(variable.path()));
    }

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
