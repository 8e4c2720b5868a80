package org.fascicle.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

import org.fascicle.api.Fascicle;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * The platform for an application that is no OSGi application. It hides a framework with all bundles that training and predicting
 * need; the application sees the api alone.
 *
 * <pre>
 * try (Platform platform = Platform.start()) {
 *     Fascicle fascicle = platform.fascicle();
 *     Model model = fascicle.create(Definition.file(Path.of("digits.json")), Settings.defaults());
 *     fascicle.train(model).start().join();
 *     model.save(Path.of("digits.fasc"));
 * }
 * </pre>
 *
 * <p>Any number of platforms may run side by side; each has techniques, models and threads of its own. What it needs of the disk is in
 * one temporary folder, which {@link #close} deletes; {@link #start(Path)} has an installation that lasts. Safe for many threads.
 */
public final class Platform implements AutoCloseable {
    private static final String ROOT = "META-INF/fascicle/";
    private static final String HIDDEN = ROOT + "hidden/";
    private static final String PACKAGES = ROOT + "packages";

    private final Inside inside;
    private boolean closed;

    private Platform(Inside inside) {
        this.inside = inside;
    }

    /**
     * Starts a platform. It takes about a second.
     *
     * @throws StateException if it does not start; the message says why
     */
    public static Platform start() {
        return start(null);
    }

    /**
     * Starts a platform whose installation lasts: what is installed, updated or uninstalled there is so at the next start, too. Bundles that
     * are put into the folder {@code plugins} in it are installed, also while it runs. Several processes and platforms may use one folder;
     * each follows what the others change.
     *
     * @param folder of the installation, which is made where it is not there; of an older version of Fascicle, it is brought up to date, and
     *     what was added to it stays; null for one that ends with the platform
     * @throws StateException if it does not start; the message says why
     */
    public static Platform start(@Nullable Path folder) {
        Path installation = folder == null ? null : folder.toAbsolutePath().normalize();
        ClassLoader application = Platform.class.getClassLoader();
        HiddenLoader hidden = new HiddenLoader(application, HIDDEN, shared(application));
        CompletableFuture<Inside> started = new CompletableFuture<>();
        // The framework's threads inherit from the one that starts it: they are to hold nothing of the application's, nor it alive.
        Thread starter = new Thread(null, () -> {
            try {
                started.complete(inside(hidden, name -> application.getResourceAsStream(ROOT + name), installation));
            } catch (Exception | LinkageError e) {
                started.completeExceptionally(e);
            }
        }, "fascicle start", 0, false);
        starter.setDaemon(true);
        starter.setContextClassLoader(hidden);
        starter.start();
        try {
            return new Platform(started.get());
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new StateException("the platform does not start: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            // What comes up now has nobody to close it.
            started.thenAccept(Inside::close);
            Thread.currentThread().interrupt();
            throw new StateException("the thread was interrupted while the platform started", e);
        }
    }

    private static Set<String> shared(ClassLoader application) {
        try (InputStream in = application.getResourceAsStream(PACKAGES)) {
            if (in == null) {
                throw new StateException("there is no " + PACKAGES + " beside this class. Use the whole jar fascicle-embedded");
            }
            Set<String> shared = new HashSet<>(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+")));
            shared.add(Platform.class.getPackageName());
            return shared;
        } catch (IOException e) {
            throw new StateException("the jar fascicle-embedded cannot be read: " + e.getMessage(), e);
        }
    }

    private static Inside inside(HiddenLoader hidden, Function<String, InputStream> resources, @Nullable Path installation)
            throws Exception {
        Class<?> type = hidden.loadClass(Platform.class.getPackageName() + ".inside.HiddenPlatform");
        try {
            return (Inside) type.getMethod("start", Function.class, Path.class).invoke(null, resources, installation);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception problem ? problem : e;
        }
    }

    /** The entry: makes, opens and trains models. */
    public Fascicle fascicle() {
        return service(Fascicle.class);
    }

    /**
     * Another service of the platform's, such as {@code org.fascicle.api.technique.Techniques}.
     *
     * @param type an interface of the api
     * @throws StateException if there is no such service, or the platform is closed
     */
    public synchronized <T> T service(Class<T> type) {
        requireOpen();
        T service = inside.service(type);
        if (service == null) {
            throw new StateException("the platform offers no service " + type.getName());
        }
        return service;
    }

    /** What installs, updates and uninstalls bundles, such as techniques of one's own, which can be used at once. */
    public Installer installer() {
        return service(Installer.class);
    }

    private void requireOpen() {
        if (closed) {
            throw new StateException("the platform is closed");
        }
    }

    /**
     * Ends trainings, stops all threads, and deletes the temporary folder. Models of this platform can no longer be used. Calling it
     * again does nothing.
     *
     * @throws StateException if something did not stop in time
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (!inside.close()) {
                throw new StateException(
                        "the platform did not stop in time; a listener or a data source of a training may still run");
            }
        }
    }
}
