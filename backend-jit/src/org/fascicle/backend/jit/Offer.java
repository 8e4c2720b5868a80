package org.fascicle.backend.jit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.machine.Compiler;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers the backend, ahead of all others where native code can be run, else behind them. The backend itself is made when it is first
 * asked for. Configuration: {@code threads}, by default as many as there are processors; {@code cache}, the folder where the compiler and
 * compiled code are kept, by default {@code fascicle} in the user's cache folder. A value that cannot be used is logged, and the default
 * taken.
 */
@Component(service = {}, configurationPid = "fascicle.backend.jit")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='org.fascicle.api.backend.Backend'",
        uses = Backend.class)
public final class Offer implements ServiceFactory<Backend> {
    private static final System.Logger LOG = System.getLogger(Offer.class.getName());
    private static final String THREADS = "threads";
    private static final int MOST_THREADS = 1024;
    private static final String CACHE = "cache";
    /** The fastest on every network that was measured: nd4j is at 100, the reference below 0. */
    private static final int FIRST = 200;
    /** Where no native code can be run, who names it hears why. */
    private static final int LAST = -1000;

    private final int threads;
    private final Compiler compiler;
    private final ServiceRegistration<?> registration;
    private @Nullable JitBackend backend;
    private @Nullable GemmLibrary library;

    /** Registers the backend. */
    @Activate
    public Offer(BundleContext context, Map<String, Object> configuration) {
        this(context, configuration, new Compiler(folder(configuration.get(CACHE))));
    }

    Offer(BundleContext context, Map<String, Object> configuration, Compiler compiler) {
        this.compiler = compiler;
        threads = threads(configuration.get(THREADS));
        registration = context.registerService(Backend.class, this, properties(compiler.obstacle().isEmpty()));
    }

    private static Path folder(@Nullable Object given) {
        if (given == null || given.toString().isBlank()) {
            return Compiler.userFolder();
        }
        try {
            return Path.of(given.toString().strip()).toAbsolutePath();
        } catch (InvalidPathException e) {
            LOG.log(System.Logger.Level.WARNING,
                    "the backend '" + JitBackend.NAME + "' keeps its code in " + Compiler.userFolder()
                            + ": the value of '" + CACHE + "' should be a folder, not '" + given + "'");
            return Compiler.userFolder();
        }
    }

    private static int threads(@Nullable Object given) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (given == null) {
            return processors;
        }
        try {
            int number = Integer.parseInt(given.toString().strip());
            if (number >= 1 && number <= MOST_THREADS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        LOG.log(System.Logger.Level.WARNING, "the backend '" + JitBackend.NAME + "' takes a thread for each of " + processors
                + " processors: the value of '" + THREADS + "' should be a number from 1 to " + MOST_THREADS + ", not '" + given
                + "'");
        return processors;
    }

    private static Hashtable<String, Object> properties(boolean isPossible) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("name", JitBackend.NAME);
        properties.put(Constants.SERVICE_RANKING, isPossible ? FIRST : LAST);
        return properties;
    }

    /** Takes a library of matrix products; another, even a better one, when this one goes. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.RELUCTANT)
    void setLibrary(GemmLibrary given) {
        change(given);
    }

    void unsetLibrary(GemmLibrary gone) {
        synchronized (this) {
            if (library != gone) {
                // The one in its place was set before.
                return;
            }
        }
        change(null);
    }

    private void change(@Nullable GemmLibrary next) {
        synchronized (this) {
            library = next;
            if (backend != null) {
                backend.bind(next);
            }
        }
    }

    @Override
    public synchronized Backend getService(Bundle bundle, ServiceRegistration<Backend> offered) {
        if (backend == null) {
            backend = new JitBackend(compiler, threads);
            backend.bind(library);
        }
        return backend;
    }

    /** The backend stays for others who use it. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Backend> offered, Backend service) {}

    /** Takes the backend back and ends its threads. */
    @Deactivate
    public void stop() {
        registration.unregister();
        JitBackend stopped;
        synchronized (this) {
            stopped = backend;
        }
        if (stopped != null) {
            stopped.stop();
        }
    }
}
