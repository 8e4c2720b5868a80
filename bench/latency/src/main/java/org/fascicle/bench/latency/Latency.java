package org.fascicle.bench.latency;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Measures how long an application in the platform waits for the prediction of one row. The platform's interfaces are
 * called by reflection, so that this bundle needs none of its jars to be built; that costs well under a microsecond.
 */
public final class Latency {
    private static final String NETWORKS = "org.fascicle.api.network.Networks";
    private static final String NETWORK = "org.fascicle.api.network.Network";
    private static final String SETTINGS = "org.fascicle.api.model.Settings";

    private final BundleContext context;

    Latency(BundleContext context) {
        this.context = context;
    }

    /** The shell's command: predicts single rows for so many seconds, and prints a JSON object. */
    public void latency(String model, String backend, double seconds) throws ReflectiveOperationException {
        ServiceReference<?> reference = context.getServiceReference(NETWORKS);
        Object networks = context.getService(reference);
        ClassLoader loader = networks.getClass().getClassLoader();
        Class<?> type = loader.loadClass(SETTINGS);
        Object settings = type.getMethod("backend", String.class).invoke(type.getMethod("defaults").invoke(null), backend);
        Object network = loader.loadClass(NETWORKS).getMethod("read", Path.class, type)
                .invoke(networks, Path.of(model), settings);
        try {
            Method predict = loader.loadClass(NETWORK).getMethod("predict", float[].class, int.class);
            print(network, predict, seconds);
        } finally {
            loader.loadClass(NETWORK).getMethod("close").invoke(network);
            context.ungetService(reference);
        }
    }

    private static void print(Object network, Method predict, double seconds) throws ReflectiveOperationException {
        float[] row = new float[784];
        Random random = new Random(1);
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextFloat();
        }
        long[] nanos = new long[2_000_000];
        int calls = 0;
        double sum = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < seconds / 2 * 1e9) {
            sum += ((float[]) predict.invoke(network, row, 1))[0];
        }
        while (System.nanoTime() - begin < seconds * 1e9 && calls < nanos.length) {
            long from = System.nanoTime();
            sum += ((float[]) predict.invoke(network, row, 1))[0];
            nanos[calls++] = System.nanoTime() - from;
        }
        Arrays.sort(nanos, 0, calls);
        System.out.printf(Locale.ROOT, "{\"calls\": %d, \"p50_us\": %.2f, \"p99_us\": %.2f, \"finite\": %b}%n", calls,
                nanos[calls / 2] / 1e3, nanos[(int) (calls * 0.99)] / 1e3, Double.isFinite(sum));
    }
}
