package org.fascicle.tck.subject;

import java.util.Locale;

/** What a technique is asked for. */
public enum Mode {
    /** Random techniques draw, statistics are updated. */
    TRAINING(true, true),
    /** Neither. */
    INFERENCE(false, false),
    /** Random techniques draw, statistics stay. */
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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
