package org.fascicle.bench.plan;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single kernels of the hand-written plans on one thread, with JMH. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class KernelBenchmarks {
    /** Matrix products, rows × columns × depth: the mlp's forward, and its first kernel's gradient. */
    @State(Scope.Thread)
    public static class Matrices {
        @Param({"32x304x784", "128x304x784", "512x304x784", "784x304x32", "784x304x128", "32x112x304", "576x64x288"})
        public String shape;
        private int rows;
        private int columns;
        private int depth;
        private float[] a;
        private float[] b;
        private float[] c;
        private final float[] scratch = new float[Product.SCRATCH];

        /** Draws the operands. */
        @Setup
        public void draw() {
            String[] extents = shape.split("x");
            rows = Integer.parseInt(extents[0]);
            columns = Integer.parseInt(extents[1]);
            depth = Integer.parseInt(extents[2]);
            a = floats(rows * depth);
            b = floats(depth * columns);
            c = new float[rows * columns];
        }
    }

    /** Activations of a batch of 128. */
    @State(Scope.Thread)
    public static class Activations {
        private static final int ROWS = 128;
        private static final int LD = 304;
        private final float[] from = floats(ROWS * LD);
        private final float[] y = new float[ROWS * LD];
        private final float[] d = floats(ROWS * LD);
        private final float[] bias = floats(LD);
    }

    /** The parameters of the mlp. */
    @State(Scope.Thread)
    public static class Updated {
        private static final int COUNT = 266_624;
        private final Parameters parameters = new Parameters();
        private final float[] gradient = floats(COUNT);

        /** Makes the parameters. */
        @Setup
        public void initialize() {
            parameters.add("kernel", COUNT / 16, 16);
            parameters.initialize(1);
        }
    }

    /** C := A · B. */
    @Benchmark
    public float[] product(Matrices m) {
        Product.multiply(m.rows, m.columns, m.depth, m.a, 0, m.depth, 1, m.b, 0, m.columns, m.c, 0, m.columns, false,
                m.scratch);
        return m.c;
    }

    /** C := A · B with A transposed, as for a kernel's gradient. */
    @Benchmark
    public float[] productTransposed(Matrices m) {
        Product.multiply(m.rows, m.columns, m.depth, m.a, 0, 1, m.rows, m.b, 0, m.columns, m.c, 0, m.columns, false,
                m.scratch);
        return m.c;
    }

    /** Bias, elu, and its gradient: an elementwise chain. */
    @Benchmark
    public float[] elementwise(Activations s) {
        System.arraycopy(s.from, 0, s.y, 0, s.y.length);
        Pointwise.elu(s.y, 0, Activations.ROWS, Activations.LD, s.bias, 0);
        Pointwise.eluGradient(s.d, s.y, 0, s.d.length);
        return s.d;
    }

    /** Nesterov's update. */
    @Benchmark
    public float[] nesterov(Updated s) {
        Optimizer.NESTEROV.update(s.parameters, 0, Updated.COUNT, s.gradient, 0, 1e-6f, 1);
        return s.parameters.values;
    }

    /** Adam's update. */
    @Benchmark
    public float[] adam(Updated s) {
        Optimizer.ADAM.update(s.parameters, 0, Updated.COUNT, s.gradient, 0, 1e-6f, 1);
        return s.parameters.values;
    }

    private static float[] floats(int count) {
        Random random = new Random(1);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextFloat() - 0.5f;
        }
        return floats;
    }
}
