package org.fascicle.core.training;

import java.util.Arrays;
import java.util.OptionalLong;

import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.core.program.JdkManagement;

/** Measures how long a trainer's steps take. */
public final class StepTimes {
    private static final int MOST_STEPS = 2_000_000;

    private StepTimes() {}

    /**
     * Warms up for a third of the time, then measures.
     *
     * @param trainer makes the steps
     * @param batch rows per step
     * @param seconds about how long
     */
    public static BenchmarkResult run(Trainer trainer, int batch, int threads, String precision, double seconds) {
        long begin = System.nanoTime();
        int warm = 0;
        while (System.nanoTime() - begin < seconds / 3 * 1e9 || warm < 3) {
            trainer.step();
            warm++;
        }
        trainer.confirm();
        long[] nanos = new long[MOST_STEPS];
        int steps = 0;
        int begun = 0;
        double before = allocated();
        long last = System.nanoTime();
        long end = last + (long) (seconds * 2 / 3 * 1e9);
        while (last < end && steps < nanos.length || steps < 3) {
            begun++;
            if (trainer.step()) {
                long now = System.nanoTime();
                // Steps that were asked for together share their time.
                int to = Math.min(nanos.length, steps + begun);
                Arrays.fill(nanos, steps, to, (now - last) / begun);
                steps = to;
                begun = 0;
                last = now;
            }
        }
        double bytes = (allocated() - before) / steps;
        Arrays.sort(nanos, 0, steps);
        return BenchmarkResult.of(batch, threads, precision, steps, nanos[steps / 2] / 1e3, bytes);
    }

    private static double allocated() {
        OptionalLong bytes = JdkManagement.allocated();
        return bytes.isPresent() ? bytes.getAsLong() : Double.NaN;
    }
}
