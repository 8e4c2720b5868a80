package org.fascicle.api.measure;

/** What a measurement of training found. Immutable. */
public final class BenchmarkResult {
    private final int batch;
    private final int threads;
    private final String precision;
    private final long steps;
    private final double medianStepMicros;
    private final double bytesPerStep;

    private BenchmarkResult(int batch, int threads, String precision, long steps, double medianStepMicros, double bytesPerStep) {
        this.batch = batch;
        this.threads = threads;
        this.precision = precision;
        this.steps = steps;
        this.medianStepMicros = medianStepMicros;
        this.bytesPerStep = bytesPerStep;
    }

    /** A result. */
    public static BenchmarkResult of(
            int batch, int threads, String precision, long steps, double medianStepMicros, double bytesPerStep) {
        return new BenchmarkResult(batch, threads, precision, steps, medianStepMicros, bytesPerStep);
    }

    /** Rows per step. */
    public int batch() {
        return batch;
    }

    /** The backend's threads. */
    public int threads() {
        return threads;
    }

    /** The precision of real numbers. */
    public String precision() {
        return precision;
    }

    /** The steps that were measured, after the warm-up. */
    public long steps() {
        return steps;
    }

    /** The median of a step's time, in microseconds. */
    public double medianStepMicros() {
        return medianStepMicros;
    }

    /** Rows per second at that median. */
    public double samplesPerSecond() {
        return batch / medianStepMicros * 1e6;
    }

    /** The bytes that a step allocated on the Java heap, on average over all threads; NaN if the JVM does not report them. */
    public double bytesPerStep() {
        return bytesPerStep;
    }
}
