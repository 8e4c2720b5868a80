package org.fascicle.backend.jit;

import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.tanh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.Rewriter;

/** A training step of an lstm, and of the same network with its steps written out, as layers of their own. */
final class Recurrent implements AutoCloseable {
    private static final int GATES = 4;

    private final Executable program;
    private final Workspace workspace;
    private final RunArguments arguments;
    private final Map<String, Buffer> variables = new LinkedHashMap<>();
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();

    /** A network on a backend. */
    Recurrent(Backend backend, Graph graph, int rows) {
        graph.variables().forEach(variable -> variables.put(variable.path(), filled(backend, variable.shape().size())));
        graph.inputs().forEach((name, node) -> inputs.put(name, filled(backend, node.shape().size(rows))));
        program = backend.compile(Decomposition.of(graph, backend), CompileSettings.of(Precision.FLOAT32, rows));
        workspace = program.open(Bindings.of(variables, inputs));
        arguments = new RunArguments(graph.scalars().size()).rows(rows);
        HostScalars.compile(graph.scalars()).evaluate(name -> rows, arguments.scalars());
    }

    private static Buffer filled(Backend backend, long size) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, size);
        buffer.write(0, new Random(size).doubles(size, -0.1, 0.1).toArray(), 0, (int) size);
        return buffer;
    }

    void step() {
        workspace.run(arguments);
        workspace.await();
    }

    /** What one more step consists of. */
    Profile profile() {
        return workspace.profile(arguments).orElseThrow();
    }

    /** What the variables hold. */
    Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        variables.forEach((path, buffer) -> {
            float[] all = new float[(int) buffer.size()];
            buffer.read(0, all, 0, all.length);
            values.put(path, all);
        });
        return values;
    }

    @Override
    public void close() {
        workspace.close();
        program.close();
        variables.values().forEach(Buffer::close);
        inputs.values().forEach(Buffer::close);
    }

    /** A step of gradient descent on the mean square of the last output less a target. */
    static Graph graph(int steps, int features, int units, boolean isLoop) {
        Expr x = Expressions.input("x", Type.REAL, Shape.batch(steps, features));
        Expr target = Expressions.input("target", Type.REAL, Shape.batch(units));
        Map<String, Expr> parameters = new LinkedHashMap<>();
        parameters.put("kernel", Expressions.variable("kernel", Type.REAL, Shape.of(features, GATES * units)));
        parameters.put("recurrent", Expressions.variable("recurrent", Type.REAL, Shape.of(units, GATES * units)));
        parameters.put("bias", Expressions.variable("bias", Type.REAL, Shape.of(GATES * units)));
        Expr[] projected = new Expr[GATES];
        Expr[] recurrent = new Expr[GATES];
        for (int i = 0; i < GATES; i++) {
            Expr kernel = gate(parameters.get("kernel"), i, units);
            Expr product = conv2d(reshape(x, Shape.of(Shape.ROWS, 1, steps, features)),
                    reshape(kernel, Shape.of(1, 1, features, units)), Window.of(1, 1));
            projected[i] = reshape(product, Shape.batch(steps, units)).add(gate(parameters.get("bias"), i, units));
            recurrent[i] = gate(parameters.get("recurrent"), i, units);
        }
        Expr zeros = full(Shape.batch(units), 0);
        Expr last;
        if (isLoop) {
            last = Scan.over(projected).from(zeros, zeros).run(step -> {
                Expr[] inputs = new Expr[GATES];
                Arrays.setAll(inputs, step::slice);
                Expr[] next = next(inputs, step.carry(0), step.carry(1), recurrent);
                return step.next(next).giving(next[0]);
            }).carry(0);
        } else {
            Expr[] carried = {zeros, zeros};
            for (int t = 0; t < steps; t++) {
                Expr[] inputs = new Expr[GATES];
                for (int i = 0; i < GATES; i++) {
                    inputs[i] = reshape(slice(projected[i], 1, t, t + 1), Shape.batch(units));
                }
                carried = next(inputs, carried[0], carried[1], recurrent);
            }
            last = carried[0];
        }
        return training(mean(last.sub(target).square()), parameters);
    }

    private static Expr gate(Expr parameter, int number, int units) {
        return slice(parameter, -1, number * units, (number + 1) * units);
    }

    private static Expr[] next(Expr[] inputs, Expr h, Expr c, Expr[] recurrent) {
        Expr[] z = new Expr[GATES];
        Arrays.setAll(z, i -> inputs[i].add(matmul(h, recurrent[i])));
        Expr state = sigmoid(z[1]).mul(c).add(sigmoid(z[0]).mul(tanh(z[2])));
        return new Expr[] {sigmoid(z[3]).mul(tanh(state)), state};
    }

    private static Graph training(Expr loss, Map<String, Expr> parameters) {
        Map<Expr, String> provenance = new IdentityHashMap<>();
        Expr simple = Rewriter.rewrite(List.of(loss), provenance).get(0);
        List<Expr> wrt = new ArrayList<>(parameters.values());
        List<Expr> all = new ArrayList<>(List.of(simple));
        all.addAll(Differentiator.gradients(simple, wrt, provenance));
        all = Rewriter.rewrite(all, provenance);
        Lowering lowering = new Lowering(provenance).output("loss", all.get(0));
        for (int i = 0; i < wrt.size(); i++) {
            Expr parameter = wrt.get(i);
            lowering.commit(Variable.of(parameter.attributes().text("path"), Type.REAL, parameter.shape()),
                    parameter.sub(all.get(i + 1).mul(0.1)), false);
        }
        return lowering.build();
    }

    /** The matrix products of such a step alone: as many, of the same shapes, one after the other. */
    static Graph products(int steps, int features, int units) {
        Expr h = Expressions.input("x", Type.REAL, Shape.batch(units));
        Expr x = Expressions.input("target", Type.REAL, Shape.batch(steps, features));
        Expr recurrent = Expressions.variable("recurrent", Type.REAL, Shape.of(units, GATES * units));
        Expr kernel = Expressions.variable("kernel", Type.REAL, Shape.of(features, GATES * units));
        Expr projected = conv2d(reshape(x, Shape.of(Shape.ROWS, 1, steps, features)),
                reshape(kernel, Shape.of(1, 1, features, GATES * units)), Window.of(1, 1));
        Expr whole = reshape(projected, Shape.batch(steps, GATES * units));
        Expr y = h;
        for (int t = 0; t < steps; t++) {
            y = matmul(matmul(y, recurrent), recurrent, false, true);
        }
        Expr image = reshape(whole, Shape.of(Shape.ROWS, 1, steps, GATES * units));
        Expr gradient = Primitives.CONV_GRAD_KERNEL.apply(List.of(
                reshape(x, Shape.of(Shape.ROWS, 1, steps, features)), image),
                Window.of(1, 1).attributes().with("shape", Shape.of(1, 1, features, GATES * units)));
        Lowering lowering = new Lowering(new IdentityHashMap<>()).output("y", y).output("g", gradient);
        return lowering.build();
    }

    /** Milliseconds that a step takes the thread that runs it: {@code ROWS STEPS FEATURES UNITS THREADS}. */
    public static void main(String[] args) {
        int[] n = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        JitBackend backend = Subject.backend(n[4]);
        Map<String, Graph> graphs = new LinkedHashMap<>();
        graphs.put("loop", graph(n[1], n[2], n[3], true));
        if (Boolean.getBoolean("p"))
            graphs.put("products", products(n[1], n[2], n[3]));
        if (args.length > 5) {
            graphs.put("written out", graph(n[1], n[2], n[3], false));
        }
        ThreadMXBean time = ManagementFactory.getThreadMXBean();
        graphs.forEach((name, graph) -> {
            long begin = System.nanoTime();
            try (Recurrent network = new Recurrent(backend, graph, n[0])) {
                network.step();
                System.out.printf("%s: first step after %.0f ms%n", name, (System.nanoTime() - begin) / 1e6);
                double best = Double.MAX_VALUE;
                long end = System.nanoTime() + Long.getLong("seconds", 12) * 1_000_000_000L;
                List<Double> all = new ArrayList<>();
                while (System.nanoTime() < end) {
                    long from = time.getCurrentThreadCpuTime();
                    network.step();
                    all.add((time.getCurrentThreadCpuTime() - from) / 1e6);
                    best = Math.min(best, all.get(all.size() - 1));
                }
                List<Double> late = new ArrayList<>(all.subList(all.size() / 2, all.size()));
                late.sort(null);
                System.out.printf("%s: best %.2f ms, median %.2f ms of %d%n", name, best, late.get(late.size() / 2), all.size());
                if (name.equals("loop")) {
                    double[] least = network.profile().parts().stream().mapToDouble(Profile.Part::nanos).toArray();
                    for (int i = 0; i < 40; i++) {
                        List<Profile.Part> parts = network.profile().parts();
                        Arrays.setAll(least, part -> Math.min(least[part], parts.get(part).nanos()));
                    }
                    List<Profile.Part> parts = network.profile().parts();
                    for (int i = 0; i < least.length; i++) {
                        System.out.printf("   %8.1f us  %s  %s%n", least[i] / 1e3, parts.get(i).operation(),
                                parts.get(i).provenances());
                    }
                }
            }
        });
        backend.stop();
    }
}
