package org.fascicle.launcher;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What the platform runs: a service {@link Callable} or {@link Runnable} with the property {@code main.thread=true}, called on the
 * main thread. An Integer that it returns is the exit code. (bnd's own launcher knows the same convention, so that an application
 * runs under both.)
 */
final class Application {
    private static final String FILTER =
            "(&(|(objectClass=java.util.concurrent.Callable)(objectClass=java.lang.Runnable))(main.thread=true))";

    private Application() {}

    /** The application, or null if none appears in time. */
    static @Nullable Callable<?> await(BundleContext context, long millis) throws InterruptedException {
        Filter filter;
        try {
            filter = FrameworkUtil.createFilter(FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, filter, null);
        tracker.open();
        Object service = tracker.waitForService(millis);
        // not closed: the service stays in use until the framework stops
        if (service instanceof Callable<?> callable) {
            return callable;
        }
        return service instanceof Runnable runnable ? () -> {
            runnable.run();
            return null;
        } : null;
    }

    /** The exit code that an application's result stands for. */
    static int exitCode(@Nullable Object result) {
        return result instanceof Number number ? number.intValue() : 0;
    }
}
