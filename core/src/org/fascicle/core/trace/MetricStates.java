package org.fascicle.core.trace;

import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedState;

/** The states of a metric, which its update must set, each one, and its result reads. */
final class MetricStates {
    private final Trace trace;
    private final String place;

    /**
     * States.
     *
     * @param trace where they were declared
     * @param place of the metric
     */
    MetricStates(Trace trace, String place) {
        this.trace = trace;
        this.place = place;
    }

    /** Refuses one that stays as it is at first: the result would not say anything of the rows. */
    void requireSet() {
        each((name, state) -> {
            if (state.next() == null) {
                throw new IllegalArgumentException("its update never sets the state '" + name
                        + "'. Say there by State.set what it becomes, in each case");
            }
        });
    }

    /**
     * Refuses one that no update keeps.
     *
     * @param kept whether there is a state of a path
     */
    void requireKept(Predicate<String> kept) {
        each((name, state) -> {
            if (!kept.test(state.variable().path())) {
                throw new IllegalArgumentException("its result reads the state '" + name + "', which its update does not keep. "
                        + "Declare it in update as well, by scope.state(\"" + name
                        + "\", …), and say by State.set what it becomes");
            }
        });
    }

    private void each(BiConsumer<String, TracedState> action) {
        for (TracedState state : trace.states()) {
            String path = state.variable().path();
            if (path.startsWith(place + "/")) {
                action.accept(path.substring(place.length() + 1), state);
            }
        }
    }
}
