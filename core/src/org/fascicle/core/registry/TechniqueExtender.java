package org.fascicle.core.registry;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Reads the capabilities {@code fascicle.technique} of bundles that are started (those with lazy activation before any of their
 * classes is loaded), and registers a {@link TechniqueType} service for each, with that bundle's own context: so the service goes
 * when the bundle stops, and whoever asks sees whose it is. Extends only bundles that are wired to this core's extender capability; others may be wired to another api. Safe
 * for any thread.
 */
@Component(service = {}, immediate = true)
public final class TechniqueExtender implements BundleTrackerCustomizer<List<ServiceRegistration<TechniqueType>>> {
    /** The namespace of the capabilities by which update transforms announce options of an optimizer. */
    private static final String SHORTHAND = "fascicle.shorthand";
    private static final Logger LOG = Logger.getLogger(TechniqueExtender.class.getName());

    private final Bundle core;
    private final BundleTracker<List<ServiceRegistration<TechniqueType>>> tracker;

    /**
     * Starts to extend, bundles that were started before included.
     *
     * @param context the core's
     */
    @Activate
    public TechniqueExtender(BundleContext context) {
        this.core = context.getBundle();
        this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, this);
        tracker.open();
    }

    /** Takes all services back. */
    @Deactivate
    public void close() {
        tracker.close();
    }

    @Override
    public @Nullable List<ServiceRegistration<TechniqueType>> addingBundle(Bundle bundle, BundleEvent event) {
        List<ServiceRegistration<TechniqueType>> services = new ArrayList<>();
        if (isStarted(bundle)) {
            for (BundleCapability capability : Extension.of(core, bundle)) {
                type(bundle, capability.getAttributes()).flatMap(type -> register(bundle, type)).ifPresent(services::add);
            }
        }
        return services.isEmpty() ? null : services;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, List<ServiceRegistration<TechniqueType>> services) {
        // A bundle's techniques are fixed while it is started.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, List<ServiceRegistration<TechniqueType>> services) {
        for (ServiceRegistration<TechniqueType> service : services) {
            try {
                service.unregister();
            } catch (IllegalStateException e) {
                LOG.fine(() -> "The framework was first to take back a technique of " + bundle.getSymbolicName());
            }
        }
    }

    /** Whether it runs, or waits with lazy activation until one of its classes is asked for: such a bundle may offer services. */
    private static boolean isStarted(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return bundle.getState() == Bundle.ACTIVE || policy != null && policy.strip().startsWith(Constants.ACTIVATION_LAZY);
    }

    private static Optional<TechniqueType> type(Bundle bundle, Map<String, Object> attributes) {
        Declared declared = new Declared(attributes, bundle);
        Optional<Kind> kind = Kind.named(declared.kind());
        if (kind.isEmpty() || !declared.isComplete()) {
            LOG.warning("A capability " + Extension.NAMESPACE + " of " + bundle.getSymbolicName()
                    + " cannot be used: it lacks a known kind, a namespace, a name or a class: " + attributes);
            return Optional.empty();
        }
        if (!Reserved.mayUse(bundle, declared.namespace())) {
            LOG.warning(Reserved.refusal(bundle, declared.kind(), declared.name()));
            return Optional.empty();
        }
        return Optional.of(new TechniqueType.Builder(kind.get(), declared.name(), loader(bundle, declared.className()))
                .namespace(declared.namespace())
                .version(declared.version())
                .provider(bundle.getSymbolicName())
                .description(Declared.text(attributes, "description"))
                .formula(Declared.text(attributes, "formula"))
                .source(Declared.text(attributes, "source"))
                .aliases(declared.aliases())
                .number(Declared.text(attributes, "number"))
                .shorthand(shorthand(bundle, declared.className()))
                .build());
    }

    /** What the class of a technique declares as its shorthand; null if it does not, or if that cannot be used. */
    private static @Nullable ShorthandOptions shorthand(Bundle bundle, String className) {
        for (BundleCapability capability : Extension.capabilities(bundle, SHORTHAND)) {
            Map<String, Object> attributes = capability.getAttributes();
            if (className.equals(Declared.text(attributes, "class"))) {
                try {
                    return ShorthandOptions.of(Integer.parseInt(Declared.text(attributes, "place")),
                            Declared.texts(attributes, "options"),
                            Declared.text(attributes, "flag"), Declared.text(attributes, "per_parameter"));
                } catch (IllegalArgumentException e) {
                    LOG.warning("A capability " + SHORTHAND + " of " + bundle.getSymbolicName() + " cannot be used: "
                            + e.getMessage() + ": " + attributes);
                }
            }
        }
        return null;
    }

    private static Optional<ServiceRegistration<TechniqueType>> register(Bundle bundle, TechniqueType type) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("kind", type.kind().toString());
        properties.put("namespace", type.namespace());
        properties.put("name", type.name());
        properties.put("version", type.version());
        BundleContext context = bundle.getBundleContext();
        try {
            return context == null
                    ? Optional.empty()
                    : Optional.of(context.registerService(TechniqueType.class, type, properties));
        } catch (IllegalStateException e) {
            LOG.fine(() -> "Bundle " + bundle.getSymbolicName() + " stopped before its techniques were registered");
            return Optional.empty();
        }
    }

    // The failure is passed on as text: an exception would hold the bundle's class loader.
    private static Supplier<Class<?>> loader(Bundle bundle, String className) {
        return () -> {
            try {
                return bundle.loadClass(className);
            } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
                throw new IllegalStateException("the class " + className + " of bundle " + bundle.getSymbolicName() + " "
                        + bundle.getVersion() + " cannot be loaded: " + e);
            }
        };
    }
}
