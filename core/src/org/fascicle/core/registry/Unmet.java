package org.fascicle.core.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Why a bundle is not resolved, in words. The framework itself says so only to whoever starts the bundle. */
final class Unmet {
    private static final String EXTENDER = "osgi.extender";
    private static final String VERSION = Constants.VERSION_ATTRIBUTE;
    private static final int DEEPEST = 3;
    private static final int LISTED = 3;

    private final BundleContext context;
    private final Set<Bundle> seen = new HashSet<>();

    private Unmet(BundleContext context) {
        this.context = context;
    }

    /**
     * What a bundle requires and nothing that is installed provides; empty if there is no such thing.
     *
     * @param bundle that is not resolved
     * @param context of the core
     */
    static List<String> of(Bundle bundle, BundleContext context) {
        return new Unmet(context).unmet(bundle, 0);
    }

    /**
     * Whether a bundle was built against another version of the api than the cores that there are, in words; null if it was not.
     *
     * @param bundle that declares techniques
     * @param cores bundles that extend such bundles, and any others
     */
    static @Nullable String otherApi(Bundle bundle, Bundle... cores) {
        List<BundleCapability> extenders = Stream.of(cores).map(core -> core.adapt(BundleRevision.class)).filter(Objects::nonNull)
                .flatMap(core -> core.getDeclaredCapabilities(EXTENDER).stream()).filter(Unmet::isExtender)
                .collect(Collectors.toList());
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || extenders.isEmpty()) {
            return null;
        }
        return revision.getDeclaredRequirements(EXTENDER).stream().filter(Unmet::isExtender)
                .filter(requirement -> extenders.stream().noneMatch(requirement::matches))
                .findFirst().map(requirement -> extender(requirement, extenders.get(0))).orElse(null);
    }

    /** Symbolic name and version. */
    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private List<String> unmet(Bundle bundle, int depth) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !seen.add(bundle)) {
            return List.of();
        }
        String api = otherApi(bundle, context.getBundles());
        if (api != null) {
            return List.of(api); // then its imports do not fit, either
        }
        Set<String> unmet = new LinkedHashSet<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (counts(requirement)) {
                String problem = unmet(requirement, depth);
                if (problem != null) {
                    unmet.add(problem);
                }
            }
        }
        List<String> first = unmet.stream().limit(LISTED).collect(Collectors.toCollection(ArrayList::new));
        if (unmet.size() > LISTED) {
            first.add("and " + (unmet.size() - LISTED) + " more");
        }
        return first;
    }

    private static boolean counts(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String resolution = directives.get(Constants.RESOLUTION_DIRECTIVE);
        String effective = directives.get(Constants.EFFECTIVE_DIRECTIVE);
        return (effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE))
                && (resolution == null || resolution.equals(Constants.RESOLUTION_MANDATORY));
    }

    private @Nullable String unmet(BundleRequirement requirement, int depth) {
        List<BundleCapability> near = new ArrayList<>();
        String indirectly = null;
        for (Bundle provider : context.getBundles()) {
            BundleRevision revision = provider.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability capability : revision.getDeclaredCapabilities(requirement.getNamespace())) {
                if (!requirement.matches(capability)) {
                    near.add(capability);
                } else if (provider.getState() != Bundle.INSTALLED || depth >= DEEPEST) {
                    return null;
                } else {
                    List<String> itsOwn = unmet(provider, depth + 1);
                    if (itsOwn.isEmpty()) {
                        return null;
                    }
                    indirectly = "it needs the bundle " + name(provider) + ", which cannot be resolved either: "
                            + String.join("; ", itsOwn);
                }
            }
        }
        return indirectly != null ? indirectly : words(requirement, near);
    }

    private static String words(BundleRequirement requirement, List<BundleCapability> near) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            String name = FilterRange.value(filter, PackageNamespace.PACKAGE_NAMESPACE);
            VersionRange range = FilterRange.range(filter, VERSION);
            String exported =
                    near.stream().filter(c -> Objects.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE), name))
                            .map(c -> name(c.getRevision().getBundle()) + " exports it as " + c.getAttributes().get(VERSION))
                            .distinct().collect(Collectors.joining(", "));
            return "it imports the package " + name + (range == null ? "" : " in " + range) + ", and "
                    + (exported.isEmpty() ? "no installed bundle exports it" : exported);
        }
        return "it requires " + requirement.getNamespace() + " " + filter + ", which nothing that is installed provides";
    }

    // The extender has the version of the api that the core was built against; techniques ask for that of theirs.
    private static String extender(BundleRequirement requirement, BundleCapability extender) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        VersionRange range = FilterRange.range(filter, VERSION);
        Version version = (Version) Objects.requireNonNull(extender.getAttributes().get(VERSION));
        String own = version.getMajor() + "." + version.getMinor();
        boolean older = range != null && range.getRight() != null && version.compareTo(range.getRight()) >= 0;
        return "it was built against the version " + (range == null ? "of another time" : range.getLeft().getMajor() + "."
                + range.getLeft().getMinor()) + " of Fascicle's api, and this is " + own + "; "
                + (older ? "build it anew against " + own + ", or install a later version of it"
                        : "install an earlier version of it,"
                                + " or a later Fascicle");
    }

    private static boolean isExtender(BundleRequirement requirement) {
        return requirement.getNamespace().equals(EXTENDER) && Extension.NAMESPACE.equals(FilterRange.value(
                requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, ""), EXTENDER));
    }

    private static boolean isExtender(BundleCapability capability) {
        return capability.getNamespace().equals(EXTENDER)
                && Extension.NAMESPACE.equals(capability.getAttributes().get(EXTENDER));
    }
}
