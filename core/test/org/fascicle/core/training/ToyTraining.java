package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.program.Store;

/** Trains networks of {@link Toys} on {@value #ROWS} rows, on the reference backend in float64, and shows their tensors. */
final class ToyTraining {
    static final int ROWS = 24;
    static final double RATE = 0.1;
    static final String LAYERS = "{'linear': {'units': 4}}, {'linear': {'units': 3}}, {'soft': {}}";
    /** The same, in which no updates are merged. */
    static final String APART =
            LAYERS.replace("4}", "4, 'constraint': 'same'}").replace("3}", "3, 'constraint': 'same'}");
    static final List<String> PATHS = List.of("linear/kernel", "linear/bias", "linear_1/kernel", "linear_1/bias");

    private final Backend backend;

    ToyTraining() {
        this(new ReferenceBackend());
    }

    ToyTraining(Backend backend) {
        this.backend = backend;
    }

    static String descent(String options) {
        return "'descent': {'learning_rate': " + RATE + options + "}";
    }

    /** By how much the first step on all rows moves each parameter. */
    Map<String, double[]> moves(String optimizer, String rest) {
        List<Map<String, double[]>> steps = train(LAYERS, optimizer, rest, ROWS, 1, false);
        Map<String, double[]> moves = new TreeMap<>();
        PATHS.forEach(path -> moves.put(path, sum(steps.get(1).get(path), scaled(steps.get(0).get(path), -1))));
        return moves;
    }

    Map<String, double[]> start() {
        Map<String, double[]> first = train(LAYERS, descent(""), "", ROWS, 1, false).get(0);
        first.keySet().retainAll(PATHS);
        return first;
    }

    static Map<String, double[]> last(List<Map<String, double[]>> steps) {
        return steps.get(steps.size() - 1);
    }

    Map<String, double[]> trained(String layers, String optimizer, String rest, int batch, int epochs,
            boolean shuffle) {
        List<Map<String, double[]>> after = new ArrayList<>();
        run(model(layers, optimizer, rest, batch, epochs, shuffle), batch, TrainingListener.NONE, after);
        return last(after);
    }

    /** All tensors before the first step, and after each. */
    List<Map<String, double[]>> train(String layers, String optimizer, String rest, int batch, int epochs,
            boolean shuffle) {
        List<Map<String, double[]>> steps = new ArrayList<>();
        run(model(layers, optimizer, rest, batch, epochs, shuffle), batch, null, steps);
        return steps;
    }

    private void run(ModelSpec model, int batch, TrainingListener listener, List<Map<String, double[]>> into) {
        try (TrainingRun run = Toys.run(model, backend, ROWS, batch)) {
            into.add(tensors(run.store()));
            run.trainer(false).train(listener != null ? listener : new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    into.add(tensors(run.store()));
                }
            }, new Alone());
            if (listener != null) {
                into.add(tensors(run.store()));
            }
        }
    }

    /** How many packed tensors of parameters there are. */
    static long packed(ModelSpec model) {
        return blueprint(model).step(ROWS, ROWS, false).graph().variables().stream()
                .filter(variable -> variable.path().matches("packed/.*/parameter")).count();
    }

    private static Map<String, double[]> tensors(Store store) {
        Map<String, double[]> tensors = new TreeMap<>();
        store.tensors().forEach(variable -> tensors.put(variable.path(), store.read(variable.path())));
        return tensors;
    }

    static Blueprint blueprint(ModelSpec model) {
        return new Blueprint(model, new TechniqueFactory(Toys.techniques()), Toys.signature(), Precision.FLOAT32);
    }

    static ModelSpec model(String layers, String optimizer, String rest, int batch, int epochs, boolean shuffle) {
        return Toys.model("", layers, "'loss': 'cross_entropy', 'optimizer': {" + optimizer + "}" + rest
                + ", 'training': {'epochs': " + epochs + ", 'batch_size': " + batch + ", 'seed': 3, 'shuffle': " + shuffle
                + "}");
    }

    static double[] scaled(double[] values, double factor) {
        double[] result = values.clone();
        Arrays.setAll(result, i -> result[i] * factor);
        return result;
    }

    static double[] sum(double[] a, double[] b) {
        double[] result = a.clone();
        Arrays.setAll(result, i -> a[i] + b[i]);
        return result;
    }
}
