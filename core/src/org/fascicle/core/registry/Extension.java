package org.fascicle.core.registry;

import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What bundles the core extends: those wired to its extender capability; others may be wired to another api. */
final class Extension {
    /** The namespace of the capabilities that announce techniques, and the name of the extender. */
    static final String NAMESPACE = "fascicle.technique";

    private static final String EXTENDER = "osgi.extender";

    private Extension() {}

    /** The techniques that a bundle announces to this core; none if it is not resolved, or wired to another extender. */
    static List<BundleCapability> of(Bundle core, Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(EXTENDER);
        boolean extended = wires != null && wires.stream().anyMatch(wire -> wire.getProvider().getBundle().equals(core)
                && NAMESPACE.equals(wire.getCapability().getAttributes().get(EXTENDER)));
        return extended ? capabilities(bundle, NAMESPACE) : List.of();
    }

    /** The capabilities of a namespace that a bundle has; none if it is not resolved. */
    static List<BundleCapability> capabilities(Bundle bundle, String namespace) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        List<BundleCapability> announced = wiring == null ? null : wiring.getCapabilities(namespace);
        return announced == null ? List.of() : announced;
    }
}
