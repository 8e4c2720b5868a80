package org.fascicle.core.readiness;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.technique.Kind;
import org.fascicle.core.registry.TechniqueRegistry;
import org.fascicle.core.service.Backends;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

/**
 * A registered need, and its condition while all is there. What is found out by reading the model is found out by the worker; that
 * a technique or a backend leaves is seen at once, on the thread on which it leaves, and ends the condition while what leaves can
 * still be used. The worker may see that it is missing before that thread gets here: then it leaves the end to that thread, which
 * would otherwise go on while the worker is only about to take the condition back. Whoever finds a condition that another thread is
 * about to take back does so, too. Only a thread that is within the callbacks for its end is not waited for: that might be for ever.
 */
final class WatchedNeed implements Runnable {
    private static final Logger LOG = Logger.getLogger(WatchedNeed.class.getName());

    private final ServiceReference<ModelNeed> reference;
    private final BundleContext context;
    private final TechniqueRegistry techniques;
    private final Backends backends;
    private final Worker worker;
    private final Ids ids;

    // Guarded by this. No callback runs while it is held.
    private @Nullable String id;
    private @Nullable Wish wish;
    private @Nullable Survey survey;
    /** The last survey that was complete, while the condition is there or about to come: it says which techniques end it. */
    private @Nullable Survey standing;
    private boolean closed;
    /** Without a standing survey, one that some thread is about to take back. */
    private @Nullable ServiceRegistration<Condition> condition;

    WatchedNeed(ServiceReference<ModelNeed> reference, BundleContext context, TechniqueRegistry techniques, Backends backends,
            Worker worker, Ids ids) {
        this.reference = reference;
        this.context = context;
        this.techniques = techniques;
        this.backends = backends;
        this.worker = worker;
        this.ids = ids;
    }

    /** Has the need read, and the model with it. */
    void start() {
        worker.ask(this);
    }

    /** Has the need read again: its properties have changed. */
    void modified() {
        end();
        synchronized (this) {
            wish = null;
        }
        worker.ask(this);
    }

    /** Tries again. Whether it could be read before does not count: the worker may be about to find out that it cannot. */
    void retry() {
        worker.ask(this);
    }

    /** A technique has come or gone. Called within a callback of the framework. */
    void techniqueChanged(Kind kind, String name) {
        Survey last;
        Survey stands;
        synchronized (this) {
            last = survey;
            stands = standing;
        }
        // If the last survey is another one, the worker has found something missing, and may have left the end to this thread.
        if (stands != null && stands.concerns(kind, name) && (stands != last || !stands.holds(techniques))) {
            end();
        }
        finish();
        if (last == null || !last.isBroken() && !last.concerns(kind, name)) {
            return; // the worker has yet to look, or it is another model's affair
        }
        if (last.holds(techniques)) {
            worker.ask(this); // all that was known to be missing is there, or another version may hold other techniques
        }
    }

    /** A backend has come. Called within a callback of the framework. */
    void backendCame() {
        worker.ask(this);
    }

    /** A backend is leaving. Called within a callback of the framework. */
    void backendLeaves() {
        Wish asked;
        Survey stands;
        synchronized (this) {
            asked = wish;
            stands = standing;
        }
        if (asked != null && stands != null && !isServed(asked, stands)) {
            end();
        }
        finish();
    }

    /** A backend has left. Called within a callback of the framework. */
    void backendLeft() {
        worker.ask(this); // it may have left the end to another thread, for which it was not a backend that was missing
    }

