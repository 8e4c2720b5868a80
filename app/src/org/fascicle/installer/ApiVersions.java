package org.fascicle.installer;

import java.util.ArrayList;
import java.util.List;

import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** The packages of Fascicle's api that are here, and those that a bundle was built for. */
final class ApiVersions {
    private static final String API = "org.fascicle.api";

    private final BundleContext context;

    ApiVersions(BundleContext context) {
        this.context = context;
    }

    /**
     * Refuses a bundle that was built for another api: no other bundle could help it.
     *
     * @throws org.fascicle.api.problem.InputException that names the package, and both versions
     */
    void require(Candidate candidate) {
        if (candidate.imports.isBlank()) {
            return;
        }
        for (Clause clause : Parser.parseHeader(candidate.imports)) {
            String range = clause.getAttribute(Constants.VERSION_ATTRIBUTE);
            boolean isApi = clause.getName().equals(API) || clause.getName().startsWith(API + ".");
            if (isApi && range != null
                    && !Constants.RESOLUTION_OPTIONAL.equals(clause.getDirective(Constants.RESOLUTION_DIRECTIVE))) {
                require(candidate, clause.getName(), VersionRange.valueOf(range));
            }
        }
    }

    private void require(Candidate candidate, String name, VersionRange range) {
        List<Version> here = exported(name);
        if (here.stream().anyMatch(range::includes)) {
            return;
        }
        boolean isNewer = here.stream().allMatch(version -> range.getLeft().compareTo(version) > 0);
        throw candidate.problem(
                "was built for " + (isNewer ? "a later" : "an earlier") + " version of Fascicle's api: it imports the package "
                        + name + " in " + range + ", and "
                        + (here.isEmpty() ? "there is none" : here.get(here.size() - 1) + " is here"),
                isNewer ? "Install an earlier version of it, or a later Fascicle"
                        : "Install a later version of it, or build it anew");
    }

    /** By whichever bundle: where the api is embedded, the framework itself has it. */
    private List<Version> exported(String name) {
        List<Version> versions = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            List<BundleCapability> packages =
                    wiring == null ? List.of() : wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
            for (BundleCapability capability : packages) {
                if (name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
                    versions.add((Version) capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE));
                }
            }
        }
        return versions;
    }
}
