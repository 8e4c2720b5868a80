package org.fascicle.installer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.installation.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles of the framework, as an installer changes them. */
final class Bundles {
    private static final String TECHNIQUE = "fascicle.technique";
    /** The service of the launcher's that lets a bundle resolve; in a host there is none. */
    private static final String GRANT = "(fascicle.trust.grant=true)";
    private static final long PATIENCE_SECONDS = 30;

    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = context;
    }

    /** The bundles of a symbolic name. */
    List<Bundle> named(String name) {
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                found.add(bundle);
            }
        }
        return found;
    }

    /** All symbolic names, each with its version. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>();
        for (Bundle bundle : context.getBundles()) {
            ids.add(bundle.getSymbolicName() + " " + bundle.getVersion());
        }
        return ids;
    }

    /** All symbolic names, for hints. */
    Collection<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName() != null && !PlatformParts.isBase(bundle)) {
                names.add(bundle.getSymbolicName());
            }
        }
        return names;
    }

    /** Installs a verified file under a location that no other bundle has had. */
    Bundle install(String name, Path file) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Bundle bundle = context.installBundle("plugin:" + name + "-" + UUID.randomUUID(), in);
            grant(bundle);
            return bundle;
        }
    }

    /** Replaces the content of a bundle, which must be stopped, by a verified file. What it was is known until it is refreshed. */
    void replace(Bundle bundle, Path file) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            bundle.update(in);
        }
        grant(bundle);
    }

    @SuppressWarnings("unchecked")
    private void grant(Bundle bundle) {
        try {
            ServiceReference<?>[] grants = context.getServiceReferences((String) null, GRANT);
            if (grants != null) {
                ((Consumer<Bundle>) context.getService(grants[0])).accept(bundle);
                context.ungetService(grants[0]);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a bundle unless it is a fragment, and requires that each technique's class can be loaded. */
    void start(Bundle bundle) throws BundleException {
        if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        bundle.start();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            throw new BundleException("it was stopped while it started");
        }
        for (var capability : wiring.getCapabilities(TECHNIQUE)) {
            Map<String, Object> attributes = capability.getAttributes();
            String name = attributes.get("kind") + " '" + attributes.get("name") + "'";
            try {
                bundle.loadClass(String.valueOf(attributes.get("class")));
            } catch (ClassNotFoundException | LinkageError e) {
                throw new BundleException("the class of its " + name + " cannot be loaded: " + e);
            }
        }
    }

    /**
     * Starts what a candidate has become.
     *
     * @param remedy for one that does not resolve
     * @throws org.fascicle.api.problem.InputException if it does not start
     */
    void start(Candidate candidate, Bundle bundle, String remedy) {
        try {
            start(bundle);
        } catch (BundleException e) {
            boolean resolves = e.getType() != BundleException.RESOLVE_ERROR;
            throw candidate.problem((resolves ? "does not start: " : "does not resolve: ") + why(e), resolves ? null : remedy);
        }
    }

    /** Uninstalls a bundle and lets the framework forget it. */
    void uninstall(Bundle bundle) throws BundleException {
        bundle.uninstall();
        refresh(List.of(bundle));
    }

    /** Lets the framework forget what bundles were, and waits until it has. */
    void refresh(Collection<Bundle> bundles) {
        if (bundles.isEmpty()) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> done.countDown());
        boolean interrupted = false;
        boolean ended = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ended && System.nanoTime() < deadline) {
            try {
                ended = done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // What has begun is ended; the interrupt is for whoever comes next.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new StateException("the bundles did not stop within " + PATIENCE_SECONDS + " s: " + bundles);
        }
    }

    /** The bundles that are wired to what a bundle offers. */
    static List<String> dependents(Bundle bundle) {
        TreeSet<String> dependents = new TreeSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(null)) {
                Bundle requirer = wire.getRequirer().getBundle();
                if (!requirer.equals(bundle)) {
                    dependents.add(requirer.getSymbolicName() + " " + requirer.getVersion());
                }
            }
        }
        return List.copyOf(dependents);
    }

    /** The techniques that a bundle offers now, as they are listed. */
    List<String> techniques(Bundle bundle) {
        TreeSet<String> techniques = new TreeSet<>();
        ServiceReference<?>[] offered = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : offered == null ? new ServiceReference<?>[0] : offered) {
            Object service =
                    List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(TechniqueType.class.getName())
                            ? context.getService(reference) : null;
            if (service != null) {
                techniques.add(service.toString());
                context.ungetService(reference);
            }
        }
        return List.copyOf(techniques);
    }

    /** What the framework did not do with a candidate: as it is, or since its cache cannot be written to. */
    static RuntimeException problem(Candidate candidate, String what, BundleException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new StateException(candidate.given + ": " + what + why(e), e);
            }
        }
        return candidate.problem(what + why(e), null);
    }

    /** In one line, why a bundle is not there. */
    static String why(Exception e) {
        return Problem.describe(e);
    }

    /** The versions of some bundles, for messages. */
    static String versions(List<Bundle> found) {
        return found.stream().map(bundle -> bundle.getVersion().toString()).collect(Collectors.joining(", "));
    }

    /** Whether a bundle has a version. */
    static boolean hasVersion(Bundle bundle, Version version) {
        return bundle.getVersion().equals(version);
    }
}
