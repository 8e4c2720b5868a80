package org.fascicle.core.registry;

import org.fascicle.api.technique.TechniqueType;
import org.osgi.framework.Bundle;

/** Names without prefix are kept for Fascicle's own bundles, so that nobody else's technique can take a later one's name. */
final class Reserved {
    private static final String OWN = TechniqueType.FASCICLE + ".";

    private Reserved() {}

    /** Whether a bundle may offer techniques in a namespace. */
    static boolean mayUse(Bundle bundle, String namespace) {
        String symbolicName = bundle.getSymbolicName();
        return !namespace.equals(TechniqueType.FASCICLE) || symbolicName != null && symbolicName.startsWith(OWN);
    }

    /** Why a bundle may not. */
    static String refusal(Bundle bundle, String kind, String name) {
        return "The " + kind + " '" + name + "' of bundle " + bundle.getSymbolicName()
                + " is not offered: names without prefix are reserved for bundles called fascicle.*; use a prefix,"
                + " as in @Technique(\"com.example:" + name + "\")";
    }
}
