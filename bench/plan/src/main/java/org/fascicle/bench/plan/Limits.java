package org.fascicle.bench.plan;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the machine can do: fused multiply-adds, the bandwidth of the caches and of what lies outside, products of the
 * networks' shapes, updates. Waits for a line of input, prints one JSON object.
 */
public final class Limits {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** Parameters of the mlp, and slots: they stay in the last cache. */
    private static final int INSIDE = 266_240;
    private static final int OUTSIDE = 16 << 20;
    private static final int[][] SHAPES = {{32, 304, 784}, {128, 304, 784}, {512, 304, 784}, {784, 304, 32}, {784, 304, 128},
        {784, 304, 512}, {32, 112, 100}, {128, 112, 100}, {576, 64, 288}};

    private Limits() {}

    /** No arguments. */
    public static void main(String[] arguments) throws IOException {
        if (System.in.read() < 0) {
            return;
        }
        int all = Runtime.getRuntime().availableProcessors();
        StringBuilder json = new StringBuilder("{");
        // Of all processors: one's times their number, which other programs cannot make look less.
        double multiplyAdds = multiplyAdds();
        number(json, "fma_gflops_one", multiplyAdds);
        number(json, "fma_gflops_all", all * multiplyAdds);
        double bandwidth = bandwidth(1, INSIDE);
        number(json, "bandwidth_gb_s_one", bandwidth);
        number(json, "bandwidth_gb_s_all", all * bandwidth);
        number(json, "bandwidth_gb_s_outside", bandwidth(all, OUTSIDE));
        json.append("\"products\": {");
        for (int[] shape : SHAPES) {
            number(json, shape[0] + " x " + shape[1] + " x " + shape[2], product(shape[0], shape[1], shape[2]));
        }
        close(json).append("\"updates\": {");
        for (Optimizer optimizer : Optimizer.values()) {
            number(json, optimizer.name().toLowerCase(Locale.ROOT) + "_gb_s", update(optimizer));
        }
        close(json).append("\"networks\": {");
        network(json, "mlp-nesterov", 3 * 2.0 * (784 * 300 + 300 * 100 + 100 * 10) - 2.0 * 784 * 300, 266_610, 4);
        network(json, "mlp-adam", 3 * 2.0 * (784 * 300 + 300 * 100 + 100 * 10) - 2.0 * 784 * 300, 266_610, 6);
        network(json, "bn-dropout", 3 * 2.0 * (784 * 300 + 300 * 100 + 100 * 10) - 2.0 * 784 * 300, 267_010, 6);
        network(json, "deep-selu", 3 * 2.0 * (784 * 100 + 19 * 100 * 100 + 100 * 10) - 2.0 * 784 * 100, 271_410, 4);
        network(json, "cnn", 3 * 2.0 * (676 * 9 * 32 + 576 * 288 * 64 + 9216 * 128 + 1280) - 2.0 * 676 * 9 * 32,
                1_199_882, 6);
        json.setLength(json.length() - 2);
        System.out.println(json.append("}}"));
    }

    private static void network(StringBuilder json, String name, double flops, int parameters, int floats) {
        json.append(String.format(Locale.ROOT, "\"%s\": {\"flops_per_sample\": %.0f, \"update_bytes\": %d}, ", name, flops,
                4L * floats * parameters));
    }

    private static void number(StringBuilder json, String name, double value) {
        json.append(String.format(Locale.ROOT, "\"%s\": %.1f, ", name, value));
    }

    private static StringBuilder close(StringBuilder json) {
        json.setLength(json.length() - 2);
        return json.append("}, ");
    }

    /** The best of many times, in seconds: what else the machine does only takes away. */
    private static double best(Crew crew, int repeats, Crew.Work work) {
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long begin = System.nanoTime();
            crew.run(work);
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        return Arrays.stream(seconds).min().orElseThrow();
    }

    private static double multiplyAdds() {
        int turns = 100_000;
        float[] result = new float[L];
        try (Crew crew = new Crew(1)) {
            double seconds = best(crew, 400, member -> chains(turns, result));
            return 2.0 * 8 * L * turns / seconds / 1e9;
        }
    }

    /** Eight independent chains keep two units busy. */
    private static void chains(int turns, float[] into) {
        FloatVector x = FloatVector.broadcast(S, 0.999f);
        FloatVector y = FloatVector.broadcast(S, 0.001f);
        FloatVector a = y;
        FloatVector b = y;
        FloatVector c = y;
        FloatVector d = y;
        FloatVector e = y;
        FloatVector f = y;
        FloatVector g = y;
        FloatVector h = y;
        for (int i = 0; i < turns; i++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
        }
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).intoArray(into, 0);
    }

    /** Of p := p + c · m, which reads two arrays and writes one. */
    private static double bandwidth(int threads, int floats) {
        float[] p = new float[floats];
        float[] m = new float[floats];
        int part = floats / threads / L * L;
        try (Crew crew = new Crew(threads)) {
            double seconds = best(crew, floats > INSIDE ? 20 : 1500, member -> {
                for (int i = member * part; i < (member + 1) * part; i += L) {
                    FloatVector.fromArray(S, m, i).mul(0.5f).add(FloatVector.fromArray(S, p, i)).intoArray(p, i);
                }
            });
            return 12.0 * part * threads / seconds / 1e9;
        }
    }

    private static double product(int rows, int columns, int depth) {
        Random random = new Random(1);
        float[] a = floats(random, rows * depth);
        float[] b = floats(random, depth * columns);
        float[] c = new float[rows * columns];
        float[] scratch = new float[Product.SCRATCH];
        try (Crew crew = new Crew(1)) {
            double seconds = best(crew, 300, member -> Product.multiply(rows, columns, depth, a, 0, depth, 1, b, 0,
                    columns, c, 0,
                    columns, false, scratch));
            return 2.0 * rows * columns * depth / seconds / 1e9;
        }
    }

    /** What an update moves, at least: gradient read, parameters and slots read and written. */
    private static double update(Optimizer optimizer) {
        Parameters parameters = new Parameters();
        parameters.add("kernel", INSIDE / 16, 16);
        parameters.initialize(1);
        float[] gradient = new float[INSIDE];
        try (Crew crew = new Crew(1)) {
            double seconds = best(crew, 1500, member -> optimizer.update(parameters, 0, INSIDE, gradient, 0, 0.01f, 1));
            return 4.0 * INSIDE * (optimizer == Optimizer.ADAM ? 7 : 5) / seconds / 1e9;
        }
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextFloat();
        }
        return floats;
    }
}
