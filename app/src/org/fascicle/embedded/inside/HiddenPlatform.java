package org.fascicle.embedded.inside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.api.Fascicle;
import org.fascicle.api.problem.StateException;
import org.fascicle.embedded.Inside;
import org.fascicle.launcher.CacheFolder;
import org.fascicle.launcher.Components;
import org.fascicle.launcher.Platform;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** The framework of one {@link org.fascicle.embedded.Platform}, with the bundles of the installation that the jar holds. */
public final class HiddenPlatform implements Inside {
    private static final long START_MILLIS = 30_000;
    private static final long STOP_MILLIS = 30_000;

    private final CacheFolder folder;
    private final Platform platform;
    private final BundleContext context;

    private HiddenPlatform(CacheFolder folder, Platform platform, BundleContext context) {
        this.folder = folder;
        this.platform = platform;
        this.context = context;
    }

    /**
     * Starts one.
     *
     * @param resources the jar's, by name
     * @param installation a folder that stays; null for one that goes with the platform
     */
    public static Inside start(Function<String, InputStream> resources, @Nullable Path installation) throws Exception {
        Path home = CacheFolder.home(System.getProperty("java.io.tmpdir"));
        CacheFolder.sweep(home);
        CacheFolder folder = CacheFolder.create(home);
        Platform platform = null;
        try {
            platform = new Platform(
                    new Unpacking(resources).to(installation == null ? folder.path().resolve("installation") : installation),
                    folder.path().resolve("cache"), new String[0]);
            platform.start();
            require(platform.problems());
            BundleContext context = Objects.requireNonNull(platform.context());
            await(context);
            return new HiddenPlatform(folder, platform, context);
        } catch (Exception | LinkageError e) {
            if (platform != null) {
                platform.stop(STOP_MILLIS);
            }
            folder.close();
            throw e;
        }
    }

    private static void await(BundleContext context) throws InterruptedException {
        ServiceTracker<Fascicle, Fascicle> entry = new ServiceTracker<>(context, Fascicle.class, null);
        entry.open();
        try {
            if (entry.waitForService(START_MILLIS) == null) {
                throw new StateException("there is no service " + Fascicle.class.getName() + " after " + START_MILLIS + " ms: "
                        + String.join("; ", Components.unsatisfied(context)));
            }
        } finally {
            entry.close();
        }
    }

    private static void require(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new StateException(String.join("; ", problems));
        }
    }

    @Override
    public <T> @Nullable T service(Class<T> type) {
        var reference = context.getServiceReference(type);
        // Not given back: it is in use until the framework stops.
        return reference == null ? null : context.getService(reference);
    }

    private interface Waiting {
        boolean get() throws InterruptedException;
    }

    /** What has begun is ended; an interrupt is for whoever comes next. */
    private static boolean uninterrupted(Waiting waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean close() {
        boolean stopped = uninterrupted(() -> platform.stop(STOP_MILLIS));
        try {
            folder.close();
        } catch (IOException e) {
            throw new StateException("the temporary folder " + folder.path() + " cannot be deleted: " + e, e);
        }
        return stopped;
    }
}
