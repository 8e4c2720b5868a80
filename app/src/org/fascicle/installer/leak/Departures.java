package org.fascicle.installer.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.fascicle.api.installation.Leak;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Remembers the class loaders of bundles that stop, without holding them: a bundle that is uninstalled or updated is stopped first, by
 * whichever door it leaves. Safe for many threads.
 */
public final class Departures implements AutoCloseable {
    private static final int COLLECTIONS = 5;
    /** The collector needs a while to clear references. */
    private static final long PAUSE_MILLIS = 50;

    private final BundleContext context;
    private final List<Departure> departures = new ArrayList<>();
    private final SynchronousBundleListener listener = this::changed;
    private long number;

    /** Begins to watch. */
    public Departures(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
    }

    private void changed(BundleEvent event) {
        // When the framework itself stops, every bundle does.
        if (event.getType() == BundleEvent.STOPPED && context.getBundle(0).getState() != Bundle.STOPPING) {
            BundleWiring wiring = event.getBundle().adapt(BundleWiring.class);
            if (wiring != null) {
                add(event.getBundle(), wiring);
            }
        }
    }

    private synchronized void add(Bundle bundle, BundleWiring wiring) {
        departures.removeIf(earlier -> earlier.isCollected() || earlier.isOf(wiring));
        departures.add(new Departure(number++, bundle, wiring));
    }

    /** The bundles that have left, and whose class loaders are held. */
    public List<Leak> leaks() {
        List<Departure> held = held();
        for (int i = 0; i < COLLECTIONS && !held.isEmpty(); i++) {
            System.gc();
            pause();
            held = held();
        }
        if (held.isEmpty()) {
            return List.of();
        }
        Map<Long, List<String>> paths = HeapDump.paths(held.stream().map(departure -> departure.number).toList());
        List<Leak> leaks = new ArrayList<>();
        for (Departure departure : held) {
            List<String> path = paths.get(departure.number);
            // Otherwise the dump, which has no garbage in it, was without it.
            if (path != null) {
                leaks.add(Leak.of(departure.bundle, departure.version, departure.stopped, path));
            }
        }
        return leaks;
    }

    private synchronized List<Departure> held() {
        departures.removeIf(Departure::isCollected);
        Predicate<Departure> hasLeft = departure -> departure.hasLeft(context);
        return departures.stream().filter(hasLeft).toList();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        context.removeBundleListener(listener);
    }
}
