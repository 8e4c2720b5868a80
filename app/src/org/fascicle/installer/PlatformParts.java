package org.fascicle.installer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.installation.BackendUse;
import org.fascicle.api.problem.StateException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What the installed bundles are: parts of the platform, which stay; techniques, which come and go; and backends, which do so while
 * nothing uses them. What is wired to the packages of a backend extends it, and is treated as that is.
 */
final class PlatformParts {
    private static final String BACKEND = Backend.class.getName();
    private static final String SERVICE = "osgi.service";
    private static final String TECHNIQUE = "fascicle.technique";
    private static final String OURS = "fascicle.";

    private final BundleContext context;

    PlatformParts(BundleContext context) {
        this.context = context;
    }

    /** Whether a bundle is the framework, or one of ours that is neither a technique nor a backend nor extends one. */
    static boolean isBase(Bundle bundle) {
        return bundle.getBundleId() == 0 || bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith(OURS)
                && declared(bundle, TECHNIQUE).isEmpty() && !offersBackend(bundle)
                && providers(bundle).stream().noneMatch(PlatformParts::offersBackend);
    }

    private static List<BundleCapability> declared(Bundle bundle, String namespace) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredCapabilities(namespace);
    }

    private static boolean offersBackend(Bundle bundle) {
        return declared(bundle, SERVICE).stream().map(capability -> capability.getAttributes().get(Constants.OBJECTCLASS))
                .anyMatch(names -> BACKEND.equals(names) || names instanceof Collection<?> several && several.contains(BACKEND));
    }

    /** Refuses a jar with the name of a part of the platform, and one that would become such a part in place of a backend. */
    void requireReplaceable(Candidate candidate, Bundle bundle) {
        if (isBase(bundle)) {
            throw candidate.problem(
                    "has the name of a part of the platform, " + bundle.getSymbolicName() + " " + bundle.getVersion(),
                    "Give it another Bundle-SymbolicName. The platform itself is replaced as a whole, while it does not run");
        } else if (offersBackend(bundle) && !candidate.offersBackend) {
            throw candidate.problem("has the name of a bundle that offers a backend, " + bundle.getSymbolicName() + " "
                    + bundle.getVersion() + ", and declares none",
                    "Give it another Bundle-SymbolicName, or build it with bnd, which "
                            + "declares the service " + BACKEND + " of a component");
        }
    }

    private static Set<Bundle> providers(Bundle bundle) {
        Set<Bundle> providers = new LinkedHashSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(null);
        if (wires != null) {
            wires.forEach(wire -> providers.add(wire.getProvider().getBundle()));
        }
        return providers;
    }

    /**
     * What uses a backend that a bundle offers or extends.
     *
     * @return a sentence for each use, without a full stop
     */
    List<String> uses(Bundle bundle) {
        Set<Bundle> backends = providers(bundle);
        backends.removeIf(provider -> !offersBackend(provider));
        backends.add(bundle);
        List<String> uses = new ArrayList<>();
        ServiceReference<BackendUse> service = context.getServiceReference(BackendUse.class);
        BackendUse use = service == null ? null : context.getService(service);
        if (use != null) {
            backends.forEach(backend -> uses.addAll(uses(backend, use)));
            context.ungetService(service);
        }
        return uses;
    }

    private List<String> uses(Bundle bundle, BackendUse use) {
        List<String> uses = new ArrayList<>();
        ServiceReference<?>[] offered = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : offered == null ? new ServiceReference<?>[0] : offered) {
            // Nothing runs on what nobody has asked for.
            if (List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(BACKEND)
                    && reference.getUsingBundles() != null) {
                Object backend = context.getService(reference);
                if (backend instanceof Backend) {
                    uses.addAll(use.of((Backend) backend));
                }
                context.ungetService(reference);
            }
        }
        return uses;
    }

    /** Refuses while a backend that a bundle offers or extends is in use. */
    void requireUnused(Bundle bundle) {
        List<String> uses = uses(bundle);
        if (!uses.isEmpty()) {
            throw new StateException(
                    bundle.getSymbolicName() + " " + bundle.getVersion() + " is in use: " + String.join("; ", uses)
                            + ". Stop or close that first");
        }
    }
}
