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
    private static final String FASCICLE = "org.fascicle.api.Fascicle";
    private static final String DEFINITION = "org.fascicle.api.model.Definition";
    private static final String MODEL = "org.fascicle.api.model.Model";
    private static final String SETTINGS = "org.fascicle.api.model.Settings";

    private final BundleContext context;

    Latency(BundleContext context) {
        this.context = context;
    }

    /** The shell's command: predicts single rows for so many seconds, and prints a JSON object. */
    public void latency(String file, String backend, double seconds) throws ReflectiveOperationException {
        ServiceReference<?> reference = context.getServiceReference(FASCICLE);
        Object fascicle = context.getService(reference);
        ClassLoader loader = fascicle.getClass().getClassLoader();
        Class<?> settings = loader.loadClass(SETTINGS);
        Class<?> definition = loader.loadClass(DEFINITION);
        Object model = loader.loadClass(FASCICLE).getMethod("create", definition, settings).invoke(fascicle,
                definition.getMethod("file", Path.class).invoke(null, Path.of(file)),
                settings.getMethod("backend", String.class).invoke(settings.getMethod("defaults").invoke(null), backend));
        try {
            print(model, loader.loadClass(MODEL).getMethod("predict", float[].class, int.class), seconds);
        } finally {
            loader.loadClass(MODEL).getMethod("close").invoke(model);
            context.ungetService(reference);
        }
    }

    private static void print(Object model, Method predict, double seconds) throws ReflectiveOperationException {
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
            sum += ((float[]) predict.invoke(model, row, 1))[0];
        }
        while (System.nanoTime() - begin < seconds * 1e9 && calls < nanos.length) {
            long from = System.nanoTime();
            sum += ((float[]) predict.invoke(model, row, 1))[0];
            nanos[calls++] = System.nanoTime() - from;
        }
        Arrays.sort(nanos, 0, calls);
        System.out.printf(Locale.ROOT, "{\"calls\": %d, \"p50_us\": %.2f, \"p99_us\": %.2f, \"finite\": %b}%n", calls,
                nanos[calls / 2] / 1e3, nanos[(int) (calls * 0.99)] / 1e3, Double.isFinite(sum));
    }
}
