package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.osgi.framework.ServiceReference;

/** The backends that are there at this moment, best first. Safe for any thread. */
final class Backends {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SortedMap<ServiceReference<Backend>, Backend> backends = new TreeMap<>(Collections.reverseOrder());

    synchronized void add(ServiceReference<Backend> reference, Backend backend) {
        backends.put(reference, backend);
        notifyAll();
    }

    synchronized void remove(ServiceReference<Backend> reference) {
        backends.remove(reference);
        notifyAll();
    }

    /** All of them, best first. */
    synchronized List<Backend> all() {
        return new ArrayList<>(backends.values());
    }

    /** One that can take over from a backend that has gone: of the same name, or the best if any may. */
    Optional<Backend> successor(Backend gone, Precision precision, boolean any) {
        List<Backend> able = all().stream().filter(backend -> backend != gone
                && backend.capabilities().precisions().contains(precision)).collect(Collectors.toList());
        Optional<Backend> same = able.stream().filter(backend -> backend.name().equals(gone.name())).findFirst();
        return same.isPresent() || !any ? same : able.stream().findFirst();
    }

    /**
     * Waits for a successor. One of the same name is waited for; only if it does not come for a while, another one is taken.
     *
     * @param any whether another one may be taken at all
     * @param patience how long one of the same name is waited for before another one is taken, in nanoseconds
     * @param givesUp whether waiting is to end without one
     */
    Optional<Backend> await(Backend gone, Precision precision, boolean any, long patience, BooleanSupplier givesUp)
            throws InterruptedException {
        long begin = System.nanoTime();
        while (!givesUp.getAsBoolean()) {
            Optional<Backend> next = successor(gone, precision, any && System.nanoTime() - begin >= patience);
            if (next.isPresent()) {
                return next;
            }
            synchronized (this) {
                TimeUnit.NANOSECONDS.timedWait(this, LOOK_NANOS);
            }
        }
        return Optional.empty();
    }
}
