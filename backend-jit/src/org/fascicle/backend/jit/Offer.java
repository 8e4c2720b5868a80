package org.fascicle.backend.jit;

import java.util.Hashtable;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
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
 * Offers the backend, at the {@link Rank} that it has with the library of matrix products that is there: the rank changes as the library
 * comes and goes. (A component's own rank could not.) The backend itself is made when it is first asked for. Configuration:
 * {@code threads}, by default as many as there are processors; a value that is no such number is logged, and the default taken.
 */
@Component(service = {}, configurationPid = "fascicle.backend.jit")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='org.fascicle.api.backend.Backend'",
        uses = Backend.class)
public final class Offer implements ServiceFactory<Backend> {
    private static final System.Logger LOG = System.getLogger(Offer.class.getName());
    private static final String THREADS = "threads";
    private static final int MOST_THREADS = 1024;

    private final Form form;
    private final int threads;
    private final ServiceRegistration<?> registration;
    /** Guarded by the registration. */
    private Rank rank;
    private @Nullable JitBackend backend;
    private @Nullable GemmLibrary library;

    /** Registers the backend. */
    @Activate
    public Offer(BundleContext context, Map<String, Object> configuration) {
        this(context, configuration, Form.best());
    }

    Offer(BundleContext context, Map<String, Object> configuration, Form form) {
        this.form = form;
        threads = threads(configuration.get(THREADS));
        rank = Rank.of(form, null);
        registration = context.registerService(Backend.class, this, properties(rank));
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

    private static Hashtable<String, Object> properties(Rank rank) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("name", JitBackend.NAME);
        properties.put(Constants.SERVICE_RANKING, rank.ranking);
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
        rankAnew();
    }

    /** Ranks the backend by the library that it computes with. No other method waits while the framework calls others meanwhile. */
    private void rankAnew() {
        synchronized (registration) {
            Rank now = Rank.of(form, working());
            if (rank != now) {
                rank = now;
                try {
                    registration.setProperties(properties(now));
                } catch (IllegalStateException e) {
                    // It has just been unregistered.
                }
            }
        }
    }

    private synchronized @Nullable GemmLibrary working() {
        return backend == null ? library : backend.library();
    }

    @Override
    public synchronized Backend getService(Bundle bundle, ServiceRegistration<Backend> offered) {
        if (backend == null) {
            backend = new JitBackend(form, threads, this::rankAnew);
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
