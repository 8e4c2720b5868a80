package org.fascicle.core.registry;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * The techniques that are installed at this moment. Follows {@link TechniqueType} services, whoever registers them: the
 * extender for bundles, or an application itself. Holds a type only while its service is there. Safe for any thread.
 */
@Component(service = Techniques.class)
public final class TechniqueRegistry implements Techniques {
    private static final Logger LOG = Logger.getLogger(TechniqueRegistry.class.getName());

    // Beside the tracker's own map, because that is sorted anew by reference whenever it is asked.
    private final Set<Offer> offers = ConcurrentHashMap.newKeySet();
    private final ServiceTracker<TechniqueType, Offer> tracker;

    /**
     * Starts to follow the services.
     *
     * @param context the core's
     */
    @Activate
    public TechniqueRegistry(BundleContext context) {
        this.tracker = new ServiceTracker<>(context, TechniqueType.class, new Offers(context, offers));
        tracker.open();
    }

    /** Lets all of them go. */
    @Deactivate
    public void close() {
        tracker.close();
    }

    @Override
    public Collection<TechniqueType> all() {
        return offers.stream()
                .sorted(Offer.ORDER).map(Offer::type).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public TechniqueType find(Kind kind, String name, String range) {
        return new Lookup(offers).find(kind, name, range);
    }

    /** Makes an offer of each service that keeps to the rules. */
    private static final class Offers implements ServiceTrackerCustomizer<TechniqueType, Offer> {
        private final BundleContext context;
        private final Set<Offer> offers;

        Offers(BundleContext context, Set<Offer> offers) {
            this.context = context;
            this.offers = offers;
        }

        @Override
        public Offer addingService(ServiceReference<TechniqueType> reference) {
            Bundle bundle = reference.getBundle();
            TechniqueType type = bundle == null ? null : context.getService(reference);
            Offer offer = type == null ? null : offer(bundle, type);
            if (offer != null) {
                offers.add(offer);
            } else if (type != null) {
                context.ungetService(reference);
            }
            return offer;
        }

        @Override
        public void modifiedService(ServiceReference<TechniqueType> reference, Offer offer) {
            // What is offered stands in the object, not in the service's properties.
        }

        @Override
        public void removedService(ServiceReference<TechniqueType> reference, Offer offer) {
            offers.remove(offer);
            context.ungetService(reference);
        }

        private static Offer offer(Bundle bundle, TechniqueType type) {
            if (!Reserved.mayUse(bundle, type.namespace())) {
                LOG.warning(Reserved.refusal(bundle, type.kind().toString(), type.name()));
                return null;
            }
            try {
                return new Offer(type, "bundle " + bundle.getSymbolicName() + " " + bundle.getVersion());
            } catch (IllegalArgumentException e) {
                LOG.warning("The " + type.kind() + " '" + type.qualifiedName() + "' of bundle " + bundle.getSymbolicName()
                        + " is not offered: '" + type.version() + "' is no version in OSGi's syntax");
                return null;
            }
        }
    }
}