    /** Looks anew. On the worker's thread. */
    @Override
    public void run() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        Survey fresh = look(false);
        Survey before;
        synchronized (this) {
            if (closed) {
                return;
            }
            survey = fresh;
            before = standing;
            standing = fresh.isComplete() ? fresh : before;
        }
        if (before == null && fresh.isComplete()) {
            begin(fresh);
        } else if (before != null && !fresh.isComplete() && before.holds(techniques) && !backends.isLeaving()) {
            end();
        }
        // What came or went meanwhile was judged by the survey before this one.
        if (techniques.changes() != fresh.changes() && (fresh.isBroken() || fresh.holds(techniques) != fresh.isComplete())) {
            if (before != null && before.holds(techniques) && !fresh.holds(techniques)) {
                end();
            }
            worker.ask(this);
        }
    }

    /** Its state at this moment. On any thread. */
    ModelReadiness readiness() {
        Survey fresh = look(true);
        synchronized (this) {
            return fresh.readiness(id == null ? describe() : id, wish == null ? "its model" : wish.model());
        }
    }

    /** The need is not registered any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        end();
        ids.release(this);
    }

    private Survey look(boolean explain) {
        long changes = techniques.changes();
        try {
            return Survey.of(asked(), techniques, backends, explain);
        } catch (InputException e) {
            return Survey.failed(changes, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            // As text alone: what was thrown would hold a bundle's class loader.
            LOG.warning("What " + describe() + " needs cannot be found out: " + e);
            return Survey.failed(changes, "it cannot be found out what the model needs: " + e);
        }
    }

    private Wish asked() {
        synchronized (this) {
            if (wish != null) {
                return wish;
            }
        }
        ModelNeed need = context.getService(reference);
        if (need == null) {
            throw new InputException("the need is not there any more");
        }
        try {
            String claimed = Wish.id(need);
            ids.claim(claimed, this);
            synchronized (this) {
                id = claimed;
            }
            Wish read = Wish.of(need);
            synchronized (this) {
                wish = read;
            }
            return read;
        } finally {
            context.ungetService(reference);
        }
    }

    private void begin(Survey fresh) {
        Wish asked;
        synchronized (this) {
            asked = wish;
        }
        // What left before it was ready did not end it; what leaves from now on does.
        if (asked == null || !fresh.holds(techniques) || !isServed(asked, fresh)) {
            end();
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("fascicle.model", asked.model());
        properties.put("fascicle.purpose", asked.purpose().name().toLowerCase(Locale.ROOT));
        try {
            ServiceRegistration<Condition> registered = context.registerService(Condition.class, Condition.INSTANCE, properties);
            boolean over;
            synchronized (this) {
                over = standing != fresh || closed;
                if (!over) {
                    condition = registered;
                }
            }
            if (over) {
                unregister(registered);
                return;
            }
            // Whoever waits begins to work within this call. By now it can be taken back, on whichever thread.
            properties.put(Condition.CONDITION_ID, asked.id());
            registered.setProperties(properties);
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "A condition was taken back, or the core was stopped, as it came", e);
        }
    }

    /** Takes the condition back, if there is one. */
    private void end() {
        ServiceRegistration<Condition> registered;
        synchronized (this) {
            standing = null;
            registered = condition;
        }
        takeBack(registered);
    }

    /** Takes the condition back if another thread is about to. */
    private void finish() {
        ServiceRegistration<Condition> registered;
        synchronized (this) {
            registered = standing == null ? condition : null;
        }
        takeBack(registered);
    }

    private void takeBack(@Nullable ServiceRegistration<Condition> registered) {
        if (registered != null) {
            unregister(registered);
            synchronized (this) {
                condition = condition == registered ? null : condition;
            }
        }
    }

    private static void unregister(ServiceRegistration<Condition> registered) {
        try {
            registered.unregister();
        } catch (IllegalStateException e) {
            LOG.log(Level.FINE, "The framework, or another thread, was first to take back a condition", e);
        }
    }

    private boolean isServed(Wish asked, Survey last) {
        try {
            Survey.choose(backends, asked, last.precision());
            return true;
        } catch (RuntimeException | LinkageError e) {
            return false; // there is none, or one that is there fails, or is about to leave itself
        }
    }

    String describe() {
        Bundle bundle = reference.getBundle();
        return "the need of " + (bundle == null ? "a bundle that has left" : "the bundle " + bundle.getSymbolicName());
    }

    /** Which need has which id. */
    interface Ids {
        /**
         * Takes an id for a need.
         *
         * @throws InputException if another need has it
         */
        void claim(String id, WatchedNeed need);

        /** Gives back the id of a need. */
        void release(WatchedNeed need);
    }
}
