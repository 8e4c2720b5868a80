package org.fascicle.core.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;

/** Which watches measure a training, and how often. Immutable. */
public final class WatchPlan {
    /** Nothing is measured. */
    public static final WatchPlan NONE = new WatchPlan(List.of(), 0);

    private static final Logger LOG = Logger.getLogger(WatchPlan.class.getName());
    /** Up to this step most is decided, and the steps between two measurements are few. */
    private static final int EARLY = 1000;
    private static final int OFTEN = 100;
    private static final int SELDOM = 500;

    private final List<TechniqueSpec> watches;
    private final int every;

    private WatchPlan(List<TechniqueSpec> watches, int every) {
        this.watches = List.copyOf(watches);
        this.every = every;
    }

    /** This with one more watch, unless it is there. */
    public WatchPlan with(TechniqueSpec watch) {
        if (watches.contains(watch)) {
            return this;
        }
        List<TechniqueSpec> more = new ArrayList<>(watches);
        more.add(watch);
        return new WatchPlan(more, every);
    }

    /** This, measured each so many steps. */
    public WatchPlan every(int steps) {
        return new WatchPlan(watches, steps);
    }

    /**
     * Whether it is measured before a step. A measurement costs about as much as a step, or two: what is measured by default does not slow
     * a training by more than a few thousandths in the long run.
     *
     * @param stepsPerEpoch in the first thousand steps it is measured at least once an epoch
     */
    public boolean isDue(long step, long stepsPerEpoch) {
        if (every > 0) {
            return step % every == 0;
        }
        return step % (step < EARLY ? Math.min(OFTEN, stepsPerEpoch) : SELDOM) == 0;
    }

    /** The watches that are installed now; that one is missing is said, and does not end a training. */
    public List<TechniqueSpec> present(TechniqueFactory factory) {
        List<TechniqueSpec> present = new ArrayList<>();
        for (TechniqueSpec watch : watches) {
            try {
                factory.resolve(watch);
                present.add(watch);
            } catch (InputException e) {
                LOG.warning("the training goes on without the watch '" + watch.name() + "': " + e.problem());
            }
        }
        return present;
    }
}
