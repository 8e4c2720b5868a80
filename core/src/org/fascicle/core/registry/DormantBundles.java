package org.fascicle.core.registry;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleRevision;

/** Bundles that declare techniques and do not offer them: not resolved, not started, or wired to another core. Holds none of them. */
final class DormantBundles implements Dormant {
    private final BundleContext context;

    DormantBundles(BundleContext context) {
        this.context = context;
    }

    @Override
    public @Nullable String wouldOffer(Kind kind, String name, @Nullable String range) {
        VersionRange versions = range == null ? null : VersionRange.valueOf(range);
        try {
            List<String> reasons = Stream.of(context.getBundles())
                    .flatMap(bundle -> declared(bundle, kind, name, versions).limit(1)
                            .map(declared -> "The bundle " + Unmet.name(bundle) + " has it, " + state(bundle, declared)))
                    .collect(Collectors.toList());
            return reasons.isEmpty() ? null : String.join(". ", reasons);
        } catch (IllegalStateException e) {
            return null; // the core is being stopped
        }
    }

    private static Stream<Declared> declared(Bundle bundle, Kind kind, String name, @Nullable VersionRange versions) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? Stream.empty() : revision.getDeclaredCapabilities(Extension.NAMESPACE).stream()
                .map(capability -> new Declared(capability.getAttributes(), bundle))
                .filter(declared -> declared.kind().equals(kind.toString()) && declared.isCalled(name)
                        && (versions == null || versions.includes(declared.parsedVersion())));
    }

    private String state(Bundle bundle, Declared declared) {
        switch (bundle.getState()) {
            case Bundle.INSTALLED:
                List<String> unmet = Unmet.of(bundle, context);
                return unmet.isEmpty() ? "and is installed, but not started. Start it"
                        : "but cannot be resolved: " + String.join("; ", unmet);
            case Bundle.RESOLVED:
                return "but is not started. Start it";
            case Bundle.STARTING:
                return "but is still being started";
            case Bundle.STOPPING:
                return "but is being stopped";
            default:
                return Reserved.mayUse(bundle, declared.namespace())
                        ? "but belongs to another core of Fascicle that is installed here"
                        : "but has no right to a name without prefix. Such names are for bundles called fascicle.*";
        }
    }
}
