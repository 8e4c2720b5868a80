package org.fascicle.core.registry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Starts technique bundles that an Eclipse installation has installed and not started. There, a list (of p2, or in
 * {@code config.ini}) says what is installed, and hardly anything in it is marked to be started; elsewhere, a bundle that is not
 * started is not to be used, and nothing is done.
 *
 * <p>They are started transiently, as Eclipse starts bundles with lazy activation: nothing is written into the installation.
 * Who stops such a bundle is obeyed until the framework starts anew. Never within an event that the framework waits for.
 */
@Component(service = {}, immediate = true)
public final class TechniqueStarter implements BundleListener, FrameworkListener {
    /** Eclipse's launcher sets it, and nobody else: what {@code config.ini} lists. */
    private static final String ECLIPSE = "osgi.bundles";
    private static final Logger LOG = Logger.getLogger(TechniqueStarter.class.getName());

    private final BundleContext context;
    /** The bundles that it has started once, and leaves alone then. */
    private final Set<Long> done = ConcurrentHashMap.newKeySet();

    /**
     * Starts what has been resolved before, too.
     *
     * @param context the core's
     */
    @Activate
    public TechniqueStarter(BundleContext context) {
        this.context = context;
        if (context.getProperty(ECLIPSE) != null) {
            context.addBundleListener(this);
            context.addFrameworkListener(this);
            startAll();
        }
    }

    /** Starts no more. */
    @Deactivate
    public void close() {
        context.removeBundleListener(this);
        context.removeFrameworkListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.RESOLVED) {
            start(event.getBundle());
        } else if (event.getType() == BundleEvent.UNRESOLVED) {
            done.remove(event.getBundle().getBundleId());
        }
    }

    /** A bundle cannot be started transiently below its start level: that is made up for here. */
    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
            startAll();
        }
    }

    private void startAll() {
        for (Bundle bundle : context.getBundles()) {
            start(bundle);
        }
    }

    private void start(Bundle bundle) {
        if (bundle.getState() != Bundle.RESOLVED || Extension.of(context.getBundle(), bundle).isEmpty()) {
            return;
        }
        int reached = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        if (bundle.adapt(BundleStartLevel.class).getStartLevel() <= reached && done.add(bundle.getBundleId())) {
            try {
                bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException | IllegalStateException e) {
                LOG.log(Level.WARNING,
                        "The techniques of " + bundle.getSymbolicName() + " are not offered: its bundle does not start", e);
            }
        }
    }
}
