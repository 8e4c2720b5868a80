package org.fascicle.installer.leak;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle as it was when it was stopped or, never started, unresolved, and its class loader, which this does not hold. Heap dumps are
 * read by the names of the fields.
 */
final class Departure {
    static final String NUMBER = "number";
    static final String LOADER = "loader";

    final long number;
    final String bundle;
    final String version;
    final Instant stopped = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long id;
    private final WeakReference<ClassLoader> loader;

    Departure(long number, Bundle bundle, BundleWiring wiring) {
        this.number = number;
        this.id = bundle.getBundleId();
        // The bundle itself may be what replaces it already.
        this.bundle = String.valueOf(wiring.getRevision().getSymbolicName());
        this.version = wiring.getRevision().getVersion().toString();
        this.loader = new WeakReference<>(wiring.getClassLoader());
    }

    /** Whether the class loader is garbage that was collected. */
    boolean isCollected() {
        return loader.refersTo(null);
    }

    boolean isOf(BundleWiring wiring) {
        return loader.refersTo(wiring.getClassLoader());
    }

    /** Whether the bundle was uninstalled, or has another class loader by now. */
    boolean hasLeft(BundleContext context) {
        Bundle present = context.getBundle(id);
        BundleWiring wiring = present == null ? null : present.adapt(BundleWiring.class);
        return wiring == null || !isOf(wiring);
    }
}
