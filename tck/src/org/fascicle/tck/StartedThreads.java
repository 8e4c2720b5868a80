package org.fascicle.tck;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/**
 * Notices when code of some bundles makes a thread, on a thread that is observed or on one that was made there. Holds the bundles' numbers
 * alone. Safe for any thread.
 */
final class StartedThreads {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private final Set<Long> bundles = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> maker = new AtomicReference<>();
    // Asked for the value of a new thread by whoever makes it.
    private final InheritableThreadLocal<Boolean> observed = new InheritableThreadLocal<>() {
        @Override
        protected Boolean childValue(Boolean parent) {
            WALKER.walk(frames -> frames.filter(StartedThreads.this::isOfBundles).findFirst())
                    .ifPresent(frame -> maker.compareAndSet(null, frame.getClassName() + "." + frame.getMethodName()));
            return parent;
        }
    };

    /** Observes the code of a bundle as well. */
    void add(Bundle bundle) {
        bundles.add(bundle.getBundleId());
    }

    /** Observes this thread from now on. */
    void observe() {
        observed.set(true);
    }

    /** The method that has made a thread since it was asked for last. */
    Optional<String> take() {
        return Optional.ofNullable(maker.getAndSet(null));
    }

    private boolean isOfBundles(StackFrame frame) {
        ClassLoader loader = frame.getDeclaringClass().getClassLoader();
        Bundle bundle = loader instanceof BundleReference ? ((BundleReference) loader).getBundle() : null;
        return bundle != null && bundles.contains(bundle.getBundleId());
    }
}
