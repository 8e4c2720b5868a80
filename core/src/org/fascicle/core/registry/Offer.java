package org.fascicle.core.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.osgi.framework.Version;

/**
 * A technique that somebody offers at this moment. Holds the technique's type: to be kept only while its service is there.
 */
final class Offer {
    /** By kind and name, the highest version first. */
    static final Comparator<Offer> ORDER = Comparator.comparing((Offer offer) -> offer.type.kind())
            .thenComparing(Offer::name).thenComparing(offer -> offer.version, Comparator.reverseOrder());

    private final TechniqueType type;
    private final Version version;
    private final String provider;

    /**
     * An offer.
     *
     * @param type what is offered
     * @param provider who offers it, for messages
     * @throws IllegalArgumentException if the type's version is not in OSGi's syntax
     */
    Offer(TechniqueType type, String provider) {
        this.type = type;
        this.version = Version.parseVersion(type.version());
        this.provider = provider;
    }

    TechniqueType type() {
        return type;
    }

    Version version() {
        return version;
    }

    String provider() {
        return provider;
    }

    /** The name as model files write it. */
    String name() {
        return type.qualifiedName();
    }

    boolean is(Kind kind) {
        return type.kind() == kind;
    }

    boolean is(Kind kind, String name) {
        return is(kind) && name().equals(name);
    }

    /** Whether it is meant by a name that may be an alias. */
    boolean isCalled(Kind kind, String written) {
        return is(kind) && type.isCalled(written);
    }

    /** All names that mean it, the technique's own first. */
    List<String> names() {
        List<String> names = new ArrayList<>(type.aliases());
        names.add(0, name());
        return names;
    }
}
