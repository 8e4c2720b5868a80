package org.fascicle.compiler.trace;

import java.util.Locale;

/** What a trace is for. */
public enum Mode {
    /** Random techniques draw, statistics are updated. */
    TRAINING(true, true),
    /** Neither. */
    INFERENCE(false, false),
    /** Random techniques draw: Monte-Carlo inference. */
    MONTE_CARLO(true, false);

    private final boolean stochastic;
    private final boolean updatesStatistics;

    Mode(boolean stochastic, boolean updatesStatistics) {
        this.stochastic = stochastic;
        this.updatesStatistics = updatesStatistics;
    }

    boolean stochastic() {
        return stochastic;
    }

    boolean updatesStatistics() {
        return updatesStatistics;
    }

    /** As messages and contracts name it: {@code training}, {@code inference}, {@code monte-carlo}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
