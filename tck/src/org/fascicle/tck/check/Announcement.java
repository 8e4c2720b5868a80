package org.fascicle.tck.check;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** What a bundle's manifest says of one technique. Holds text alone. */
public final class Announcement {
    /** The namespace of the capability. */
    public static final String NAMESPACE = "fascicle.technique";

    private static final String API = "org.fascicle.api.";
    private static final Pattern RANGE = Pattern.compile("\\(version>=(?<major>\\d+)[^)]*\\)(?:\\(!\\(version>=(?<end>\\d+))?");

    private final String kind;
    private final String namespace;
    private final String name;
    private final @Nullable Object version;
    private final String className;
    private final List<String> aliases;

    /** What the attributes of a capability say. */
    public Announcement(Map<String, Object> attributes) {
        kind = text(attributes, "kind");
        namespace = text(attributes, "namespace");
        name = text(attributes, "name");
        version = attributes.get("version");
        className = text(attributes, "class");
        Object others = attributes.get("aliases");
        aliases = others instanceof Collection
                ? ((Collection<?>) others).stream().map(Object::toString).collect(Collectors.toUnmodifiableList()) : List.of();
    }

    /** Kind and name, as far as they are known. */
    public String title() {
        return (kind + " " + qualifiedName()).trim();
    }

    /** Its kind; the announcement must have been checked. */
    public Kind kind() {
        return Kind.named(kind).orElseThrow();
    }

    /** Its name as model files write it. */
    public String qualifiedName() {
        return namespace.equals(TechniqueType.FASCICLE) || namespace.isEmpty() ? name : namespace + ":" + name;
    }

    /** Its version. */
    public String version() {
        return String.valueOf(version);
    }

    /** The name of its class. */
    public String className() {
        return className;
    }

    /**
     * Checks the capability, what it names, and what the bundle needs to be found.
     *
     * @throws Unmet if something is missing or does not fit
     */
    public void check(Bundle bundle) {
        Unmet.require(Kind.named(kind).isPresent(), "the capability's kind is '" + kind + "', which is none");
        Unmet.require(name.matches("[a-z][a-z0-9_]*"), "the capability's name is '" + name + "', not in snake case");
        for (String alias : aliases) {
            Unmet.require(alias.matches("[A-Za-z][A-Za-z0-9_]*"),
                    "the alias '" + alias + "' is no word: a letter, then letters, digits "
                            + "and _, without a prefix");
        }
        boolean own = bundle.getSymbolicName().startsWith(TechniqueType.FASCICLE + ".");
        Unmet.require(own || !namespace.isEmpty() && !namespace.equals(TechniqueType.FASCICLE),
                "names without a prefix are Fascicle's own: write @Technique(\"com.example:" + name + "\")");
        Unmet.require(version instanceof Version && !Version.emptyVersion.equals(version),
                "the capability's version is " + version + ": give the package a @Version");
        checkRequirements(bundle.adapt(BundleRevision.class));
        checkClass(bundle);
    }

    private void checkRequirements(BundleRevision revision) {
        Unmet.require(revision.getDeclaredRequirements("osgi.extender").stream()
                .anyMatch(each -> String.valueOf(each.getDirectives().get("filter")).contains(NAMESPACE)),
                "the manifest does not require the extender " + NAMESPACE
                        + ", so that the bundle starts where nothing finds it");
        for (BundleRequirement requirement : revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE)) {
            String filter = String.valueOf(requirement.getDirectives().get("filter"));
            if (filter.contains(PackageNamespace.PACKAGE_NAMESPACE + "=" + API)) {
                Matcher range = RANGE.matcher(filter);
                Unmet.require(range.find(), "imports a package of the api without a range of versions: " + filter);
                Unmet.require(!range.group("major").equals(range.group("end")),
                        "imports a package of the api, but in no later minor version: "
                                + filter
                                + "; bnd writes this where a class implements an interface that only the platform implements");
            }
        }
    }

    private void checkClass(Bundle bundle) {
        Unmet.require(!className.isEmpty(), "the capability names no class");
        Class<?> technique;
        try {
            technique = bundle.loadClass(className);
        } catch (ClassNotFoundException e) {
            throw Unmet.failed("the capability names the class " + className + ", which is not in the bundle");
        } catch (LinkageError e) {
            throw Unmet.failed("the class " + className + " cannot be loaded: " + e);
        }
        Unmet.require(technique.isRecord() && Modifier.isPublic(technique.getModifiers()), className
                + " is no public record");
        Unmet.require(kind().contract().isAssignableFrom(technique), className + " does not implement "
                + kind().contract().getName()
                + ", or that of another api");
    }

    private static String text(Map<String, Object> attributes, String key) {
        Object value = attributes.get(key);
        return value instanceof String ? (String) value : "";
    }
}
