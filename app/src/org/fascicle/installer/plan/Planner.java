package org.fascicle.installer.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceImpl;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.technique.Kind;
import org.fascicle.installer.contract.Contract;
import org.osgi.framework.BundleContext;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;

/** Finds the bundles that provide techniques, and what those require, with the framework's resolver; installs nothing. Used once. */
public final class Planner {
    private static final String TECHNIQUE = "fascicle.technique";
    private static final String SHORTHAND = "fascicle.shorthand";
    private static final String OURS = "fascicle";

    private final BundleContext context;
    private final Repositories repositories;
    private final Set<String> present = new LinkedHashSet<>();
    private final Map<Resource, Path> chosen = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    /**
     * A planner.
     *
     * @param places folders of jars, or indexes
     * @param downloads the folder for what has to be fetched
     * @throws InputException if a place cannot be read
     */
    public Planner(BundleContext context, Collection<Path> places, Path downloads) {
        this.context = context;
        this.repositories = new Repositories(places, downloads);
    }

    /** The bundles for some techniques, and for those that are the defaults of these. */
    public Plan plan(Collection<TechniqueNeed> techniques) {
        Set<TechniqueNeed> known = new LinkedHashSet<>(techniques);
        Deque<TechniqueNeed> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            for (Resource resource : resolve(open.remove())) {
                for (TechniqueNeed another : defaults(resource)) {
                    if (known.add(another)) {
                        open.add(another);
                    }
                }
            }
        }
        return Plan.of(List.copyOf(present), List.copyOf(chosen.values()),
                chosen.keySet().stream().map(Repositories::name).collect(Collectors.toList()), List.copyOf(missing));
    }

    /** Resolves one need; gives the bundles that are new for it. */
    private List<Resource> resolve(TechniqueNeed need) {
        ResourceImpl wanted = new ResourceImpl();
        wanted.addRequirement(new RequirementImpl(wanted, need.isOption() ? SHORTHAND : TECHNIQUE, filter(need)));
        List<Resource> fresh = new ArrayList<>();
        try {
            Map<Resource, List<Wire>> wires = FrameworkResolver.resolve(context,
                    new Attempt(List.of(wanted), repositories::providers, context, Set.of(), Set.of()));
            wires.getOrDefault(wanted, List.of()).forEach(wire -> {
                if (wire.getProvider() instanceof BundleRevision revision) {
                    present.add(revision.getSymbolicName() + " " + revision.getVersion());
                }
            });
            for (Resource resource : wires.keySet()) {
                if (repositories.has(resource) && !chosen.containsKey(resource)) {
                    chosen.put(resource, repositories.file(resource));
                    fresh.add(resource);
                }
            }
        } catch (ResolutionException e) {
            missing.add("nothing provides the " + need + unresolved(e));
        } catch (IOException e) {
            missing.add("the bundle for the " + need + " cannot be fetched: " + e.getMessage());
        }
        return fresh;
    }

    /** What stands in the way, where that is not the technique itself. */
    private static String unresolved(ResolutionException e) {
        Set<String> chain = new LinkedHashSet<>();
        FrameworkResolver.unmet(e).stream().filter(unmet -> !List.of(TECHNIQUE, SHORTHAND).contains(unmet.namespace()))
                .forEach(unmet -> chain.add(unmet.resource() + " requires " + unmet.namespace() + " " + unmet.filter()));
        return chain.isEmpty() ? "" : ": " + String.join("; ", chain);
    }

    private static String filter(TechniqueNeed need) {
        if (need.isOption()) {
            return "(options=" + escaped(need.name()) + ")";
        }
        int colon = need.name().indexOf(':');
        String plain = "(kind=" + need.kind() + ")(namespace=" + (colon < 0 ? OURS : need.name().substring(0, colon)) + ")(name="
                + need.name().substring(colon + 1) + ")";
        return "(&" + plain + need.range().map(range -> new VersionRange(range).toFilterString("version")).orElse("") + ")";
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\*()]", "\\\\$0");
    }

    /** The techniques that the techniques of a bundle have as defaults. */
    private List<TechniqueNeed> defaults(Resource resource) {
        List<TechniqueNeed> defaults = new ArrayList<>();
        try {
            for (Map.Entry<String, String> option : Contract.techniqueDefaults(Objects.requireNonNull(chosen.get(resource)))
                    .entrySet()) {
                Kind.named(option.getValue()).ifPresent(kind -> defaults.add(TechniqueNeed.of(kind, option.getKey(), null)));
            }
        } catch (IOException e) {
            missing.add(Repositories.name(resource) + " cannot be read: " + e.getMessage());
        }
        return defaults;
    }
}
