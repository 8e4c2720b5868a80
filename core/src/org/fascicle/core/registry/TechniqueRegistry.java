package org.fascicle.core.registry;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;
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
@Component(service = {Techniques.class, InstalledTechniques.class, TechniqueRegistry.class})
public final class TechniqueRegistry implements InstalledTechniques {
    private static final Logger LOG = Logger.getLogger(TechniqueRegistry.class.getName());

    // Beside the tracker's own map, because that is sorted anew by reference whenever it is asked.
    private final Set<Offer> offers = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<Kind, String>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final Dormant dormant;
    private final ServiceTracker<TechniqueType, Offer> tracker;

    /**
     * Starts to follow the services.
     *
     * @param context the core's
     */
    @Activate
    public TechniqueRegistry(BundleContext context) {
        this.dormant = new DormantBundles(context);
        this.tracker = new ServiceTracker<>(context, TechniqueType.class, new Offers(context));
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
    public TechniqueType find(Kind kind, String name, @Nullable String range) {
        return new Lookup(offers, dormant).find(kind, name, range);
    }

    /** Whether {@link #find} finds one at this moment. Cheap: for callbacks of the framework. */
    public boolean has(Kind kind, String name, @Nullable String range) {
        return new Lookup(offers, dormant).has(kind, name, range);
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public void awaitChange(long seen, long nanos) throws InterruptedException {
        synchronized (changes) {
            if (changes.get() == seen) {
                TimeUnit.NANOSECONDS.timedWait(changes, nanos);
            }
        }
    }

    /**
     * Calls a listener after a technique has come, and before one goes for good, when it is found no more.
     *
     * @param listener gets kind and name, each of its names in turn; called within a callback of the framework, so it must be quick
     * @return takes the listener out again
     */
    public Runnable listen(BiConsumer<Kind, String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void changed(Offer offer) {
        synchronized (changes) {
            changes.incrementAndGet();
            changes.notifyAll();
        }
        offer.names().forEach(name -> listeners.forEach(listener -> listener.accept(offer.type().kind(), name)));
    }

    /** Makes an offer of each service that keeps to the rules. */
    private final class Offers implements ServiceTrackerCustomizer<TechniqueType, Offer> {
        private final BundleContext context;

        Offers(BundleContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Offer addingService(ServiceReference<TechniqueType> reference) {
            Bundle bundle = reference.getBundle();
            TechniqueType type = bundle == null ? null : context.getService(reference);
            Offer offer = bundle == null || type == null ? null : offer(bundle, type);
            if (offer != null) {
                warnOfAliases(offer);
                offers.add(offer);
                changed(offer);
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
            changed(offer);
            context.ungetService(reference);
        }

        private void warnOfAliases(Offer offer) {
            for (String name : offer.names()) {
                offers.stream().filter(other -> other.isCalled(offer.type().kind(), name) && !other.name().equals(offer.name()))
                        .forEach(other -> LOG.warning("'" + name + "' stands for " + offer.type() + " of " + offer.provider()
                                + " and for " + other.type() + " of " + other.provider() + ": use their own names"));
            }
        }

        private @Nullable Offer offer(Bundle bundle, TechniqueType type) {
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
