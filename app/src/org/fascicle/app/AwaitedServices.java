package org.fascicle.app;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Services that come a little later than what offers them is started. */
final class AwaitedServices {
    private static final long PATIENCE = 20_000;

    private final BundleContext context;

    AwaitedServices(BundleContext context) {
        this.context = context;
    }

    /**
     * A service, which stays in use.
     *
     * @throws MissingException if it does not come; the message says why
     */
    <T> T await(Class<T> type) {
        // For this bundle, and not for the tracker alone: a component goes when nobody has it any more.
        Object found = context.getService(reference(type.getName(), null));
        if (found == null) {
            throw new MissingException(new Explanation(context).of(type.getName()));
        }
        return type.cast(found);
    }

    /** Uses a service, if it is there. */
    <T> void ifThere(Class<T> type, Consumer<T> use) {
        ServiceReference<T> reference = context.getServiceReference(type);
        T found = reference == null ? null : context.getService(reference);
        if (found != null) {
            use.accept(found);
        }
    }

    /**
     * A service whose properties are wanted.
     *
     * @throws MissingException if it does not come; the message says why
     */
    ServiceReference<?> reference(String service, @Nullable String filter) {
        String wanted = "(objectClass=" + service + ")";
        try {
            ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context,
                    context.createFilter(filter == null ? wanted : "(&" + wanted + filter + ")"), null);
            tracker.open(true);
            try {
                tracker.waitForService(PATIENCE);
                ServiceReference<?> reference = tracker.getServiceReference();
                if (reference == null) {
                    throw new MissingException(new Explanation(context).of(service));
                }
                return reference;
            } finally {
                tracker.close();
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MissingException("interrupted while the dashboard's server starts");
        }
    }
}
