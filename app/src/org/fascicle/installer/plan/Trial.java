package org.fascicle.installer.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.felix.utils.resource.RequirementImpl;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/**
 * Says by the framework's resolver whether bundles would resolve in the place of installed ones, and whether all that is wired to these
 * still would. Nothing is installed, stopped or refreshed by that. Used by one thread.
 */
public final class Trial {
    private final BundleContext context;
    private final Map<Bundle, Resource> placed = new LinkedHashMap<>();

    /** Nothing is replaced yet. */
    public Trial(BundleContext context) {
        this.context = context;
    }

    /** Puts a jar in the place of a bundle. */
    public void place(Path jar, Bundle bundle) throws IOException {
        try {
            placed.put(bundle, Repositories.resource(jar));
        } catch (BundleException e) {
            throw new IOException("the headers of its manifest cannot be read: " + e.getMessage(), e);
        }
    }

    /** What would be unsatisfied; null if nothing is. */
    public @Nullable String unsatisfied() {
        Set<Bundle> dependents = dependents();
        List<Resource> wanted = new ArrayList<>(placed.values());
        dependents.forEach(dependent -> wanted.add(Objects.requireNonNull(dependent.adapt(BundleRevision.class))));
        try {
            FrameworkResolver.resolve(context, new Attempt(wanted, this::offered, context, placed.keySet(), dependents));
            return null;
        } catch (ResolutionException e) {
            return unsatisfied(e);
        }
    }

    /** What is wired to what is replaced, and to that, to the end. */
    private Set<Bundle> dependents() {
        Set<Bundle> dependents = new LinkedHashSet<>();
        Deque<Bundle> open = new ArrayDeque<>(placed.keySet());
        while (!open.isEmpty()) {
            BundleWiring wiring = open.remove().adapt(BundleWiring.class);
            List<BundleWire> wires = wiring == null ? null : wiring.getProvidedWires(null);
            for (BundleWire wire : wires == null ? List.<BundleWire>of() : wires) {
                Bundle dependent = wire.getRequirer().getBundle();
                if (!placed.containsKey(dependent) && dependents.add(dependent)) {
                    open.add(dependent);
                }
            }
        }
        return dependents;
    }

    private List<Capability> offered(Requirement requirement) {
        RequirementImpl matcher = new RequirementImpl(requirement.getResource(), requirement);
        return placed.values().stream().flatMap(resource -> resource.getCapabilities(requirement.getNamespace()).stream())
                .filter(matcher::matches).collect(Collectors.toList());
    }

    private static String unsatisfied(ResolutionException e) {
        Set<String> chain = new LinkedHashSet<>();
        FrameworkResolver.unmet(e).forEach(one -> chain.add(one.namespace() + " " + one.filter() + " of " + one.resource()));
        return "unsatisfied: " + (chain.isEmpty() ? String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ")
                : String.join("; ", chain));
    }
}
