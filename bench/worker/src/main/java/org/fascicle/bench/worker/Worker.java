package org.fascicle.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import com.sun.management.ThreadMXBean;

/**
 * The process of a system that is measured. Each line of its standard input, {@code BATCH SECONDS}, makes it train for so
 * long and print one JSON object; at the end of the input it ends. The arguments are {@code NETWORK THREADS}.
 */
public final class Worker {
    /** Makes networks of a system. */
    public interface Factory {
        /**
         * A network with initial parameters.
         *
         * @param batch rows per step
         * @param threads how many may compute
         * @param rows to take the batches from, one after the other and round again
         */
        Trainee create(Task task, int batch, int threads, Rows rows);
    }

    private static final int MOST_STEPS = 1_000_000;
    /** At least so many rows, so that data do not stay in the caches. */
    private static final int ROWS = 4096;

    private final Factory factory;
    private final Task task;
    private final int threads;
    private Trainee trainee;
    private int batch;

    private Worker(Factory factory, Task task, int threads) {
        this.factory = factory;
        this.task = task;
        this.threads = threads;
    }

    /** Serves until the input ends. */
    public static void serve(Factory factory, String[] arguments) throws IOException {
        Worker worker = new Worker(factory, Task.of(arguments[0]), Integer.parseInt(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            System.out.println(worker.measure(Integer.parseInt(words[0]), Double.parseDouble(words[1])));
            System.out.flush();
        }
    }

    private String measure(int rows, double seconds) {
        double first = Double.NaN;
        if (rows != batch) {
            if (trainee != null) {
                trainee.close();
            }
            batch = rows;
            trainee = factory.create(task, rows, threads, Rows.random(Math.max(ROWS, 4 * rows)));
            trainee.step();
            first = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        }
        long[] nanos = new long[MOST_STEPS];
        int steps = 0;
        int inFirstSecond = 0;
        long allocated = allocated();
        long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long last = System.nanoTime();
        long second = last + 1_000_000_000L;
        long end = last + (long) (seconds * 1e9);
        while (last < end && steps < nanos.length || steps < 3) {
            trainee.step();
            long now = System.nanoTime();
            nanos[steps++] = now - last;
            last = now;
            if (now < second) {
                inFirstSecond = steps;
            }
        }
        processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor;
        double garbage = (allocated() - allocated) / (double) steps;
        double loss = trainee.loss();
        Arrays.sort(nanos, 0, steps);
        double micros = nanos[steps / 2] / 1e3;
        return String.format(Locale.ROOT, "{\"batch\": %d, \"threads\": %d, \"step_us\": %.1f, \"samples_per_s\": %.1f, "
                + "\"steps\": %d, \"loss\": %s, \"first_step_ms\": %s, \"first_second_samples\": %d, \"bytes_per_step\": %.1f, "
                + "\"own_processor_us\": %.1f}",
                rows,
                threads, micros, rows / micros * 1e6, steps, number(loss), number(first), (long) inFirstSecond * rows,
                garbage, processor / 1e3 / steps);
    }

    /** What all threads have allocated on the heap so far. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
    }

    private static String number(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? "null" : Double.toString(value);
    }
}
