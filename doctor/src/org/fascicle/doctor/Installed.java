package org.fascicle.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** What is installed, by the names that model files write. */
final class Installed {
    private static final String NORMALIZATION = "normalization";

    private final Techniques techniques;

    Installed(Techniques techniques) {
        this.techniques = techniques;
    }

    private Stream<TechniqueType> called(Kind kind, String written) {
        return techniques.all().stream().filter(type -> type.kind() == kind && type.isCalled(written));
    }

    /** The own name of a technique that a model file may call by an alias; as it is written if there is none. */
    String name(Kind kind, String written) {
        return called(kind, written).map(TechniqueType::qualifiedName).findFirst().orElse(written);
    }

    boolean has(Kind kind, String name) {
        return called(kind, name).findAny().isPresent();
    }

    /** An option of a technique; empty if one of both is not there. */
    Optional<Option> option(Kind kind, String written, String option) {
        return called(kind, written).findFirst().flatMap(type -> type.option(option));
    }

    /** Layers that normalize and need no option, whoever ships them. */
    List<String> normalizations() {
        return techniques.all().stream()
                .filter(type -> type.kind() == Kind.LAYER && isNormalization(type.qualifiedName()) && needsNothing(type))
                .map(TechniqueType::qualifiedName).distinct().sorted().collect(Collectors.toList());
    }

    /** Whether a layer is called a normalization. */
    static boolean isNormalization(String layer) {
        return layer.endsWith(NORMALIZATION);
    }

    private static boolean needsNothing(TechniqueType type) {
        try {
            return type.options().stream().noneMatch(Option::isRequired);
        } catch (IllegalStateException e) {
            // Its bundle has left, or is broken: others may be there.
            return false;
        }
    }
}
