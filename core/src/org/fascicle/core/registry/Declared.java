package org.fascicle.core.registry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
    private final List<String> aliases;

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
        aliases = texts(attributes, "aliases");
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

    /** Other names, without a prefix. */
    List<String> aliases() {
        return aliases;
    }

    /** Whether it is meant by a name in a model file: its own, or an alias. */
    boolean isCalled(String written) {
        String prefix = namespace.equals(TechniqueType.FASCICLE) ? "" : namespace + ":";
        return written.equals(prefix + name) || aliases.stream().anyMatch(alias -> written.equals(prefix + alias));
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

    /** The texts of a list; none if there is none. */
    static List<String> texts(Map<String, Object> attributes, String key) {
        Object value = attributes.get(key);
        return value instanceof Collection
                ? ((Collection<?>) value).stream().map(Object::toString).collect(Collectors.toUnmodifiableList()) : List.of();
    }
}
