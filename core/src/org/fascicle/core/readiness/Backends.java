package org.fascicle.core.readiness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.service.BackendChoice;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** The backends that are there. Holds their references alone, and a backend only while it is asked what it can do. Safe for any thread. */
final class Backends {
    private final BundleContext context;
    private final ConcurrentSkipListSet<ServiceReference<Backend>> references =
            new ConcurrentSkipListSet<>(Collections.reverseOrder());
    private final ServiceTracker<Backend, ServiceReference<Backend>> tracker;

    /**
     * Starts to follow them.
     *
     * @param came is called after one has come
     * @param left is called after one is not found any more
     */
    Backends(BundleContext context, Runnable came, Runnable left) {
        this.context = context;
        this.tracker = new ServiceTracker<>(context, Backend.class, null) {
            @Override
            public ServiceReference<Backend> addingService(ServiceReference<Backend> reference) {
                references.add(reference);
                came.run();
                return reference;
            }

            @Override
            public void removedService(ServiceReference<Backend> reference, ServiceReference<Backend> same) {
                references.remove(reference);
                left.run();
            }
        };
    }

    void open() {
        tracker.open();
    }

    void close() {
        tracker.close();
    }

    /**
     * Makes sure that there is a backend as asked for.
     *
     * @param name null for any
     * @throws InputException if there is none
     */
    void require(@Nullable String name, Precision precision) {
        List<ServiceReference<Backend>> used = new ArrayList<>();
        List<Backend> backends = new ArrayList<>();
        try {
            for (ServiceReference<Backend> reference : references) {
                Backend backend = context.getService(reference);
                if (backend != null) {
                    used.add(reference);
                    backends.add(backend);
                }
            }
            BackendChoice.choose(backends, name, precision, null);
        } finally {
            used.forEach(context::ungetService);
        }
    }
}
