package org.fascicle.app.verb;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.technique.TechniqueType;

/** Which version of a technique a new model takes where several are installed, and why. */
final class Chosen {
    private final Collection<TechniqueType> all;

    /**
     * The choice.
     *
     * @param all those that are installed, of each the highest version first
     */
    Chosen(Collection<TechniqueType> all) {
        this.all = all;
    }

    /** Whether a model that names no range takes this one. */
    boolean is(TechniqueType type) {
        List<TechniqueType> same = same(type);
        return same.get(0) == type && !isDouble(same);
    }

    /** Whether there are others of its name. */
    boolean isOneOfSeveral(TechniqueType type) {
        return same(type).size() > 1;
    }

    /** Why it is taken, or is not; a model's version range and an archive come first. */
    String why(TechniqueType type) {
        List<TechniqueType> same = same(type);
        if (same.size() == 1) {
            return "the only version";
        } else if (isDouble(same)) {
            return "none without a range: " + same.get(0).version() + " is provided twice";
        }
        Set<String> versions = same.stream().map(TechniqueType::version).collect(Collectors.toCollection(LinkedHashSet::new));
        return is(type) ? "the highest of " + String.join(", ", versions)
                : "only by a version range, or by an archive that records it";
    }

    void write(JsonGenerator out, TechniqueType type) throws IOException {
        out.writeBooleanField("chosen", is(type));
        out.writeStringField("why", why(type));
    }

    private static boolean isDouble(List<TechniqueType> same) {
        return same.size() > 1 && same.get(0).version().equals(same.get(1).version());
    }

    private List<TechniqueType> same(TechniqueType type) {
        return all.stream().filter(other -> other.kind() == type.kind() && other.qualifiedName().equals(type.qualifiedName()))
                .collect(Collectors.toList());
    }
}
