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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceImpl;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.technique.Kind;
import org.fascicle.installer.contract.Contract;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
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
        return plan(new LinkedHashSet<>(techniques), List.of());
    }

    /**
     * The bundles that jars require, beside the jars themselves, and for the techniques that are the defaults of theirs.
     *
     * @throws InputException if one cannot be read
     */
    public Plan requirements(Collection<Path> jars) {
        Set<TechniqueNeed> needs = new LinkedHashSet<>();
        List<Resource> wanted = new ArrayList<>();
        for (Path jar : jars) {
            try {
                Resource resource = Repositories.resource(jar);
                wanted.add(resource);
                needs.addAll(defaults(resource, jar));
            } catch (IOException | BundleException e) {
                throw new InputException(jar.toString(), null, "is no bundle that can be read: " + e.getMessage(), null);
            }
        }
        resolve(wanted, "");
        return plan(needs, wanted);
    }

    private Plan plan(Set<TechniqueNeed> known, List<Resource> given) {
        Deque<TechniqueNeed> open = new ArrayDeque<>(known);
        chosen.keySet().forEach(resource -> add(defaultsOf(resource), known, open));
        while (!open.isEmpty()) {
            TechniqueNeed need = open.remove();
            ResourceImpl wanted = new ResourceImpl();
            RequirementImpl requirement =
                    new RequirementImpl(wanted, need.isOption() ? SHORTHAND : TECHNIQUE, filter(need));
            if (providers(given, requirement).isEmpty()) {
                wanted.addRequirement(requirement);
                for (Resource resource : resolve(List.of(wanted), "nothing provides the " + need)) {
                    add(defaultsOf(resource), known, open);
                }
            }
        }
        return Plan.of(List.copyOf(present), List.copyOf(chosen.values()),
                chosen.keySet().stream().map(Repositories::name).collect(Collectors.toList()), List.copyOf(missing));
    }

    private static void add(List<TechniqueNeed> more, Set<TechniqueNeed> known, Deque<TechniqueNeed> open) {
        more.stream().filter(known::add).forEach(open::add);
    }

    private static List<Capability> providers(List<Resource> given, Requirement requirement) {
        RequirementImpl matcher = new RequirementImpl(requirement.getResource(), requirement);
        return given.stream().flatMap(resource -> resource.getCapabilities(requirement.getNamespace()).stream())
                .filter(matcher::matches).collect(Collectors.toList());
    }

    /**
     * Resolves what is wanted; gives the bundles that are new for it.
     *
     * @param problem what is said where that fails
     */
    private List<Resource> resolve(List<Resource> wanted, String problem) {
        List<Resource> fresh = new ArrayList<>();
        try {
            Map<Resource, List<Wire>> wires = FrameworkResolver.resolve(context, new Attempt(wanted, requirement -> {
                List<Capability> found = providers(wanted, requirement);
                found.addAll(repositories.providers(requirement));
                return found;
            }, context, Set.of(), Set.of()));
            wanted.forEach(one -> wires.getOrDefault(one, List.of()).forEach(wire -> {
                if (wire.getProvider() instanceof BundleRevision revision) {
                    present.add(revision.getSymbolicName() + " " + revision.getVersion());
                }
            }));
            for (Resource resource : wires.keySet()) {
                if (repositories.has(resource) && !chosen.containsKey(resource)) {
                    chosen.put(resource, repositories.file(resource));
                    fresh.add(resource);
                }
            }
        } catch (ResolutionException e) {
            String chain = unresolved(e);
            missing.add(problem + (problem.isEmpty() || chain.isEmpty() ? "" : ": ") + chain);
        } catch (IOException e) {
            missing.add((problem.isEmpty() ? "" : problem + ": ") + "a bundle cannot be fetched: " + e.getMessage());
        }
        return fresh;
    }

    /** What stands in the way, where that is not the technique itself. */
    private static String unresolved(ResolutionException e) {
        Set<String> chain = new LinkedHashSet<>();
        FrameworkResolver.unmet(e).stream().filter(unmet -> !List.of(TECHNIQUE, SHORTHAND).contains(unmet.namespace()))
                .forEach(unmet -> chain.add(unmet.resource() + " requires " + unmet.namespace() + " " + unmet.filter()));
        return String.join("; ", chain);
    }

    private static String filter(TechniqueNeed need) {
        if (need.isOption()) {
            return "(options=" + escaped(need.name()) + ")";
        }
        int colon = need.name().indexOf(':');
        String plain = "(kind=" + need.kind() + ")(namespace="
                + (colon < 0 ? OURS : escaped(need.name().substring(0, colon))) + ")(|(name="
                + escaped(need.name().substring(colon + 1)) + ")(aliases="
                + escaped(need.name().substring(colon + 1)) + "))";
        return "(&" + plain + need.range().map(range -> new VersionRange(range).toFilterString("version")).orElse("") + ")";
    }

    /** What a filter asks of an attribute; empty if nothing. */
    private static String value(String filter, String attribute) {
        Matcher matcher = Pattern.compile("\\(" + attribute + "=([^()]*)\\)").matcher(filter);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\*()]", "\\\\$0");
    }

    private List<TechniqueNeed> defaultsOf(Resource resource) {
        try {
            return defaults(resource, Objects.requireNonNull(chosen.get(resource)));
        } catch (IOException e) {
            missing.add(Repositories.name(resource) + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    /**
     * The techniques that the techniques of a bundle have as defaults: its contract says it, and where a bundle has none, its
     * requirements, which do not keep it from being resolved.
     */
    private static List<TechniqueNeed> defaults(Resource resource, Path file) throws IOException {
        List<TechniqueNeed> defaults = new ArrayList<>();
        for (Requirement requirement : resource.getRequirements(TECHNIQUE)) {
            String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
            String namespace = value(filter, "namespace");
            Kind.named(value(filter, "kind")).ifPresent(kind -> defaults.add(TechniqueNeed.of(kind,
                    (namespace.equals(OURS) ? "" : namespace + ":") + value(filter, "name"), null)));
        }
        for (Map.Entry<String, String> option : Contract.techniqueDefaults(file).entrySet()) {
            Kind.named(option.getValue()).ifPresent(kind -> defaults.add(TechniqueNeed.of(kind, option.getKey(), null)));
        }
        return defaults;
    }
}
