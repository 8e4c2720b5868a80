package org.fascicle.tck.code;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Whether the packages that a bundle's code uses are its own, or the manifest makes sure that they are there. */
public final class Imports {
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([\\w.*]+)");
    private static final String OPTIONAL = "optional";
    private static final String DYNAMIC = "dynamic";

    private Imports() {}

    /**
     * The packages that are there by luck, each with a class that uses it; empty if there are none.
     *
     * @param techniques the names of the techniques' classes
     */
    public static String problems(Code code, Bundle bundle, Collection<String> techniques) {
        Map<String, String> declared = declared(bundle.adapt(BundleRevision.class));
        Set<String> required = required(bundle.adapt(BundleWiring.class));
        Map<String, String> problems = new TreeMap<>();
        for (Use use : code.uses(techniques)) {
            String name = use.ownerPackage();
            if (name.isEmpty() || name.startsWith("java.") || code.has(use.owner()) || required.contains(name)) {
                continue;
            }
            String how = declared.get(name);
            if (how == null) {
                problems.putIfAbsent(name, "the manifest does not import " + name + ", which " + use.user()
                        + " uses: it is there only where the framework hands it on, or another bundle happens to hold it");
            } else if (how.equals(OPTIONAL)) {
                problems.putIfAbsent(name, "the manifest imports " + name + " optionally, and " + use.user()
                        + " fails where it is not there");
            }
        }
        declared.forEach((name, how) -> {
            if (how.equals(DYNAMIC)) {
                problems.put(name, "DynamicImport-Package: " + name + " takes what happens to be there when it is first needed");
            }
        });
        return problems.values().stream().collect(Collectors.joining("; "));
    }

    /** Whether packages must be there, by their names: empty, optional or dynamic. */
    private static Map<String, String> declared(BundleRevision revision) {
        Map<String, String> declared = new TreeMap<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE)) {
            String resolution = requirement.getDirectives().getOrDefault(PackageNamespace.REQUIREMENT_RESOLUTION_DIRECTIVE, "");
            Matcher name = NAME.matcher(String.valueOf(requirement.getDirectives().get("filter")));
            if (name.find()) {
                declared.merge(name.group(1), resolution.equals("mandatory") ? "" : resolution,
                        (one, other) -> one.isEmpty() ? one : other);
            }
        }
        return declared;
    }

    /** The packages of the bundles that the manifest requires by their names. */
    private static Set<String> required(BundleWiring wiring) {
        Set<String> names = new HashSet<>();
        for (BundleWire wire : wiring.getRequiredWires(BundleNamespace.BUNDLE_NAMESPACE)) {
            wire.getProviderWiring().getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                    .forEach(offered -> names
                            .add(String.valueOf(offered.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))));
        }
        return names;
    }
}
