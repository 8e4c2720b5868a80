package org.fascicle.api.measure;

import org.fascicle.api.backend.Profile;

/** Where the time of a training step goes, and what the backend reaches at best on this machine. Immutable. */
public final class ProfileResult {
    private final BenchmarkResult benchmark;
    private final Profile step;
    private final double attainableBytesPerSecond;
    private final double attainableOperationsPerSecond;

    private ProfileResult(BenchmarkResult benchmark, Profile step, double attainableBytesPerSecond,
            double attainableOperationsPerSecond) {
        this.benchmark = benchmark;
        this.step = step;
        this.attainableBytesPerSecond = attainableBytesPerSecond;
        this.attainableOperationsPerSecond = attainableOperationsPerSecond;
    }

    /**
     * A result.
     *
     * @param benchmark the same steps, measured as wholes
     * @param step the parts of a step, each with its median time
     * @param attainableBytesPerSecond of a sum of two arrays that fit into no cache
     * @param attainableOperationsPerSecond of a large matrix product
     */
    public static ProfileResult of(BenchmarkResult benchmark, Profile step, double attainableBytesPerSecond,
            double attainableOperationsPerSecond) {
        return new ProfileResult(benchmark, step, attainableBytesPerSecond, attainableOperationsPerSecond);
    }

    /** The same steps, measured as wholes. */
    public BenchmarkResult benchmark() {
        return benchmark;
    }

    /** The parts of a step, each with its median time. */
    public Profile step() {
        return step;
    }

    /** The bytes per second of a sum of two arrays that fit into no cache. Parts whose arrays lie in a cache exceed it. */
    public double attainableBytesPerSecond() {
        return attainableBytesPerSecond;
    }

    /** The operations per second of a large matrix product. */
    public double attainableOperationsPerSecond() {
        return attainableOperationsPerSecond;
    }
}
