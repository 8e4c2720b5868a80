package org.fascicle.core.registry;

import java.util.logging.Logger;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Logs, once for each, the bundles whose techniques were built against another version of the api. The framework refuses to resolve
 * them, but its message names the version that is asked for alone, and only whoever starts the bundle gets it.
 */
@Component(service = {}, immediate = true)
public final class RefusedTechniques implements BundleTrackerCustomizer<Bundle> {
    private static final Logger LOG = Logger.getLogger(RefusedTechniques.class.getName());

    private final Bundle core;
    private final BundleTracker<Bundle> tracker;

    /**
     * Starts to look at bundles that are not resolved.
     *
     * @param context the core's
     */
    @Activate
    public RefusedTechniques(BundleContext context) {
        this.core = context.getBundle();
        this.tracker = new BundleTracker<>(context, Bundle.INSTALLED, this);
        tracker.open();
    }

    /** Stops. */
    @Deactivate
    public void close() {
        tracker.close();
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision != null && !revision.getDeclaredCapabilities(Extension.NAMESPACE).isEmpty()) {
            String otherApi = Unmet.otherApi(bundle, core);
            if (otherApi != null) {
                LOG.warning("The techniques of the bundle " + Unmet.name(bundle) + " cannot be used: " + otherApi);
            }
        }
        return bundle;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        if (event != null && event.getType() == BundleEvent.UPDATED) {
            addingBundle(bundle, event);
        }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle same) {
        // Nothing is kept of it.
    }
}
