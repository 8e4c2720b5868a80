package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** Chooses the form of a file of another system, by its name or by the end of the file's name. */
final class Formats {
    private final List<ModelFormat> all;
    private final Set<ModelFormat.Use> wanted;

    /**
     * A choice.
     *
     * @param all the forms that are installed
     * @param wanted of which a form must have one
     */
    Formats(List<ModelFormat> all, Set<ModelFormat.Use> wanted) {
        this.all = all;
        this.wanted = wanted;
    }

    /** The form of a file; by the file's name unless the form is named. */
    ModelFormat of(Path file, @Nullable String named) {
        Map<String, ModelFormat> usable = new TreeMap<>();
        all.stream().filter(format -> format.uses().stream().anyMatch(wanted::contains))
                .forEach(format -> usable.put(format.name(), format));
        if (named != null) {
            ModelFormat format = usable.get(named);
            if (format == null) {
                String hint = Nearest.hint(named, usable.keySet());
                throw new InputException("--format " + named, null, "there is no such format for this",
                        hint != null ? hint : "There are: " + String.join(", ", usable.keySet()));
            }
            return format;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        // The longest end says most: `.weights.h5` more than `.h5`.
        return usable.values().stream().filter(format -> length(format, name) > 0)
                .max(Comparator.comparingInt(format -> length(format, name)))
                .orElseThrow(() -> new InputException(file.toString(), null, "the end of its name says no format",
                        "Name the file, or --format, like one of: " + usable.values().stream()
                                .map(format -> format.name() + " (" + String.join(", ", format.suffixes()) + ")")
                                .collect(Collectors.joining(", "))));
    }

    private static int length(ModelFormat format, String name) {
        return format.suffixes().stream().filter(name::endsWith).mapToInt(String::length).max().orElse(0);
    }
}
