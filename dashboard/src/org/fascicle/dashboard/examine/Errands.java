package org.fascicle.dashboard.examine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * Work of one sort in the background, a piece for each run or archive. What was found is kept for a few of them, and not looked for again
 * as long as what it depends on stays as it is. Safe for any thread.
 */
public final class Errands<T> {
    private static final Logger LOG = Logger.getLogger(Errands.class.getName());
    private static final int MOST = 8;

    private final Background background;
    private final Map<String, Errand<T>> all = new LinkedHashMap<>(16, 0.75f, true);

    /** Work on a thread. */
    public Errands(Background background) {
        this.background = background;
    }

    /** A piece of work. */
    public interface Work<T> {
        /** Does it. */
        T find(Advance advance);
    }

    /** Hears how far a piece of work is. */
    public interface Advance {
        /**
         * So much is done.
         *
         * @throws StateException if nobody wants the rest
         */
        void done(long part, long all);
    }

    /**
     * How a piece of work is.
     *
     * @param isAtWork whether it waits or runs
     * @param part how much is done
     * @param all how much there is to do; 0 if that is not known yet
     * @param problem why it failed, for people; or null
     * @param found what was found; or null
     */
    public record Found<T>(boolean isAtWork, long part, long all, @Nullable String problem, @Nullable T found) {}

    /** Starts a piece of work, unless it is at work already, or was done with the same stamp. */
    public void start(String key, Object stamp, Work<T> work) {
        Errand<T> errand;
        synchronized (all) {
            Errand<T> known = all.get(key);
            if (known != null && (known.state.isAtWork() || known.state.found() != null && known.stamp.equals(stamp))) {
                return;
            }
            errand = new Errand<>(stamp);
            all.put(key, errand);
            Iterator<Errand<T>> oldest = all.values().iterator();
            while (all.size() > MOST && oldest.hasNext()) {
                if (!oldest.next().state.isAtWork()) {
                    oldest.remove();
                }
            }
        }
        try {
            background.run(() -> errand.run(work));
        } catch (StateException e) {
            synchronized (all) {
                all.remove(key, errand);
            }
            throw e;
        }
    }

    /** How a piece of work is, if it was started. */
    public Optional<Found<T>> state(String key) {
        synchronized (all) {
            return Optional.ofNullable(all.get(key)).map(errand -> errand.state);
        }
    }

    /** How a piece of work is, if it was started and what it depends on is still the same. */
    public Optional<Found<T>> state(String key, Object stamp) {
        synchronized (all) {
            return Optional.ofNullable(all.get(key)).filter(errand -> errand.stamp.equals(stamp)).map(errand -> errand.state);
        }
    }

    private static final class Errand<T> {
        private final Object stamp;
        private volatile Found<T> state = new Found<>(true, 0, 0, null, null);

        Errand(Object stamp) {
            this.stamp = stamp;
        }

        void run(Work<T> work) {
            Found<T> end;
            try {
                end = new Found<>(false, 0, 0, null, work.find(this::done));
            } catch (InputException | StateException e) {
                end = new Found<>(false, 0, 0, String.valueOf(e.getMessage()), null);
            } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
                LOG.log(Level.WARNING, "the dashboard could not finish what was asked for", e);
                end = new Found<>(false, 0, 0, e + "; the log of the process says more", null);
            }
            state = end;
        }

        private void done(long part, long of) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StateException("the dashboard is closed");
            }
            state = new Found<>(true, part, of, null, null);
        }
    }
}
