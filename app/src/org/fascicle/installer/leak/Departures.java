package org.fascicle.installer.leak;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.fascicle.api.installation.Leak;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Remembers the class loaders of bundles that leave, without holding them. A bundle that is uninstalled or updated is stopped first, by
 * whichever door it leaves; one that was never started, and whose classes may have been loaded all the same, is unresolved at least.
 * Safe for many threads.
 */
public final class Departures implements AutoCloseable {
    private static final int COLLECTIONS = 5;
    /** The collector needs a while to clear references. */
    private static final long PAUSE_MILLIS = 50;

    private final BundleContext context;
    private final List<Departure> departures = new ArrayList<>();
    private final SynchronousBundleListener listener = this::changed;
    /** How the bundles are resolved, by their numbers: when one is unresolved, the framework does not say it any more. */
    private final Map<Long, WeakReference<BundleWiring>> wirings = new ConcurrentHashMap<>();
    private long number;

    /** Begins to watch. */
    public Departures(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
        for (Bundle bundle : context.getBundles()) {
            resolved(bundle);
        }
    }

    private void changed(BundleEvent event) {
        Bundle bundle = event.getBundle();
        // When the framework itself stops, every bundle does.
        if (context.getBundle(0).getState() == Bundle.STOPPING) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.RESOLVED:
                resolved(bundle);
                break;
            case BundleEvent.STOPPED:
                BundleWiring wiring = bundle.adapt(BundleWiring.class);
                if (wiring != null) {
                    add(bundle, wiring, true);
                }
                break;
            case BundleEvent.UNRESOLVED:
                WeakReference<BundleWiring> last = wirings.remove(bundle.getBundleId());
                BundleWiring left = last == null ? null : last.get();
                if (left != null) {
                    add(bundle, left, false);
                }
                break;
            default:
                break;
        }
    }

    // The class loader is not asked for here: that would make one for each bundle.
    private void resolved(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            wirings.put(bundle.getBundleId(), new WeakReference<>(wiring));
        }
    }

    private synchronized void add(Bundle bundle, BundleWiring wiring, boolean stopped) {
        departures.removeIf(earlier -> earlier.isCollected() || stopped && earlier.isOf(wiring));
        // A fragment has no class loader, and one that was stopped is known.
        if (wiring.getClassLoader() != null && departures.stream().noneMatch(earlier -> earlier.isOf(wiring))) {
            departures.add(new Departure(number++, bundle, wiring));
        }
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
