package org.fascicle.backend.jit;

import java.util.Hashtable;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
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
 * Offers the backend: as the default where its kernels are vector code, and behind every backend but the reference where
 * they are plain loops. The backend itself is made when it is first asked for. (A component's own rank could not depend on
 * the virtual machine.)
 */
@Component(service = {}, configurationPid = "fascicle.backend.jit")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>='org.fascicle.api.backend.Backend'",
        uses = Backend.class)
public final class Offer implements ServiceFactory<Backend> {
    private static final int DEFAULT = 200;
    private static final int FALLBACK = 5;

    private final Form form = Form.best();
    private final int threads;
    private final ServiceRegistration<?> registration;
    private JitBackend backend;
    private GemmLibrary library;

    /** Registers the backend. */
    @Activate
    public Offer(BundleContext context, Map<String, Object> configuration) {
        threads = JitBackend.threads(configuration);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("name", JitBackend.NAME);
        properties.put(Constants.SERVICE_RANKING, form == Form.VECTOR ? DEFAULT : FALLBACK);
        registration = context.registerService(Backend.class, this, properties);
    }

    /** Takes a library of matrix products; another, even a better one, when this one goes. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.RELUCTANT)
    synchronized void setLibrary(GemmLibrary given) {
        library = given;
        if (backend != null) {
            backend.bind(given);
        }
    }

    synchronized void unsetLibrary(GemmLibrary gone) {
        // The one in its place is set before.
        if (library == gone) {
            setLibrary(null);
        }
    }

    @Override
    public synchronized Backend getService(Bundle bundle, ServiceRegistration<Backend> offered) {
        if (backend == null) {
            backend = new JitBackend(form, threads);
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
        synchronized (this) {
            if (backend != null) {
                backend.stop();
            }
        }
    }
}
