package org.fascicle.core.registry;

import java.util.Map;

import org.fascicle.api.technique.TechniqueType;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** A technique as a bundle's capability declares it: texts alone, no class is loaded. Immutable. */
final class Declared {
    private final String kind;
    private final String namespace;
    private final String name;
    private final String className;
    private final String version;

    /**
     * What a capability declares.
     *
     * @param attributes of the capability
     * @param bundle that has it
     */
    Declared(Map<String, Object> attributes, Bundle bundle) {
        kind = text(attributes, "kind");
        namespace = text(attributes, "namespace");
        name = text(attributes, "name");
        className = text(attributes, "class");
        version = attributes.containsKey("version") ? text(attributes, "version") : bundle.getVersion().toString();
    }

    String kind() {
        return kind;
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    /** The name as model files write it. */
    String qualifiedName() {
        return namespace.equals(TechniqueType.FASCICLE) ? name : namespace + ":" + name;
    }

    String className() {
        return className;
    }

    String version() {
        return version;
    }

    /** The version; that of no version if it is not in OSGi's syntax. */
    Version parsedVersion() {
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException e) {
            return Version.emptyVersion;
        }
    }

    boolean isComplete() {
        return !namespace.isEmpty() && !name.isEmpty() && !className.isEmpty();
    }

    static String text(Map<String, Object> attributes, String key) {
        Object value = attributes.get(key);
        return value == null ? "" : value.toString();
    }
}
