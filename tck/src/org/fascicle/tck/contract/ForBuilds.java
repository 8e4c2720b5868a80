package org.fascicle.tck.contract;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;

/**
 * Contracts for a build, outside any framework: with plain strings, since a build loads this class and the techniques with
 * loaders of its own. Used by one thread.
 */
public final class ForBuilds {
    private final Backend reference;

    /**
     * With a backend that is on the class path beside this class.
     *
     * @param reference the name of the reference backend's class
     */
    public ForBuilds(String reference) {
        this.reference = make(reference, Backend.class);
    }

    /**
     * The contract of a bundle, as text.
     *
     * @param bundle its symbolic name
     * @param version its version
     * @param techniques the attributes of its capabilities: kind, namespace, name, version, class
     * @param loader loads the techniques' classes
     */
    public String derive(String bundle, String version, List<Map<String, String>> techniques, ClassLoader loader) {
        List<TechniqueType> types = new ArrayList<>();
        for (Map<String, String> each : techniques) {
            types.add(new TechniqueType.Builder(Kind.named(attribute(each, "kind")).orElseThrow(), attribute(each, "name"),
                    () -> load(attribute(each, "class"), loader))
                    .namespace(attribute(each, "namespace")).version(attribute(each, "version")).provider(bundle)
                    .shorthand(ShorthandOptions.of(load(attribute(each, "class"), loader)).orElse(null)).build());
        }
        return Contract.of(bundle, version, types, reference).text();
    }

    /** What is wrong with the versions of a contract, given the one that was released; empty if nothing is. */
    public List<String> problems(String released, String present) {
        return Contract.read(present, "the contract").problems(Contract.read(released, "the released contract"));
    }

    private static String attribute(Map<String, String> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), () -> "the capability has no attribute " + name);
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("there is no class " + name, e);
        }
    }

    private <T> T make(String name, Class<T> type) {
        try {
            return type.cast(load(name, getClass().getClassLoader()).getDeclaredConstructor().newInstance());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + ": " + e, e);
        }
    }
}
