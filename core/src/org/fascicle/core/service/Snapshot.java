package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.TrainingSpec;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * How a model lies in an archive: parameters and states among the weights, with the scaling; slots, metrics' states and the best
 * weights so far among what only training needs; inputs and targets beside them.
 */
final class Snapshot {
    /** The folder of the scaling among the weights. */
    static final String SCALING = "data/";
    /** More than anybody counts, and few enough to be multiplied. */
    private static final long MOST = Integer.MAX_VALUE * 1024L;
    private static final String SHIFT = "shift";
    private static final String FACTOR = "factor";
    /** The folder of the best weights among what only training needs. */
    static final String BEST = "best/";
    /** The folder of the weights as the last step left them, if the network has others, among what only training needs. */
    static final String LAST = "last/";
    private static final String SPLIT = "split";
    private static final String ROWS = "training_rows";
    private static final String CLASS_WEIGHTS = "class_weights";
    private static final String UPDATES_FROM = "updates_from";
    private static final String ELSEWHERE = "begun_elsewhere";

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
        return new Snapshot(archive, file.toString(), file).sound();
    }

    /** Refuses counts that no training has. Digests say that a file is as it was written, and not that what it says makes sense. */
    private Snapshot sound() {
        long steps = count(Archive.STEPS_PER_EPOCH, stepsPerEpoch());
        long rows = count(ROWS, trainingRows());
        long step = count("step", archive.step());
        long epochs = history().epochs();
        if (updatesFrom(archive) < 0 || updatesFrom(archive) > step) {
            throw damaged("'" + UPDATES_FROM + "' is no step that was made: " + updatesFrom(archive));
        }
        if (steps == 0 || rows > 0 && steps > rows) {
            throw damaged("an epoch of " + rows + " training rows has no " + steps + " steps");
        }
        // What ends an epoch may fail, and then its line is missing in the history until training goes on.
        boolean atEnd = step > 0 && step % steps == 0;
        if (isBegunElsewhere()) {
            return this;
        }
        if (epochs != step / steps && !(atEnd && epochs == step / steps - 1)) {
            throw damaged("the history has " + epochs + " epochs, and " + step + " steps of " + steps + " an epoch were made");
        }
        return this;
    }

    private long count(String name, long value) {
        if (value < 0 || value > MOST) {
            throw damaged("'" + name + "' is no count: " + value);
        }
        return value;
    }

    /** The archive itself. */
    Archive archive() {
        return archive;
    }

    /** The file that it was read from; null if there is none. */
    @Nullable
    Path file() {
        return file;
    }

    /** Puts parameters, states and the scaling into an archive's builder. */
    static Archive.Builder weights(Archive.Builder builder, Signature signature, Map<String, Scaling> scaling, Store store,
            Clock clock, SplitRule splitRule) {
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
        builder.history(clock.history().values()).step(clock.step()).extra(Archive.STEPS_PER_EPOCH, clock.stepsPerEpoch())
                .extra(SPLIT, splitRule.name().toLowerCase(Locale.ROOT));
        if (clock.updatesFrom() > 0) {
            builder.extra(UPDATES_FROM, clock.updatesFrom());
        }
        return PortsRecord.write(builder, signature);
    }

    /** Puts what only training needs into an archive's builder. */
    static Archive.Builder training(Archive.Builder builder, long rows, Map<Integer, Double> classWeights, Store store,
            BestWeights best, BestWeights last) {
        Map<String, Shape> shapes = new TreeMap<>();
        for (Variable variable : store.tensors()) {
            shapes.put(variable.path(), variable.shape());
            if (!BestWeights.isWeight(variable.path()) && BestWeights.isKeptByTraining(variable.path())) {
                builder.training(variable.path(), tensor(variable, store));
            }
        }
        Map.of(BEST, best, LAST, last).forEach((folder, kept) -> kept.tensors().forEach((path, values) -> builder.training(
                folder + path, tensor(Objects.requireNonNull(shapes.get(path)), values, store.precision()))));
        if (!classWeights.isEmpty()) {
            Map<String, Object> weights = new TreeMap<>();
            classWeights.forEach((label, weight) -> weights.put(label.toString(), weight));
            builder.extra(CLASS_WEIGHTS, weights);
        }
        return builder.extra(ROWS, rows);
    }

    /** What goes in and what it was compared with, of a network. */
    Signature signature(NetworkSpec network) {
        Signature signature = new PortsRecord(archive, source).read();
        Set<String> inputs = network.inputs().isEmpty() ? Set.of(Examples.INPUT) : network.inputs().keySet();
        int outputs = Math.max(1, network.outputs().size());
        if (!signature.inputs().keySet().equals(inputs) || signature.targets().size() != outputs) {
            throw damaged("it describes the inputs " + signature.inputs().keySet() + " and " + signature.targets().size()
                    + " targets, and the network has the inputs " + inputs + " and " + outputs + " outputs");
        }
        return signature;
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

    /** The step from which an archive's optimizer counts its updates. */
    static long updatesFrom(Archive archive) {
        Object step = archive.extra().getOrDefault(UPDATES_FROM, 0L);
        return step instanceof Long ? (Long) step : -1;
    }

    /** The number of steps made. */
    long step() {
        return archive.step();
    }

    /** How rows were held back where the data do not say it. */
    SplitRule splitRule() {
        if (!archive.extra().containsKey(SPLIT)) {
            return SplitRule.LAST;
        }
        String name = (String) extra(archive.extra(), SPLIT, String.class);
        return Arrays.stream(SplitRule.values()).filter(rule -> rule.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> damaged("there is no rule '" + name + "' to split data"));
    }

    /** The number of rows that it was trained on; 0 if it was saved without its training. */
    long trainingRows() {
        return archive.extra().containsKey(ROWS) ? (Long) extra(archive.extra(), ROWS, Long.class) : 0;
    }

    /**
     * Makes an archive one of a training that another system began: of what it has to do with data, nothing is known.
     *
     * @param step the steps made
     */
    static void begunElsewhere(Archive.Builder builder, long step) {
        builder.step(step).extra(ELSEWHERE, true);
    }

    /** Whether another system began the training, and it has not gone on here yet. */
    boolean isBegunElsewhere() {
        return Boolean.TRUE.equals(archive.extra().get(ELSEWHERE));
    }

    /** The steps of an epoch. */
    long stepsPerEpoch() {
        return (Long) extra(archive.extra(), Archive.STEPS_PER_EPOCH, Long.class);
    }

    /**
     * Where training stood.
     *
     * @param basics what the definition says of it
     */
    Clock clock(TrainingSpec basics) {
        Clock clock = new Clock(stepsPerEpoch(), basics.epochs());
        clock.set(archive.step(), history());
        clock.setUpdatesFrom(updatesFrom(archive));
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

    /** Whether other versions of its techniques are used than it records. */
    boolean isUpgraded(Collection<TechniqueRecord> used) {
        return !replaced(used).isEmpty();
    }

    /** The techniques that it records and that are used in another version. */
    List<TechniqueRecord> replaced(Collection<TechniqueRecord> used) {
        return archive.techniques().stream()
                .filter(before -> used.stream().noneMatch(now -> now.toString().equals(before.toString()))
                        && used.stream().anyMatch(now -> now.kind() == before.kind() && now.name().equals(before.name())))
                .collect(Collectors.toList());
    }

    /** Puts into a run of other versions of techniques what it has of its tensors. */
    Carried carried(TrainingRun run, boolean slots) {
        return Carried.into(run, archive, restoration(), path -> slots);
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
        double[] numbers = tensor.reals();
        if (!Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw damaged("the tensor '" + path + "' has numbers that are not finite");
        }
        return numbers;
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
}
