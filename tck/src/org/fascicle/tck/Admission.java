package org.fascicle.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The door that bundles come through to be checked. Where the launcher lets nothing run that is not trusted, the installer judges a
 * bundle first, as it does before it installs one for good. Used by one thread.
 */
final class Admission {
    /** The service of the launcher's that lets a bundle resolve; in a host there is none. */
    private static final String GRANT = "(fascicle.trust.grant=true)";

    private final BundleContext context;
    private final Supplier<@Nullable Installer> installer;

    /**
     * A door.
     *
     * @param installer judges what is trusted; gives null where it is not there
     */
    Admission(BundleContext context, Supplier<@Nullable Installer> installer) {
        this.context = context;
        this.installer = installer;
    }

    /**
     * Installs a bundle for a while.
     *
     * @param location that no other bundle has
     * @throws org.fascicle.api.problem.InputException if it is not trusted
     */
    Bundle install(Path jar, String location) throws BundleException {
        try {
            if (!isTrustAsked()) {
                try (InputStream in = Files.newInputStream(jar)) {
                    return context.installBundle(location, in);
                }
            }
            Path folder = Files.createTempDirectory("fascicle-tck");
            try {
                Path copy = judge().trusted(jar, folder);
                // What was judged is what runs, even if the file is replaced meanwhile.
                byte[] content = Files.readAllBytes(copy);
                Files.delete(copy);
                return put(location, content, true);
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new BundleException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** Installs what the framework held before. */
    Bundle put(String location, byte[] content, boolean trusted) throws BundleException {
        Bundle bundle = context.installBundle(location, new ByteArrayInputStream(content));
        if (trusted) {
            grant(bundle);
        }
        return bundle;
    }

    private Installer judge() {
        Installer judge = installer.get();
        if (judge == null) {
            throw new StateException("nothing runs here that is not trusted, and the service " + Installer.class.getName()
                    + ", which judges what is, is not there: is fascicle.installer installed?");
        }
        return judge;
    }

    private boolean isTrustAsked() {
        return grants() != null;
    }

    @SuppressWarnings("unchecked")
    private void grant(Bundle bundle) {
        ServiceReference<?>[] grants = grants();
        if (grants != null) {
            ((Consumer<Bundle>) context.getService(grants[0])).accept(bundle);
            context.ungetService(grants[0]);
        }
    }

    private ServiceReference<?> @Nullable [] grants() {
        try {
            return context.getServiceReferences((String) null, GRANT);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
