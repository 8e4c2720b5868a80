package org.fascicle.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** A change of the definition of a training that runs: what may be changed, and where it stands. Immutable. */
public final class Amendment {
    private static final Set<String> WHOLE =
            Set.of(UpdateReader.OPTIMIZER, UpdateReader.UPDATES, UpdateReader.TRANSFORMS, UpdateReader.GROUPS);
    private static final List<String> PARTS = List.of("training.epochs", "training.early_stopping.patience");
    private static final String REMEDY = "What can be changed while it runs: " + UpdateReader.OPTIMIZER + ", "
            + UpdateReader.UPDATES + ", " + UpdateReader.GROUPS + ", " + String.join(", ", PARTS)
            + ". For all else, save the training and resume it with another definition";

    private final String path;
    private final String value;

    /**
     * A change.
     *
     * @param path as {@link ModelText#with} takes it, but that the optimizer's name may be left out
     * @param value JSON, or a bare text
     */
    public Amendment(String path, String value) {
        this.path = path;
        this.value = value;
    }

    /**
     * A definition with the change.
     *
     * @throws InputException if this cannot be changed, or the path leads nowhere
     */
    public ModelText of(ModelText text) {
        List<String> steps = Arrays.asList(path.split("\\.", -1));
        if (steps.stream().noneMatch(String::isBlank)) {
            require(steps);
        }
        return text.with(Map.of(full(text), value));
    }

    private void require(List<String> steps) {
        String key = steps.get(0);
        if (WHOLE.contains(key) || PARTS.contains(path)) {
            return;
        }
        String pointer = "/" + String.join("/", steps);
        String hint = ModelReader.KEYS.contains(key) ? Nearest.hint(path, PARTS)
                : Nearest.hint(key, ModelReader.KEYS.stream().filter(WHOLE::contains).collect(Collectors.toList()));
        throw new InputException(Overrides.describe(path, value), pointer,
                ModelReader.KEYS.contains(key) ? "this cannot be changed while the training runs"
                        : "a definition has no '" + key + "'",
                hint == null ? REMEDY : hint + " " + REMEDY);
    }

    /** The path with the optimizer's name, if it was left out. */
    private String full(ModelText text) {
        String folder = UpdateReader.OPTIMIZER + ".";
        String name = path.startsWith(folder) ? name(text.root().get(UpdateReader.OPTIMIZER)) : null;
        if (name == null) {
            return path;
        }
        String rest = path.substring(folder.length());
        boolean named = rest.startsWith(name + ".") || rest.equals(TechniqueReader.VERSION)
        // An option may be called as its technique: then no object is meant.
                || rest.equals(name) && JsonText.parseOrText(value).isObject();
        return named ? path : folder + name + "." + rest;
    }

    private static @Nullable String name(@Nullable JsonNode technique) {
        if (technique == null || technique.isTextual()) {
            return technique == null ? null : technique.textValue();
        }
        for (String key : (Iterable<String>) technique::fieldNames) {
            if (!key.equals(TechniqueReader.VERSION)) {
                return key;
            }
        }
        return null;
    }
}
