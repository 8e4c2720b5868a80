package org.fascicle.backend.jit;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.testing.Comparison;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.Rewriter;

/** A training step with momentum of networks as people train them, on data drawn at random. Used by one thread. */
final class TrainingStep {
    /** The kinds that {@link #of} knows. */
    static final List<String> NETWORKS = List.of("dense", "normalized", "deep", "convolutional");
    private static final int CLASSES = 10;

    private final Map<String, Shape> weights = new LinkedHashMap<>();
    private final Shape features;
    private final Graph graph;

    private TrainingStep(Shape features, BiFunction<TrainingStep, Expr, Expr> network) {
        this.features = features;
        Expr logits = network.apply(this, Expressions.input("x", Type.REAL, features));
        Expr labels = Expressions.input("labels", Type.INT32, Shape.of(ROWS, 1));
        Expr isLabel = Expressions.iota(Shape.of(ROWS, CLASSES), 1).eq(labels);
        Expr picked = Expressions.sum(Expressions.where(isLabel, Expressions.logSoftmax(logits), 0), 1);
        this.graph = graph(Expressions.mean(picked, 0).neg());
    }

    static TrainingStep of(String network) {
        switch (network) {
            case "dense":
                return new TrainingStep(Shape.of(ROWS, 784),
                        (step, x) -> step.dense(elu(step.dense(elu(step.dense(x, 784, 300)), 300, 100)), 100, CLASSES));
            case "normalized":
                return new TrainingStep(Shape.of(ROWS, 60), (step, x) -> step.dense(
                        step.dropped(elu(step.normalized(step.dense(x, 60, 100), 100)), 100), 100, CLASSES));
            case "deep":
                return new TrainingStep(Shape.of(ROWS, 784), TrainingStep::deep);
            default:
                return new TrainingStep(Shape.of(ROWS, 12, 12, 1), TrainingStep::convolutional);
        }
    }

    private Expr deep(Expr x) {
        Expr y = elu(dense(x, 784, 100));
        for (int layer = 1; layer < 20; layer++) {
            y = elu(dense(y, 100, 100)).mul(1.0507);
        }
        return dense(y, 100, CLASSES);
    }

    private Expr convolutional(Expr x) {
        Window window = Window.of(3, 3);
        Expr y = Expressions.maximum(Expressions.conv2d(x, weight(3, 3, 1, 32), window).add(weight(32)), 0);
        y = Expressions.maximum(Expressions.conv2d(y, weight(3, 3, 32, 48), window).add(weight(48)), 0);
        y = Expressions.maxPool(y, Window.of(2, 2).strides(2, 2));
        return dense(Expressions.reshape(y, Shape.of(ROWS, 4 * 4 * 48)), 4 * 4 * 48, CLASSES);
    }

    private Expr dense(Expr x, int in, int out) {
        return Expressions.matmul(x, weight(in, out)).add(weight(out));
    }

    private Expr weight(int... extents) {
        String path = "weight" + weights.size();
        weights.put(path, Shape.of(extents));
        return Expressions.variable(path, Type.REAL, Shape.of(extents));
    }

    private Expr normalized(Expr x, int units) {
        Expr centred = x.sub(Expressions.mean(x, 0));
        Expr variance = Expressions.mean(centred.mul(centred), 0);
        return centred.div(Expressions.sqrt(variance.add(1e-3))).mul(weight(units));
    }

    private Expr dropped(Expr x, int units) {
        Expr bits = Expressions.randomBits("dropout", 0, Shape.of(ROWS, units), 24);
        return Expressions.where(Expressions.cast(bits, Type.REAL).mul(0x1p-24).ge(0.2), x.div(0.8), 0);
    }

    private static Expr elu(Expr x) {
        return Expressions.where(x.gt(0), x, Expressions.expm1(x));
    }

    private Graph graph(Expr given) {
        Expr loss = Rewriter.rewrite(List.of(given)).get(0);
        List<Expr> variables = new ArrayList<>();
        weights.forEach((path, shape) -> variables.add(Expressions.variable(path, Type.REAL, shape)));
        List<Expr> gradients = Differentiator.gradients(loss, variables);
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        builder.output("loss", Comparison.node(loss, builder, known));
        int at = 0;
        for (Map.Entry<String, Shape> weight : weights.entrySet()) {
            Shape shape = weight.getValue();
            String slot = "m/" + weight.getKey();
            Expr moved = Expressions.variable(slot, Type.REAL, shape).mul(0.9).sub(gradients.get(at).mul(0.01));
            builder.commit(Variable.of(slot, Type.REAL, shape), Comparison.node(moved, builder, known), false);
            builder.commit(Variable.of(weight.getKey(), Type.REAL, shape),
                    Comparison.node(variables.get(at++).add(moved), builder, known), false);
        }
        return builder.build();
    }

    Graph graph() {
        return graph;
    }

    /** What is left after some steps from the same beginning: all weights, and the last loss. */
    float[] trained(JitBackend backend, int rows, int steps) {
        try (Run run = new Run(backend, rows)) {
            for (int step = 0; step < steps; step++) {
                run.step();
            }
            return run.weights();
        }
    }

    /** A workspace with its data. */
    final class Run implements AutoCloseable {
        private final Map<String, Buffer> variables = new LinkedHashMap<>();
        private final RunArguments arguments;
        private final Workspace workspace;
        private int steps;

        Run(JitBackend backend, int rows) {
            Random random = new Random(17);
            weights.forEach((path, shape) -> {
                double scale = shape.rank() == 1 ? 0.5 : Math.sqrt(2.0 * shape.extent(-1) / shape.size());
                variables.put(path, filled(backend, shape.size(), scale, random));
                variables.put("m/" + path, backend.allocate(Type.REAL, Precision.FLOAT32, shape.size()));
            });
            Buffer labels = backend.allocate(Type.INT32, Precision.FLOAT32, rows);
            labels.write(0, random.ints(rows, 0, CLASSES).toArray(), 0, rows);
            Map<String, Buffer> inputs = Map.of("x", filled(backend, features.size(rows), 1, random), "labels", labels);
            arguments = new RunArguments(graph.scalars().size()).rows(rows).seed(5);
            Arrays.fill(arguments.scalars(), rows);
            workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, rows))
                    .open(Bindings.of(variables, inputs));
        }

        void step() {
            workspace.run(arguments.step(steps++));
        }

        /** A step that is measured. */
        Profile profile() {
            return workspace.profile(arguments.step(steps++)).orElseThrow();
        }

        float[] weights() {
            int size = weights.values().stream().mapToInt(shape -> (int) shape.size()).sum();
            float[] values = new float[size + 1];
            int at = 0;
            for (Map.Entry<String, Shape> weight : weights.entrySet()) {
                int count = (int) weight.getValue().size();
                variables.get(weight.getKey()).read(0, values, at, count);
                at += count;
            }
            workspace.output("loss").read(0, values, at, 1);
            return values;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }

    private static Buffer filled(JitBackend backend, long size, double scale, Random random) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, size);
        buffer.write(0, random.doubles(size, -scale, scale).toArray(), 0, (int) size);
        return buffer;
    }
}
