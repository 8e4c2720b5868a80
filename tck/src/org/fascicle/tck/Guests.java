package org.fascicle.tck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.fascicle.tck.check.Unmet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** All bundles of one check: installed together, since they may need each other, and uninstalled together. Used by one thread. */
final class Guests {
    private static final long REFRESH_SECONDS = 30;
    private static final int COLLECTIONS = 60;
    private static final long PAUSE_MILLIS = 30;

    private final BundleContext context;
    private final Admission admission;
    private final List<Guest> guests = new ArrayList<>();
    private final List<Bundle> gone = new ArrayList<>();

    Guests(BundleContext context, Admission admission, List<Path> jars) {
        this.context = context;
        this.admission = admission;
        jars.stream().map(jar -> jar.toAbsolutePath().normalize()).distinct().forEach(jar -> guests.add(new Guest(jar)));
    }

    List<Guest> all() {
        return guests;
    }

    /** Uninstalls what they replace. */
    void replace() throws BundleException {
        List<Bundle> gone = new ArrayList<>();
        for (Guest guest : guests) {
            gone.addAll(guest.replace(context));
        }
        refresh(gone);
    }

    /**
     * Installs them.
     *
     * @throws org.fascicle.api.problem.InputException if one is not trusted
     */
    void install() {
        guests.forEach(guest -> guest.install(admission));
    }

    /** Without some, which are not installed. */
    void leaveOut(Predicate<Guest> which) {
        guests.removeIf(which);
    }

    /** Uninstalls one. */
    void uninstall(Guest guest) throws BundleException {
        gone.addAll(guest.uninstall());
    }

    /** Lets the garbage collector work until nothing is left of those that were uninstalled, or for some seconds. */
    void collect() throws BundleException {
        refresh(gone);
        gone.clear();
        try {
            for (int i = 0; i < COLLECTIONS && !guests.stream().allMatch(Guest::isCollected); i++) {
                System.gc();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails if a bundle's classes are still there after {@link #collect}. */
    static void requireCollected(Guest guest) {
        if (!guest.isCollected()) {
            String holders = guest.holders();
            throw Unmet.failed("its classes are still there after it was uninstalled: held by "
                    + (holders.isEmpty() ? "a thread local, a shutdown hook or a static collection of another class" : holders));
        }
    }

    /** Puts back what they replaced. */
    void restore() throws BundleException {
        for (Guest guest : guests) {
            guest.restore(admission);
        }
    }

    private void refresh(List<Bundle> bundles) throws BundleException {
        if (bundles.isEmpty()) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        try {
            if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw new BundleException("no refresh within " + REFRESH_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted", e);
        }
    }
}
